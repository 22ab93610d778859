"""Ed25519 signatures of devices and projects: keys as seeds, public keys and signatures as lower-case hex."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from fieldkit.clock import Clock

SEED_BYTES = 32
SIGNATURE_BYTES = 64

_SIGN_BIT = 0x80
_LOW_ORDER = frozenset(
    bytes.fromhex(point)
    for point in (
        "00" * 32,
        "01" + "00" * 31,
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
    )
)
"""Points of order 1, 2, 4 and 8 without their sign bit: under such a key one signature fits many messages."""


def new_sign_key(clock: Clock) -> bytes:
    """A fresh seed of 32 bytes; whoever holds it can sign."""
    return clock.random_bytes(SEED_BYTES)


def public_key(seed: bytes) -> str:
    """The public key of `seed`, 64 hex characters. Raises ValueError unless the seed has 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()


def sign(seed: bytes, message: bytes) -> str:
    """The signature of `message`, 128 hex characters (RFC 8032: the same each time)."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message).hex()


def verify(public_hex: str, message: bytes, signature_hex: str) -> bool:
    """Whether the holder of `public_hex` signed `message`. False for anything malformed; never raises."""
    if not is_sign_key(public_hex):
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_hex))
        key.verify(bytes.fromhex(signature_hex), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def is_sign_key(public_hex: str) -> bool:
    """Whether the text is a public key of 32 bytes that binds its holder (no low-order point)."""
    try:
        point = bytes.fromhex(public_hex)
    except ValueError:
        return False
    return len(point) == SEED_BYTES and point[:-1] + bytes([point[-1] & ~_SIGN_BIT]) not in _LOW_ORDER
