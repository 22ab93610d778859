"""The end of a vault, for the moment in which somebody is at the door. It asks for no passphrase."""

from dataclasses import dataclass

from fieldkit import logs
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.store import destroying as disk
from fieldkit.store.lock import ProcessLock


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What remains after the key slots are gone."""

    left: int
    """Things in the folder that could not be removed; nobody can read them."""
    open_elsewhere: bool
    """Whether another process has the vault open, and so still knows the key."""


def check_there(files: VaultFiles) -> None:
    """Refuse a folder in which there is nothing to destroy (VAULT_MISSING)."""
    disk.check_there(files)


def destroy(files: VaultFiles) -> Destroyed:
    """Destroy the key slots, then the store and all else in the folder. Cut short, it is finished by doing it again.

    Raises Refusal: VAULT_MISSING, or the disk's reason if a copy of the key slots could not be removed.
    """
    open_elsewhere = _is_open_elsewhere(files)
    disk.destroy_keys(files)
    left = disk.remove_rest(files)
    logs.event("vault.destroyed", left=left)
    return Destroyed(left, open_elsewhere)


def _is_open_elsewhere(files: VaultFiles) -> bool:
    if not files.lock.exists():
        return False
    try:
        ProcessLock(files.lock).close()  # let go at once: some systems remove no file that is held
    except Refusal as refusal:
        return refusal.code is Code.VAULT_IN_USE
    return False
