"""Where the samples of a track of an MP4 file are: its tables of sizes, chunks and places (ISO/IEC 14496-12, 8.7)."""

import struct
from collections.abc import Mapping
from itertools import accumulate

from fieldkit.errors import Code, Refusal
from fieldkit.media.spans import Span


def places(tables: Mapping[bytes, bytes]) -> list[Span]:
    """The spans that the chunks of a track take.

    Args:
        tables: the contents of the boxes stsz, stsc and stco or co64.

    Raises:
        Refusal: MEDIA_UNREADABLE if a table is missing or ends early, MEDIA_NOT_CLEANABLE for sizes in units that
            only old players know.
    """
    if b"stsz" not in tables or b"stsc" not in tables:
        raise Refusal(Code.MEDIA_UNREADABLE)
    chunks = _chunks(tables)
    runs = _numbers(tables[b"stsc"], 4, "III")
    sizes = _Sizes(tables[b"stsz"])
    spans: list[Span] = []
    run = sample = 0
    for number, start in enumerate(chunks, 1):
        while run + 1 < len(runs) // 3 and runs[3 * run + 3] <= number:
            run += 1
        if not runs or runs[3 * run] > number:
            raise Refusal(Code.MEDIA_UNREADABLE)
        after = min(sample + runs[3 * run + 1], sizes.count)
        spans.append((start, start + sizes.between(sample, after)))
        sample = after
    return spans


class _Sizes:
    """Sizes of samples: all the same, or one each."""

    def __init__(self, table: bytes) -> None:
        self._each, self.count = _numbers(table, 4, "II", most=1)
        self._ends: list[int] = []
        if self._each == 1:
            raise Refusal(Code.MEDIA_NOT_CLEANABLE)
        if self._each == 0:
            sizes = _numbers(table, 8, "I")
            if len(sizes) != self.count:
                raise Refusal(Code.MEDIA_UNREADABLE)
            self._ends = [0, *accumulate(sizes)]

    def between(self, first: int, after: int) -> int:
        return (after - first) * self._each if self._each else self._ends[after] - self._ends[first]


def _chunks(tables: Mapping[bytes, bytes]) -> tuple[int, ...]:
    if b"stco" in tables:
        return _numbers(tables[b"stco"], 4, "I")
    if b"co64" in tables:
        return _numbers(tables[b"co64"], 4, "Q")
    raise Refusal(Code.MEDIA_UNREADABLE)


def _numbers(table: bytes, at: int, row: str, *, most: int | None = None) -> tuple[int, ...]:
    """Rows of numbers: as many as the table says at `at`, or `most` from there on."""
    if most is None:
        most, at = int.from_bytes(table[at : at + 4], "big"), at + 4
    if at + most * struct.calcsize(f">{row}") > len(table):
        raise Refusal(Code.MEDIA_UNREADABLE)
    return struct.unpack_from(f">{row * most}" if len(row) > 1 else f">{most}{row}", table, at)
