"""A store's file as it lies there, when all of the store is in it: copied, and each of its pages authenticated.

Without the engine, which deciphers and takes apart every page as well, and for a copy enciphers it again.
"""

import os
import shutil
import struct
from pathlib import Path

from fieldkit.crypto.pages import PAGE, SALT, PageError, PageKey

_HEADER = struct.Struct(">28xI")
"""Of the first page: pages in all."""
_LOCKED = 2**30 // PAGE + 1
"""The page in which the engine sets locks, by number; it writes none there (https://sqlite.org/fileformat2.html)."""
_AT_ONCE = 256
"""Pages."""


def copy(path: Path, target: Path) -> None:
    """Copy a file that holds all of the store and that nobody writes. Raises OSError."""
    with path.open("rb") as source, target.open("wb") as copied:
        shutil.copyfileobj(source, copied, _AT_ONCE * PAGE)


def hold(path: Path, key: bytes) -> bool:
    """Whether a settled file has all of its pages and each is as it was written; `key` and salt have 48 bytes.

    Raises OSError.
    """
    keys, size = PageKey(key), path.stat().st_size
    try:
        with path.open("rb") as file:
            total: int = _HEADER.unpack_from(bytes(SALT) + keys.open(1, file.read(PAGE)))[0]
            file.seek(0, os.SEEK_SET)
            for first in range(1, total + 1, _AT_ONCE):
                piece = file.read(_AT_ONCE * PAGE)
                for number, start in enumerate(range(0, len(piece), PAGE), first):
                    if number != _LOCKED:
                        keys.authenticate(number, piece[start : start + PAGE])
    except PageError:
        return False
    return size == total * PAGE
