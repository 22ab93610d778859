"""Pages of the list of records: by key in any order, so that no page costs more than the first; search by stems.

An order is a row of spans that follow one another: one span for dates and ids, one per value for columns of groups.
Each span is read along an index that begins like its order and ends with what filters ask for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from math import isqrt

import msgspec

from fieldkit.domain.listing import GROUPED, Column, Order, RecordFilter, RecordPage, RecordRow
from fieldkit.store.database import Database, Value
from fieldkit.store.words import Words

_FETCHED = 33
"""So many numbers are read along an order while one row is fetched by its number (measured: 20 to 35)."""
_SOON = 8
"""So many times the rows of a page come next in the order; among them hits are looked for before all are asked for."""
_encoder = msgspec.json.Encoder()
_BY_STATE = "INDEXED BY record_state"
COLUMNS = (
    "id",
    "form",
    "version",
    "state",
    "head",
    "author",
    "updated",
    "site",
    "happened",
    "reason",
    "duplicate_of",
    "sealed",
    "doubt",
)
"""Of the table of records, in the order of `values_of`."""
_COLUMNS = ", ".join(COLUMNS)


class _Row(msgspec.Struct, frozen=True, array_like=True):
    id: str
    form: str
    version: str
    state: str
    head: str
    author: str
    updated: str
    site: str
    happened: str
    reason: str
    duplicate_of: str
    sealed: int
    doubt: str

    def public(self) -> RecordRow:
        return RecordRow(**msgspec.structs.asdict(self) | {"sealed": bool(self.sealed)})


@dataclass(frozen=True, slots=True)
class _Conditions:
    """Part of a WHERE clause with its values."""

    sql: str = "TRUE"
    values: tuple[Value, ...] = ()

    def also(self, sql: str, *values: Value) -> "_Conditions":
        return _Conditions(f"{self.sql} AND {sql}", (*self.values, *values))


_ANY = _Conditions()


@dataclass(frozen=True, slots=True)
class _Span:
    """Rows that share the value `group` of the column `by` (None: all rows), by `key` and id, after `start`."""

    key: Column
    descending: bool
    start: str
    by: Column | None = None
    group: str = ""

    @property
    def end(self) -> str:
        """The end of a statement that reads it."""
        way = "DESC" if self.descending else "ASC"
        return f"ORDER BY {self.key.value} {way}, id {way}"

    def anchor(self, found: RecordRow) -> str:
        """Where the page after `found` begins."""
        key = f"{getattr(found, self.key.value)}|{found.id}"
        return key if self.by is None else f"{self.group}|{key}"

    def conditions(self, where: _Conditions) -> _Conditions:
        """`where` within the span."""
        if self.by is not None:
            where = where.also(f"{self.by.value} = ?", self.group)
        if self.start:
            key, _, record = self.start.rpartition("|")
            where = where.also(f"({self.key.value}, id) {'<' if self.descending else '>'} (?, ?)", key, record)
        return where

    def pick(self, rows: Iterable[RecordRow]) -> list[RecordRow]:
        """Those of `rows` that are in the span, in order: what `conditions` and the index do."""
        start = self.start.rpartition("|")[::2]
        mine = [row for row in rows if self.by is None or getattr(row, self.by.value) == self.group]
        if self.start:
            mine = [row for row in mine if (self.place(row) < start if self.descending else self.place(row) > start)]
        return sorted(mine, key=self.place, reverse=self.descending)

    def place(self, row: RecordRow) -> tuple[str, str]:
        """What rows of the span are sorted by."""
        return getattr(row, self.key.value), row.id


def row(database: Database, record: str) -> RecordRow | None:
    """One record."""
    return next(_read(database, f"SELECT {_COLUMNS} FROM record WHERE id = ?", record), None)  # noqa: S608  constants


def values_of(row: RecordRow) -> tuple[Value, ...]:
    """A row as the table has it, in the order of `COLUMNS`."""
    return tuple(int(row.sealed) if name == "sealed" else getattr(row, name) for name in COLUMNS)


def page(database: Database, wanted: RecordFilter, order: Order, limit: int, after: str) -> RecordPage:
    """Up to `limit` rows in order that follow the anchor `after`."""
    few = hits = None
    if wanted.text.strip():
        words = Words(database, wanted.text)
        few = _few(database, wanted, limit, words)
        if few is None and (found_soon := _soon(database, wanted, order, limit, after, words)):
            return found_soon
        hits = words.all() if few is None else None
    rows: list[RecordRow] = []
    anchors: list[str] = []
    for span in _spans(database, wanted, order, after):
        for found in span.pick(few) if few is not None else _along(database, wanted, order, span, limit + 1, hits):
            rows.append(found)
            anchors.append(span.anchor(found))
        if len(rows) > limit:
            return RecordPage(rows=tuple(rows[:limit]), next=anchors[limit - 1])
    return RecordPage(rows=tuple(rows))


def _few(database: Database, wanted: RecordFilter, limit: int, words: Words) -> tuple[RecordRow, ...] | None:
    """All hits that fit, in no order; None if there are so many that looking along the order for `limit` is quicker.

    Of n records h are hits: h rows are fetched, or about limit * n / h numbers read.
    """
    [(records,)] = database.rows(tuple[int], "SELECT coalesce(max(number), 0) FROM record")
    numbers = words.few(isqrt(limit * records // _FETCHED))
    return None if numbers is None else tuple(_fetch(database, numbers, _conditions(wanted)))


def _soon(
    database: Database, wanted: RecordFilter, order: Order, limit: int, after: str, words: Words
) -> RecordPage | None:
    """The page if enough of the rows that come next are hits, as with words that many records have; else None."""
    span = next(_spans(database, wanted, order, after), None)
    if span is None:
        return None
    numbers = tuple(islice(_numbers(database, wanted, order, span), limit * _SOON))
    hits = words.among(numbers)
    if len(hits) <= limit:
        return None
    rows = span.pick(_fetch(database, islice((number for number in numbers if number in hits), limit)))
    return RecordPage(rows=tuple(rows), next=span.anchor(rows[-1]))


def total(database: Database, wanted: RecordFilter) -> int:
    """Number of rows that fit."""
    where = _conditions(wanted)
    if not wanted.text.strip():
        [(counted,)] = database.rows(tuple[int], f"SELECT count(*) FROM record WHERE {where.sql}", *where.values)  # noqa: S608
        return counted
    words = Words(database, wanted.text)
    if where == _ANY:
        return words.count()
    hits = words.all()
    fitting = database.plain(tuple[int], f"SELECT number FROM record WHERE {where.sql}", *where.values)  # noqa: S608
    return sum(number in hits for (number,) in fitting)


def values(database: Database, column: Column) -> tuple[str, ...]:
    """The values of a column, sorted; leaps along the index from one to the next instead of reading every row."""
    name = column.value
    sql = (
        f"WITH RECURSIVE leap (value) AS (SELECT min({name}) FROM record UNION ALL"  # noqa: S608  names of columns
        f" SELECT (SELECT min({name}) FROM record WHERE {name} > value) FROM leap WHERE value IS NOT NULL)"
        " SELECT value FROM leap WHERE value IS NOT NULL"
    )
    return tuple(value for (value,) in database.rows(tuple[str], sql))


def _spans(database: Database, wanted: RecordFilter, order: Order, after: str) -> Iterator[_Span]:
    """The spans from the one that holds the anchor `after` on."""
    if order.column not in GROUPED:
        yield _Span(order.column, order.descending, after)
        return
    here, _, start = after.partition("|")
    groups = _groups(database, wanted, order, here if after else None)
    for group in groups[groups.index(here) :] if after else groups:
        yield _Span(Column.CHANGED, descending=True, start=start, by=order.column, group=group)
        start = ""


def _groups(database: Database, wanted: RecordFilter, order: Order, here: str | None) -> tuple[str, ...]:
    """The groups in order; `here`, that of an anchor, even if its last row has left it."""
    allowed = {Column.STATE: wanted.states, Column.FORM: (wanted.form,), Column.SITE: (wanted.site,)}
    only = set(filter(None, allowed.get(order.column, ())))
    found = {group for group in values(database, order.column) if not only or group in only}
    if here is not None:
        found.add(here)
    places = {group: place for place, group in enumerate(order.groups)}
    ordered = sorted(found, key=lambda group: (places.get(group, len(places)), group))
    return tuple(reversed(ordered) if order.descending else ordered)


def _along(
    database: Database, wanted: RecordFilter, order: Order, span: _Span, limit: int, hits: frozenset[int] | None
) -> Iterator[RecordRow]:
    """The first rows of a span, read along the index of the order."""
    if hits is not None:
        numbers = (number for number in _numbers(database, wanted, order, span) if number in hits)
        yield from span.pick(_fetch(database, islice(numbers, limit)))
        return
    where, end = span.conditions(_conditions(wanted)), span.end
    # The limit is part of the text: the engine plans a statement anew each time when it is bound.
    sql = f"SELECT {_COLUMNS} FROM record {_index(wanted, order)} WHERE %s {end} LIMIT {limit:d}"  # noqa: S608
    lanes = [_read(database, sql % lane.sql, *lane.values) for lane in _lanes(wanted, order, where)]
    yield from merge(*lanes, key=span.place, reverse=span.descending)


def _numbers(database: Database, wanted: RecordFilter, order: Order, span: _Span) -> Iterator[int]:
    """The numbers of the rows of a span, whatever words they have."""
    where = span.conditions(_conditions(wanted))
    sql = f"SELECT number FROM record {_index(wanted, order)} WHERE {where.sql} {span.end}"  # noqa: S608  constants
    return (number for (number,) in database.plain(tuple[int], sql, *where.values))


def _fetch(database: Database, numbers: Iterable[int], where: _Conditions = _ANY) -> Iterator[RecordRow]:
    """The rows of those numbers that fit, in no order."""
    where = where.also("number IN (SELECT value FROM json_each(?))", _encoder.encode(tuple(numbers)).decode())
    return _read(database, f"SELECT {_COLUMNS} FROM record NOT INDEXED WHERE {where.sql}", *where.values)  # noqa: S608


def _lanes(wanted: RecordFilter, order: Order, where: _Conditions) -> list[_Conditions]:
    """One lane per wanted state where the index of states gives the order, so that each is read along it."""
    if _index(wanted, order) == _BY_STATE and order.column is Column.CHANGED:
        return [where.also("state = ?", state) for state in wanted.states]
    return [where]


def _index(wanted: RecordFilter, order: Order) -> str:
    """The index to read along, named because the planner knows nothing of how many rows a filter leaves."""
    if order.column is Column.NUMBER or wanted.doubtful:  # the few that are marked have an index of their own
        return ""
    if order.column is not Column.CHANGED:
        return f"INDEXED BY record_{order.column.value}"
    if wanted.site or wanted.form:
        return "INDEXED BY record_site" if wanted.site else "INDEXED BY record_form"
    return _BY_STATE if wanted.states and not wanted.text.strip() else "INDEXED BY record_updated"


def _conditions(wanted: RecordFilter) -> _Conditions:
    """What is asked of the row itself."""
    where = _ANY
    if wanted.states:
        where = where.also(f"state IN ({', '.join('?' * len(wanted.states))})", *wanted.states)
    if wanted.doubtful:
        where = where.also("doubt <> ''")
    for column, value in ((Column.FORM, wanted.form), (Column.SITE, wanted.site)):
        if value:
            where = where.also(f"{column.value} = ?", value)
    return where


def _read(database: Database, sql: str, *given: Value) -> Iterator[RecordRow]:
    return (found.public() for found in database.stream(_Row, sql, *given))
