"""What goes to whom: the whole log to readers, to all others only what the office tells them of their own records."""

from collections.abc import Iterator

import msgspec

from fieldkit.domain import bodies
from fieldkit.domain.forms import Instrument
from fieldkit.domain.log import EntryKind, Line, SignedHead
from fieldkit.domain.people import READERS, Device, Roster
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.limits import MAX_RECIPIENTS
from fieldkit.exchange.payload import LogHeading
from fieldkit.services.forms import Forms, builtin
from fieldkit.services.holdings import NOTHING_HELD, Holdings
from fieldkit.services.journal import Journal
from fieldkit.services.workspace import Workspace
from fieldkit.store.store import Store

OFFICE_NEWS = frozenset(
    {EntryKind.ROSTER, EntryKind.INSTRUMENT, EntryKind.PUBLICATION, EntryKind.REFERENCE, EntryKind.WITHDRAWAL}
)
"""Bodies that everybody in the project may have. A withdrawal names a record, and uses of it.

What else a member is shown, `Coverage.first_withheld` has to know too.
"""
_FORMS = frozenset({EntryKind.INSTRUMENT, EntryKind.PUBLICATION})


class Audience(msgspec.Struct, frozen=True, kw_only=True):
    """Devices that get the same bundle. `member` is empty for readers, else the one member whose devices these are."""

    devices: tuple[Device, ...]
    member: str = ""


def audiences(roster: Roster, own_device: str, to: tuple[str, ...]) -> tuple[Audience, ...]:
    """Who gets a bundle: the members named in `to`, or every reader but the own device.

    Raises Refusal (PROJECT_MEMBER_UNKNOWN, PROJECT_NO_READERS).
    """
    for code in to:
        if roster.member(code) is None:
            raise Refusal(Code.PROJECT_MEMBER_UNKNOWN, member=code)
    trusted = [device for device in roster.devices if not device.revoked_at and device.id != own_device]
    wanted = [device for device in trusted if (device.member in to if to else roster.role_of(device.id) in READERS)]
    if not wanted or set(to) - {device.member for device in wanted}:
        raise Refusal(Code.PROJECT_NO_READERS)
    readers = [device for device in wanted if roster.role_of(device.id) in READERS]
    found = [
        Audience(devices=tuple(readers[start : start + MAX_RECIPIENTS]))
        for start in range(0, len(readers), MAX_RECIPIENTS)
    ]
    for code in sorted({device.member for device in wanted} - {device.member for device in readers}):
        devices = tuple(device for device in wanted if device.member == code)
        found.append(Audience(devices=devices[:MAX_RECIPIENTS], member=code))
    return tuple(found)


def announce_instruments(workspace: Workspace) -> None:
    """Put instruments into the own log that no log tells of and that fieldkit does not ship, so that they travel."""
    store, shipped = workspace.store, Forms(workspace).shipped()
    for instrument in store.instruments.all():
        everywhere = instrument.form in shipped and builtin(instrument.form).version == instrument.version
        if not everywhere and not _is_told(store, instrument):
            Journal(workspace).append(EntryKind.INSTRUMENT, instrument.form, instrument)


def _is_told(store: Store, instrument: Instrument) -> bool:
    lines = (line for line in store.log.about(instrument.form) if line.entry.kind in _FORMS)
    return any(_version(bodies.read(line)) == instrument.version for line in lines)


def _version(told: bodies.BodyContent | None) -> str | None:
    told = told.instrument if isinstance(told, bodies.Publication) else told
    return told.version if isinstance(told, Instrument) else None


class Selection:
    """The slices of logs that one audience gets from this store, and how much of each line."""

    def __init__(
        self, store: Store, roster: Roster, own_device: str, audience: Audience, held: Holdings = NOTHING_HELD
    ) -> None:
        self._store = store
        self._roster = roster
        self._audience = audience
        self._devices = frozenset(device.id for device in audience.devices)
        self._records = self._records_of(audience.member) if audience.member else frozenset()
        sent = tuple(signed for signed in store.log.heads() if self._is_sent(signed.head.device, own_device))
        lacking = tuple(heading for signed in sent if (heading := _after(signed, held)).size > 0)
        named = {heading.head for heading in lacking}
        shown = (signed for signed in sent if signed not in named and signed.head.hash in held.own)
        last = tuple(LogHeading(head=signed, first=signed.head.seq) for signed in shown)
        self.headings = lacking + last if lacking else ()
        """What logs are sent, each from the line on that one of the audience may lack."""

    def lines(self, headings: tuple[LogHeading, ...]) -> Iterator[Line]:
        """The lines of these slices in the same order. Without its body a line still holds the chain together."""
        for heading in headings:
            for line in self._store.log.lines_to(heading.head.head, heading.first - 1):
                yield line if self._shows_body(line) else Line(entry=line.entry)  # sealed bodies are for readers only

    def with_files(self, headings: tuple[LogHeading, ...]) -> tuple[LogHeading, ...]:
        """The slices whose files go along: all of them to readers, none to anybody else."""
        return () if self._audience.member else headings

    def _is_sent(self, device: str, own_device: str) -> bool:
        """A writer sends its own logs, the office all that it holds; others get the logs of the office only."""
        if self._audience.member:
            return self._roster.role_of(device) in READERS
        return device == own_device or self._roster.role_of(own_device) in READERS

    def _shows_body(self, line: Line) -> bool:
        if bodies.is_unreadable(line):  # readers would refuse the whole log; a later version of ours will add it
            return False
        if not self._audience.member or line.entry.kind in OFFICE_NEWS:
            return True
        if line.entry.kind is EntryKind.RECEIPT:  # who else handed over how much is nobody's business
            return line.entry.subject in self._devices
        return line.entry.kind is EntryKind.REVIEW and line.entry.subject in self._records

    def _records_of(self, member: str) -> frozenset[str]:
        """Records that a member wrote a revision of."""
        written: set[str] = set()
        for signed in self._store.log.heads():
            device = self._roster.device(signed.head.device)
            if device is not None and device.member == member:
                written |= self._subjects(signed)
        return frozenset(written)

    def _subjects(self, signed: SignedHead) -> set[str]:
        lines = self._store.log.lines_to(signed.head)
        return {line.entry.subject for line in lines if line.entry.kind is EntryKind.REVISION}


def _after(signed: SignedHead, held: Holdings) -> LogHeading:
    return LogHeading(head=signed, first=held.after(signed.head) + 1)
