"""What the log says, read once from its first line to its last: of chains, of records, of what cannot be read."""

import hashlib

import msgspec

from fieldkit.domain import bodies
from fieldkit.domain.bodies import Attachment, Review, Revision, Withdrawal
from fieldkit.domain.consent import Use
from fieldkit.domain.facts import Fact
from fieldkit.domain.listing import RecordRow
from fieldkit.domain.log import ChainError, Entry, EntryKind, Head, Line, entry_hash, verify_chain
from fieldkit.domain.people import REVIEWERS, Roster
from fieldkit.domain.periods import utc
from fieldkit.domain.records import alone, reduce_record
from fieldkit.store.facts import digest
from fieldkit.store.shown import show
from fieldkit.store.store import Store
from fieldkit.store.stubs import StubTable
from fieldkit.store.tables import InstrumentTable


class Told:
    """What the log says of one record, small enough to be kept of every one."""

    __slots__ = ("_facts", "_first", "closed", "devices", "gone", "reviews", "revisions")

    def __init__(self) -> None:
        self.revisions: dict[str, tuple[str, ...]] = {}
        """With their parents."""
        self.reviews: dict[str, tuple[str, Review]] = {}
        """Entry hash -> device and review."""
        self.devices: set[str] = set()
        """Who wrote about it."""
        self.gone = False
        """Withdrawn."""
        self.closed: frozenset[Use] = frozenset()
        """Uses that ended."""
        self._first: RecordRow | None = None
        self._facts = b""

    def add(self, name: str, revision: Revision, facts: tuple[Fact, ...]) -> None:
        """One more revision."""
        self.revisions[name] = revision.parents
        first = show(revision.record, alone(name), revision, updated=utc(revision.at), facts=facts)
        self._first, self._facts = first.row, digest(facts)

    def put_away(self, name: str, parents: tuple[str, ...]) -> None:
        """One more revision, whose content this device can no longer read."""
        self.revisions[name] = parents

    def shown(self, roster: Roster | None, suspects: frozenset[str]) -> tuple[RecordRow, bytes] | None:
        """Row and digest of the facts of a record with one revision; None for others, which take a closer look.

        So do those of which a use ended, and those that one of the `suspects`, devices of which something may be in
        doubt, wrote about.
        """
        if self._first is None or len(self.revisions) != 1 or self.gone or self.closed:
            return None
        if self.devices & suspects:
            return None
        if not self.reviews:
            return self._first, self._facts
        reviews = {
            name: review
            for name, (device, review) in self.reviews.items()
            if roster is not None and roster.role_of(device) in REVIEWERS
        }
        standing = reduce_record(self.revisions, reviews, withdrawn=False)
        moments = [self._first.updated, *(utc(reviews[name].at) for name in standing.reviews)]
        row = msgspec.structs.replace(
            self._first,
            state=standing.state.value,
            head=standing.head,
            updated=max(moments),
            reason=standing.reason,
            duplicate_of=standing.duplicate_of,
        )
        return row, self._facts


class Reading:
    """Takes line after line."""

    def __init__(self, instruments: InstrumentTable, stubs: StubTable, names: frozenset[str] = frozenset()) -> None:
        """`names`: of revisions that were read before, by the hash of their canonical bytes."""
        self._instruments = instruments
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
                self._told(stub.record).put_away(stub.revision, stub.parents)
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
                    told.reviews[entry_hash(line.entry)] = line.entry.device, content
                case Withdrawal():
                    told = self._told(content.record)
                    told.gone = told.gone or content.closes is None
                    told.closed |= content.closes or frozenset()
                case Attachment():
                    self.files[entry_hash(line.entry)] = content

    def _add_revision(self, entry: Entry, data: bytes) -> None:
        name = hashlib.sha256(data).hexdigest()
        content = bodies.understand_named(data) if name in self._names else bodies.understand(entry.kind, data)
        if not isinstance(content, Revision):
            self.unreadable.append(entry)
            return
        reader = self._instruments.reader(content.answers.form, content.answers.version)
        told = self._told(content.record)
        told.devices.add(entry.device)
        told.add(name, content, reader.read(content.answers) if reader else ())

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
    reading = Reading(store.instruments, store.stubs, names)
    for line in store.log.all_lines():
        reading.add(line)
    return reading
