"""Travel mode: everything recorded goes onto a stick, and the vault that crosses the border holds no past testimony.

Security notes, sections 5 and 9. Until the bundle is written, read as its receivers will read it, and read back from
the stick, the vault stays as it is. Then one transaction lets everything go, so that a program that dies leaves the
vault as before or as after; what has to follow outside the transaction is finished at the next opening.
"""

from dataclasses import dataclass
from pathlib import Path

from fieldkit import logs
from fieldkit.domain.changes import Changes
from fieldkit.domain.people import READERS
from fieldkit.errors import Code, Refusal
from fieldkit.progress import NO_PROGRESS, Progress
from fieldkit.services import backups, retention, waiting
from fieldkit.services.bundling import Bundling
from fieldkit.services.drafts import DraftRow
from fieldkit.services.parcels import audiences
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Plan:
    """What would go, for whom, and which drafts wait for a decision."""

    records: int
    readers: tuple[str, ...]
    drafts: tuple[DraftRow, ...]


@dataclass(frozen=True, slots=True)
class Departed:
    """What was done."""

    files: tuple[Path, ...]
    records: int
    """Records that this vault can read no longer."""
    left: int
    """Records of which something stayed, because this version of fieldkit cannot read it."""
    discarded: int
    waiting: int
    """Bundles that waited here until a laptop is enrolled, and went too: their sender hands it all over again."""
    compacted: bool
    """Whether the store was written anew; else its size still tells how much it held."""
    changes: Changes


class Travelling:
    """What a monitor does before a way on which the laptop may be searched."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._store = workspace.store

    def plan(self) -> Plan:
        """What would happen. Raises Refusal (PROJECT_MISSING, PROJECT_NO_READERS, TRAVEL_READER)."""
        workspace = self._workspace
        roster, own = workspace.require_roster(), workspace.identity.device
        if workspace.role in READERS:
            raise Refusal(Code.TRAVEL_READER)
        readers = {device.member for audience in audiences(roster, own, ()) for device in audience.devices}
        records = {*self._store.log.readable(own), *self._store.log.sealed(own)}
        return Plan(len(records), tuple(sorted(readers)), Recording(workspace).drafts())

    def depart(self, folder: Path, *, discard_drafts: bool | None = None, progress: Progress = NO_PROGRESS) -> Departed:
        """Write and prove the bundle, then let go of everything that was recorded.

        Args:
            folder: of the stick.
            discard_drafts: whether drafts are thrown away or stay; None while there are none.
            progress: hears of each bundle.

        Raises Refusal like `plan`, TRAVEL_DRAFTS while nobody has decided on drafts, and what writing a bundle
        refuses; nothing has been lost then.
        """
        workspace, store = self._workspace, self._store
        plan = self.plan()
        if plan.drafts and discard_drafts is None:
            raise Refusal(Code.TRAVEL_DRAFTS)
        written = Bundling(workspace).write(folder, (), progress, prove=True, full=True)
        own = workspace.identity.device
        with backups.forgetting(workspace), store.transaction():
            changes = retention.put_away(workspace, store.log.readable(own), sealed=False)
            for record in store.log.sealed(own):
                store.projection.drop_sealed(record)
            if discard_drafts:
                for draft in plan.drafts:
                    changes |= Recording(workspace).discard(draft.id)
            dropped = waiting.discard_all(workspace)
            backups.mark_stale(workspace)
        logs.event("vault.departed", records=plan.records)
        return Departed(
            files=written.files,
            records=plan.records,
            left=len(store.log.readable(own)),
            discarded=len(plan.drafts) if discard_drafts else 0,
            waiting=dropped,
            compacted=self._compact(),
            changes=changes,
        )

    def _compact(self) -> bool:
        try:
            self._store.compact()
        except Refusal as refusal:  # the words are gone nevertheless
            logs.event("vault.not_compacted", full=int(refusal.code is Code.VAULT_DISK_FULL))
            return False
        return True
