"""Durable small files of a vault: the two copies of the key slots, written so that one good copy always exists."""

import errno
import os
from pathlib import Path

from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


def refusal_of(error: OSError) -> Refusal:
    """The coded reason for a failed operation on the vault's folder."""
    if error.errno in _FULL:
        return Refusal(Code.VAULT_DISK_FULL)
    if error.errno in _READ_ONLY:
        return Refusal(Code.VAULT_READ_ONLY)
    return Refusal(Code.VAULT_DISK_ERROR)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(files: VaultFiles) -> None:
    """Create an empty vault folder, readable by its owner only.

    Raises Refusal: VAULT_EXISTS, VAULT_FOLDER_NOT_EMPTY, or the disk's reason.
    """
    if files.slots_a.exists() or files.slots_b.exists() or files.store.exists():
        raise Refusal(Code.VAULT_EXISTS)
    try:
        files.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(files.folder.iterdir()):
            raise Refusal(Code.VAULT_FOLDER_NOT_EMPTY)
        files.folder.chmod(0o700)
        files.temporary.mkdir(mode=0o700)
    except OSError as error:
        raise refusal_of(error) from None


def write_slots(files: VaultFiles, data: bytes) -> None:
    """Write both copies, b first: whatever moment the power fails, one whole copy is there."""
    try:
        for target in (files.slots_b, files.slots_a):
            _replace(target, data)
    except OSError as error:
        raise refusal_of(error) from None


def read_slots(files: VaultFiles) -> tuple[bytes, ...]:
    """The copies that can be read, `a` first. Raises Refusal(VAULT_MISSING) if there is none."""
    found: list[bytes] = []
    for path in (files.slots_a, files.slots_b):
        try:
            found.append(path.read_bytes())
        except FileNotFoundError:
            continue
        except OSError as error:
            raise refusal_of(error) from None
    if not found:
        raise Refusal(Code.VAULT_MISSING)
    return tuple(found)


def _replace(target: Path, data: bytes) -> None:
    temporary = target.with_name(target.name + ".tmp")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(target)
    sync_folder(target.parent)
