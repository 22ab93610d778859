"""The free pages of a store's file, which no check of its structure reads: whether each is as it was written.

SQLCipher itself reads all pages for that: seconds, where a few dozen are free of a hundred thousand. Format of the
list: https://sqlite.org/fileformat2.html#the_freelist
"""

import os
import struct
from pathlib import Path
from typing import BinaryIO

from fieldkit.crypto.pages import PAGE, SALT, PageError, PageKey

_HEADER = struct.Struct(">28xIII")
"""Of the first page: pages in all, the first page that lists free ones, and how many are free."""
_TRUNK = struct.Struct(">II")
"""Of a page that lists free ones: the next such page, and how many it lists."""


def hold(path: Path, key: bytes) -> bool:
    """Whether all free pages of the file are shown to be as they were written.

    False does not mean that one is damaged: while something waits in a write-ahead log, the file tells of an earlier
    moment, somebody may write, and the disk may not give a page. `key` has 48 bytes, key and salt.
    """
    try:
        if not _is_settled(path):
            return False
        with path.open("rb") as file:
            _look(_Pages(file, key), os.fstat(file.fileno()).st_size)
    except (PageError, OSError):
        return False
    return True


def _is_settled(path: Path) -> bool:
    """Whether nothing waits in a write-ahead log."""
    ahead = path.with_name(f"{path.name}-wal")
    return not ahead.exists() or ahead.stat().st_size == 0


def _look(pages: "_Pages", size: int) -> None:
    total, trunk, count = _HEADER.unpack_from(bytes(SALT) + pages.read(1))
    if total * PAGE != size:
        raise PageError
    seen: set[int] = set()
    while trunk:
        content = pages.read(trunk)
        following, listed = _TRUNK.unpack_from(content)
        if trunk in seen or _TRUNK.size + 4 * listed > len(content):
            raise PageError
        leaves = struct.unpack_from(f">{listed}I", content, _TRUNK.size)
        for leaf in leaves:
            pages.look_at(leaf)
        seen |= {trunk, *leaves}
        trunk = following
    if len(seen) != count:
        raise PageError


class _Pages:
    """Reads pages by their numbers, counted from 1."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self._file = file
        self._key = PageKey(key)

    def look_at(self, number: int) -> None:
        """Raises PageError for a page that is not as it was written."""
        self._key.authenticate(number, self._lying(number))

    def read(self, number: int) -> bytes:
        """The plain content of a page. Raises PageError."""
        return self._key.open(number, self._lying(number))

    def _lying(self, number: int) -> bytes:
        self._file.seek((number - 1) * PAGE)
        return self._file.read(PAGE)
