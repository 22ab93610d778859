"""Ogg with one stream of Opus or Vorbis: the packet of comments is replaced by an empty one (RFC 3533, RFC 7845).

Sound packets stay byte for byte; their pages are numbered anew, because the headers may now take fewer of them.
"""

from collections.abc import Iterator
from typing import NamedTuple

from fieldkit.errors import Code, Refusal

_HEAD = 27
_CONTINUED, _FIRST, _LAST = 1, 2, 4
_POLYNOMIAL = 0x04C11DB7


class _Page(NamedTuple):
    flags: int
    position: bytes
    serial: bytes
    lacing: bytes
    body: bytes


def ogg(data: bytes) -> bytes:
    """Raises Refusal (MEDIA_UNREADABLE, MEDIA_NOT_CLEANABLE for several streams and other codecs)."""
    pages = list(_pages(data))
    if not pages:
        raise Refusal(Code.MEDIA_UNREADABLE)
    serial = pages[0].serial
    if any(page.serial != serial or page.flags & _FIRST for page in pages[1:]):
        raise Refusal(Code.MEDIA_NOT_CLEANABLE)
    count = _header_packets(pages[0].body)
    headers, sound = _split(pages, count)
    first, empty = headers[0], _no_comments(headers[0])
    rebuilt = [_Page(_FIRST, bytes(8), serial, _lacing(len(first)), first)]
    rebuilt += _paged([empty, *headers[2:]], serial)
    return b"".join(_written(page, number) for number, page in enumerate([*rebuilt, *sound]))


def _pages(data: bytes) -> Iterator[_Page]:
    """Every page up to the first place where none begins; a cut last one is left out."""
    at = 0
    while data[at : at + 5] == b"OggS\0" and at + _HEAD <= len(data):
        count = data[at + 26]
        lacing = data[at + _HEAD : at + _HEAD + count]
        start = at + _HEAD + count
        end = start + sum(lacing)
        if end > len(data):
            return
        yield _Page(data[at + 5], data[at + 6 : at + 14], data[at + 14 : at + 18], lacing, data[start:end])
        at = end


def _header_packets(first: bytes) -> int:
    if first.startswith(b"OpusHead"):
        return 2
    if first.startswith(b"\x01vorbis"):
        return 3
    raise Refusal(Code.MEDIA_NOT_CLEANABLE)


def _split(pages: list[_Page], count: int) -> tuple[list[bytes], list[_Page]]:
    """The first packets, and the pages after them; both codecs begin the sound on a new page."""
    packets: list[bytes] = []
    open_packet = b""
    for number, page in enumerate(pages, 1):
        at = 0
        for size in page.lacing:
            open_packet += page.body[at : at + size]
            at += size
            if size < 255:
                packets.append(open_packet)
                open_packet = b""
        if len(packets) >= count:
            if len(packets) > count or open_packet:
                break
            return packets, pages[number:]
    raise Refusal(Code.MEDIA_UNREADABLE)


def _no_comments(first: bytes) -> bytes:
    """No vendor, no comments; Vorbis ends the packet with a bit that is set."""
    return b"OpusTags" + bytes(8) if first.startswith(b"OpusHead") else b"\x03vorbis" + bytes(8) + b"\x01"


def _paged(packets: list[bytes], serial: bytes) -> Iterator[_Page]:
    """Pages of at most 255 pieces; one on which no packet ends has position -1."""
    lacing = b"".join(_lacing(len(packet)) for packet in packets)
    body = b"".join(packets)
    at = 0
    for start in range(0, len(lacing), 255):
        part = lacing[start : start + 255]
        size = sum(part)
        continued = _CONTINUED if start and lacing[start - 1] == 255 else 0
        position = bytes(8) if min(part) < 255 else b"\xff" * 8
        yield _Page(continued, position, serial, part, body[at : at + size])
        at += size


def _lacing(size: int) -> bytes:
    return b"\xff" * (size // 255) + bytes([size % 255])


def _written(page: _Page, number: int) -> bytes:
    head = b"OggS\0" + bytes([page.flags]) + page.position + page.serial + number.to_bytes(4, "little")
    rest = bytes([len(page.lacing)]) + page.lacing + page.body
    return head + _checksum(head + bytes(4) + rest).to_bytes(4, "little") + rest


def _table() -> tuple[int, ...]:
    table = []
    for value in range(256):
        rest = value << 24
        for _ in range(8):
            rest = (rest << 1 ^ (_POLYNOMIAL if rest & 0x80000000 else 0)) & 0xFFFFFFFF
        table.append(rest)
    return tuple(table)


_TABLE = _table()


def _checksum(data: bytes) -> int:
    """The CRC of Ogg: not reflected, starting from zero."""
    rest = 0
    for each in data:
        rest = (rest << 8 & 0xFFFFFFFF) ^ _TABLE[rest >> 24 ^ each]
    return rest
