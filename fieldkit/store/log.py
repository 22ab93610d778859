"""The log tables: entries of every device held, their bodies until erased, and the newest signed head of each log.

A log that two laptops write has several heads; `fieldkit.store.parts` tells how its lines are kept apart.

Reading raises Refusal(VAULT_LOG_BROKEN) for an entry that is none.
"""

from collections.abc import Iterator, Sequence
from itertools import starmap

from fieldkit import canonical
from fieldkit.domain.ids import RecordId
from fieldkit.domain.log import Body, Entry, EntryKind, Head, Line, SignedHead, body_hash
from fieldkit.store.database import Database, Value
from fieldkit.store.deflated import HEAD, deflate, size_of
from fieldkit.store.kinds import HAS_LOST_ITS_USE, IS_TESTIMONY
from fieldkit.store.lines import KeptLine, entry_of, values_of
from fieldkit.store.parts import Parts, Place, span

_COLUMNS = "entry, salt, content, sealed"
_NOT_GONE = (
    "AND NOT EXISTS (SELECT 1 FROM withdrawal WHERE withdrawal.record = entry.subject)"  # noqa: S608  constants
    f" AND NOT ({HAS_LOST_ITS_USE})"
    f" AND NOT ({IS_TESTIMONY} AND EXISTS (SELECT 1 FROM stub WHERE stub.record = entry.subject))"
)
"""A body that was erased after a withdrawal, or put away by this device, never comes back."""


_WAY = 1_000
"""Lines from one waypoint to the next, about."""


class _Numbered(KeptLine, frozen=True, array_like=True):
    number: int


class Log:
    """Append-only but for erasure of bodies."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.parts = Parts(database)

    def head(self, device: str, epoch: str) -> SignedHead | None:
        """The newest signed head of a log that only one laptop writes."""
        row = self._database.row(tuple[bytes], "SELECT signed FROM head WHERE device = ? AND epoch = ?", device, epoch)
        return None if row is None else canonical.decode(row[0], SignedHead)

    def heads(self) -> tuple[SignedHead, ...]:
        """The newest signed head of every log held; several of one that several laptops write."""
        return tuple(signed for _, signed in self.heads_of_parts())

    def heads_of_parts(self) -> tuple[tuple[str, SignedHead], ...]:
        """The same heads with the names of their parts."""
        rows = self._database.rows(tuple[str, bytes], "SELECT epoch, signed FROM head ORDER BY device, epoch")
        return tuple((part, canonical.decode(signed, SignedHead)) for part, signed in rows)

    def heads_of(self, device: str, epoch: str) -> tuple[Head, ...]:
        """The newest heads of one log: one, unless several laptops write it."""
        sql = "SELECT signed FROM head WHERE device = ? AND epoch >= ? AND epoch < ? ORDER BY epoch"
        rows = self._database.rows(tuple[bytes], sql, device, *span(epoch))
        return tuple(canonical.decode(signed, SignedHead).head for (signed,) in rows)

    def put_head(self, signed: SignedHead, part: str = "") -> None:
        """Keep a signed head in place of the one before, which stays as a waypoint if it was the last for a while.

        `part` where the log has several.
        """
        head: Head = signed.head
        before = self.head(head.device, part or head.epoch)
        if before is not None and before.head.seq // _WAY != head.seq // _WAY:
            sql = "INSERT OR IGNORE INTO waypoint (device, epoch, seq, signed) VALUES (?, ?, ?, ?)"
            self._database.run(sql, head.device, head.epoch, before.head.seq, canonical.encode(before))
        self._database.run(
            "INSERT OR REPLACE INTO head (device, epoch, signed) VALUES (?, ?, ?)",
            head.device,
            part or head.epoch,
            canonical.encode(signed),
        )

    def waypoints(self, device: str, epoch: str, after: int) -> tuple[SignedHead, ...]:
        """Signed heads of earlier days with `after` < seq, in order: where a log can be parted."""
        sql = "SELECT signed FROM waypoint WHERE device = ? AND epoch = ? AND seq > ? ORDER BY seq"
        rows = self._database.rows(tuple[bytes], sql, device, epoch, after)
        return tuple(canonical.decode(signed, SignedHead) for (signed,) in rows)

    def weight(self, head: Head, after: int) -> int:
        """Bytes of entries and bodies of the lines with `after` < seq up to a head that is held."""
        sql = (
            f"SELECT length(entry) + ifnull(length(sealed), 0), ifnull(substr(content, 1, {HEAD}), x''),"  # noqa: S608
            " ifnull(length(content), 0) FROM entry WHERE device = ? AND epoch = ? AND seq > ? AND seq <= ?"
        )
        return sum(
            others + size_of(begin, kept)
            for place in self.parts.way(head.hash)
            for others, begin, kept in self._database.plain(
                tuple[int, bytes, int], sql, head.device, place.part, after, place.seq
            )
        )

    def join(self, lines: Sequence[Line], signed: SignedHead) -> None:
        """Add lines that follow one that is held, or begin a log, with their signed head.

        Where other lines follow the same one, these and those are parts of their own from now on; nothing is replaced.
        """
        part = self.parts.make_room(lines[0].entry) if lines else ""
        self.append(*lines, part=part)
        self.put_head(signed, part)

    def append(self, *lines: Line, part: str = "") -> None:
        """Add lines whose place in the chain the caller has checked; `part` where the log has several."""
        self._database.run_many(
            "INSERT INTO entry (hash, device, epoch, seq, kind, subject, entry, salt, content, sealed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (values_of(line, part) for line in lines),
        )

    def lines_to(self, head: Head, after: int = 0) -> Iterator[Line]:
        """Lines of one log with `after` < seq up to a head that is held, in order."""
        way = self.parts.way(head.hash) or (Place(part=head.epoch, seq=head.seq),)
        for place in way:
            yield from self.lines(head.device, place.part, after, place.seq)

    def lines(self, device: str, epoch: str, after: int = 0, until: int | None = None) -> Iterator[Line]:
        """Lines of a log that only one laptop writes, or of one part, with `after` < seq <= `until`, in order."""
        sql = (
            f"SELECT {_COLUMNS} FROM entry"  # noqa: S608  constants
            " WHERE device = ? AND epoch = ? AND seq > ? AND seq <= ? ORDER BY seq"
        )
        limit = 2**62 if until is None else until
        for row in self._database.stream(KeptLine, sql, device, epoch, after, limit):
            yield row.line()

    def entry(self, device: str, epoch: str, seq: int) -> Entry | None:
        """One entry."""
        sql = "SELECT entry FROM entry WHERE device = ? AND epoch = ? AND seq = ?"
        row = self._database.row(tuple[bytes], sql, device, epoch, seq)
        return None if row is None else entry_of(row[0])

    def line(self, hash_: str) -> Line | None:
        """The line whose entry has that hash."""
        row = self._database.row(KeptLine, f"SELECT {_COLUMNS} FROM entry WHERE hash = ?", hash_)  # noqa: S608
        return None if row is None else row.line()

    def about(self, record: RecordId) -> tuple[Line, ...]:
        """All lines about one record, in the order in which they arrived."""
        sql = f"SELECT {_COLUMNS} FROM entry WHERE subject = ? ORDER BY number"  # noqa: S608  constants
        return tuple(row.line() for row in self._database.stream(KeptLine, sql, record))

    def all_lines(self) -> Iterator[Line]:
        """Every line in the order of arrival."""
        return (kept.line() for kept in self.all_kept())

    def all_kept(self) -> Iterator[KeptLine]:
        """The same as they lie there; a hundred thousand of them are not made into values that nobody asks for."""
        rows = self._database.plain(tuple[Value, ...], f"SELECT {_COLUMNS} FROM entry ORDER BY number")  # noqa: S608  constants
        return starmap(KeptLine, rows)

    def portions(self, size: int) -> Iterator[tuple[Line, ...]]:
        """Every line in the order of arrival, so many at once; what is read may be changed before the next ones are."""
        sql = f"SELECT {_COLUMNS}, number FROM entry WHERE number > ? ORDER BY number LIMIT {size:d}"  # noqa: S608
        after = 0
        while rows := self._database.rows(_Numbered, sql, after):
            yield tuple(row.line() for row in rows)
            after = rows[-1].number

    def of_kind(self, kind: EntryKind) -> Iterator[Line]:
        """Every line of one kind in the order of arrival."""
        sql = f"SELECT {_COLUMNS} FROM entry WHERE kind = ? ORDER BY number"  # noqa: S608  constants
        for row in self._database.stream(KeptLine, sql, kind.value):
            yield row.line()

    def readable(self, device: str) -> tuple[str, ...]:
        """Records that a device wrote something about which is held in plain."""
        sql = f"SELECT DISTINCT subject FROM entry WHERE device = ? AND {IS_TESTIMONY} AND content IS NOT NULL"  # noqa: S608
        return tuple(record for (record,) in self._database.rows(tuple[str], sql, device))

    def sealed(self, device: str) -> tuple[str, ...]:
        """Records that a device wrote something about which is held sealed."""
        sql = "SELECT DISTINCT subject FROM entry WHERE device = ? AND sealed IS NOT NULL"
        return tuple(record for (record,) in self._database.rows(tuple[str], sql, device))

    def drop_sealed(self, record: RecordId) -> None:
        """Forget the sealed bodies of a record."""
        self._database.run("UPDATE entry SET sealed = NULL WHERE subject = ? AND sealed IS NOT NULL", record)

    def on_the_way(self, head: Head, seq: int) -> Entry | None:
        """The entry of that number on the way to a head that is held."""
        for place in self.parts.way(head.hash):
            if seq <= place.seq:
                return self.entry(head.device, place.part, seq)
        return None

    def reach(self, device: str) -> tuple[tuple[str, str, int], ...]:
        """Record, epoch and number of the last entry of testimony that a device wrote about it in that epoch."""
        sql = f"SELECT subject, epoch, max(seq) FROM entry WHERE device = ? AND {IS_TESTIMONY} GROUP BY subject, epoch"  # noqa: S608
        return tuple(self._database.rows(tuple[str, str, int], sql, device))

    def bodiless(self, device: str, epoch: str, first: int, last: int) -> frozenset[str]:
        """Hashes of the entries of one log, with all its parts and of these numbers, that are held without a body."""
        sql = (
            "SELECT hash FROM entry WHERE device = ? AND epoch >= ? AND epoch < ? AND seq >= ? AND seq <= ?"
            " AND salt IS NULL"
        )
        return frozenset(name for (name,) in self._database.rows(tuple[str], sql, device, *span(epoch), first, last))

    def reached(self, device: str, epoch: str) -> int:
        """The highest number of an entry that is held of one log, in any of its parts."""
        sql = "SELECT max(seq) FROM entry WHERE device = ? AND epoch >= ? AND epoch < ?"
        row = self._database.row(tuple[int | None], sql, device, *span(epoch))
        return (row[0] if row else None) or 0

    def fill_body(self, hash_: str, body: Body) -> bool:
        """Add the body of an entry held without one; False if it has one, does not fit, or went on purpose."""
        line = self.line(hash_)
        if line is None or line.body is not None or body_hash(body) != line.entry.body:
            return False
        changed = self._database.run(
            f"UPDATE entry SET salt = ?, content = ?, sealed = NULL WHERE hash = ? AND salt IS NULL {_NOT_GONE}",  # noqa: S608
            body.salt,
            deflate(body.content),
            hash_,
        )
        return changed == 1

    def fill_sealed(self, hash_: str, sealed: bytes) -> bool:
        """Add the sealed body of an entry held without any; False if it has one or it went on purpose."""
        sql = f"UPDATE entry SET sealed = ? WHERE hash = ? AND salt IS NULL AND sealed IS NULL {_NOT_GONE}"  # noqa: S608
        return self._database.run(sql, sealed, hash_) == 1

    def put_away(self, hash_: str, sealed: bytes) -> None:
        """Take the body of an entry out; `sealed`, unless empty, stays in its place."""
        self._database.run(
            "UPDATE entry SET salt = NULL, content = NULL, sealed = ? WHERE hash = ?", sealed or None, hash_
        )

    def ends(self) -> dict[tuple[str, str], tuple[int, Entry]]:
        """Number of entries and last entry of every log of which anything is held, by device and part.

        The lines that a part follows are counted with it, as if the part began with them.
        """
        sql = (
            "SELECT entry.device, entry.epoch, total, entry FROM entry JOIN"
            " (SELECT device, epoch, max(seq) AS last, count(*) + CASE WHEN instr(epoch, '/') THEN min(seq) - 1 ELSE 0"
            " END AS total FROM entry GROUP BY device, epoch) AS found"
            " ON entry.device = found.device AND entry.epoch = found.epoch AND seq = last"
        )
        rows = self._database.rows(tuple[str, str, int, bytes], sql)
        return {(device, epoch): (total, entry_of(last)) for device, epoch, total, last in rows}

    def revisions_after(self, device: str, epoch: str, after: int) -> int:
        """Number of revisions in one log with `after` < seq."""
        sql = "SELECT count(*) FROM entry WHERE device = ? AND epoch = ? AND seq > ? AND kind = 'revision'"
        row = self._database.row(tuple[int], sql, device, epoch, after)
        return row[0] if row else 0

    def newest(self) -> Entry | None:
        """The entry that arrived last."""
        row = self._database.row(tuple[bytes], "SELECT entry FROM entry ORDER BY number DESC LIMIT 1")
        return None if row is None else entry_of(row[0])

    def holds(self, hash_: str) -> bool:
        """Whether an entry is found by its hash."""
        return self._database.row(tuple[int], "SELECT 1 FROM entry WHERE hash = ?", hash_) is not None

    def count(self) -> int:
        """Number of entries held."""
        row = self._database.row(tuple[int], "SELECT count(*) FROM entry")
        return row[0] if row else 0
