"""Pixels as a PNG, written without a library: what the program itself decodes later never came out of a child as such.

Format: ISO/IEC 15948; 8 bits a channel, no filter, no chunk but the three that must be there.
"""

import zlib

_COLOUR_TYPES = {1: 0, 3: 2, 4: 6}
"""By the number of channels: grey, colour, colour with transparency."""
_FAST = 1


def png(pixels: bytes, width: int, height: int, channels: int) -> bytes:
    """The picture. Raises ValueError if the pixels are not as many as the sizes say."""
    line = width * channels
    if channels not in _COLOUR_TYPES or min(width, height) < 1 or len(pixels) != line * height:
        raise ValueError("other pixels than announced")
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, _COLOUR_TYPES[channels], 0, 0, 0])
    lines = b"".join(b"\0" + pixels[at : at + line] for at in range(0, len(pixels), line))
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, _FAST)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in parts)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
