"""One page of a SQLCipher 4 database by itself: whether it is as it was written, and what it holds.

Format: https://www.zetetic.net/sqlcipher/design/ (AES-256-CBC, HMAC-SHA-512 over ciphertext, vector and page number).
"""

import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE = 4096
"""Bytes of a page."""
SALT = 16
"""Bytes of the salt in front of the first page, which is no part of what it holds."""
_VECTOR, _MAC = 16, 64
"""Bytes with which each page ends."""
_KEY = 32
_MASK = 0x3A
"""Of the salt, for the key of the MAC."""
_ROUNDS = 2


class PageError(ValueError):
    """The page is not as it was written under this key."""


class PageKey:
    """The keys of a database."""

    def __init__(self, key: bytes) -> None:
        """`key` has 48 bytes: the key and the salt of the file."""
        self._key, salt = key[:_KEY], key[_KEY:]
        masked = bytes(byte ^ _MASK for byte in salt)
        self._mac_key = hashlib.pbkdf2_hmac("sha512", self._key, masked, _ROUNDS, _KEY)

    def authenticate(self, number: int, page: bytes) -> bytes:
        """Ciphertext and vector of the page with this number, counted from 1. Raises PageError."""
        sealed, mac = page[SALT if number == 1 else 0 : -_MAC], page[-_MAC:]
        expected = hmac.digest(self._mac_key, sealed + number.to_bytes(4, "little"), "sha512")
        if not hmac.compare_digest(mac, expected):
            raise PageError
        return sealed

    def open(self, number: int, page: bytes) -> bytes:
        """What the page holds, of the first one without its salt. Raises PageError."""
        sealed = self.authenticate(number, page)
        decryptor = Cipher(algorithms.AES(self._key), modes.CBC(sealed[-_VECTOR:])).decryptor()
        return decryptor.update(sealed[:-_VECTOR]) + decryptor.finalize()
