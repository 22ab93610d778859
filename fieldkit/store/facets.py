"""Facets of records, as `fieldkit.domain.facets` divides them: equal ones once, with how many records have each.

Counts are kept here and not by triggers, which took six times as long: each row has its pages copied first.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

import msgspec

from fieldkit.domain.facets import ALL, COUNTED, Facet, divide
from fieldkit.domain.facts import Fact, RecordFacts
from fieldkit.store.database import Database

Ids = tuple[int | None, ...]
"""Facets of a record, in the order of the question; None for one that it has not."""
Among = Mapping[Facet, Collection[int]]
"""Which facets count; others are not asked about."""

Packed = tuple[str, ...]
"""The facets of a record as text, in the order of `Facet`; empty texts for those that it has not."""

_Key = tuple[int, str, int]
"""Standing, name and number of a facet."""
COLUMNS = tuple(facet.value for facet in Facet)
"""Of the table of records' facets."""
_COLUMNS = ", ".join(COLUMNS)
_AT_ONCE = 500
"""Records whose facets are in memory at the same time."""
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(tuple[str, str, str, bool, tuple[Fact, ...]])


class FacetTable:
    """Writes and counts facets."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put_all(self, records: Iterable[tuple[int, Packed]]) -> None:
        """Keep the facets of records by their row numbers; what was kept of them goes."""
        left = iter(records)
        while part := list(islice(left, _AT_ONCE)):
            self._put(part)

    def _put(self, packed: list[tuple[int, Packed]]) -> None:
        known = self._ids({body for _, bodies in packed for body in bodies if body})
        rows = [(number, *(known.get(body) for body in bodies)) for number, bodies in packed]
        numbers = _encoder.encode(tuple(number for number, _ in packed)).decode()
        sql = f"SELECT record, {_COLUMNS} FROM record_facet WHERE record IN (SELECT value FROM json_each(?))"  # noqa: S608
        changes = Counter(key for row in rows for key in _keys(row))
        changes.subtract(key for row in self._database.plain(Ids, sql, numbers) for key in _keys(row))
        marks = ", ".join("?" * len(Facet))
        put = f"INSERT OR REPLACE INTO record_facet (record, {_COLUMNS}) VALUES (?, {marks})"  # noqa: S608  constants
        self._database.run_many(put, rows)
        self._change(changes)

    def _change(self, changes: Counter[_Key]) -> None:
        """Count more or fewer records; what none has any more goes at once, as an erasure wants it."""
        more = sorted((*key, times) for key, times in changes.items() if times > 0)
        fewer = sorted((key, times) for key, times in changes.items() if times < 0)
        self._database.run_many(
            "INSERT INTO facet_count (standing, name, facet, records) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (standing, name, facet) DO UPDATE SET records = records + excluded.records",
            more,
        )
        where = "WHERE standing = ? AND name = ? AND facet = ?"
        self._database.run_many(
            f"UPDATE facet_count SET records = records + ? {where}",  # noqa: S608  a constant
            ((times, *key) for key, times in fewer),
        )
        keys = [key for key, _ in fewer]
        self._database.run_many(f"DELETE FROM facet_count {where} AND records <= 0", keys)  # noqa: S608  a constant
        self._database.run_many(
            "DELETE FROM facet WHERE id = ? AND NOT EXISTS (SELECT 1 FROM facet_count WHERE facet = id)"
            " AND NOT EXISTS (SELECT 1 FROM facet_count WHERE standing = id)",
            sorted({(number,) for standing, _, facet in keys for number in (standing, facet)}),
        )

    def _ids(self, bodies: set[str]) -> dict[str, int]:
        """The numbers of facets; those that are new here get one."""
        known = self._known(bodies)
        new = sorted(bodies - known.keys())
        if not new:
            return known
        self._database.run_many("INSERT INTO facet (body) VALUES (?)", ((body,) for body in new))
        return known | self._known(new)

    def _known(self, bodies: Iterable[str]) -> dict[str, int]:
        sql = "SELECT body, id FROM facet WHERE body IN (SELECT value FROM json_each(?))"
        return dict(self._database.plain(tuple[str, int], sql, _encoder.encode(tuple(bodies)).decode()))

    def all_of(self, facet: Facet) -> dict[int, RecordFacts]:
        """Every facet of a kind by its number."""
        if facet is Facet.STANDING:
            asked = "SELECT standing FROM facet_count WHERE name = 'kind'"
        else:
            asked = f"SELECT facet FROM facet_count WHERE name = '{facet}'"  # noqa: S608  a constant
        sql = f"SELECT id, body FROM facet WHERE id IN ({asked})"  # noqa: S608  constants
        return {number: _unpacked(body) for number, body in self._database.plain(tuple[int, str], sql)}

    def counted(self, facet: Facet) -> Iterator[tuple[int, int, int]]:
        """Standing, facet, and how many records have both."""
        sql = "SELECT standing, facet, records FROM facet_count WHERE name = ?"
        return self._database.plain(tuple[int, int, int], sql, facet.value)

    def count(self, *questions: tuple[Facet, ...], among: Among) -> tuple[Counter[Ids], ...]:
        """How many of some records have each combination of facets, for several questions in one pass."""
        asked = tuple(dict.fromkeys(facet for facet in Facet for question in questions if facet in question))
        counts = tuple(Counter[Ids]() for _ in questions)
        where, values = _where(among)
        sql = f"SELECT {', '.join(asked)} FROM record_facet {where}"  # noqa: S608  constants
        rows = self._database.plain(Ids, sql, *values)
        while part := list(islice(rows, 10 * _AT_ONCE)):
            columns = dict(zip(asked, zip(*part, strict=True), strict=True))
            for question, counter in zip(questions, counts, strict=True):
                counter.update(zip(*(columns[facet] for facet in question), strict=True))
        return counts

    def named(self, facets: tuple[Facet, ...], among: Among) -> list[tuple[str, Ids]]:
        """Ids of some records with their facets, by id."""
        where, values = _where(among)
        sql = f"SELECT id, {', '.join(facets)} FROM record_facet JOIN record ON number = record {where}"  # noqa: S608
        rows = self._database.plain(tuple[str, *Ids], sql, *values)
        return sorted((row[0], row[1:]) for row in rows)

    def miscounted(self) -> int:
        """How many counts are not those of the records, and facets that no record has."""
        counted = self.count(*((Facet.STANDING, facet) for facet in COUNTED), among={})
        expected = {
            (standing, facet.value, number, records)
            for facet, counter in zip(COUNTED, counted, strict=True)
            for (standing, number), records in counter.items()
            if number is not None
        }
        sql = "SELECT standing, name, facet, records FROM facet_count"
        kept = set(self._database.plain(tuple[int, str, int, int], sql))
        facets = {number for (number,) in self._database.plain(tuple[int], "SELECT id FROM facet")}
        used = {number for standing, _, facet, _ in kept for number in (standing, facet)}
        return len(expected ^ kept) + len(facets - used)


def _keys(row: Ids) -> Iterator[_Key]:
    """What is counted of a row: each of its facets for its standing."""
    _, standing, *facets = row
    for name, facet in zip(COUNTED, facets, strict=True):
        if standing is not None and facet is not None:
            yield standing, name.value, facet


def _where(among: Among) -> tuple[str, list[str]]:
    """A condition with its values: one for each list of facets, however long."""
    if not among:
        return "", []
    terms = (f"{facet} IN (SELECT value FROM json_each(?))" for facet in among)  # noqa: S608  constants
    return f"WHERE {' AND '.join(terms)}", [_encoder.encode(tuple(ids)).decode() for ids in among.values()]


def pack(record: RecordFacts) -> Packed:
    """Divide a record."""
    found = divide(record)
    return tuple(_pack(found[facet]) if facet in found else "" for facet in ALL)


def _pack(facet: RecordFacts) -> str:
    return _encoder.encode((facet.instrument, facet.state, facet.author, facet.sealed, facet.facts)).decode()


def _unpacked(body: str) -> RecordFacts:
    """What was packed; a body that is none counts as no facts, as rows that were lost would."""
    try:
        instrument, state, author, sealed, facts = _decoder.decode(body)
    except msgspec.MsgspecError:
        return RecordFacts(record="", instrument="", state="", author="")
    return RecordFacts(record="", instrument=instrument, state=state, author=author, sealed=sealed, facts=facts)
