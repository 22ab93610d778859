"""Every page of a store as somebody with its key sees it, free pages included: SQLCipher 4 undone by hand."""

import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE = 4096
_RESERVED = 80
"""Initialisation vector and MAC at the end of each page."""
_SALT = 16
"""In front of the first page."""
_DEFLATED = re.compile(rb"\x01\x00[\x00-\x0f]..", re.DOTALL)
"""The mark with a length below a mebibyte."""
_MOST, _STEP = 64 * 1024, 16
"""Bytes that are tried from there, and how many at a time: what comes before damage is seen."""
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


def inflated(data: bytes) -> bytes:
    """Everything in some bytes that was deflated as the store does it, as far as it is still there, one after another."""
    found: list[bytes] = []
    for begin in _DEFLATED.finditer(data):
        unpacker = zlib.decompressobj(-15)
        with suppress(zlib.error):
            for at in range(begin.end(), min(begin.end() + _MOST, len(data)), _STEP):
                found.append(unpacker.decompress(data[at : at + _STEP]))
                if unpacker.eof:
                    break
    return b"".join(found)


def _opened(page: bytes, key: bytes, *, first: bool) -> bytes:
    vector = page[-_RESERVED : -_RESERVED + 16]
    decryptor = Cipher(algorithms.AES(key[:32]), modes.CBC(vector)).decryptor()
    return decryptor.update(page[_SALT if first else 0 : -_RESERVED]) + decryptor.finalize()
