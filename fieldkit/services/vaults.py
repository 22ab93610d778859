"""Vaults: create, unlock, change or recover the passphrase, look at from outside, check."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from fieldkit import logs
from fieldkit.clock import Clock
from fieldkit.crypto import kdf, recovery, sealing, signing, slots
from fieldkit.crypto.kdf import FIELD_COST, TEST_COST, Cost
from fieldkit.crypto.slots import MasterKey, SlotFile, SlotType
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import backups, keyslots, retention, soundness, wholeness
from fieldkit.services.merging import merge_by_form
from fieldkit.services.passphrases import check_passphrase
from fieldkit.services.workspace import Workspace
from fieldkit.store import files as disk
from fieldkit.store import rotation
from fieldkit.store.keyring import Identity
from fieldkit.store.lock import ProcessLock
from fieldkit.store.store import Store

__all__ = ["FIELD_COST", "TEST_COST", "Cost"]


@dataclass(frozen=True, slots=True)
class VaultInfo:
    """What anybody sees of a vault without its passphrase."""

    slots: tuple[str, ...]
    memory_kib: int
    generation: int
    copies: int
    """Readable copies of the key slots, of two."""
    store_bytes: int


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Findings of a full check, as codes; empty when all is well."""

    findings: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def create(files: VaultFiles, passphrase: str, clock: Clock, *, cost: Cost = FIELD_COST) -> str:
    """Make a vault and close it; returns the recovery code, to be shown once.

    Slots are written last: a vault whose making was cut short is no vault, and its folder is emptied again, at the
    latest by the next `create` there.
    """
    check_passphrase(passphrase)
    disk.make_folder(files)
    try:
        master = slots.new_master_key(clock)
        code = recovery.new_code(clock)
        _make_store(files, master, clock)
        disk.write_slots(files, slots.encode(slots.create(master, passphrase, code, cost, clock)))
        disk.finish_folder(files)
    except BaseException:
        disk.empty_folder(files)
        raise
    logs.event("vault.created")
    return code


def unlock(files: VaultFiles, passphrase: str, clock: Clock, *, floor: Cost = FIELD_COST) -> Workspace:
    """Open a vault with its passphrase. Raises the Refusals of `fieldkit.crypto.slots.unlock` and `Store.open`.

    The ends of the logs are looked at, not yet all pages: that takes seconds when there are many, and is left to
    `examining.require_pages`, or to `examining.begin` beside the work.
    """
    if not passphrase:
        raise Refusal(Code.VAULT_PASSPHRASE_MISSING)
    return _open(files, SlotType.PASSPHRASE, passphrase, floor, clock)


def open_for_rescue(files: VaultFiles, passphrase: str, clock: Clock, *, floor: Cost = FIELD_COST) -> Workspace:
    """Open a vault to look what is wrong with it, as far as that goes; opening neither judges nor writes the store."""
    if not passphrase:
        raise Refusal(Code.VAULT_PASSPHRASE_MISSING)
    return _open(files, SlotType.PASSPHRASE, passphrase, floor, clock, rescue=True)


def unlock_with_recovery(files: VaultFiles, code: str, clock: Clock) -> Workspace:
    """Open a vault with its printed recovery code."""
    return _open(files, SlotType.RECOVERY, code, kdf.RECOVERY_COST, clock)


def change_passphrase(files: VaultFiles, old: str, new: str, clock: Clock, *, cost: Cost = FIELD_COST) -> None:
    """Replace the passphrase slot; the store is not touched. The new one is tried before the old one goes."""
    check_passphrase(new)
    with _open(files, SlotType.PASSPHRASE, old, cost, clock) as workspace:  # holds the lock and proves the store opens
        change_passphrase_of(workspace, old, new, cost=cost)


def change_passphrase_of(workspace: Workspace, old: str, new: str, *, cost: Cost = FIELD_COST) -> None:
    """The same for a vault that is open, and stays so. Raises Refusal (VAULT_WRONG_PASSPHRASE, VAULT_PASSPHRASE_…)."""
    _replace_passphrase(workspace, SlotType.PASSPHRASE, old, new, cost)
    logs.event("vault.passphrase_changed")


def recover(files: VaultFiles, code: str, new: str, clock: Clock, *, cost: Cost = FIELD_COST) -> None:
    """Set a new passphrase with the recovery code, which stays valid. Raises Refusal like `unlock_with_recovery`."""
    check_passphrase(new)
    with unlock_with_recovery(files, code, clock) as workspace:
        _replace_passphrase(workspace, SlotType.RECOVERY, code, new, cost)
    logs.event("vault.recovered")


def info(files: VaultFiles) -> VaultInfo:
    """What the files tell without any secret."""
    readable = keyslots.readable(files)
    first = readable[0]
    memory = next((slot.cost.m for slot in first.slots if isinstance(slot, slots.PassphraseSlot)), 0)
    return VaultInfo(
        slots=tuple(slot.type.value for slot in first.slots),
        memory_kib=memory,
        generation=first.gen,
        copies=len(readable),
        store_bytes=files.store.stat().st_size if files.store.exists() else 0,
    )


def check(workspace: Workspace) -> CheckReport:
    """Check pages, structure, key slots, the chain of every log held, what is shown of it, and every blob.

    Pages and blobs are looked at beside the logs: the engine and the ciphers use the second core. That changes could
    not be read after the program ended without closing is told once.
    """
    store = workspace.store
    files, waiting = wholeness.rows(store), wholeness.bundles(store)
    with ThreadPoolExecutor(2, thread_name_prefix="check") as beside:
        pages = beside.submit(store.examination(workspace.clock).run_fully)
        blobs = beside.submit(wholeness.of_blobs, store.blobs, files)
        bundles = beside.submit(wholeness.of_bundles, store.blobs, waiting)
        survey = soundness.survey(workspace)
        found = list(pages.result())
    copies = disk.read_slots(workspace.files)
    if len(copies) != 2 or copies[0] != copies[1]:
        found.append("slots.copies_differ")
    found += survey.findings
    if not store.damaged and store.tell_unread():
        found.append(Code.VAULT_CHANGES_UNREAD.value)
    aside = soundness.set_aside(workspace, survey.unreadable)
    report = CheckReport((*found, *aside, *blobs.result(), *bundles.result(), *wholeness.of_table(files, survey.files)))
    if report.ok:
        soundness.remember(workspace, survey)
    return report


def _make_store(files: VaultFiles, master: MasterKey, clock: Clock) -> None:
    store = Store.create(files, master.database())
    try:
        with store.transaction():
            store.keyring.put_identity(
                Identity(
                    device=clock.new_id(),
                    epoch=clock.new_id(),
                    sign_seed=signing.new_sign_key(clock),
                    age_identity=sealing.new_identity(),
                )
            )
    finally:
        store.close()


def _open(
    files: VaultFiles, kind: SlotType, secret: str, floor: Cost, clock: Clock, *, rescue: bool = False
) -> Workspace:
    return open_with(files, *keyslots.unlock(files, kind, secret, floor), clock, rescue=rescue)


def open_with(files: VaultFiles, file: SlotFile, master: MasterKey, clock: Clock, *, rescue: bool = False) -> Workspace:
    """Open a vault whose key is known already. Raises the Refusals of `Store.open`, or VAULT_LOG_BROKEN."""
    if files.next_store.exists():
        with ProcessLock(files.lock):
            rotation.settle(files, master.database())
    store = Store.open(files, master.database(), clock=clock, rescue=rescue, merger=merge_by_form, at_once=True)
    workspace = Workspace(store, files, clock)
    if not rescue:
        try:
            soundness.require_ends(workspace)
            soundness.try_again(workspace)
            _settle(workspace)
        except BaseException:
            workspace.close()
            raise
    try:  # the vault is ours now, so nobody else writes these files
        keyslots.finish(files, file, master)
    except Refusal as refusal:  # a full disk keeps nobody from reading; the next opening tries again
        logs.event("vault.not_finished", full=int(refusal.code is Code.VAULT_DISK_FULL))
    return workspace


def _settle(workspace: Workspace) -> None:
    """Let go what the program died before letting go; a full disk keeps nobody from reading."""
    try:
        retention.settle(workspace)
        backups.forget(workspace)
    except Refusal as refusal:
        logs.event("retention.not_settled", full=int(refusal.code is Code.VAULT_DISK_FULL))


def _replace_passphrase(workspace: Workspace, kind: SlotType, secret: str, new: str, cost: Cost) -> None:
    """Write slots for a new passphrase, which has opened them in memory before the old ones go."""
    check_passphrase(new)
    file, master = keyslots.unlock(workspace.files, kind, secret, cost)
    changed = slots.replace_passphrase(file, master, new, slots.passphrase_cost(file, cost), workspace.clock)
    slots.unlock(changed, SlotType.PASSPHRASE, new, cost)
    disk.write_slots(workspace.files, slots.encode(changed))
