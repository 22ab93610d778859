"""ODK's encryption of submissions, opened with the project's private key: bytes in, bytes out.

The RSA key unwraps an AES key; instance id and AES key seed a counter that gives each file its own start, so files must
be opened in the order in which they were written. What ODK calls a signature is an encrypted checksum: anybody who has
the public key can make one, so it tells accidents and nothing about who wrote.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.decrepit.ciphers.modes import CFB
from cryptography.hazmat.primitives import hashes, padding, serialization
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, OAEP
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms

PrivateKey: TypeAlias = RSAPrivateKey

_KEY_BYTES = 32
_BLOCK = 16


class OdkCryptoError(ValueError):
    """A key or something encrypted is refused."""


class BadKey(OdkCryptoError):  # noqa: N818  as in `sealing`: reads as the answer to a question
    """The bytes are no RSA private key in PEM."""


class KeyLocked(OdkCryptoError):  # noqa: N818
    """The private key has a passphrase, and none or a wrong one was given."""


class WrongKey(OdkCryptoError):  # noqa: N818
    """The submission was encrypted to another key."""


class Damaged(OdkCryptoError):  # noqa: N818
    """The content was changed or cut, or the files came in another order."""


def load_key(pem: bytes, passphrase: str = "") -> PrivateKey:
    """The private key of a PEM file, encrypted or not. Raises BadKey or KeyLocked."""
    secret = passphrase.encode("utf-8") if passphrase else None
    try:
        key = serialization.load_pem_private_key(pem, secret)
    except TypeError:
        if secret is None:
            raise KeyLocked from None
        return load_key(pem)  # a passphrase for a key that has none
    except (ValueError, UnsupportedAlgorithm):
        raise (KeyLocked if secret and b"ENCRYPTED" in pem else BadKey) from None
    if not isinstance(key, RSAPrivateKey):
        raise BadKey
    return key


class Opener:
    """Opens the files of one submission, one after the other, and checks them together at the end."""

    def __init__(self, key: PrivateKey, wrapped: str, instance_id: str) -> None:
        """Unwrap the AES key. Raises WrongKey, or Damaged if `wrapped` is no base64."""
        self._private = key
        self._wrapped = "".join(wrapped.split())
        self._secret = _unwrap(key, wrapped)
        if len(self._secret) != _KEY_BYTES:
            raise WrongKey
        self._seed = bytearray(_md5(instance_id.encode("utf-8"), self._secret))
        self._opened = 0
        self._instance_id = instance_id

    def open(self, encrypted: Iterable[bytes]) -> Iterator[bytes]:
        """The plaintext of the next file, piece by piece; take all of it. Raises Damaged at the end of a bad one."""
        self._seed[self._opened % _BLOCK] = (self._seed[self._opened % _BLOCK] + 1) % 256
        self._opened += 1
        start = bytes(self._seed)
        decryptor = Cipher(algorithms.AES(self._secret), CFB(start)).decryptor()
        unpadder = padding.PKCS7(_BLOCK * 8).unpadder()
        try:
            for piece in encrypted:
                yield unpadder.update(decryptor.update(piece))
            yield unpadder.update(decryptor.finalize()) + unpadder.finalize()
        except ValueError:
            raise Damaged from None

    def check(self, form: str, version: str, files: Sequence[tuple[str, str]], signature: str) -> None:
        """Compare what was opened with the checksum made at encryption. Raises Damaged.

        Args:
            form: form id of the manifest.
            version: its version, or an empty text.
            files: name without `.enc` and MD5 of the plaintext in hex, in the order of opening.
            signature: base64 text of the manifest.
        """
        try:
            told = _unwrap(self._private, signature)
        except WrongKey:
            raise Damaged from None
        tail = [self._wrapped, self._instance_id, *(f"{name}::{digest}" for name, digest in files)]
        # Some writers leave the version out even where there is one.
        heads = ([form, version], [form]) if version else ([form],)
        if all(told != _md5("\n".join([*head, *tail, ""]).encode("utf-8")) for head in heads):
            raise Damaged


class Digest:
    """The MD5 that the checksum wants of each file. It is no protection here, only ODK's way of counting."""

    def __init__(self) -> None:
        self._md5 = hashlib.md5(usedforsecurity=False)

    def watch(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Pass pieces on and count them in."""
        for piece in pieces:
            self._md5.update(piece)
            yield piece

    def hex(self) -> str:
        """Of all that passed so far."""
        return self._md5.hexdigest()


def _unwrap(key: PrivateKey, base64_text: str) -> bytes:
    try:
        wrapped = base64.b64decode("".join(base64_text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Damaged from None
    try:
        return key.decrypt(wrapped, OAEP(mgf=MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None))
    except ValueError:
        raise WrongKey from None


def _md5(*parts: bytes) -> bytes:
    return hashlib.md5(b"".join(parts), usedforsecurity=False).digest()
