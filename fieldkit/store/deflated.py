"""Bodies and facts as they lie in the store: deflated (RFC 1951), which halves vaults and backups."""

from typing import cast

from isal import isal_zlib

_MARK = b"\x01"
"""Before deflated bytes. Canonical JSON never begins so, as which a store of before keeps its bodies."""
_SIZE = 4
"""Bytes of the length as it was, after the mark."""
HEAD = len(_MARK) + _SIZE
_LEVEL = 1
"""Three bytes more in a hundred than zlib's sixth level, in a fifth of its time; higher ones hardly save any."""
_DAMAGED = cast("type[Exception]", isal_zlib.error)
"""Their annotations call it a value."""
_RAW = -15
"""No header and no checksum: pages are authenticated, and bodies have their hashes."""


def deflate(data: bytes) -> bytes:
    """The same in fewer bytes, or as it is if it would not be fewer."""
    packer = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, _RAW)
    packed = _MARK + len(data).to_bytes(_SIZE) + packer.compress(data) + packer.flush()
    return packed if len(packed) < len(data) or data.startswith(_MARK) else data


def inflate(kept: bytes) -> bytes:
    """What `deflate` took, and never more bytes than were said to be there.

    What is damaged comes as it is: it is no body that anybody can read, and fits no hash.
    """
    if not kept.startswith(_MARK):
        return kept
    size, unpacker = size_of(kept, len(kept)), isal_zlib.decompressobj(_RAW)
    try:
        data = unpacker.decompress(kept[HEAD:], size) if size else b""
    except _DAMAGED:
        return kept
    return data if len(data) == size else kept


def size_of(head: bytes, length: int) -> int:
    """How many bytes there are once inflated, by the first `HEAD` of those kept and their number."""
    return int.from_bytes(head[len(_MARK) : HEAD]) if head.startswith(_MARK) else length
