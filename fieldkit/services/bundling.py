"""Bundles: writing what others lack to a stick, looking into a bundle, taking bundles in."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from fieldkit import logs
from fieldkit.crypto import sealing
from fieldkit.domain.ids import NO_HASH
from fieldkit.domain.log import EntryKind, Line
from fieldkit.domain.people import Role
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import importer, packing, sticks, unsealing, vouching
from fieldkit.exchange.frames import Context
from fieldkit.exchange.importer import Parcel
from fieldkit.exchange.manifest import fingerprint
from fieldkit.exchange.packing import Bundle, Sender, Shipment
from fieldkit.progress import NO_PROGRESS, Cancelled, Progress
from fieldkit.services import arrivals, backups, freight, receipts, retention
from fieldkit.services.confirmations import LAST_SEQ, NOTHING_CONFIRMED, confirmed
from fieldkit.services.forms import Forms
from fieldkit.services.intake import ImportReport, RefusedItem, Taken, report, take
from fieldkit.services.journal import Journal
from fieldkit.services.parcels import Audience, Selection, announce_instruments, audiences
from fieldkit.services.workspace import Workspace

LAST_WRITTEN = "bundle.last_written"
"""Setting: claimed time at which the last bundle for readers was written."""
_NUMBER = "bundle.number"
_PREVIOUS = "bundle.previous"
OF_THE_FILE = ("bundle.", "file.")
"""Groups of codes that speak of one file; any other stops the whole import, such as a full disk."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """What was written: files, and how many log entries, records and receiving devices."""

    files: tuple[Path, ...]
    entries: int
    records: int
    recipients: int
    attachments: int = 0
    """Files that the answers name."""


class LogInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One log of a bundle: whose it is, and the numbers of its first and last line."""

    device: str
    member: str
    first: int
    last: int


class BundleInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What a bundle says of itself after its signature was verified; nothing was imported."""

    device: str
    member: str
    role: Role | None
    created: str
    """Claimed by the sender's clock."""
    generation: int
    recipients: int
    entries: int
    records: int
    logs: tuple[LogInfo, ...]
    refused: tuple[RefusedItem, ...]
    attachments: int = 0
    """Files that the answers name."""


class _DryRun(Exception):  # noqa: N818  not an error: it takes back what was only tried
    """Ends a transaction without keeping it."""


class Bundling:
    """What a person does with sticks. With `each_record` an import reports every record, in memory for each.

    With `doubtful` it takes what revoked laptops say in bundles of their own; that counts for nothing until accepted.
    """

    def __init__(self, workspace: Workspace, *, each_record: bool = False, doubtful: bool = False) -> None:
        self._workspace = workspace
        self._each_record = each_record
        self._doubtful = doubtful

    def write(
        self, folder: Path, to: tuple[str, ...] = (), progress: Progress = NO_PROGRESS, *, prove: bool = False
    ) -> Written:
        """Write bundles for the members `to`, or for every reader; when this returns the stick may be pulled out.

        With `prove` each is read first as its receivers will read it, and has to hold every line of this store.

        Readers share one bundle, or several with the same logs if files need more room than one has; any other member
        gets one with what the office has to tell them. Files that a reader has confirmed go along only to members that
        are named. Raises Refusal
        (PROJECT_MISSING, PROJECT_MEMBER_UNKNOWN, PROJECT_NO_READERS, BUNDLE_NOTHING_TO_SEND, BUNDLE_TOO_LARGE,
        FILE_FULL, FILE_CANNOT_WRITE).
        """
        workspace = self._workspace
        roster = workspace.require_roster()
        own = workspace.identity.device
        groups = audiences(roster, own, to)
        announce_instruments(workspace)
        known = NOTHING_CONFIRMED if to else confirmed(workspace)
        progress.start(len(groups))
        sent = _Sent()
        files: list[Path] = []
        for audience in groups:
            if audience.member:
                receipts.write(workspace, audience.devices)
            selection = Selection(workspace.store, roster, own, audience)
            parts = freight.loads(workspace.store, selection.with_files(), known=known)
            for number, names in enumerate(parts, 1):
                bundle = self._pack(selection, audience, sent, freight.load(workspace.store, names))
                if prove:
                    self._prove(bundle, selection, audience)
                files.append(sticks.write_bundle(folder, bundle.sealed, workspace.clock))
                self._remember(bundle, audience, whole=number == len(parts))
            progress.step()
        logs.event("bundle.written", files=len(files))
        return Written(
            files=tuple(files),
            entries=sum(sent.logs.values()),
            records=len(sent.records),
            recipients=sum(len(audience.devices) for audience in groups),
            attachments=len(sent.blobs),
        )

    def last_written(self) -> str:
        """Claimed time at which the last bundle for readers was written; empty if none was."""
        return self._workspace.store.settings.get(LAST_WRITTEN)

    def inspect(self, path: Path) -> BundleInfo:
        """Open and verify a bundle without importing it. Raises Refusal (PROJECT_MISSING, FILE_…, BUNDLE_…)."""
        parcel = self._open(path)
        said = parcel.manifest
        roster = self._workspace.require_roster() if parcel.roster is None else parcel.roster.roster
        members = {device.id: device.member for device in roster.devices}
        lines = (line for log in parcel.logs for line in log.lines)
        return BundleInfo(
            device=said.device,
            member=members[said.device],
            role=roster.role_of(said.device),
            created=said.created_claimed,
            generation=said.roster_gen,
            recipients=len(said.to),
            entries=said.counts.entries,
            records=len({line.entry.subject for line in lines if _is_written_record(line)}),
            attachments=len(parcel.blobs),
            logs=tuple(
                LogInfo(
                    device=log.head.head.device,
                    member=members[log.head.head.device],
                    first=log.first,
                    last=log.head.head.seq,
                )
                for log in parcel.logs
            ),
            refused=tuple(RefusedItem(what=log.device, code=log.code) for log in parcel.refused),
        )

    def import_files(
        self, paths: Iterable[Path], *, dry_run: bool = False, progress: Progress = NO_PROGRESS
    ) -> ImportReport:
        """Take bundles in, each completely or not at all; a refused one does not stop the next.

        With `dry_run` the report is the same and nothing is kept. Who stops a real import keeps the bundles taken in
        by then; the report counts the others as left. Raises Refusal (PROJECT_MISSING, VAULT_DISK_FULL…) for what is
        wrong with this vault; what is wrong with a file stands in the report.
        """
        self._workspace.require_roster()
        files = tuple(paths)
        progress.start(len(files))
        taken: list[Taken] = []
        if not dry_run:
            unsaved = backups.automatic(self._workspace, "import")
            with backups.forgetting(self._workspace):
                with suppress(Cancelled):
                    for each in self._import(files, progress):
                        taken.append(each)  # noqa: PERF402  what came before a stop counts
                changes = retention.settle(self._workspace)  # the policy may have come along
            made = report(taken, left=len(files) - len(taken))
            made = msgspec.structs.replace(made, changes=made.changes | changes, put_away=len(changes.records))
            return msgspec.structs.replace(made, backup=unsaved)
        try:
            with self._workspace.store.transaction():
                taken.extend(self._import(files, progress, keep=False))
                raise _DryRun  # noqa: TRY301  takes back everything that was tried
        except _DryRun:
            return report(taken)

    def _import(self, files: tuple[Path, ...], progress: Progress, *, keep: bool = True) -> Iterator[Taken]:
        Forms(self._workspace).install_shipped()  # facts can only be drawn from answers to known questions
        for path in files:
            try:
                parcel = self._open(path)
                with self._workspace.store.transaction():
                    taken = take(self._workspace, parcel, each_record=self._each_record, doubtful=self._doubtful)
                    files_taken = freight.unload(self._workspace, parcel, keep=keep)
                    refused = tuple(msgspec.structs.replace(item, file=path.name) for item in taken.refused)
                    taken = msgspec.structs.replace(taken, attachments=files_taken, refused=refused)
                    arrivals.note(self._workspace, taken)
            except Refusal as refusal:
                if not refusal.code.value.startswith(OF_THE_FILE):
                    raise
                taken = Taken(refused=(RefusedItem(what=path.name, code=refusal.code),))
            logs.event("bundle.imported", new=len(taken.new), updated=len(taken.updated), refused=len(taken.refused))
            yield taken
            progress.step()

    def _open(self, path: Path) -> Parcel:
        signed = self._workspace.store.people.roster()
        if signed is None:
            raise Refusal(Code.PROJECT_MISSING)
        identity = self._workspace.identity
        own = fingerprint(sealing.recipient_of(identity.age_identity))
        context = Context(fingerprint=own, roster=signed)
        parcel = importer.open_bundle(importer.read_file(path), identity.age_identity, context)
        vouching.check(parcel, context)
        return unsealing.open_bodies(parcel, identity.age_identity, context)

    def _pack(self, selection: Selection, audience: Audience, sent: "_Sent", blobs: tuple[bytes, ...]) -> Bundle:
        workspace = self._workspace
        signed = workspace.store.people.roster()
        if signed is None:
            raise Refusal(Code.PROJECT_MISSING)
        identity, settings = workspace.identity, workspace.store.settings
        sender = Sender(
            device=identity.device,
            epoch=identity.epoch,
            sign_seed=identity.sign_seed,
            head=Journal(workspace).head(),
            number=int(settings.get(_NUMBER) or 0) + 1,
            previous=settings.get(_PREVIOUS) or NO_HASH,
        )
        recipients = tuple(device.recipient for device in audience.devices)
        shipment = Shipment(roster=signed, logs=selection.headings())
        sent.blobs |= {hashlib.sha256(blob).digest() for blob in blobs}
        return packing.pack(shipment, sent.watch(selection.lines()), sender, recipients, workspace.clock, blobs)

    def _prove(self, bundle: Bundle, selection: Selection, audience: Audience) -> None:
        """Raise Refusal(BUNDLE_DAMAGED) unless an importer process takes everything out that went in."""
        signed = self._workspace.store.people.roster()
        if signed is None:
            raise Refusal(Code.PROJECT_MISSING)
        context = Context(fingerprint=fingerprint(audience.devices[0].recipient), roster=signed)
        parcel = importer.read_plaintext(bundle.plaintext, context)
        vouching.check(parcel, context)
        if tuple(line for log in parcel.logs for line in log.lines) != tuple(selection.lines()):
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


class _Sent:
    """Counts what goes into all bundles of one writing; what two bundles hold counts once."""

    def __init__(self) -> None:
        self.logs: dict[tuple[str, str], int] = {}
        self.records: set[str] = set()
        self.blobs: set[bytes] = set()
        """Their hashes."""

    def watch(self, lines: Iterable[Line]) -> Iterator[Line]:
        """Pass lines on and count them."""
        for line in lines:
            entry = line.entry
            self.logs[entry.device, entry.epoch] = entry.seq
            if _is_written_record(line):
                self.records.add(entry.subject)
            yield line


def _is_written_record(line: Line) -> bool:
    return line.entry.kind is EntryKind.REVISION and (line.body is not None or bool(line.sealed))
