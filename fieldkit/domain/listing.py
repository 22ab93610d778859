"""Rows of the list of records, what to look for, in which order, and pages of them."""

from enum import StrEnum

import msgspec


class RecordRow(msgspec.Struct, frozen=True, kw_only=True):
    """One record (or draft) as a list shows it."""

    id: str
    form: str
    version: str = ""
    state: str
    """A value of `fieldkit.domain.records.State`."""
    head: str = ""
    author: str = ""
    updated: str = ""
    """UTC, ISO 8601, `…Z`."""
    site: str = ""
    """Code of the site, if the instrument asks for one; its region once the record was put away."""
    happened: str = ""
    """ISO day of what was recorded, if told; the month once the record was put away."""
    reason: str = ""
    duplicate_of: str = ""
    sealed: bool = False
    """Whether this device can no longer read it (`fieldkit.domain.retention`)."""
    doubt: str = ""
    """A value of `fieldkit.domain.records.Doubt`; empty for nearly all."""
    title: str = ""
    """Title of the instrument; filled by the services."""
    place: str = ""
    """Name of the site; filled by the services."""


class RecordFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What to list; empty fields do not restrict."""

    text: str = ""
    """Words that must all occur in the free text of the record, compared by stem, the last letters may lack."""
    states: tuple[str, ...] = ()
    form: str = ""
    site: str = ""
    doubtful: bool = False
    """Only records that are marked as in doubt."""


class Column(StrEnum):
    """What a list can be sorted by."""

    CHANGED = "updated"
    DATE = "happened"
    NUMBER = "id"
    STATE = "state"
    FORM = "form"
    SITE = "site"
    AUTHOR = "author"


GROUPED = frozenset({Column.STATE, Column.FORM, Column.SITE, Column.AUTHOR})
"""Columns of few values: they make groups, and within a group the newest record comes first, whatever the direction."""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """How a list is sorted; as it stands, the newest first."""

    column: Column = Column.CHANGED
    descending: bool = True
    groups: tuple[str, ...] = ()
    """For columns of groups: codes in the order in which their labels sort; codes not named here follow."""


NEWEST_FIRST = Order()


class RecordPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some rows in order; `next` is the anchor of the following page, empty on the last one."""

    rows: tuple[RecordRow, ...]
    next: str = ""
