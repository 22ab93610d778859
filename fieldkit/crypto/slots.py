"""Key slots: the master key wrapped under a passphrase and under a recovery code, in one authenticated small file.

Security notes, section 3. Bytes in, bytes out; writing both copies durably is the store's work.
"""

import hashlib
import hmac
from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from fieldkit import canonical
from fieldkit.clock import Clock
from fieldkit.crypto import kdf, recovery
from fieldkit.crypto.kdf import Cost
from fieldkit.errors import Code, Refusal

MAX_BYTES = 16 * 1024
_NONCE_BYTES = 12
_Hex16 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
_Hex32 = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
_Wrap = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{120}\Z")]


class SlotType(StrEnum):
    """Which secret opens a slot."""

    PASSPHRASE = "passphrase"  # noqa: S105  a kind of slot, not a secret
    RECOVERY = "recovery"


class Slot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way to the master key. `wrap` = nonce and ChaCha20-Poly1305 of the master key under the stretched secret."""

    id: Annotated[int, msgspec.Meta(ge=0, le=63)]
    type: SlotType
    salt: _Hex16
    cost: Cost
    wrap: _Wrap


class SlotFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file. `gen` grows with each change; `mac` covers everything else under a key of the master key."""

    magic: Literal["fieldkit-slots"] = "fieldkit-slots"
    v: Literal[1] = 1
    vault: _Hex16
    gen: Annotated[int, msgspec.Meta(ge=1, le=2**40)]
    slots: Annotated[tuple[Slot, ...], msgspec.Meta(min_length=1, max_length=16)]
    mac: _Hex32


class MasterKey:
    """32 random bytes from which every other key of a vault derives. Never printed, never written unwrapped."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def database(self) -> bytes:
        """48 bytes: the SQLCipher key (32) and its salt (16)."""
        return kdf.expand(self._secret, "database v1", 48)

    def _slot_mac(self) -> bytes:
        return kdf.expand(self._secret, "slot mac v1", 32)

    def authenticate(self, file: SlotFile) -> str:
        """The MAC that `file` must carry, hex."""
        message = canonical.encode(msgspec.structs.replace(file, mac="0" * 64))
        return hmac.new(self._slot_mac(), message, hashlib.sha256).hexdigest()

    def made(self, file: SlotFile) -> bool:
        """Whether `file` is one of this master key, and as it was written."""
        return hmac.compare_digest(self.authenticate(file), file.mac)

    def wrap(self, key: bytes, nonce: bytes, context: bytes) -> str:
        """The master key encrypted under `key`, hex, nonce first."""
        return (nonce + ChaCha20Poly1305(key).encrypt(nonce, self._secret, context)).hex()


def new_master_key(clock: Clock) -> MasterKey:
    """A fresh master key."""
    return MasterKey(clock.random_bytes(32))


def create(master: MasterKey, passphrase: str, recovery_code: str, cost: Cost, clock: Clock) -> SlotFile:
    """Slots for a new vault: one for the passphrase, one for the recovery code."""
    vault = clock.random_bytes(16).hex()
    return _for_both(master, passphrase, recovery_code, cost, clock, vault=vault, gen=1)


def exchange(
    file: SlotFile, master: MasterKey, passphrase: str, recovery_code: str, cost: Cost, clock: Clock
) -> SlotFile:
    """The next generation of `file` for another master key: no slot of the old one stays."""
    return _for_both(master, passphrase, recovery_code, cost, clock, vault=file.vault, gen=file.gen + 1)


def unlock(file: SlotFile, kind: SlotType, secret: str, floor: Cost) -> MasterKey:
    """The master key.

    Raises Refusal: VAULT_KDF_REFUSED if a passphrase slot costs less than `floor` (somebody weakened the file) or more
    than the caps; VAULT_WRONG_PASSPHRASE or VAULT_WRONG_RECOVERY_CODE; VAULT_SLOTS_DAMAGED if the MAC does not fit.
    """
    wrong = Code.VAULT_WRONG_PASSPHRASE if kind is SlotType.PASSPHRASE else Code.VAULT_WRONG_RECOVERY_CODE
    text = recovery.secret_of(secret) if kind is SlotType.RECOVERY else secret
    for slot in file.slots:
        if slot.type is not kind:
            continue
        if kind is SlotType.PASSPHRASE and not slot.cost.reaches(floor):
            raise Refusal(Code.VAULT_KDF_REFUSED)
        master = _unwrap(slot, text, file.vault)
        if master is None:
            continue
        if not master.made(file):
            raise Refusal(Code.VAULT_SLOTS_DAMAGED)
        return master
    raise Refusal(wrong, group=0)


def replace_passphrase(file: SlotFile, master: MasterKey, passphrase: str, cost: Cost, clock: Clock) -> SlotFile:
    """The next generation of `file` with all passphrase slots replaced by one for `passphrase`; others stay."""
    kept = tuple(slot for slot in file.slots if slot.type is not SlotType.PASSPHRASE)
    number = max((slot.id for slot in file.slots), default=0) + 1
    free = number if number < 64 else min(set(range(64)) - {slot.id for slot in kept})
    slot = _new_slot(free, SlotType.PASSPHRASE, passphrase, master, file.vault, cost, clock)
    changed = msgspec.structs.replace(file, gen=file.gen + 1, slots=(slot, *kept), mac="0" * 64)
    return _sealed(changed, master)


def encode(file: SlotFile) -> bytes:
    """The bytes to write."""
    return canonical.encode(file)


def decode(untrusted: bytes) -> SlotFile:
    """A slot file from bytes. Raises Refusal(VAULT_SLOTS_DAMAGED)."""
    if len(untrusted) > MAX_BYTES:
        raise Refusal(Code.VAULT_SLOTS_DAMAGED)
    try:
        file = canonical.decode(untrusted, SlotFile)
    except canonical.NotCanonicalError:
        raise Refusal(Code.VAULT_SLOTS_DAMAGED) from None
    if len({slot.id for slot in file.slots}) != len(file.slots):
        raise Refusal(Code.VAULT_SLOTS_DAMAGED)
    return file


def _for_both(
    master: MasterKey, passphrase: str, recovery_code: str, cost: Cost, clock: Clock, *, vault: str, gen: int
) -> SlotFile:
    first = _new_slot(0, SlotType.PASSPHRASE, passphrase, master, vault, cost, clock)
    low = cost if kdf.RECOVERY_COST.reaches(cost) else kdf.RECOVERY_COST
    second = _new_slot(1, SlotType.RECOVERY, recovery.secret_of(recovery_code), master, vault, low, clock)
    return _sealed(SlotFile(vault=vault, gen=gen, slots=(first, second), mac="0" * 64), master)


def _new_slot(
    number: int, kind: SlotType, secret: str, master: MasterKey, vault: str, cost: Cost, clock: Clock
) -> Slot:
    salt = clock.random_bytes(16)
    bare = Slot(id=number, type=kind, salt=salt.hex(), cost=cost, wrap="0" * 120)
    key = kdf.stretch(secret, salt, cost)
    return msgspec.structs.replace(bare, wrap=master.wrap(key, clock.random_bytes(_NONCE_BYTES), _context(bare, vault)))


def _unwrap(slot: Slot, secret: str, vault: str) -> MasterKey | None:
    key = kdf.stretch(secret, bytes.fromhex(slot.salt), slot.cost)
    data = bytes.fromhex(slot.wrap)
    try:
        plain = ChaCha20Poly1305(key).decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], _context(slot, vault))
    except InvalidTag:
        return None
    return MasterKey(plain)


def _context(slot: Slot, vault: str) -> bytes:
    """What a wrap is bound to: the slot without its wrap, and the vault."""
    return canonical.encode(msgspec.structs.replace(slot, wrap="0" * 120)) + vault.encode("ascii")


def _sealed(file: SlotFile, master: MasterKey) -> SlotFile:
    return msgspec.structs.replace(file, mac=master.authenticate(file))
