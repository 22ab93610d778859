"""Sealing to X25519 recipients as age files, and opening them with the traps of the library kept shut.

Security notes, section 4.3: the header is checked before pyrage sees it (its parser is quadratic), recipients whose
key makes it panic are refused beforehand, and the plaintext goes into a sink with a limit. Passphrases, armour, SSH
keys and plugins are never used.
"""

import io

import pyrage
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from pyrage import x25519

from fieldkit.crypto import bech32

MAX_HEADER = 16 * 1024
MAX_STANZAS = 64
MAX_PLAINTEXT = 1024**3

_VERSION_LINE = b"age-encryption.org/v1\n"
_MAC_LINE = b"\n--- "
_STANZA_LINE = b"\n-> "
_NO_MATCH = "No matching keys found"


class SealError(ValueError):
    """Something sealed, or a key to seal to, is refused."""


class NotSealed(SealError):  # noqa: N818  reads as the answer to "can this be opened?"
    """The bytes are no age file, or one with a header beyond all reason."""


class NotForYou(SealError):  # noqa: N818
    """The file is sealed to others, or the part that names its recipients is damaged."""


class Damaged(SealError):  # noqa: N818
    """The file was changed or cut after it was sealed."""


class TooLarge(SealError):  # noqa: N818
    """The plaintext is longer than allowed."""


class BadRecipient(SealError):  # noqa: N818
    """The text is no X25519 recipient in canonical form, or one whose key keeps nothing secret."""


class _Sink(io.BytesIO):
    """Takes at most `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._room = limit

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]  # narrower on purpose
        self._room -= len(data)
        if self._room < 0:
            raise TooLarge
        return super().write(data)


def new_identity() -> str:
    """A fresh secret key, `AGE-SECRET-KEY-1…`."""
    return str(x25519.Identity.generate())


def identity_from(secret: bytes) -> str:
    """The secret key made of 32 bytes that nobody else knows: the same bytes, the same key."""
    return bech32.encode("age-secret-key-", secret).upper()


def recipient_of(identity: str) -> str:
    """The public key that belongs to `identity`, `age1…` in lower case."""
    return str(x25519.Identity.from_str(identity).to_public())


def check_recipient(text: str) -> None:
    """Raise BadRecipient unless `text` is a canonical X25519 recipient of full order.

    pyrage takes a low-order key and then ends the program's thread with an exception that no handler expects.
    """
    try:
        canonical = str(x25519.Recipient.from_str(text))
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(bech32.payload(canonical)))
    except (pyrage.RecipientError, ValueError) as error:
        raise BadRecipient from error
    if canonical != text:
        raise BadRecipient


def seal(plaintext: bytes, recipients: tuple[str, ...]) -> bytes:
    """An age file of `plaintext` for every one of `recipients`. Raises BadRecipient, also if there are none."""
    if not recipients:
        raise BadRecipient
    for recipient in recipients:
        check_recipient(recipient)
    sealed: bytes = pyrage.encrypt(plaintext, [x25519.Recipient.from_str(recipient) for recipient in recipients])
    return sealed


def check_header(ciphertext: bytes) -> None:
    """Check the shape and size of the header without parsing it, which costs next to nothing.

    Raises NotSealed, or Damaged if an age file ends inside its header.
    """
    if not ciphertext.startswith(_VERSION_LINE):
        raise Damaged if ciphertext and _VERSION_LINE.startswith(ciphertext) else NotSealed
    end = ciphertext.find(_MAC_LINE, 0, MAX_HEADER)
    if end < 0:
        raise Damaged if len(ciphertext) < MAX_HEADER else NotSealed
    if ciphertext.count(_STANZA_LINE, 0, end) > MAX_STANZAS:
        raise NotSealed


def open_sealed(ciphertext: bytes, identity: str, *, limit: int = MAX_PLAINTEXT) -> bytes:
    """The plaintext of an age file sealed to `identity`, at most `limit` bytes.

    Raises NotSealed, NotForYou, Damaged or TooLarge.
    """
    check_header(ciphertext)
    sink = _Sink(limit)
    try:
        pyrage.decrypt_io(io.BytesIO(ciphertext), sink, [x25519.Identity.from_str(identity)])
    except pyrage.DecryptError as error:
        if str(error) == _NO_MATCH:
            raise NotForYou from None
        raise Damaged from None
    except OSError:
        # The library writes what it has before it finds a cut or changed chunk; the sink is dropped with this frame.
        raise Damaged from None
    return sink.getvalue()
