"""What is read of a store before anybody works in it, as deep as its size allows (security notes, section 2.2)."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from fieldkit.clock import Clock
from fieldkit.errors import Code, Refusal
from fieldkit.store.database import Database

FULL_BYTES = 200 * 1024 * 1024
"""Up to here both full checks run at each opening: under two seconds on a laptop."""
FULL_EVERY = timedelta(days=7)
"""A larger store gets the quick check, and the full ones when the last are this old."""
_LAST_FULL = "integrity.full_at"


@dataclass(frozen=True, slots=True)
class Examined:
    """What was looked at, what was found and what it cost."""

    findings: tuple[str, ...]
    """Codes; empty when all is well."""
    full: bool
    """Whether every page was authenticated and every index compared; else every page in use was read."""
    seconds: float


def examine(database: Database, size: int, clock: Clock, *, full_bytes: int = FULL_BYTES) -> Examined:
    """Check a store of `size` bytes that was just opened; nothing of it is changed but the date of the full check."""
    start = clock.monotonic()
    large = size > full_bytes
    full = not large or _is_due(database, clock.now())
    look = database.page_findings if full else database.quick_findings
    findings = look()
    if findings:
        # A power cut while the write-ahead log was moved into the file tears pages of it; the log still has them whole.
        with suppress(Refusal):
            database.truncate_wal()
        findings = look()
    if large and full and not findings:
        _remember(database, clock.now())
    return Examined(findings, full, clock.monotonic() - start)


def _is_due(database: Database, now: datetime) -> bool:
    """Whether the last full check is a week old, unknown, or claims to lie in the future."""
    try:
        row = database.row(tuple[str], "SELECT value FROM setting WHERE name = ?", _LAST_FULL)
        return row is None or not timedelta(0) <= now - datetime.fromisoformat(row[0]) < FULL_EVERY
    except (Refusal, ValueError):
        return True


def _remember(database: Database, now: datetime) -> None:
    try:
        database.run(
            "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", _LAST_FULL, now.isoformat(timespec="seconds")
        )
    except Refusal as refusal:
        if refusal.code is Code.VAULT_STORE_DAMAGED:
            raise  # a full or read-only disk keeps nobody from reading
