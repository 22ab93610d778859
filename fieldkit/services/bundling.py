"""Bundles: writing what others lack to a stick, looking into a bundle, taking bundles in."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

from fieldkit import logs
from fieldkit.crypto import sealing
from fieldkit.domain.people import Role
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import importer, unsealing, vouching
from fieldkit.exchange.frames import Context
from fieldkit.exchange.importer import Parcel
from fieldkit.exchange.manifest import fingerprint
from fieldkit.exchange.readers import Readers
from fieldkit.progress import NO_PROGRESS, Cancelled, Progress
from fieldkit.services import arrivals, backups, freight, retention
from fieldkit.services.dispatch import LAST_WRITTEN, Dispatch, Written, is_written_record
from fieldkit.services.forms import Forms
from fieldkit.services.intake import ImportReport, Missing, RefusedItem, Taken, take
from fieldkit.services.tally import Tally
from fieldkit.services.workspace import Workspace

OF_THE_FILE = ("bundle.", "file.")
"""Groups of codes that speak of one file; any other stops the whole import, such as a full disk."""


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
        self,
        folder: Path,
        to: tuple[str, ...] = (),
        progress: Progress = NO_PROGRESS,
        *,
        prove: bool = False,
        full: bool = False,
    ) -> Written:
        """Write bundles for the members `to`, or for every reader; when this returns the stick may be pulled out.

        A bundle holds what its receivers are not known to hold, by the receipts that came back from every one of them;
        with `full` everything. With `prove` each is read first as its receivers will read it.

        Readers share one bundle, or several parts if there is more than one has room for; any other member gets what
        the office has to tell them. Who holds everything gets none. Files that a reader has confirmed go along only to
        members that are named. Raises Refusal
        (PROJECT_MISSING, PROJECT_MEMBER_UNKNOWN, PROJECT_NO_READERS, BUNDLE_NOTHING_TO_SEND, BUNDLE_TOO_LARGE,
        FILE_FULL, FILE_CANNOT_WRITE).
        """
        return Dispatch(self._workspace, folder, prove=prove, full=full).write(to, progress)

    def last_written(self) -> str:
        """Claimed time at which the last bundle for readers was written; empty if none was."""
        return self._workspace.store.settings.get(LAST_WRITTEN)

    def inspect(self, path: Path) -> BundleInfo:
        """Open and verify a bundle without importing it. Raises Refusal (PROJECT_MISSING, FILE_…, BUNDLE_…)."""
        with Readers(self._workspace.clock) as readers:
            parcel = self._open(path, readers)
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
            records=len({line.entry.subject for line in lines if is_written_record(line)}),
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
        """Take bundles in, each completely or not at all, in whatever order; a refused one does not stop the next.

        With `dry_run` the report is the same and nothing is kept. Who stops a real import keeps the bundles taken in
        by then; the report counts the others as left. Raises Refusal (PROJECT_MISSING, VAULT_DISK_FULL…) for what is
        wrong with this vault; what is wrong with a file stands in the report.
        """
        self._workspace.require_roster()
        files = tuple(paths)
        progress.start(len(files))
        tally = Tally()
        if not dry_run:
            unsaved = backups.automatic(self._workspace, "import")
            with backups.forgetting(self._workspace):
                with suppress(Cancelled):
                    self._import(files, tally, progress)
                changes = retention.settle(self._workspace)  # the policy may have come along
            made = tally.report(left=len(files) - tally.files)
            made = msgspec.structs.replace(made, changes=made.changes | changes, put_away=len(changes.records))
            return msgspec.structs.replace(made, backup=unsaved)
        try:
            with self._workspace.store.transaction():
                self._import(files, tally, progress, keep=False)
                raise _DryRun  # noqa: TRY301  takes back everything that was tried
        except _DryRun:
            return tally.report()

    def _import(self, files: tuple[Path, ...], tally: Tally, progress: Progress, *, keep: bool = True) -> None:
        """Take each file in; one that jumps over entries again, as soon as another has brought them."""
        Forms(self._workspace).install_shipped()  # facts can only be drawn from answers to known questions
        with Readers(self._workspace.clock) as readers:
            for path in files:
                tally.add(path, self._take(path, readers, keep=keep))
                tally.files += 1
                progress.step()
            while (
                ready := next((path for path in tally.jumps if self._is_ready(tally.jumps[path])), None)
            ) is not None:
                tally.add(ready, self._take(ready, readers, keep=keep))

    def _is_ready(self, missing: tuple[Missing, ...]) -> bool:
        """Whether some of the entries that a bundle jumped over are held by now."""
        log = self._workspace.store.log
        return any(log.reached(gap.device, gap.epoch) >= gap.last for gap in missing)

    def _take(self, path: Path, readers: Readers, *, keep: bool) -> Taken:
        """Take one file in, all or nothing; what is wrong with it stands in what is returned."""
        try:
            parcel = self._open(path, readers)
            with self._workspace.store.transaction():
                taken = take(self._workspace, parcel, each_record=self._each_record, doubtful=self._doubtful)
                files_taken = freight.unload(self._workspace, parcel, keep=keep)
                refused = tuple(msgspec.structs.replace(item, file=path.name) for item in taken.refused)
                taken = msgspec.structs.replace(taken, attachments=files_taken, refused=refused)
                arrivals.note(self._workspace, parcel.manifest, taken)
        except Refusal as refusal:
            if not refusal.code.value.startswith(OF_THE_FILE):
                raise
            taken = Taken(refused=(RefusedItem(what=path.name, code=refusal.code),))
        logs.event("bundle.imported", new=len(taken.new), updated=len(taken.updated), refused=len(taken.refused))
        return taken

    def _open(self, path: Path, readers: Readers) -> Parcel:
        signed = self._workspace.store.people.roster()
        if signed is None:
            raise Refusal(Code.PROJECT_MISSING)
        identity = self._workspace.identity
        own = fingerprint(sealing.recipient_of(identity.age_identity))
        context = Context(fingerprint=own, roster=signed)
        parcel = readers.open_bundle(importer.read_file(path), identity.age_identity, context)
        vouching.check(parcel, context)
        return unsealing.open_bodies(parcel, identity.age_identity, context, readers.judge)
