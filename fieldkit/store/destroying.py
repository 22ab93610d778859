"""Making an end of a vault: first the key slots, without which the rest is noise, then every file of the folder.

Whoever is in a hurry must not be stopped by a full disk or a stubborn file: each step does what it can, the keys first.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from fieldkit import durable
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.store.files import is_remains, refusal_of


def check_there(files: VaultFiles) -> None:
    """Refuse a folder that holds neither key slots nor the remains of a vault (VAULT_MISSING)."""
    if not (files.slots_a.exists() or files.slots_b.exists() or is_remains(files)):
        raise Refusal(Code.VAULT_MISSING)


def destroy_keys(files: VaultFiles) -> None:
    """Overwrite and remove every copy of the key slots in the folder, on the disk before this returns.

    Raises Refusal: VAULT_MISSING, or the disk's reason if a copy could not be removed.
    """
    check_there(files)
    keys = sorted(path for path in files.folder.rglob("slots.*") if path.is_file() and not path.is_symlink())
    with suppress(OSError):  # without slots this says that the rest are remains, also to a program that dies here
        files.unfinished.touch(mode=0o600)
        durable.sync_folder(files.folder)
    stubborn: list[OSError] = []
    for path in keys:
        with suppress(OSError):  # a copy that cannot be overwritten can still be removed
            _overwrite(path)
        try:
            path.unlink()
        except OSError as error:
            stubborn.append(error)
    with suppress(OSError):
        durable.sync_folder(files.folder)
    if stubborn:
        raise refusal_of(stubborn[0])


def remove_rest(files: VaultFiles) -> int:
    """Remove what lies in the folder, and the folder; gives how many things in it could not be removed."""
    left = 0
    for path in sorted(files.folder.iterdir(), key=lambda path: path == files.unfinished):
        if path == files.unfinished and left:
            break
        try:
            _remove(path)
        except OSError:
            left += 1
    with suppress(OSError):  # not ours to insist on: it may be the folder that somebody stands in
        files.folder.rmdir()
        durable.sync_folder(files.folder.parent)
    return left


def _overwrite(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
