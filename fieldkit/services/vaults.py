"""Vaults: create, unlock, change the passphrase, look at from outside, check."""

from dataclasses import dataclass

from fieldkit import logs
from fieldkit.clock import Clock
from fieldkit.crypto import kdf, recovery, sealing, signing, slots
from fieldkit.crypto.kdf import FIELD_COST, TEST_COST, Cost
from fieldkit.crypto.slots import MasterKey, SlotFile, SlotType
from fieldkit.domain.log import ChainError, verify_chain
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services.passphrases import check_passphrase
from fieldkit.services.workspace import Workspace
from fieldkit.store import files as disk
from fieldkit.store.keyring import Identity
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
    """Open a vault with its passphrase. Raises the Refusals of `fieldkit.crypto.slots.unlock` and `Store.open`."""
    if not passphrase:
        raise Refusal(Code.VAULT_PASSPHRASE_MISSING)
    return _open(files, SlotType.PASSPHRASE, passphrase, floor, clock)


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
    check_passphrase(new)
    files, clock = workspace.files, workspace.clock
    file, master = _unlock_slots(files, SlotType.PASSPHRASE, old, cost)
    changed = slots.replace_passphrase(file, master, new, cost, clock)
    slots.unlock(changed, SlotType.PASSPHRASE, new, cost)
    disk.write_slots(files, slots.encode(changed))
    logs.event("vault.passphrase_changed")


def info(files: VaultFiles) -> VaultInfo:
    """What the files tell without any secret."""
    readable = _slot_files(files)
    first = readable[0]
    memory = next((slot.cost.m for slot in first.slots if slot.type is SlotType.PASSPHRASE), 0)
    return VaultInfo(
        slots=tuple(slot.type.value for slot in first.slots),
        memory_kib=memory,
        generation=first.gen,
        copies=len(readable),
        store_bytes=files.store.stat().st_size if files.store.exists() else 0,
    )


def check(workspace: Workspace) -> CheckReport:
    """Check pages, structure, key slots and the chain of every log held."""
    found = list(workspace.store.findings())
    copies = disk.read_slots(workspace.files)
    if len(copies) != 2 or copies[0] != copies[1]:
        found.append("slots.copies_differ")
    log = workspace.store.log
    for signed in log.heads():
        head = signed.head
        try:
            reached = verify_chain(log.lines(head.device, head.epoch))
        except ChainError:
            reached = None
        if reached != head:
            found.append("log.broken")
    return CheckReport(tuple(found))


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


def _slot_files(files: VaultFiles) -> list[SlotFile]:
    """Readable slot files, the newest generation first. Raises VAULT_MISSING or VAULT_SLOTS_DAMAGED."""
    readable: list[SlotFile] = []
    for data in disk.read_slots(files):
        try:
            readable.append(slots.decode(data))
        except Refusal:
            logs.event("vault.slots_copy_damaged")
    if not readable:
        raise Refusal(Code.VAULT_SLOTS_DAMAGED)
    return sorted(readable, key=lambda file: -file.gen)


def _unlock_slots(files: VaultFiles, kind: SlotType, secret: str, floor: Cost) -> tuple[SlotFile, MasterKey]:
    """The newest good copy of the slots, opened by the secret; an older one opens only if the newest is damaged.

    Writing its first copy decides a change of the passphrase: a secret that opens nothing but the copy from before the
    change gets the refusal of the newest one.
    """
    refused: list[tuple[SlotFile, Refusal]] = []
    for file in dict.fromkeys(_slot_files(files)):  # a guess costs a second: equal copies are tried once
        try:
            master = slots.unlock(file, kind, secret, floor)
        except Refusal as refusal:
            refused.append((file, refusal))
            continue
        for newer, why in refused:
            if master.made(newer):
                raise why
            logs.event("vault.slots_copy_refused", weak=int(why.code is Code.VAULT_KDF_REFUSED))
        return file, master
    raise refused[-1][1]


def _finish_slots(files: VaultFiles, file: SlotFile, master: MasterKey) -> None:
    """Write both copies where making or changing them was cut short; a damaged one is left for `check` to tell of."""
    older = [other for other in _slot_files(files) if other != file]
    changed = bool(older) and all(other.gen < file.gen and master.made(other) for other in older)
    if changed or files.unfinished.exists():
        disk.write_slots(files, slots.encode(file))
        disk.finish_folder(files)
        logs.event("vault.slots_finished")


def _open(files: VaultFiles, kind: SlotType, secret: str, floor: Cost, clock: Clock) -> Workspace:
    file, master = _unlock_slots(files, kind, secret, floor)
    workspace = Workspace(Store.open(files, master.database()), files, clock)
    try:  # the vault is ours now, so nobody else writes these files
        _finish_slots(files, file, master)
    except Refusal as refusal:  # a full disk keeps nobody from reading; the next opening tries again
        logs.event("vault.not_finished", full=int(refusal.code is Code.VAULT_DISK_FULL))
    return workspace
