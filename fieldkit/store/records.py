"""The projection of records: rows and pages of the list, revisions, reviews, withdrawals."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from fieldkit.domain import bodies
from fieldkit.domain.bodies import Review, Revision
from fieldkit.domain.consent import Use
from fieldkit.domain.listing import NEWEST_FIRST, Column, Order, RecordFilter, RecordPage, RecordRow
from fieldkit.domain.log import EntryKind
from fieldkit.store import listing
from fieldkit.store.database import Database
from fieldkit.store.deflated import inflate
from fieldkit.store.log import Log

_AMONG = "IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of some records: all that decides what is shown of them."""

    numbers: dict[str, int]
    """Row numbers of those that are shown already."""
    withdrawn: frozenset[str]
    parents: dict[str, dict[str, tuple[str, ...]]]
    """Of each record, every known revision with its parents."""
    reviews: dict[str, dict[str, tuple[str, Review]]]
    """Of each record, by the entry's hash, device and review of those that are held with their bodies."""
    closed: dict[str, frozenset[Use]]
    """Of each record, the uses that ended."""


class RecordTable:
    """Reads the projection of records."""

    def __init__(self, database: Database, log: Log) -> None:
        self._database = database
        self._log = log

    def row(self, record: str) -> RecordRow | None:
        """One record."""
        return listing.row(self._database, record)

    def page(self, wanted: RecordFilter, limit: int, after: str = "", order: Order = NEWEST_FIRST) -> RecordPage:
        """Up to `limit` rows that follow the anchor `after`. Anchors hold on while rows come and go."""
        return listing.page(self._database, wanted, order, limit, after)

    def all(self, wanted: RecordFilter, size: int = 500) -> Iterator[RecordRow]:
        """Every row, read in pages of `size`, so that memory stays flat."""
        after = ""
        while True:
            page = self.page(wanted, size, after)
            yield from page.rows
            after = page.next
            if not after:
                return

    def total(self, wanted: RecordFilter) -> int:
        """Number of rows on all pages."""
        return listing.total(self._database, wanted)

    def values(self, column: Column) -> tuple[str, ...]:
        """Which forms, sites, authors or states occur, sorted by code."""
        return listing.values(self._database, column)

    def counts(self) -> dict[str, int]:
        """Number of records by state."""
        return dict(self._database.rows(tuple[str, int], "SELECT state, count(*) FROM record GROUP BY state"))

    def on_other_versions(self, form: str, version: str) -> int:
        """Number of records of a form whose shown revision is of another version."""
        sql = "SELECT count(*) FROM record WHERE form = ? AND version <> ?"
        row = self._database.row(tuple[int], sql, form, version)
        return row[0] if row else 0

    def revision(self, hash_: str) -> Revision | None:
        """The content of a revision; None if unknown here or erased."""
        row = self._database.row(tuple[str], "SELECT entry FROM revision WHERE hash = ?", hash_)
        line = self._log.line(row[0]) if row else None
        content = bodies.read(line) if line else self._made_of_others("hash", hash_)
        return content if isinstance(content, Revision) else None

    def joined(self, record: str) -> Revision | None:
        """The revision that joins the versions of a record; None unless it has several that do not touch."""
        content = self._made_of_others("record", record)
        return content if isinstance(content, Revision) else None

    def _made_of_others(self, column: str, value: str) -> bodies.BodyContent | None:
        row = self._database.row(tuple[bytes], f"SELECT body FROM joined WHERE {column} = ?", value)  # noqa: S608  a constant
        return bodies.understand(EntryKind.REVISION, row[0]) if row else None

    def held(self, records: Iterable[str]) -> Held:
        """What is held of records."""
        among = _among(records)
        sql = f"SELECT id, number FROM record WHERE id {_AMONG}"  # noqa: S608  a constant
        numbers = dict(self._database.rows(tuple[str, int], sql, among))
        return Held(numbers, self._withdrawn(among), self._parents(among), self._reviews(among), self._closed(among))

    def reviews(self, record: str) -> dict[str, tuple[str, Review]]:
        """Entry hash -> (device, review) of every review of a record that is held with its body."""
        return self._reviews(_among((record,))).get(record, {})

    def _reviews(self, among: str) -> dict[str, dict[str, tuple[str, Review]]]:
        sql = (
            "SELECT subject, hash, device, content FROM entry"  # noqa: S608  a constant
            f" WHERE subject {_AMONG} AND kind = ? AND content IS NOT NULL"
        )
        found: dict[str, dict[str, tuple[str, Review]]] = {}
        rows = self._database.rows(tuple[str, str, str, bytes], sql, among, EntryKind.REVIEW.value)
        for record, name, device, content in rows:
            review = bodies.understand(EntryKind.REVIEW, inflate(content))
            if isinstance(review, Review):
                found.setdefault(record, {})[name] = (device, review)
        return found

    def parents(self, record: str) -> dict[str, tuple[str, ...]]:
        """Every known revision of a record with its parents."""
        return self._parents(_among((record,))).get(record, {})

    def _parents(self, among: str) -> dict[str, dict[str, tuple[str, ...]]]:
        sql = f"SELECT record, hash, parents FROM revision WHERE record {_AMONG}"  # noqa: S608  a constant
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for record, name, parents in self._database.rows(tuple[str, str, str], sql, among):
            found.setdefault(record, {})[name] = tuple(parents.split())
        return found

    def all_revisions(self) -> Iterator[tuple[str, str, str, str]]:
        """Record, name, parents parted by spaces, and hash of the entry of every revision."""
        return self._database.plain(tuple[str, str, str, str], "SELECT record, hash, parents, entry FROM revision")

    def all_withdrawn(self) -> frozenset[str]:
        """Records for which consent was taken back."""
        return frozenset(record for (record,) in self._database.rows(tuple[str], "SELECT record FROM withdrawal"))

    def corrects(self, record: str) -> str:
        """The record that this one corrects; empty if it stands for itself."""
        sql = "SELECT corrects FROM revision WHERE record = ? AND corrects <> '' ORDER BY hash LIMIT 1"
        row = self._database.row(tuple[str], sql, record)
        return row[0] if row else ""

    def corrections(self, record: str) -> tuple[str, ...]:
        """Records that correct this one."""
        sql = "SELECT DISTINCT record FROM revision WHERE corrects = ? AND corrects <> '' ORDER BY record"
        return tuple(name for (name,) in self._database.rows(tuple[str], sql, record))

    def all_ended(self) -> frozenset[str]:
        """Records for which consent was taken back, or for some uses of them."""
        sql = "SELECT record FROM withdrawal UNION SELECT record FROM closed_use"
        return frozenset(record for (record,) in self._database.rows(tuple[str], sql))

    def withdrawn(self, record: str) -> bool:
        """Whether consent for this record was taken back."""
        return self._database.row(tuple[int], "SELECT 1 FROM withdrawal WHERE record = ?", record) is not None

    def withdrawn_of(self, records: Iterable[str]) -> frozenset[str]:
        """Those of the records for which consent was taken back."""
        return self._withdrawn(_among(records))

    def closed_uses(self, record: str) -> frozenset[Use]:
        """The uses of a record that ended, beside those that end with the record."""
        return self._closed(_among((record,))).get(record, frozenset())

    def all_closed(self) -> dict[str, frozenset[Use]]:
        """The same of every record of which any did."""
        return _by_record(self._database.rows(tuple[str, str], "SELECT record, use FROM closed_use"))

    def states(self, records: Iterable[str]) -> dict[str, tuple[int, str]]:
        """Row number and state of each of the records that is known here."""
        sql = f"SELECT id, number, state FROM record WHERE id {_AMONG}"  # noqa: S608  a constant
        rows = self._database.rows(tuple[str, int, str], sql, _among(records))
        return {record: (number, state) for record, number, state in rows}

    def next_number(self) -> int:
        """The row number that the next new record gets."""
        row = self._database.row(tuple[int], "SELECT coalesce(max(number), 0) + 1 FROM record")
        return row[0] if row else 1

    def _closed(self, among: str) -> dict[str, frozenset[Use]]:
        sql = f"SELECT record, use FROM closed_use WHERE record {_AMONG}"  # noqa: S608  a constant
        return _by_record(self._database.rows(tuple[str, str], sql, among))

    def _withdrawn(self, among: str) -> frozenset[str]:
        sql = f"SELECT record FROM withdrawal WHERE record {_AMONG}"  # noqa: S608  a constant
        return frozenset(record for (record,) in self._database.rows(tuple[str], sql, among))


def _by_record(rows: Iterable[tuple[str, str]]) -> dict[str, frozenset[Use]]:
    found: dict[str, frozenset[Use]] = {}
    for record, use in rows:
        found[record] = found.get(record, frozenset()) | {Use(use)}
    return found


def _among(records: Iterable[str]) -> str:
    """What `_AMONG` takes: one value, however many records there are."""
    return msgspec.json.encode(tuple(records)).decode()
