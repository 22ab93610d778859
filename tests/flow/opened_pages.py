"""Every page of a store as somebody with its key sees it, free pages included: SQLCipher 4 undone by hand."""

import struct
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE = 4096
_RESERVED = 80
"""Initialisation vector and MAC at the end of each page."""
_SALT = 16
"""In front of the first page."""
_WAL_HEADER, _FRAME_HEADER = 32, 24


def opened_pages(path: Path, key: bytes) -> Iterator[bytes]:
    """The plain content of each page of a database, or of each frame of a write-ahead log; `key` has 48 bytes."""
    data = path.read_bytes() if path.exists() else b""
    if path.name.endswith("-wal"):
        for start in range(_WAL_HEADER, len(data) - PAGE, _FRAME_HEADER + PAGE):
            (number,) = struct.unpack_from(">I", data, start)
            yield _opened(data[start + _FRAME_HEADER :][:PAGE], key, first=number == 1)
        return
    for start in range(0, len(data), PAGE):
        yield _opened(data[start : start + PAGE], key, first=start == 0)


def _opened(page: bytes, key: bytes, *, first: bool) -> bytes:
    vector = page[-_RESERVED : -_RESERVED + 16]
    decryptor = Cipher(algorithms.AES(key[:32]), modes.CBC(vector)).decryptor()
    return decryptor.update(page[_SALT if first else 0 : -_RESERVED]) + decryptor.finalize()
