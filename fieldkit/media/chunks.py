"""WAV, AIFF and FLAC: containers of chunks, of which only those needed to hear the sound are kept.

Titles, places, dates, devices stand in others: LIST/INFO, bext, iXML, id3, NAME, ANNO, VORBIS_COMMENT, PICTURE.
"""

from collections.abc import Iterator
from typing import Literal

from fieldkit.errors import Code, Refusal

_WAV = frozenset({b"fmt ", b"fact", b"data"})
_AIFF = frozenset({b"FVER", b"COMM", b"SSND"})
_STREAMINFO, _SEEKTABLE = 0, 3


def wav(data: bytes) -> bytes:
    """Raises Refusal(MEDIA_UNREADABLE)."""
    return _rebuilt(data, "little", _WAV, needed={b"fmt ", b"data"})


def aiff(data: bytes) -> bytes:
    """Raises Refusal(MEDIA_UNREADABLE)."""
    return _rebuilt(data, "big", _AIFF, needed={b"COMM", b"SSND"})


def flac(data: bytes) -> bytes:
    """STREAMINFO, the seek table and the frames (RFC 9639, 8). Raises Refusal(MEDIA_UNREADABLE)."""
    at = data.index(b"fLaC") + 4
    kept: list[tuple[int, bytes]] = []
    last = False
    while not last:
        kind, size = data[at] & 127, int.from_bytes(data[at + 1 : at + 4], "big")
        last = bool(data[at] & 128)
        block = data[at + 4 : at + 4 + size]
        at += 4 + size
        if kind in {_STREAMINFO, _SEEKTABLE}:
            kept.append((kind, block))
    frames = data[at:]
    if not kept or kept[0][0] != _STREAMINFO or len(kept[0][1]) != 34 or frames[:1] != b"\xff":
        raise Refusal(Code.MEDIA_UNREADABLE)
    end = frames.rfind(b"TAG", -128)
    frames = frames if len(frames) - end != 128 else frames[:end]
    heads = [
        bytes([kind | (128 if place == len(kept) else 0)]) + len(block).to_bytes(3, "big") + block
        for place, (kind, block) in enumerate(kept, 1)
    ]
    return b"fLaC" + b"".join(heads) + frames


def _rebuilt(data: bytes, order: Literal["little", "big"], kept: frozenset[bytes], *, needed: set[bytes]) -> bytes:
    parts: dict[bytes, bytes] = {}
    for kind, content in _chunks(data, order):
        if kind in kept and kind not in parts:
            parts[kind] = content
    if not needed <= set(parts):
        raise Refusal(Code.MEDIA_UNREADABLE)
    body = data[8:12] + b"".join(
        kind + len(content).to_bytes(4, order) + content + bytes(len(content) % 2) for kind, content in parts.items()
    )
    return data[:4] + len(body).to_bytes(4, order) + body


def _chunks(data: bytes, order: Literal["little", "big"]) -> Iterator[tuple[bytes, bytes]]:
    """Kinds and contents; the last content may be cut, as recorders leave it that lost their power."""
    at = 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], order)
        yield data[at : at + 4], data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
