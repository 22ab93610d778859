"""Parts of logs: what two laptops that write as one device hold in common, and what each wrote for itself.

A log is a chain as long as one line at most follows each line. Where two follow the same line, each of them begins a
part of its own. So the parts depend on the lines that are held and not on which came first. They are kept in the
column `epoch`: the epoch itself for what begins there, else the epoch, a slash and the hash of the first line.
"""

from collections.abc import Iterator

import msgspec

from fieldkit.domain.log import Entry, entry_hash
from fieldkit.store.database import Database

_SLASH = "/"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a line lies: the part, and its number in the log."""

    part: str
    seq: int


class Fork(msgspec.Struct, frozen=True, kw_only=True):
    """Two laptops or more write as one device: their logs are the same before `since` and not from there on."""

    device: str
    epoch: str
    since: int


def span(epoch: str) -> tuple[str, str]:
    """All parts of an epoch lie from the first of these names up to and without the second."""
    return epoch, epoch + chr(ord(_SLASH) + 1)


class Parts:
    """Finds parts, and makes new ones."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def place(self, hash_: str) -> Place | None:
        """Where the line of that hash lies; None if it is not held."""
        row = self._database.row(tuple[str, int], "SELECT epoch, seq FROM entry WHERE hash = ?", hash_)
        return None if row is None else Place(part=row[0], seq=row[1])

    def way(self, hash_: str) -> tuple[Place, ...]:
        """The last line of each part that leads to the line of that hash, from the beginning; empty if none is held."""
        found: list[Place] = []
        place = self.place(hash_)
        while place is not None:
            found.append(place)
            place = self._before(place.part)
        return tuple(reversed(found))

    def make_room(self, entry: Entry) -> str:
        """The part where a new entry belongs. One that another line of its place is in ends before that from now on."""
        beside = [(part, name) for part, name, other in self._at(entry) if other.prev == entry.prev]
        if beside:
            for part, name in beside:
                self._end(entry, part, self._named(entry, name))
            return self._named(entry, entry_hash(entry))
        before = self.place(entry.prev) if entry.seq > 1 else None
        return entry.epoch if before is None else before.part

    def forks(self) -> tuple[Fork, ...]:
        """Every log that two or more laptops write, and from which number on."""
        sql = "SELECT device, epoch FROM head WHERE instr(epoch, '/') > 0 ORDER BY device, epoch"
        since: dict[tuple[str, str], int] = {}
        for device, part in self._database.rows(tuple[str, str], sql):
            log = device, part.partition(_SLASH)[0]
            since[log] = min(self._since(part), since.get(log, 2**62))
        return tuple(Fork(device=device, epoch=epoch, since=first) for (device, epoch), first in since.items())

    def _since(self, part: str) -> int:
        """The number of the first line, on the way to this part, that others wrote otherwise."""
        before = self._before(part)
        while before is not None and _SLASH in before.part:
            part, before = before.part, self._before(before.part)
        return 1 if before is None else before.seq + 1

    def _before(self, part: str) -> Place | None:
        """The line that a part follows."""
        first = part.partition(_SLASH)[2]
        row = self._database.row(tuple[bytes], "SELECT entry FROM entry WHERE hash = ?", first) if first else None
        return None if row is None else self.place(msgspec.json.decode(row[0], type=Entry).prev)

    def _at(self, entry: Entry) -> Iterator[tuple[str, str, Entry]]:
        """Part, hash and entry of all lines of the same log that have the number of `entry`."""
        sql = "SELECT epoch, hash, entry FROM entry WHERE device = ? AND epoch >= ? AND epoch < ? AND seq = ?"
        for part, name, data in self._database.rows(
            tuple[str, str, bytes], sql, entry.device, *span(entry.epoch), entry.seq
        ):
            yield part, name, msgspec.json.decode(data, type=Entry)

    def _end(self, entry: Entry, part: str, new: str) -> None:
        """Let a part end before the number of `entry`; its lines from there on, and its head, become the part `new`."""
        if part != new:
            end = (new, entry.device, part)
            self._database.run(
                "UPDATE entry SET epoch = ? WHERE device = ? AND epoch = ? AND seq >= ?", *end, entry.seq
            )
            self._database.run("UPDATE head SET epoch = ? WHERE device = ? AND epoch = ?", *end)

    def _named(self, entry: Entry, first: str) -> str:
        return f"{entry.epoch}{_SLASH}{first}"
