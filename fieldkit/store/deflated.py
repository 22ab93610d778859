"""Bodies and facts as they lie in the store: deflated (RFC 1951), which halves vaults and backups."""

import zlib

_MARK = b"\x01"
"""Before deflated bytes. Canonical JSON never begins so, as which a store of before keeps its bodies."""
_SIZE = 4
"""Bytes of the length as it was, after the mark."""
HEAD = len(_MARK) + _SIZE
_LEVEL = 6
_RAW = -15
"""No header and no checksum: pages are authenticated, and bodies have their hashes."""


def deflate(data: bytes) -> bytes:
    """The same in fewer bytes, or as it is if it would not be fewer."""
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW)
    packed = _MARK + len(data).to_bytes(_SIZE) + packer.compress(data) + packer.flush()
    return packed if len(packed) < len(data) or data.startswith(_MARK) else data


def inflate(kept: bytes) -> bytes:
    """What `deflate` took, and never more bytes than were said to be there.

    What is damaged comes as it is: it is no body that anybody can read, and fits no hash.
    """
    if not kept.startswith(_MARK):
        return kept
    size, unpacker = size_of(kept, len(kept)), zlib.decompressobj(_RAW)
    try:
        data = unpacker.decompress(kept[HEAD:], size) if size else b""
    except zlib.error:
        return kept
    return data if len(data) == size else kept


def size_of(head: bytes, length: int) -> int:
    """How many bytes there are once inflated, by the first `HEAD` of those kept and their number."""
    return int.from_bytes(head[len(_MARK) : HEAD]) if head.startswith(_MARK) else length
