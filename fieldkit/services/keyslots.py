"""The two copies of a vault's key slots: read, opened with a secret, made equal again where a change was cut short."""

from fieldkit import logs
from fieldkit.crypto import slots
from fieldkit.crypto.kdf import Cost
from fieldkit.crypto.slots import MasterKey, SlotFile, SlotType
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.store import files as disk


def readable(files: VaultFiles) -> list[SlotFile]:
    """Readable slot files, the newest generation first. Raises VAULT_MISSING or VAULT_SLOTS_DAMAGED."""
    found: list[SlotFile] = []
    for data in disk.read_slots(files):
        try:
            found.append(slots.decode(data))
        except Refusal:
            logs.event("vault.slots_copy_damaged")
    if not found:
        raise Refusal(Code.VAULT_SLOTS_DAMAGED)
    return sorted(found, key=lambda file: -file.gen)


def unlock(files: VaultFiles, kind: SlotType, secret: str, floor: Cost) -> tuple[SlotFile, MasterKey]:
    """The newest good copy of the slots, opened by the secret; an older one opens only if the newest is damaged.

    Writing its first copy decides a change of the passphrase: a secret that opens nothing but the copy from before the
    change gets the refusal of the newest one.
    """
    refused: list[tuple[SlotFile, Refusal]] = []
    for file in dict.fromkeys(readable(files)):  # a guess costs a second: equal copies are tried once
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


def finish(files: VaultFiles, file: SlotFile, master: MasterKey) -> None:
    """Write both copies where making, changing or exchanging them was cut short.

    A copy that was damaged otherwise is left for `check` to tell of.
    """
    older = [other for other in readable(files) if other != file]
    changed = bool(older) and all(other.gen < file.gen and master.made(other) for other in older)
    if changed or files.unfinished.exists() or files.rotating.exists():
        disk.write_slots(files, slots.encode(file))
        disk.finish_folder(files)
        logs.event("vault.slots_finished")
