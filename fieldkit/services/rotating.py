"""A new master key for a vault whose old one may be known: after it, what others kept of the old slots opens nothing.

Killed at any moment, one vault opens: before the exchange of the key slots the old one, from then on the new one.
`vaults` finishes or undoes at the next opening what was cut short.
"""

from dataclasses import dataclass

from fieldkit import logs
from fieldkit.clock import Clock
from fieldkit.crypto import recovery, slots
from fieldkit.crypto.kdf import FIELD_COST, Cost
from fieldkit.crypto.slots import SlotType
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.progress import NO_PROGRESS, Progress
from fieldkit.services import escrow, keyslots, soundness, vaults
from fieldkit.store import backup, rotation
from fieldkit.store import files as disk
from fieldkit.store.lock import ProcessLock

_STEPS = 3
"""The vault is checked, copied, and the new slots are written; what follows can no longer be stopped."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """What has to be told after a rotation."""

    recovery_code: str
    """To be shown once."""
    officers: int
    """To how many officers the new key is entrusted."""
    dropped: bool
    """Whether the old key was entrusted to officers, and there is nobody any more to entrust the new one to."""


def rotate(
    files: VaultFiles, passphrase: str, clock: Clock, *, cost: Cost = FIELD_COST, progress: Progress = NO_PROGRESS
) -> Rotated:
    """Put the whole store under a new master key, entrusted to the officers of today if the old one was to any.

    The passphrase stays. Raises Refusal: what `vaults.unlock` refuses, VAULT_STORE_DAMAGED if the vault or the copy is
    not in order, VAULT_DISK_FULL if there is no room for a second copy; the vault is then as before.
    """
    progress.start(_STEPS)
    with vaults.unlock(files, passphrase, clock, floor=cost) as workspace:
        if workspace.store.findings() or soundness.survey(workspace).findings:
            raise Refusal(Code.VAULT_STORE_DAMAGED)
        officers = escrow.trust(workspace)
    progress.step()
    with ProcessLock(files.lock):
        file, old = keyslots.unlock(files, SlotType.PASSPHRASE, passphrase, cost)
        new, code = slots.new_master_key(clock), recovery.new_code(clock)
        trust = officers if file.escrow else None
        least = slots.passphrase_cost(file, cost)
        changed = slots.exchange(file, new, passphrase, code, least, clock, trust)
        slots.unlock(changed, SlotType.PASSPHRASE, passphrase, cost)
        disk.begin_rotation(files)
        try:
            disk.write_slots(files, slots.encode(file))  # the exchange needs either copy to be good for a moment
            rotation.copy_store(files, old.database(), new.database())
            progress.step()
            disk.prepare_slots(files, slots.encode(changed))
            progress.step()
        except BaseException:
            rotation.discard(files)
            disk.finish_folder(files)
            raise
        backup.discard(files)  # they are under the old key, which shall open nothing any more
        disk.exchange_slots(files)
    vaults.unlock(files, passphrase, clock, floor=cost).close()  # puts the copy in its place, and proves that it opens
    logs.event("vault.rotated")
    return Rotated(code, len(trust.recipients) if trust else 0, dropped=bool(file.escrow and not trust))
