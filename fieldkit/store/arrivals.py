"""Tables of the bundles that came, and of the entries that they showed to be missing."""

import msgspec

from fieldkit.store.database import Database
from fieldkit.store.log import Log


class CameRow(msgspec.Struct, frozen=True, array_like=True):
    """A bundle that was taken in: the how manieth of its device and epoch, which part of how many, and when written."""

    device: str
    epoch: str
    number: int
    part: int
    parts: int
    written: str
    """Claimed by the sender's clock."""
    refused: int
    """How many logs of it were refused, but for gaps, which others may close."""


class GapRow(msgspec.Struct, frozen=True, array_like=True):
    """A bundle came with a log from beyond `last`, while less was held: the bundle's sender, epoch, number and time."""

    device: str
    epoch: str
    last: int
    sender: str
    sender_epoch: str
    number: int
    written: str
    """Claimed by the sender's clock."""
    since: str
    """When it came, by the clock here."""


class ArrivalTable:
    """Remembers what came."""

    def __init__(self, database: Database, log: Log) -> None:
        self._database = database
        self._log = log

    def put(self, row: CameRow, gaps: tuple[GapRow, ...]) -> None:
        """Remember a bundle. What it shows to be missing stays for as long as it is."""
        values = msgspec.structs.astuple(row)
        marks = ", ".join("?" * len(values))
        self._database.run(f"INSERT OR REPLACE INTO arrival VALUES ({marks})", *values)  # noqa: S608  constants
        for gap in gaps:
            values = msgspec.structs.astuple(gap)
            marks = ", ".join("?" * len(values))
            self._database.run(f"INSERT OR IGNORE INTO gap VALUES ({marks})", *values)  # noqa: S608  constants

    def all(self) -> tuple[CameRow, ...]:
        """All bundles that came, of each device and epoch by number."""
        sql = "SELECT device, epoch, number, part, parts, written, refused FROM arrival ORDER BY device, epoch, number"
        return tuple(self._database.rows(CameRow, sql))

    def gaps(self) -> tuple[GapRow, ...]:
        """The gaps that nothing has closed yet, the oldest first."""
        sql = (
            "SELECT device, epoch, last, sender, sender_epoch, number, written, since FROM gap"
            " ORDER BY since, device, epoch, last, number"
        )
        rows = self._database.rows(GapRow, sql)
        return tuple(row for row in rows if self._log.reached(row.device, row.epoch) < row.last)
