"""ChaCha20-Poly1305 and HKDF once more, written from their RFCs with nothing but integers and hashlib: slow and plain."""

import hashlib
import hmac
import struct
from collections.abc import Iterator

_WORD = 0xFFFFFFFF
_CONSTANTS = struct.unpack("<4I", b"expand 32-byte k")
_ROUNDS = (
    (0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
    (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14),
)  # fmt: skip
_PRIME, _CLAMP = 2**130 - 5, 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF


def chacha20_poly1305(key: bytes, nonce: bytes, plain: bytes, context: bytes) -> bytes:
    """Ciphertext and tag (RFC 8439, section 2.8)."""
    stream = b"".join(_block(key, number, nonce) for number in range(1, len(plain) // 64 + 2))
    cipher = bytes(one ^ two for one, two in zip(plain, stream, strict=False))
    lengths = struct.pack("<QQ", len(context), len(cipher))
    return cipher + _poly1305(_block(key, 0, nonce)[:32], _padded(context) + _padded(cipher) + lengths)


def hkdf_sha512(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """A key for a purpose (RFC 5869, section 2)."""
    pseudo = hmac.new(salt or bytes(64), secret, hashlib.sha512).digest()
    return b"".join(_expanded(pseudo, info, -(-length // 64)))[:length]


def _expanded(pseudo: bytes, info: bytes, blocks: int) -> Iterator[bytes]:
    block = b""
    for number in range(1, blocks + 1):
        block = hmac.new(pseudo, block + info + bytes([number]), hashlib.sha512).digest()
        yield block


def _block(key: bytes, counter: int, nonce: bytes) -> bytes:
    """64 bytes of the stream (section 2.3)."""
    begin = (*_CONSTANTS, *struct.unpack("<8I", key), counter, *struct.unpack("<3I", nonce))
    state = list(begin)
    for _ in range(10):
        for a, b, c, d in _ROUNDS:
            for left, right, turned, by in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
                state[left] = (state[left] + state[right]) & _WORD
                mixed = state[turned] ^ state[left]
                state[turned] = (mixed << by | mixed >> (32 - by)) & _WORD
    return struct.pack("<16I", *((one + two) & _WORD for one, two in zip(state, begin, strict=True)))


def _poly1305(key: bytes, message: bytes) -> bytes:
    """The tag (section 2.5)."""
    factor, added = int.from_bytes(key[:16], "little") & _CLAMP, int.from_bytes(key[16:], "little")
    total = 0
    for start in range(0, len(message), 16):
        total = (total + int.from_bytes(message[start : start + 16] + b"\1", "little")) * factor % _PRIME
    return ((total + added) & (2**128 - 1)).to_bytes(16, "little")


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 16)
