"""Writing bundles to a stick: for whom, what of it, in how many parts, and what is remembered afterwards."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from fieldkit import logs
from fieldkit.domain.ids import NO_HASH
from fieldkit.domain.log import EntryKind, Line
from fieldkit.domain.people import SignedRoster
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import importer, packing, sticks, vouching
from fieldkit.exchange.frames import Context
from fieldkit.exchange.manifest import Part, fingerprint
from fieldkit.exchange.packing import Bundle, Sender, Shipment
from fieldkit.exchange.payload import LogHeading
from fieldkit.progress import NO_PROGRESS, Progress
from fieldkit.services import freight, holdings, parting, passing_on, receipts
from fieldkit.services.confirmations import LAST_SEQ, NOTHING_CONFIRMED, Confirmed, confirmed
from fieldkit.services.holdings import NOTHING_HELD
from fieldkit.services.journal import Journal
from fieldkit.services.parcels import Audience, Selection, announce_instruments, audiences
from fieldkit.services.workspace import Workspace

LAST_WRITTEN = "bundle.last_written"
"""Setting: claimed time at which the last bundle for readers was written."""
_NUMBER = "bundle.number"
_PREVIOUS = "bundle.previous"


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What was written: files, and how many log entries, records and receiving devices."""

    files: tuple[Path, ...]
    entries: int
    records: int
    recipients: int
    attachments: int = 0
    """Files that the answers name."""
    held: tuple[str, ...] = ()
    """Members for whom nothing was written, because they hold everything already."""


class _Load(msgspec.Struct, frozen=True, kw_only=True):
    """What goes into one bundle: slices of logs, and blobs by name."""

    logs: tuple[LogHeading, ...]
    blobs: tuple[str, ...]
    part: Part | None


class Dispatch:
    """One writing, to one or several groups of receivers."""

    def __init__(self, workspace: Workspace, folder: Path, *, prove: bool, full: bool) -> None:
        self._workspace = workspace
        self._folder = folder
        self._prove_each = prove
        self._full = full
        self._sent = _Sent()
        self._files: list[Path] = []
        self._recipients = 0
        self._held: set[str] = set()
        """Members who hold everything already."""

    def write(self, to: tuple[str, ...], progress: Progress = NO_PROGRESS) -> Written:
        """Write; see `Bundling.write`."""
        workspace = self._workspace
        groups = audiences(workspace.require_roster(), workspace.identity.device, to)
        announce_instruments(workspace)
        known = NOTHING_CONFIRMED if to or self._full else confirmed(workspace)
        progress.start(len(groups))
        for audience in groups:
            self._write_for(audience, known)
            progress.step()
        if not self._files:
            raise Refusal(Code.BUNDLE_NOTHING_TO_SEND)
        logs.event("bundle.written", files=len(self._files))
        return Written(
            files=tuple(self._files),
            entries=self._sent.entries(),
            records=len(self._sent.records),
            recipients=self._recipients,
            attachments=len(self._sent.blobs),
            held=tuple(sorted(self._held)),
        )

    def _write_for(self, audience: Audience, known: Confirmed) -> None:
        """All bundles of one audience; none if it is known to hold everything."""
        workspace = self._workspace
        if audience.member:
            passing_on.pass_on(workspace, audience.member)
        receipts.write(workspace, audience)
        store, roster, own = workspace.store, workspace.require_roster(), workspace.identity.device
        devices = tuple(device.id for device in audience.devices)
        held = NOTHING_HELD if self._full else holdings.common(store, roster, devices)
        selection = Selection(store, roster, own, audience, held)
        loads = self._loads(selection, known)
        for load in loads:
            bundle = self._pack(selection, audience, load)
            if self._prove_each:
                self._prove(bundle, tuple(selection.lines(load.logs)), audience)
            self._files.append(sticks.write_bundle(self._folder, bundle.sealed, workspace.clock))
            self._remember(bundle, audience, whole=load is loads[-1])
        if loads:
            self._recipients += len(devices)
        else:
            self._held |= {device.member for device in audience.devices}

    def _loads(self, selection: Selection, known: Confirmed) -> tuple[_Load, ...]:
        store = self._workspace.store
        loads = [
            (headings, names)
            for headings in parting.parts(store, selection.headings)
            for names in freight.loads(store, selection.with_files(headings), known=known)
        ]
        return tuple(
            _Load(logs=headings, blobs=names, part=Part(number=number, of=len(loads)) if len(loads) > 1 else None)
            for number, (headings, names) in enumerate(loads, 1)
        )

    def _pack(self, selection: Selection, audience: Audience, load: _Load) -> Bundle:
        workspace = self._workspace
        identity, settings = workspace.identity, workspace.store.settings
        sender = Sender(
            device=identity.device,
            epoch=identity.epoch,
            sign_seed=identity.sign_seed,
            head=Journal(workspace).head(),
            number=int(settings.get(_NUMBER) or 0) + 1,
            previous=settings.get(_PREVIOUS) or NO_HASH,
        )
        blobs = freight.load(workspace.store, load.blobs)
        self._sent.blobs |= {hashlib.sha256(blob).digest() for blob in blobs}
        shipment = Shipment(roster=self._signed_roster(), logs=load.logs, part=load.part)
        lines = self._sent.watch(selection.lines(load.logs))
        recipients = tuple(device.recipient for device in audience.devices)
        return packing.pack(shipment, lines, sender, recipients, workspace.clock, blobs)

    def _prove(self, bundle: Bundle, lines: tuple[Line, ...], audience: Audience) -> None:
        """Raise Refusal(BUNDLE_DAMAGED) unless an importer process takes everything out that went in."""
        context = Context(fingerprint=fingerprint(audience.devices[0].recipient), roster=self._signed_roster())
        parcel = importer.read_plaintext(bundle.plaintext, context)
        vouching.check(parcel, context)
        if tuple(line for log in parcel.logs for line in log.lines) != lines:
            raise Refusal(Code.BUNDLE_DAMAGED)

    def _remember(self, bundle: Bundle, audience: Audience, *, whole: bool) -> None:
        workspace = self._workspace
        settings = workspace.store.settings
        head = Journal(workspace).head()
        with workspace.store.transaction():
            settings.put(_NUMBER, str(int(settings.get(_NUMBER) or 0) + 1))
            settings.put(_PREVIOUS, bundle.manifest_hash)
            if not audience.member and whole:
                settings.put(LAST_WRITTEN, workspace.now())
                settings.put(LAST_SEQ, str(head.seq if head else 0))

    def _signed_roster(self) -> SignedRoster:
        signed = self._workspace.store.people.roster()
        if signed is None:
            raise Refusal(Code.PROJECT_MISSING)
        return signed


class _Sent:
    """Counts what goes into all bundles of one writing; what two bundles hold counts once."""

    def __init__(self) -> None:
        self._logs: dict[tuple[str, str], tuple[int, int]] = {}
        """The first and the last line of each that went; those between went too."""
        self.records: set[str] = set()
        self.blobs: set[bytes] = set()
        """Their hashes."""

    def entries(self) -> int:
        """How many lines went."""
        return sum(last - first + 1 for first, last in self._logs.values())

    def watch(self, lines: Iterable[Line]) -> Iterator[Line]:
        """Pass lines on and count them."""
        for line in lines:
            entry = line.entry
            log = entry.device, entry.epoch
            first, last = self._logs.get(log, (entry.seq, entry.seq))
            self._logs[log] = min(first, entry.seq), max(last, entry.seq)
            if is_written_record(line):
                self.records.add(entry.subject)
            yield line


def is_written_record(line: Line) -> bool:
    """Whether a line brings a state of a record, readable or sealed."""
    return line.entry.kind is EntryKind.REVISION and (line.body is not None or bool(line.sealed))
