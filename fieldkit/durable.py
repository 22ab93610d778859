"""Names that stay: when the power fails or a stick is pulled out, what had got its name is there, with its content."""

import errno
import os
from contextlib import suppress
from pathlib import Path

_NO_SUCH_CALL = frozenset({errno.EBADF, errno.EINVAL, errno.ENOTSUP})
"""What file systems that cannot sync a folder say, shared folders of virtual machines among them."""


def put(part: Path, target: Path) -> None:
    """Give a file or folder that is on the disk the name `target`, in place of a file of that name.

    When this returns, it is there under its name with all that is in it. Raises OSError.

    FAT, which most sticks have, keeps the length of a file, and where it begins, in the entry of its folder; Linux
    renames by an entry without either, which it fills in when the file is synced, or half a minute later.
    """
    part.replace(target)
    if os.name != "nt":
        _sync(target, os.O_RDONLY)
    elif target.is_file():
        _sync(target, os.O_RDWR | getattr(os, "O_BINARY", 0))  # Windows flushes only what may be written
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk; Windows has no such call and needs none. Raises OSError."""
    if os.name != "nt":
        _sync(folder, os.O_RDONLY)


def discard(*paths: Path) -> None:
    """Remove what was begun, as far as the disk lets us; on one that is gone there is nothing to remove."""
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NO_SUCH_CALL or not path.is_dir():
            raise
    finally:
        os.close(handle)
