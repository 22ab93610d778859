"""What is read of a store's pages, as deep as its size allows (security notes, section 2.2).

Before anybody works where that is due, else while somebody does, on a connection of its own that only reads. Every
page is authenticated when it is read anyway; this reads those too that nobody has asked for yet.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from fieldkit.clock import Clock
from fieldkit.errors import Code, Refusal
from fieldkit.progress import NO_PROGRESS, Progress
from fieldkit.store.database import Database

FULL_BYTES = 200 * 1024 * 1024
"""Up to here both full checks run each time: under two seconds on a laptop."""
FULL_EVERY = timedelta(days=7)
"""A larger store gets the quick check, and the full ones when the last are this old."""
EVERY = timedelta(days=1)
"""How often commands, each of which opens the vault anew, look at the pages."""
PARTS = 1_000
"""Steps of an examination's progress."""
_BYTES_A_SECOND = 60e6
"""A first guess; the first half of a full check tells how fast this machine really is."""
_BOTH = 3.0
"""How long both full checks take, in units of the first one."""
_OF_RECORDS = frozenset({"facts", "record_facet", "revision"})
"""Tables with a row for each record or more."""
_LAST, _LAST_FULL = "integrity.at", "integrity.full_at"


@dataclass(frozen=True, slots=True)
class Examined:
    """What was looked at, what was found and what it cost."""

    findings: tuple[str, ...]
    """Codes; empty when all is well."""
    full: bool
    """Whether every page was authenticated and every index compared; else every page in use was read."""
    seconds: float


class Examination:
    """An examination beside the work: made on the thread of the open store, run on another one."""

    def __init__(self, path: Path, key: bytes, size: int, clock: Clock, alarm: Callable[[], None]) -> None:
        """`alarm` is called, on that other thread, as soon as anything is found."""
        self._path = path
        self._key = key
        self._size = size
        self._clock = clock
        self._alarm = alarm

    def run(self, progress: Progress) -> Examined:
        """Look at the pages; `progress` counts `PARTS`. Raises Cancelled soon after it was asked to stop."""
        database = Database(self._path, self._key)
        try:
            database.only_read()
            examined = examine(database, self._size, self._clock, progress)
            if examined.findings:
                self._alarm()
            return examined
        finally:
            database.close()

    def run_fully(self) -> tuple[str, ...]:
        """Whatever the size, both full checks, and whether what rows refer to is there; the findings.

        The rows that each record has are left to whoever compares them with the log, as `agreement` does.
        """
        database = Database(self._path, self._key)
        try:
            database.only_read()
            findings = _fully(database)
            if findings:
                with suppress(Refusal):
                    database.truncate_wal()  # as below
                findings = _fully(database)
            if findings:
                self._alarm()
            return findings
        finally:
            database.close()


def _fully(database: Database) -> tuple[str, ...]:
    return (*database.checks.page_findings(), *database.checks.reference_findings(_OF_RECORDS))


def examine(
    database: Database, size: int, clock: Clock, progress: Progress = NO_PROGRESS, *, full_bytes: int = FULL_BYTES
) -> Examined:
    """Check a store of `size` bytes; nothing of it is changed. Raises Cancelled."""
    start = clock.monotonic()
    full = size <= full_bytes or not _is_younger(database, _LAST_FULL, FULL_EVERY, clock.now())
    budget = _Budget(clock.monotonic, size / _BYTES_A_SECOND, progress)
    with database.checks.watched(budget.spend):
        findings = _look(database, budget, full=full)
        if findings:
            # A power cut while the write-ahead log was moved into the file tears pages of it, and so may somebody who
            # works meanwhile; the log still has them whole.
            with suppress(Refusal):
                database.truncate_wal()
            findings = _look(database, budget, full=full)
    budget.close()
    return Examined(findings, full, clock.monotonic() - start)


def _look(database: Database, budget: "_Budget", *, full: bool) -> tuple[str, ...]:
    if not full:
        return database.checks.quick_findings()
    pages, spent = database.checks.cipher_findings(), budget.spent()
    budget.allow(spent * _BOTH)
    return (*pages, *database.checks.structure_findings())


def is_due(database: Database, clock: Clock) -> bool:
    """Whether the pages were not looked at for a day, or ever, or in a future that has not come."""
    return not _is_younger(database, _LAST, EVERY, clock.now())


def remember(database: Database, examined: Examined, clock: Clock) -> None:
    """Note that nothing was found."""
    now = clock.now().isoformat(timespec="seconds")
    names = (_LAST, _LAST_FULL) if examined.full else (_LAST,)
    try:
        with database.transaction():
            for name in names:
                database.run("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", name, now)
    except Refusal as refusal:
        if refusal.code is Code.VAULT_STORE_DAMAGED:
            raise  # a full or read-only disk keeps nobody from reading


class _Budget:
    """Turns time spent into progress: the checks themselves do not say how far they are."""

    def __init__(self, monotonic: Callable[[], float], seconds: float, progress: Progress) -> None:
        self._monotonic = monotonic
        self._start = monotonic()
        self._seconds = seconds
        self._progress = progress
        progress.start(PARTS)

    def spent(self) -> float:
        """Seconds so far."""
        return self._monotonic() - self._start

    def allow(self, seconds: float) -> None:
        """Expect that the whole takes so long."""
        self._seconds = seconds

    def spend(self) -> None:
        """Report; raises Cancelled."""
        spent = self.spent() / max(self._seconds, 0.001)
        self._progress.step(max(min(int(PARTS * spent), PARTS - 1) - self._progress.done, 0))

    def close(self) -> None:
        """All is done."""
        self._progress.step(PARTS - self._progress.done)


def _is_younger(database: Database, name: str, most: timedelta, now: datetime) -> bool:
    """Whether the moment in a setting is known, past, and no longer ago than that."""
    try:
        row = database.row(tuple[str], "SELECT value FROM setting WHERE name = ?", name)
        return row is not None and timedelta(0) <= now - datetime.fromisoformat(row[0]) < most
    except (Refusal, ValueError):
        return False
