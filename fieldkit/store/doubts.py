"""What of the logs is in doubt, by nothing but the roster in force and the lines held: the same whatever came first.

Of a revoked device every line is, but for those up to a line that the officer held when revoking it, or up to one that
a reader confirmed before the moment from which the device is suspect (security notes, section 6).
"""

import hashlib
from collections.abc import Iterable
from functools import cached_property

import msgspec

from fieldkit.domain import bodies
from fieldkit.domain.bodies import Receipt
from fieldkit.domain.log import EntryKind
from fieldkit.domain.people import READERS, Device, Roster
from fieldkit.domain.periods import utc
from fieldkit.store.database import Database
from fieldkit.store.deflated import inflate
from fieldkit.store.keyring import People
from fieldkit.store.log import Log


class RecordDoubt(msgspec.Struct, frozen=True, kw_only=True):
    """What of one record is in doubt."""

    revisions: frozenset[str] = frozenset()
    """Names of the revisions that nobody but revoked devices told, maybe after they fell into wrong hands."""
    twins: bool = False
    """A revision was written by one of two laptops that write as one device."""


NO_DOUBT = RecordDoubt()
_SLASH = "/"
"""In the names of parts that follow another one, see `store/parts.py`."""


class Doubts:
    """Weighs entries as the roster and the logs are at this moment; not to be kept."""

    def __init__(self, database: Database, log: Log, people: People) -> None:
        self._database = database
        self._log = log
        signed = people.roster()
        self._roster = signed.roster if signed else None
        self._revoked = {device.id: device for device in revoked(self._roster)}
        self._good: dict[str, dict[str, int]] = {}

    def of_record(self, record: str) -> RecordDoubt:
        """What of a record is in doubt."""
        if not self._is_touched(record):
            return NO_DOUBT
        told = self._told(record)
        return RecordDoubt(
            revisions=frozenset(
                name for name, lines in told.items() if all(self._is_doubtful(*line) for line in lines)
            ),
            twins=any(_SLASH in part for lines in told.values() for _, part, _ in lines),
        )

    def is_doubtful(self, entry: str, device: str) -> bool:
        """Whether an entry, by its hash, of a device is in doubt because the device was revoked."""
        if device not in self._revoked:
            return False
        place = self._log.parts.place(entry)
        return place is None or self._is_doubtful(device, place.part, place.seq)

    def suspects(self) -> frozenset[str]:
        """Devices of which lines may be in doubt, or that two laptops write as."""
        return frozenset(self._revoked) | {fork.device for fork in self._log.parts.forks()}

    def _is_touched(self, record: str) -> bool:
        """Whether a revision of it may be in doubt: few records are of revoked devices or of twins."""
        if not self._revoked and not self._has_twins:
            return False
        sql = (
            "SELECT 1 FROM entry WHERE subject = ? AND kind = ?"
            " AND (instr(epoch, ?) > 0 OR device IN (SELECT value FROM json_each(?))) LIMIT 1"
        )
        devices = msgspec.json.encode(tuple(self._revoked)).decode()
        return self._database.row(tuple[int], sql, record, EntryKind.REVISION.value, _SLASH, devices) is not None

    def _told(self, record: str) -> dict[str, list[tuple[str, str, int]]]:
        """By the name of each revision: device, part and number of every line that tells it.

        Several laptops may tell the same one, and which of them the table of revisions names is chance.
        """
        sql = (
            "SELECT device, epoch, seq, content, coalesce(stub.revision, '') FROM entry"
            " LEFT JOIN stub ON stub.entry = entry.hash WHERE subject = ? AND kind = ?"
        )
        rows = self._database.rows(tuple[str, str, int, bytes | None, str], sql, record, EntryKind.REVISION.value)
        told: dict[str, list[tuple[str, str, int]]] = {}
        for device, part, seq, content, put_away in rows:
            if name := put_away if content is None else hashlib.sha256(inflate(content)).hexdigest():
                told.setdefault(name, []).append((device, part, seq))
        return told

    @cached_property
    def _has_twins(self) -> bool:
        sql = "SELECT 1 FROM head WHERE instr(epoch, '/') > 0 LIMIT 1"
        return self._database.row(tuple[int], sql) is not None

    def _is_doubtful(self, device: str, part: str, seq: int) -> bool:
        if device not in self._revoked:
            return False
        if device not in self._good:
            pinned = _trusted(self._revoked[device])
            self._good[device] = self._up_to(device, (*pinned, *self._confirmed(self._revoked[device])))
        return seq > self._good[device].get(part, 0)

    def _confirmed(self, device: Device) -> Iterable[str]:
        """Heads that readers confirmed before it was suspect; of a revoked reader only what is pinned counts."""
        sql = "SELECT device, epoch, seq, content FROM entry WHERE subject = ? AND kind = ? AND content IS NOT NULL"
        found = self._database.rows(tuple[str, str, int, bytes], sql, device.id, EntryKind.RECEIPT.value)
        for issuer, part, seq, content in found:
            receipt = bodies.understand(EntryKind.RECEIPT, inflate(content))
            if self._roster is None or self._roster.role_of(issuer) not in READERS or not isinstance(receipt, Receipt):
                continue
            if issuer in self._revoked:
                pinned = self._up_to(issuer, _trusted(self._revoked[issuer]))
                if seq > pinned.get(part, 0):
                    continue
            if "" < utc(receipt.at) <= utc(device.revoked_at):
                yield from (head.hash for head in receipt.heads)

    def _up_to(self, device: str, entries: Iterable[str]) -> dict[str, int]:
        """By part of the device's logs: the last number on the way to one of these entries, as far as they are held."""
        reach: dict[str, int] = {}
        for name in entries:
            line = self._log.line(name)
            if line is None or line.entry.device != device:
                continue
            for place in self._log.parts.way(name):
                reach[place.part] = max(place.seq, reach.get(place.part, 0))
        return reach


def revoked(roster: Roster | None) -> tuple[Device, ...]:
    """Devices that were revoked."""
    return tuple(device for device in roster.devices if device.revoked_at) if roster else ()


def _trusted(device: Device) -> tuple[str, ...]:
    return () if device.trusted is msgspec.UNSET else device.trusted
