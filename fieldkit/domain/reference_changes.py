"""The reference of a project: what is shipped, with what its officers changed, the same whatever came first.

For each site and code one officer's word is in force, by `publications.leaves`. No word takes a code away or gives it
another meaning: of what is shipped only names and whether it is offered can change.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeAlias, TypeVar

import msgspec

from fieldkit.domain.bodies import ReferenceChange
from fieldkit.domain.periods import utc
from fieldkit.domain.publications import Claim, leaves
from fieldkit.domain.reference import SITES, Code, Reference, Site
from fieldkit.domain.reference_rows import CodeRow, Label, SiteRow

Row: TypeAlias = SiteRow | CodeRow
Key: TypeAlias = tuple[str, str]
"""List and code; sites stand under `SITES`."""
R = TypeVar("R", Site, Code)


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A change that counts, and the hash of its entry."""

    entry: str
    change: ReferenceChange


class Statement(Claim, frozen=True, kw_only=True):
    """What one change says of one site or code."""

    row: Row


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of one site or code by those whom nobody replaced; the last one is in force."""

    said: tuple[Statement, ...]

    @property
    def row(self) -> Row:
        """What is in force."""
        return self.said[-1].row

    @property
    def disputed(self) -> bool:
        """Whether officers said different things without knowing of each other."""
        return any(each.row != self.row for each in self.said)


def key_of(row: Row) -> Key:
    """Which site or code a row is about."""
    return (SITES, row.code) if isinstance(row, SiteRow) else (row.list, row.code)


def standing(told: Iterable[Told]) -> dict[Key, Standing]:
    """By site or code, in the order of list and code: what is said of it."""
    said: dict[Key, list[Statement]] = {}
    for each in told:
        change = each.change
        at = utc(change.at)
        rows: tuple[Row, ...] = (*change.sites, *change.codes)
        for row in rows:
            statement = Statement(entry=each.entry, at=at, follows=change.follows, row=row)
            said.setdefault(key_of(row), []).append(statement)
    return {key: Standing(said=leaves(said[key])) for key in sorted(said)}


def merged(shipped: Reference, told: Iterable[Told]) -> Reference:
    """The reference in force. What cannot be changed stays as it is shipped, whatever is said of it."""
    sites = dict(shipped.sites)
    lists = {name: dict(codes) for name, codes in shipped.lists.items()}
    for (name, code), found in standing(told).items():
        row = found.row
        if not shipped.may_change(name, code):
            continue
        if isinstance(row, SiteRow):
            sites[code] = _site(sites.get(code), row, disputed=found.disputed)
        else:
            lists[name][code] = _code(lists[name].get(code), row, disputed=found.disputed)
    return msgspec.structs.replace(
        shipped,
        sites=MappingProxyType(sites),
        lists=MappingProxyType({name: MappingProxyType(codes) for name, codes in lists.items()}),
    )


def _site(shipped: Site | None, row: SiteRow, *, disputed: bool) -> Site:
    found = Site(code=row.code, labels={}, kind=row.kind, country=row.country) if shipped is None else shipped
    return msgspec.structs.replace(
        found,
        labels=_labels(found.labels, row.labels),
        region=found.region or row.region or "",
        retired=row.retired is True,
        own=True,
        disputed=disputed,
    )


def _code(shipped: Code | None, row: CodeRow, *, disputed: bool) -> Code:
    found = Code(code=row.code, labels={}, parent=row.parent or "") if shipped is None else shipped
    return msgspec.structs.replace(
        found,
        labels=_labels(found.labels, row.labels),
        retired=row.retired is True,
        own=True,
        disputed=disputed,
    )


def _labels(shipped: Mapping[str, str], said: Iterable[Label]) -> Mapping[str, str]:
    return MappingProxyType({**shipped, **{label.language: label.words for label in said}})
