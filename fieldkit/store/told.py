"""What the log says, read once from its first line to its last: of chains, of records, of what cannot be read."""

import hashlib

from fieldkit.domain import bodies
from fieldkit.domain.bodies import Attachment, Review, Revision, Withdrawal
from fieldkit.domain.consent import Use
from fieldkit.domain.log import ChainError, Entry, EntryKind, Head, Line, entry_hash, verify_chain
from fieldkit.store.store import Store
from fieldkit.store.stubs import StubTable


class Told:
    """What the log says of one record, small enough to be kept of every one."""

    __slots__ = ("away", "closed", "devices", "gone", "reviews", "revisions")

    def __init__(self) -> None:
        self.revisions: set[str] = set()
        """Their names."""
        self.reviews: dict[str, str] = {}
        """Entry hash -> device."""
        self.devices: set[str] = set()
        """Who wrote about it."""
        self.gone = False
        """Withdrawn."""
        self.closed: frozenset[Use] = frozenset()
        """Uses that ended."""
        self.away = False
        """Whether this device can no longer read all of it."""

    @property
    def is_special(self) -> bool:
        """Whether what is shown of it follows from more than revisions and reviews."""
        return self.gone or self.away or bool(self.closed)


class Reading:
    """Takes line after line."""

    def __init__(self, stubs: StubTable, names: frozenset[str] = frozenset()) -> None:
        """`names`: of revisions that were read before, by the hash of their canonical bytes."""
        self._stubs = stubs
        self._names = names
        self.records: dict[str, Told] = {}
        self.heads: dict[tuple[str, str], Head | None] = {}
        """By device and epoch; None for a log whose lines do not follow each other in the order in which they came."""
        self.unreadable: list[Entry] = []
        """Entries whose body this version cannot read."""
        self.files: dict[str, Attachment] = {}
        """By the hash of the entry."""

    def add(self, line: Line) -> None:
        """The next line."""
        self._follow(line)
        if line.body is None:
            stub = self._stubs.of_entry(entry_hash(line.entry))
            if stub is not None:
                told = self._told(stub.record)
                told.away = True
                told.revisions.add(stub.revision)
        elif line.entry.kind is EntryKind.REVISION:
            self._add_revision(line.entry, line.body.content)
        elif line.entry.kind in bodies.KINDS:
            content = bodies.read(line)
            match content:
                case None:
                    self.unreadable.append(line.entry)
                case Review():
                    told = self._told(line.entry.subject)
                    told.devices.add(line.entry.device)
                    told.reviews[entry_hash(line.entry)] = line.entry.device
                case Withdrawal():
                    told = self._told(content.record)
                    told.gone = told.gone or content.closes is None
                    told.closed |= content.closes or frozenset()
                case Attachment():
                    self.files[entry_hash(line.entry)] = content

    def _add_revision(self, entry: Entry, data: bytes) -> None:
        name = hashlib.sha256(data).hexdigest()
        if name not in self._names and not isinstance(bodies.understand(entry.kind, data), Revision):
            self.unreadable.append(entry)
            return
        told = self._told(entry.subject)
        told.devices.add(entry.device)
        told.revisions.add(name)

    def _told(self, record: str) -> Told:
        return self.records.setdefault(record, Told())

    def _follow(self, line: Line) -> None:
        log = line.entry.device, line.entry.epoch
        before = self.heads.get(log)
        if before is None and log in self.heads:
            return
        try:
            self.heads[log] = verify_chain((line,), before=before)
        except ChainError:
            self.heads[log] = None


def read(store: Store) -> Reading:
    """Read everything. Raises Refusal(VAULT_LOG_BROKEN)."""
    names = frozenset(name for _, name, _ in store.records.all_revisions())
    reading = Reading(store.stubs, names)
    for line in store.log.all_lines():
        reading.add(line)
    return reading
