"""Zeros in place of all bytes of an area that nothing uses."""

from collections.abc import Iterable

from fieldkit.errors import Code, Refusal

Span = tuple[int, int]
"""From the first byte to the one after the last."""


def keep_only(data: bytearray, used: Iterable[Span], areas: Iterable[Span]) -> None:
    """Overwrite what the areas hold besides the used spans.

    Raises Refusal(MEDIA_UNREADABLE) if a used span is not inside one area: the file points elsewhere than it should.
    """
    waiting = sorted(span for span in used if span[0] < span[1])
    place = 0
    for start, end in sorted(areas):
        at = start
        while place < len(waiting) and waiting[place][0] < end:
            first, after = waiting[place]
            if first < start or after > end:
                raise Refusal(Code.MEDIA_UNREADABLE)
            if first > at:
                data[at:first] = bytes(first - at)
            at = max(at, after)
            place += 1
        data[at:end] = bytes(max(end - at, 0))
    if place < len(waiting):
        raise Refusal(Code.MEDIA_UNREADABLE)
