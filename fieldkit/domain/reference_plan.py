"""What a file of sites or codes would change in the reference of a project, and what in the file is wrong."""

from enum import StrEnum

import msgspec

from fieldkit.domain.reference_rows import CodeRow, SiteRow


class Fault(StrEnum):
    """Why a line of a file cannot be taken."""

    NOT_TEXT = "not_text"
    TOO_LARGE = "too_large"
    EMPTY = "empty"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_TWICE = "column_twice"
    COLUMN_MISSING = "column_missing"
    CELLS = "cells"
    CODE_BAD = "code_bad"
    CODE_TWICE = "code_twice"
    CODE_KEPT = "code_kept"
    LIST_FIXED = "list_fixed"
    NAME_MISSING = "name_missing"
    NAME_BAD = "name_bad"
    KIND_UNKNOWN = "kind_unknown"
    COUNTRY_UNKNOWN = "country_unknown"
    REGION_UNKNOWN = "region_unknown"
    PARENT_UNKNOWN = "parent_unknown"
    RETIRED_BAD = "retired_bad"
    MEANING = "meaning"


class Wrong(msgspec.Struct, frozen=True, kw_only=True):
    """A fault and its line, counted from 1 as editors do; 0 is the file as a whole."""

    line: int
    fault: Fault


class Step(StrEnum):
    """What becomes of a site or code."""

    ADDED = "added"
    RENAMED = "renamed"
    COMPLETED = "completed"
    """A site gets its region."""
    RETIRED = "retired"
    RESTORED = "restored"
    SETTLED = "settled"
    """Officers had said different things of it."""


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """One site or code of a file, and what taking the file would do to it; no steps if it is so already."""

    list: str
    """`SITES` or the name of a list."""
    row: SiteRow | CodeRow
    steps: tuple[Step, ...]


class ReferencePlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a file would do. If anything is wrong with it, nothing."""

    planned: tuple[Planned, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    """By line."""

    @property
    def changing(self) -> tuple[Planned, ...]:
        """What would not stay as it is."""
        return tuple(each for each in self.planned if each.steps) if not self.wrong else ()

    def count(self, step: Step) -> int:
        """How many sites and codes take this step."""
        return sum(step in each.steps for each in self.changing)
