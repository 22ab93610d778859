"""Streaming encryption of one blob under a key of its own: 64 KiB chunks of ChaCha20-Poly1305, as in age's payload.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015; C2SP age.md, section "Payload"): the nonce of
a chunk is its number in 11 bytes and one byte that is 1 for the last chunk only. So chunks that are changed, swapped,
repeated, left out or added do not open, and neither does a blob that was cut, even between two chunks. A key must never
encrypt a second blob: the nonces of all blobs are the same.
"""

from collections.abc import Iterator
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from fieldkit.clock import Clock

KEY_BYTES = 32
CHUNK = 64 * 1024
TAG = 16
MOST_PLAIN = 25 * 1024 * 1024
"""Bytes of one blob (security notes, section 4.2)."""

_SEALED_CHUNK = CHUNK + TAG


class BlobError(ValueError):
    """A blob is refused."""


class Damaged(BlobError):  # noqa: N818  as in `sealing`: reads as the answer to a question
    """The blob was changed, cut or extended, or has another key."""


class TooLarge(BlobError):  # noqa: N818
    """The content is longer than allowed."""


class Source(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; none at the end."""
        ...


def new_key(clock: Clock) -> bytes:
    """A fresh key for one blob."""
    return clock.random_bytes(KEY_BYTES)


def sealed_size(plain: int) -> int:
    """Length of the ciphertext of `plain` bytes."""
    return plain + TAG * max(1, -(-plain // CHUNK))


MOST_SEALED = sealed_size(MOST_PLAIN)


def seal(key: bytes, plain: Source, *, limit: int = MOST_PLAIN) -> Iterator[bytes]:
    """The ciphertext of all that `plain` gives, chunk by chunk. Raises TooLarge beyond `limit` bytes."""
    cipher = ChaCha20Poly1305(key)
    left = limit
    for number, chunk, last in _chunks(plain, CHUNK):
        left -= len(chunk)
        if left < 0:
            raise TooLarge
        yield cipher.encrypt(_nonce(number, last=last), chunk, None)


def unseal(key: bytes, sealed: Source, *, limit: int = MOST_PLAIN) -> Iterator[bytes]:
    """The plaintext chunk by chunk, each authentic; the whole is what was sealed only once this has ended.

    Raises Damaged, or TooLarge beyond `limit` bytes.
    """
    cipher = ChaCha20Poly1305(key)
    left = limit
    for number, chunk, last in _chunks(sealed, _SEALED_CHUNK):
        left -= len(chunk) - TAG
        if left < 0:
            raise TooLarge
        try:
            opened = cipher.decrypt(_nonce(number, last=last), chunk, None)
        except (InvalidTag, ValueError):
            raise Damaged from None
        if not opened and number:
            raise Damaged  # age.md: only the chunk of an empty content may be empty
        yield opened


def _chunks(source: Source, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Number, content and whether it is the last one; there is always one chunk, and only the last may be short."""
    number, chunk = 0, _fill(source, size)
    while following := _fill(source, size) if len(chunk) == size else b"":
        yield number, chunk, False
        number, chunk = number + 1, following
    yield number, chunk, True


def _fill(source: Source, size: int) -> bytes:
    """Exactly `size` bytes unless the source ends: pipes give less at a time."""
    parts = []
    while size and (piece := source.read(size)):
        parts.append(piece)
        size -= len(piece)
    return b"".join(parts)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
