"""The list of records: rows, pages by key, search by stems, revisions."""

import msgspec

from fieldkit.domain import bodies
from fieldkit.domain.bodies import Review, Revision
from fieldkit.domain.listing import RecordFilter, RecordPage, RecordRow
from fieldkit.domain.log import EntryKind
from fieldkit.store.database import Database, Value
from fieldkit.store.log import Log
from fieldkit.store.stems import stems

_COLUMNS = "id, form, version, state, head, author, updated, site, happened, reason, duplicate_of"


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

    def public(self) -> RecordRow:
        return RecordRow(**msgspec.structs.asdict(self))


class RecordTable:
    """Reads the projection of records."""

    def __init__(self, database: Database, log: Log) -> None:
        self._database = database
        self._log = log

    def row(self, record: str) -> RecordRow | None:
        """One record."""
        sql = f"SELECT {_COLUMNS} FROM record WHERE id = ?"  # noqa: S608  a constant list of columns
        found = self._database.row(_Row, sql, record)
        return None if found is None else found.public()

    def page(self, wanted: RecordFilter, limit: int, after: str = "") -> RecordPage:
        """Up to `limit` rows, newest first, that follow the anchor `after`. Anchors hold on while rows come and go."""
        where, values = _conditions(wanted)
        total = self._database.row(tuple[int], f"SELECT count(*) FROM record WHERE {where}", *values)  # noqa: S608
        if after:
            updated, _, record = after.partition("|")
            where += " AND (updated, id) < (?, ?)"
            values = (*values, updated, record)
        sql = f"SELECT {_COLUMNS} FROM record WHERE {where} ORDER BY updated DESC, id DESC LIMIT ?"  # noqa: S608
        rows = [row.public() for row in self._database.rows(_Row, sql, *values, limit + 1)]
        more = len(rows) > limit
        rows = rows[:limit]
        anchor = f"{rows[-1].updated}|{rows[-1].id}" if more else ""
        return RecordPage(rows=tuple(rows), next=anchor, total=total[0] if total else 0)

    def counts(self) -> dict[str, int]:
        """Number of records by state."""
        return dict(self._database.rows(tuple[str, int], "SELECT state, count(*) FROM record GROUP BY state"))

    def revision(self, hash_: str) -> Revision | None:
        """The content of a revision; None if unknown here or erased."""
        row = self._database.row(tuple[str], "SELECT entry FROM revision WHERE hash = ?", hash_)
        line = self._log.line(row[0]) if row else None
        if line is None or line.body is None:
            return None
        content = bodies.decode(line.entry.kind, line.body.content)
        return content if isinstance(content, Revision) else None

    def reviews(self, record: str) -> dict[str, tuple[str, Review]]:
        """Entry hash -> (device, review) of every review of a record that is held with its body."""
        sql = "SELECT hash, device, content FROM entry WHERE subject = ? AND kind = ? AND content IS NOT NULL"
        found: dict[str, tuple[str, Review]] = {}
        for hash_, device, content in self._database.rows(tuple[str, str, bytes], sql, record, EntryKind.REVIEW.value):
            review = bodies.decode(EntryKind.REVIEW, content)
            if isinstance(review, Review):
                found[hash_] = (device, review)
        return found

    def parents(self, record: str) -> dict[str, tuple[str, ...]]:
        """Every known revision of a record with its parents."""
        sql = "SELECT hash, parents FROM revision WHERE record = ?"
        return {hash_: tuple(parents.split()) for hash_, parents in self._database.rows(tuple[str, str], sql, record)}

    def withdrawn(self, record: str) -> bool:
        """Whether consent for this record was taken back."""
        return self._database.row(tuple[int], "SELECT 1 FROM withdrawal WHERE record = ?", record) is not None


def _conditions(wanted: RecordFilter) -> tuple[str, tuple[Value, ...]]:
    parts, values = ["TRUE"], list[Value]()
    if wanted.states:
        parts.append(f"state IN ({', '.join('?' * len(wanted.states))})")
        values.extend(wanted.states)
    for column, value in (("form", wanted.form), ("site", wanted.site)):
        if value:
            parts.append(f"{column} = ?")
            values.append(value)
    if wanted.text.strip():
        parts.append("number IN (SELECT rowid FROM search WHERE search MATCH ?)")
        values.append(" AND ".join(f'"{stem}"*' for stem in stems(wanted.text)) or '""')
    return " AND ".join(parts), tuple(values)
