"""What the write-ahead log of a store that was not closed held, as far as its own marks tell.

The engine takes a log for finished at the first frame whose checksum does not fit. After a power cut that is right:
what follows was never told to be kept. But a bit that flipped ends the log too, and then takes what was acknowledged.
The marks of the frames behind tell that something was there; nobody can tell which of the two it was. Format:
https://sqlite.org/fileformat2.html#walformat
"""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fieldkit.store.files import refusal_of

_PAGE = 4096
_HEADER = struct.Struct(">I12xQ8s")
"""Magic number, salts, checksum of the log; each emptying draws salts anew, and its frames bear them."""
_FRAME = struct.Struct(">IIQ8s")
"""Page, size of the database if the frame ends a transaction, salts, checksum."""
_HALF = 0xFFFFFFFF


def last_end(store: Path) -> int:
    """Number of the last frame in the store's log, counted from 1, that ends a transaction; 0 without one.

    Call it before the store is open, and with its lock. Raises Refusal for the disk's reasons.
    """
    try:
        with store.with_name(f"{store.name}-wal").open("rb", buffering=0) as file:
            return _last_end(file)
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise refusal_of(error) from None


@dataclass(frozen=True, slots=True)
class _Frame:
    """A frame of this log, whether or not the engine will take it."""

    number: int
    ends: bool
    checksum: bytes


def _last_end(file: BinaryIO) -> int:
    found, before, last = 0, None, None
    for frame in _frames(file):
        if frame.ends:
            found = frame.number
        before, last = last, frame
    if last is not None and not last.ends and _ended(file, last, before):
        return last.number
    return found


def _frames(file: BinaryIO) -> Iterator[_Frame]:
    """Every whole frame that belongs to this log; behind them may lie older ones.

    One bit of the salts may be wrong: those of older logs differ in many.
    """
    header = file.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return
    _magic, salts, _start = _HEADER.unpack(header)
    step = _FRAME.size + _PAGE
    for number in range(1, (os.fstat(file.fileno()).st_size - _HEADER.size) // step + 1):
        file.seek(_HEADER.size + (number - 1) * step)
        _page, size, own, checksum = _FRAME.unpack(file.read(_FRAME.size))
        if (own ^ salts).bit_count() <= 1:
            yield _Frame(number, size > 0, checksum)


def _ended(file: BinaryIO, last: _Frame, before: _Frame | None) -> bool:
    """Whether the last frame is whole with one bit more in its mark: all that a database of 64 pages has, say."""
    file.seek(0)
    magic, _salts, start = _HEADER.unpack(file.read(_HEADER.size))
    order = ">" if magic & 1 else "<"
    seed = struct.unpack(">II", before.checksum if before else start)
    file.seek(_HEADER.size + (last.number - 1) * (_FRAME.size + _PAGE))
    frame = file.read(_FRAME.size + _PAGE)
    words = struct.unpack(f"{order}{2 + _PAGE // 4}I", frame[:8] + frame[_FRAME.size :])
    marks = (struct.unpack(f"{order}I", (1 << bit).to_bytes(4))[0] for bit in range(32))
    return any(last.checksum == struct.pack(">II", *_checksum((words[0], mark, *words[2:]), seed)) for mark in marks)


def _checksum(words: tuple[int, ...], seed: tuple[int, ...]) -> tuple[int, int]:
    one, two = seed
    for even, odd in zip(words[::2], words[1::2], strict=True):
        one = (one + even + two) & _HALF
        two = (two + odd + one) & _HALF
    return one, two
