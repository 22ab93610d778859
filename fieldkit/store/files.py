"""Durable small files of a vault: the two copies of the key slots, written so that one good copy always exists."""

import errno
import os
import shutil
from pathlib import Path

from fieldkit import durable
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.store.indexers import keep_out
from fieldkit.store.synced import is_synced

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_OURS = frozenset({"unfinished", "slots", "store", "lock", "backups", "blobs", "rotating", "tmp"})
"""What the names in a vault's folder begin with."""


def refusal_of(error: OSError) -> Refusal:
    """The coded reason for a failed operation on the vault's folder."""
    if error.errno in _FULL:
        return Refusal(Code.VAULT_DISK_FULL)
    if error.errno in _READ_ONLY:
        return Refusal(Code.VAULT_READ_ONLY)
    return Refusal(Code.VAULT_DISK_ERROR)


def make_folder(files: VaultFiles) -> None:
    """Create an empty vault folder, readable by its owner only, or empty one whose making was cut short.

    Raises Refusal: VAULT_EXISTS, VAULT_FOLDER_NOT_EMPTY, VAULT_FOLDER_SYNCED, or the disk's reason.
    """
    if is_synced(files.folder):
        raise Refusal(Code.VAULT_FOLDER_SYNCED)
    has_slots = files.slots_a.exists() or files.slots_b.exists()
    cut_short = is_remains(files)
    if has_slots or (files.store.exists() and not cut_short):  # a store without slots may have them elsewhere
        raise Refusal(Code.VAULT_EXISTS)
    try:
        files.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if cut_short:
            empty_folder(files)
        if any(files.folder.iterdir()):
            raise Refusal(Code.VAULT_FOLDER_NOT_EMPTY)
        files.folder.chmod(0o700)
        files.unfinished.touch(mode=0o600)
        keep_out(files)
        durable.sync_folder(files.folder)
    except OSError as error:
        raise refusal_of(error) from None


def is_remains(files: VaultFiles) -> bool:
    """Whether the folder holds what a making or a destruction that was cut short has left, and nothing else.

    The sign alone is not enough: a folder of somebody's papers may hold a file of that name.
    """
    if not files.unfinished.exists() or files.slots_a.exists() or files.slots_b.exists():
        return False
    return all(path in files.signs or path.name.split(".")[0] in _OURS for path in files.folder.iterdir())


def empty_folder(files: VaultFiles) -> None:
    """Remove what a making that failed has left, last of all the sign that it was unfinished."""
    for path in sorted(files.folder.iterdir(), key=lambda path: path == files.unfinished):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def begin_rotation(files: VaultFiles) -> None:
    """Leave a sign that the vault is getting a new key."""
    try:
        files.rotating.touch(mode=0o600)
        durable.sync_folder(files.folder)
    except OSError as error:
        raise refusal_of(error) from None


def finish_folder(files: VaultFiles) -> None:
    """The vault is whole: from now on nothing in its folder is ever taken for remains."""
    try:
        for sign in (files.unfinished, files.rotating):
            if sign.exists():
                sign.unlink()
                durable.sync_folder(files.folder)
    except OSError as error:
        raise refusal_of(error) from None


def make_backups_folder(files: VaultFiles) -> None:
    """Have a folder for backups, without what a backup that was cut short has left."""
    try:
        files.backups.mkdir(mode=0o700, exist_ok=True)
        for part in files.backups.glob("*.part*"):
            part.unlink()
    except OSError as error:
        raise refusal_of(error) from None


def write_slots(files: VaultFiles, data: bytes) -> None:
    """Write both copies, b first: whatever moment the power fails, one whole copy is there.

    Both are on the disk before either takes its place, so that a disk without room refuses the change as a whole.
    """
    prepare_slots(files, data)
    _put_in_place(files)


def prepare_slots(files: VaultFiles, data: bytes) -> None:
    """Write both copies beside those in force."""
    try:
        for target in _copies(files):
            _write(_beside(target), data)
    except OSError as error:
        durable.discard(*(_beside(target) for target in _copies(files)))
        raise refusal_of(error) from None


def exchange_slots(files: VaultFiles) -> None:
    """Put prepared slots of another master key in force with one renaming.

    One old copy goes first: at no moment are there copies of both keys, so that no old secret opens anything after the
    new copy is in its place.
    """
    try:
        files.slots_a.unlink(missing_ok=True)
        durable.sync_folder(files.folder)
    except OSError as error:
        raise refusal_of(error) from None
    _put_in_place(files)


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


def _copies(files: VaultFiles) -> tuple[Path, Path]:
    """In the order in which they are written."""
    return files.slots_b, files.slots_a


def _put_in_place(files: VaultFiles) -> None:
    try:
        for target in _copies(files):
            durable.put(_beside(target), target)
    except OSError as error:
        durable.discard(*(_beside(target) for target in _copies(files)))
        raise refusal_of(error) from None


def _beside(target: Path) -> Path:
    return target.with_name(target.name + ".tmp")


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
