"""Bundles: writing what others lack to a stick, looking into a bundle, taking bundles in."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path

import msgspec

from fieldkit.domain.people import Role
from fieldkit.exchange import importer
from fieldkit.exchange.readers import Readers
from fieldkit.progress import NO_PROGRESS, Cancelled, Progress
from fieldkit.services import backups, importing, retention, waiting
from fieldkit.services.dispatch import LAST_WRITTEN, Dispatch, Written, is_written_record
from fieldkit.services.given_out import Register
from fieldkit.services.importing import Importing
from fieldkit.services.intake import ImportReport, RefusedItem
from fieldkit.services.tally import Tally
from fieldkit.services.workspace import Workspace


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
            parcel = importing.open_file(self._workspace, importer.read_file(path), readers)
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
        by then; the report counts the others as left. What comes from a laptop that is not in the roster is kept until
        it is, and what waited for one that is in it by now is taken in too. Raises Refusal (PROJECT_MISSING,
        VAULT_DISK_FULL…) for what is wrong with this vault; what is wrong with a file stands in the report.
        """
        self._workspace.require_roster()
        files = tuple(paths)
        progress.start(len(files))
        tally = Tally()
        if not dry_run:
            return self._lasting(tally, partial(self._importing(tally).take_files, files, progress), len(files))
        try:
            with self._workspace.store.transaction():
                self._importing(tally, keep=False).take_files(files, progress)
                raise _DryRun  # noqa: TRY301  takes back everything that was tried
        except _DryRun:
            return tally.report()

    def take_waiting(self, *, again: bool = False) -> ImportReport:
        """Take in what waited for laptops that are enrolled by now; nothing is done where nothing is ready.

        With `again` also what was refused when that was tried before. Raises Refusal (PROJECT_MISSING,
        VAULT_DISK_FULL…) for what is wrong with this vault; what is wrong with a bundle stands in the report.
        """
        tally = Tally()
        if not waiting.ready(self._workspace, again=again):
            return tally.report()
        return self._lasting(tally, partial(self._importing(tally).take_waiting, again=again))

    def _lasting(self, tally: Tally, job: Callable[[], None], files: int = 0) -> ImportReport:
        """Do it after a backup, and let go afterwards what the project no longer lets this device read."""
        unsaved = backups.automatic(self._workspace, "import")
        register = Register(self._workspace)
        before = register.to_recall()
        with backups.forgetting(self._workspace):
            with suppress(Cancelled):
                job()
            changes = retention.settle(self._workspace)  # the policy may have come along
        made = tally.report(left=files - tally.files)
        return msgspec.structs.replace(
            made,
            changes=made.changes | changes,
            put_away=len(changes.records),
            backup=unsaved,
            to_recall=len({*register.to_recall()}.difference(before)),
        )

    def _importing(self, tally: Tally, *, keep: bool = True) -> Importing:
        return Importing(self._workspace, tally, each_record=self._each_record, doubtful=self._doubtful, keep=keep)
