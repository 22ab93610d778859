"""How far logs are held with all that they tell, and what receipts say that others hold."""

from collections.abc import Iterator

from fieldkit.domain.log import EntryKind, Head, Line
from fieldkit.store.database import Database
from fieldkit.store.kinds import HAS_LOST_ITS_USE, IS_ERASED, IS_TESTIMONY
from fieldkit.store.log import Log

_WITHDRAWN = "EXISTS (SELECT 1 FROM withdrawal WHERE withdrawal.record = entry.subject)"
_LACKING = (
    "SELECT min(seq) FROM ("  # noqa: S608  constants
    " SELECT seq FROM entry WHERE device = ?1 AND epoch = ?2 AND seq <= ?3 AND salt IS NULL"
    f" AND NOT ({IS_ERASED} AND {_WITHDRAWN}) AND NOT ({HAS_LOST_ITS_USE})"
    f" AND NOT (device = ?4 AND {IS_TESTIMONY}"
    " AND EXISTS (SELECT 1 FROM stub WHERE stub.record = entry.subject))"
    " UNION ALL"
    " SELECT seq FROM attachment JOIN entry ON entry.hash = attachment.entry"
    f" WHERE blob = '' AND device = ?1 AND epoch = ?2 AND seq <= ?3 AND NOT {_WITHDRAWN})"
)
_WITHHELD = (
    "SELECT min(seq) FROM entry WHERE device = ? AND epoch = ? AND seq <= ? AND salt IS NULL AND ("  # noqa: S608  constants
    "(kind = 'receipt' AND subject = ?)"
    f" OR (kind = 'review' AND NOT {_WITHDRAWN} AND EXISTS (SELECT 1 FROM entry AS own"
    " WHERE own.subject = entry.subject AND own.kind = 'revision' AND own.device = ?))"
    " OR kind IN ({news}))"
)


class Coverage:
    """Questions to the log tables about what is there; writes nothing."""

    def __init__(self, database: Database, log: Log) -> None:
        self._database = database
        self._log = log

    def first_lacking(self, head: Head, own: str) -> int | None:
        """The first line before a head whose body, or file, is not held and could still come; `own` is this device.

        What a withdrawal erased, and what this device put away of its own, never comes back.
        """
        return self._first(_LACKING, head, own)

    def first_withheld(self, head: Head, own: str, news: frozenset[EntryKind]) -> int | None:
        """The first line without its body among those that the office shows to `own`, who is no reader.

        These are `news`, receipts for `own`, and reviews of records that it wrote.
        """
        kinds = sorted(kind.value for kind in news)
        return self._first(_WITHHELD.replace("{news}", ", ".join("?" * len(kinds))), head, own, own, *kinds)

    def has_news(self, head: Head, after: int) -> bool:
        """Whether a log tells anything but receipts with `after` < seq up to a head that is held."""
        sql = (
            "SELECT 1 FROM entry WHERE device = ? AND epoch = ? AND seq > ? AND seq <= ? AND kind <> 'receipt' LIMIT 1"
        )
        return any(
            self._database.row(tuple[int], sql, head.device, place.part, after, place.seq) is not None
            for place in self._log.parts.way(head.hash)
        )

    def receipts(self, device: str, epoch: str, subject: str = "") -> Iterator[Line]:
        """The receipts in a log that one laptop writes, for one subject, whose bodies are held; the newest first."""
        sql = "SELECT hash FROM entry WHERE device = ? AND epoch = ? AND kind = 'receipt' AND salt IS NOT NULL"
        values = (device, epoch, subject) if subject else (device, epoch)
        sql += " AND subject = ? ORDER BY seq DESC" if subject else " ORDER BY seq DESC"
        for (name,) in self._database.stream(tuple[str], sql, *values):
            line = self._log.line(name)
            if line is not None:
                yield line

    def last_words(self) -> Iterator[Line]:
        """Receipts whose bodies are held: of each log the last one for each subject, and all for its own device."""
        sql = (
            "SELECT hash FROM entry WHERE kind = 'receipt' AND salt IS NOT NULL AND (subject = device OR seq ="
            " (SELECT max(seq) FROM entry AS other WHERE other.device = entry.device AND other.epoch = entry.epoch"
            " AND other.subject = entry.subject AND other.kind = 'receipt'))"
        )
        for (name,) in self._database.stream(tuple[str], sql):
            line = self._log.line(name)
            if line is not None:
                yield line

    def _first(self, sql: str, head: Head, *values: str) -> int | None:
        for place in self._log.parts.way(head.hash):
            row = self._database.row(tuple[int | None], sql, head.device, place.part, place.seq, *values)
            if row is not None and row[0] is not None:
                return row[0]
        return None
