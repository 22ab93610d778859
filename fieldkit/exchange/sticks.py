"""Bundles on a stick: written whole and read back, or not there at all (security notes, section 4.1); found again."""

import base64
import errno
import os
from pathlib import Path

from fieldkit import durable
from fieldkit.clock import Clock
from fieldkit.errors import Code, Refusal

SUFFIX = ".fkb"
_NAME_BYTES = 5
"""Eight letters of base32."""
_FIXED_TIME = 315_619_200
"""1980-01-02: the first day that FAT can write in any time zone; a stick does not tell when it was filled."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def write_bundle(folder: Path, sealed: bytes, clock: Clock) -> Path:
    """Write `sealed` under a fresh random name; when this returns, the stick may be pulled out.

    Raises Refusal (FILE_FULL, FILE_CANNOT_WRITE) and leaves no part behind.
    """
    name = "FK-" + base64.b32encode(clock.random_bytes(_NAME_BYTES)).decode()
    part, final = folder / f"{name}.part", folder / f"{name}{SUFFIX}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(part, sealed)
        _read_back(part, sealed)
        os.utime(part, (_FIXED_TIME, _FIXED_TIME))
        durable.put(part, final)
    except OSError as error:
        durable.discard(part, final)
        raise Refusal(Code.FILE_FULL if error.errno in _FULL else Code.FILE_CANNOT_WRITE) from None
    return final


def find_bundles(folder: Path) -> tuple[Path, ...]:
    """Files in `folder` named like bundles, by name; a stick may have turned the names into capitals.

    Raises Refusal (FILE_MISSING, FILE_UNREADABLE).
    """
    try:
        found = [path for path in folder.iterdir() if _is_named_like_one(path) and path.is_file()]
    except FileNotFoundError:
        raise Refusal(Code.FILE_MISSING) from None
    except OSError:
        raise Refusal(Code.FILE_UNREADABLE) from None
    return tuple(sorted(found))


def _is_named_like_one(path: Path) -> bool:
    """Some systems put a companion `._NAME` beside every file; that is no bundle."""
    return path.suffix.lower() == SUFFIX and not path.name.startswith(".")


def _write(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)
        if hasattr(os, "posix_fadvise"):
            # The comparison must read the stick, not the memory in front of it.
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def _read_back(path: Path, data: bytes) -> None:
    """Raise OSError unless the file holds `data`: cheap sticks lie about what they keep."""
    if path.read_bytes() != data:
        raise OSError(errno.EIO, "")
