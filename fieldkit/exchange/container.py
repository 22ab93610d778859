"""The plaintext layout FKB1 of a bundle: manifest, signature, payload, padding (security notes, section 4.1).

"FKB1" | u32 big-endian length | manifest | Ed25519 signature, 64 bytes | payload | table of blobs | blobs | zeros up to
the next 2^k x 64 KiB. Table and blobs are there only if the manifest says so.
"""

import struct
from collections.abc import Iterable

import msgspec

from fieldkit.crypto.signing import SIGNATURE_BYTES
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.limits import MAX_MANIFEST, PAD_UNIT

_FAMILY = b"FKB"
_MAGIC = b"FKB1"
_LENGTH = struct.Struct(">I")
_FRONT = len(_MAGIC) + _LENGTH.size


class Container(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a bundle's plaintext, none of them checked yet. `rest` is the payload with the padding."""

    manifest: bytes
    signature: bytes
    rest: bytes


def wrap(container: Container, more: Iterable[bytes] = ()) -> bytes:
    """The padded plaintext; `rest` is the payload alone, `more` what follows it."""
    front = (_MAGIC, _LENGTH.pack(len(container.manifest)), container.manifest, container.signature, container.rest)
    parts = (*front, *more)
    length = sum(len(part) for part in parts)
    return b"".join((*parts, bytes(_padded(length) - length)))


def unwrap(plaintext: bytes) -> Container:
    """Split a plaintext.

    Raises Refusal (BUNDLE_NOT_A_BUNDLE, BUNDLE_NEWER_FORMAT, BUNDLE_DAMAGED, BUNDLE_TOO_LARGE).
    """
    magic = plaintext[: len(_MAGIC)]
    if magic != _MAGIC:
        later = len(magic) == len(_MAGIC) and magic.startswith(_FAMILY)
        raise Refusal(Code.BUNDLE_NEWER_FORMAT if later else Code.BUNDLE_NOT_A_BUNDLE)
    if len(plaintext) != _padded(len(plaintext)):
        raise Refusal(Code.BUNDLE_DAMAGED)
    (length,) = _LENGTH.unpack_from(plaintext, len(_MAGIC))
    if length > MAX_MANIFEST:
        raise Refusal(Code.BUNDLE_TOO_LARGE)
    end = _FRONT + length
    return Container(
        manifest=plaintext[_FRONT:end],
        signature=plaintext[end : end + SIGNATURE_BYTES],
        rest=plaintext[end + SIGNATURE_BYTES :],
    )


def payload_of(container: Container, length: int, more: int = 0) -> bytes:
    """The payload of `length` bytes, with `more` bytes behind it and then a padding of zeros.

    Raises Refusal (BUNDLE_DAMAGED).
    """
    end = length + more
    padding = len(container.rest) - end
    start = blobs_start(container, end)
    if padding < 0 or container.rest.count(0, end) != padding or _padded(start) != start + padding:
        raise Refusal(Code.BUNDLE_DAMAGED)
    return container.rest[:length]


def blobs_start(container: Container, length: int) -> int:
    """Where in the plaintext that stands which follows a payload of `length` bytes."""
    return _FRONT + len(container.manifest) + SIGNATURE_BYTES + length


def _padded(length: int) -> int:
    """The smallest 2^k x 64 KiB that holds `length` bytes: a size tells little about how much is inside."""
    size = PAD_UNIT
    while size < length:
        size *= 2
    return size
