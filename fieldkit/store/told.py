"""What the log says, read once from its first line to its last: of chains, of records, of what cannot be read."""

import hashlib
from collections.abc import Collection, Mapping

import msgspec

from fieldkit.domain import bodies
from fieldkit.domain.bodies import Attachment, Review, Revision, Withdrawal
from fieldkit.domain.consent import Use
from fieldkit.domain.log import Body, Entry, EntryKind, Head, Link, follows, hash_of
from fieldkit.errors import Code, Refusal
from fieldkit.store.imprints import Source
from fieldkit.store.lines import KeptLine
from fieldkit.store.store import Store
from fieldkit.store.stubs import StubTable

_links = msgspec.json.Decoder(Link)
_REVISION = EntryKind.REVISION.value


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

    def __init__(self, stubs: StubTable, held: Mapping[str, Collection[Source]], entries: set[str]) -> None:
        """What the table of revisions has.

        Args:
            stubs: of what was put away.
            held: of every record, the revisions that were read before, by the hash of their canonical bytes.
            entries: the hashes of the entries that they came with.
        """
        self._stubs = stubs
        self.held = held
        self.unmet = entries
        """Those of the hashes that no line has had so far."""
        self._names = frozenset(name for each in self.held.values() for name, *_ in each)
        self.records: dict[str, Told] = {}
        self.heads: dict[tuple[str, str], Head | None] = {}
        """By device and epoch; None for a log whose lines do not follow each other in the order in which they came."""
        self.unreadable: list[Entry] = []
        """Entries whose body this version cannot read."""
        self.files: dict[str, Attachment] = {}
        """By the hash of the entry."""

    def add(self, kept: KeptLine) -> None:
        """The next line. Raises Refusal(VAULT_LOG_BROKEN) for an entry that is none."""
        try:
            link = _links.decode(kept.entry)
        except msgspec.MsgspecError:
            raise Refusal(Code.VAULT_LOG_BROKEN) from None
        name, body = hash_of(kept.entry), kept.body()
        self.unmet.discard(name)
        self._follow(link, name, body)
        if body is None:
            self._add_put_away(name)
        elif link.kind == _REVISION:
            self._add_revision(link, body, kept)
        elif link.kind in bodies.KINDS:
            self._add_other(link, name, kept)

    def _add_put_away(self, name: str) -> None:
        stub = self._stubs.of_entry(name)
        if stub is not None:
            told = self._told(stub.record)
            told.away = True
            told.revisions.add(stub.revision)

    def _add_revision(self, link: Link, body: Body, kept: KeptLine) -> None:
        name = hashlib.sha256(body.content).hexdigest()
        if name not in self._names and not isinstance(bodies.understand(EntryKind.REVISION, body.content), Revision):
            self.unreadable.append(kept.line().entry)
            return
        told = self._told(link.subject)
        told.devices.add(link.device)
        told.revisions.add(name)

    def _add_other(self, link: Link, name: str, kept: KeptLine) -> None:
        line = kept.line()
        content = bodies.read(line)
        match content:
            case None:
                self.unreadable.append(line.entry)
            case Review():
                told = self._told(link.subject)
                told.devices.add(link.device)
                told.reviews[name] = link.device
            case Withdrawal():
                told = self._told(content.record)
                told.gone = told.gone or content.closes is None
                told.closed |= content.closes or frozenset()
            case Attachment():
                self.files[name] = content

    def _told(self, record: str) -> Told:
        told = self.records.get(record)
        if told is None:
            told = self.records[record] = Told()
        return told

    def _follow(self, link: Link, name: str, body: Body | None) -> None:
        log = link.device, link.epoch
        before = self.heads.get(log)
        if before is None and log in self.heads:
            return
        self.heads[log] = link.head(name) if follows(link, body, before) else None


def read(store: Store) -> Reading:
    """Read everything. Raises Refusal(VAULT_LOG_BROKEN)."""
    held: dict[str, set[Source]] = {}
    entries: set[str] = set()
    for record, name, parents, entry in store.records.all_revisions():
        held.setdefault(record, set()).add((name, *parents.split()))
        entries.add(entry)
    reading = Reading(store.stubs, held, entries)
    for kept in store.log.all_kept():
        reading.add(kept)
    return reading
