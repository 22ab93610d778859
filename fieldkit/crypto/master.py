"""The master key of a vault: every other key derives from it (security notes, section 3)."""

import hashlib
import hmac

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from fieldkit import canonical
from fieldkit.clock import Clock
from fieldkit.crypto import kdf
from fieldkit.crypto.slot_file import SlotFile

BYTES = 32
_NONCE_BYTES = 12


class MasterKey:
    """32 random bytes. Never printed, never written unwrapped."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def database(self) -> bytes:
        """48 bytes: the SQLCipher key (32) and its salt (16)."""
        return kdf.expand(self._secret, "database v1", 48)

    def authenticate(self, file: SlotFile) -> str:
        """The MAC that `file` must carry, hex."""
        message = canonical.encode(msgspec.structs.replace(file, mac="0" * 64))
        return hmac.new(kdf.expand(self._secret, "slot mac v1", 32), message, hashlib.sha256).hexdigest()

    def made(self, file: SlotFile) -> bool:
        """Whether `file` is one of this master key, and as it was written."""
        return hmac.compare_digest(self.authenticate(file), file.mac)

    def sign(self, file: SlotFile) -> SlotFile:
        """`file` with its MAC."""
        return msgspec.structs.replace(file, mac=self.authenticate(file))

    def wrap(self, key: bytes, nonce: bytes, context: bytes) -> str:
        """The master key encrypted under `key`, hex, nonce first."""
        return (nonce + ChaCha20Poly1305(key).encrypt(nonce, self._secret, context)).hex()

    @classmethod
    def unwrapped(cls, key: bytes, wrapped: str, context: bytes) -> "MasterKey | None":
        """The master key that `wrap` encrypted; None if the key, the context or anything of the text is another."""
        data = bytes.fromhex(wrapped)
        try:
            return cls(ChaCha20Poly1305(key).decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], context))
        except (InvalidTag, ValueError):
            return None

    def reveal(self) -> bytes:
        """The bytes themselves, for what seals them to somebody's key at once."""
        return self._secret


def new_master_key(clock: Clock) -> MasterKey:
    """A fresh master key."""
    return MasterKey(clock.random_bytes(BYTES))
