"""The file of the key slots: what it holds, and reading it with suspicion (security notes, section 3).

Canonical JSON of at most 16 KiB. Nothing of it is secret by itself; the MAC over all of it is under a key of the master
key, so that it can be verified only after one slot has opened.
"""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal, TypeAlias

import msgspec

from fieldkit import canonical
from fieldkit.crypto.kdf import Cost
from fieldkit.errors import Code, Refusal

MAX_BYTES = 16 * 1024
MAX_SLOTS = 16
MAX_OFFICERS = 8
"""Recipients of an escrow slot: more of them would not make the key safer, and the file stays small."""
Hex16: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}\Z")]
Hex32: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]
SlotId: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=63)]
Generation: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=2**40)]
Sealed: TypeAlias = Annotated[bytes, msgspec.Meta(min_length=1, max_length=4096)]
"""An age file to at most `MAX_OFFICERS` recipients: 1.2 KB."""
_Wrap = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{120}\Z")]


class SlotType(StrEnum):
    """What opens a slot."""

    PASSPHRASE = "passphrase"  # noqa: S105  a kind of slot, not a secret
    RECOVERY = "recovery"
    ESCROW = "escrow"


class SecretSlot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """A way to the master key for whoever knows a secret.

    `wrap` = nonce and ChaCha20-Poly1305 of the master key under the stretched secret.
    """

    type: ClassVar[SlotType]
    id: SlotId
    salt: Hex16
    cost: Cost
    wrap: _Wrap


class PassphraseSlot(SecretSlot, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="passphrase"):
    """Opened by the passphrase."""

    type = SlotType.PASSPHRASE


class RecoverySlot(SecretSlot, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="recovery"):
    """Opened by the printed recovery code."""

    type = SlotType.RECOVERY


class EscrowSlot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type", tag="escrow"):
    """Opened by officers' devices, and by nothing on this laptop.

    `age` is the master key sealed to them, `fp` marks whom: marks that only the open vault can tell apart.
    """

    type: ClassVar[SlotType] = SlotType.ESCROW
    id: SlotId
    age: Sealed
    fp: Annotated[tuple[Hex16, ...], msgspec.Meta(min_length=1, max_length=MAX_OFFICERS)]


Slot: TypeAlias = PassphraseSlot | RecoverySlot | EscrowSlot


class SlotFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file. `gen` grows with each change; `mac` covers everything else under a key of the master key.

    `kdf_floor` is what a passphrase slot of this vault costs at least; vaults of before 0.1.0 do not say.
    """

    magic: Literal["fieldkit-slots"] = "fieldkit-slots"
    v: Literal[1] = 1
    vault: Hex16
    gen: Generation
    kdf_floor: Cost | msgspec.UnsetType = msgspec.UNSET
    slots: Annotated[tuple[Slot, ...], msgspec.Meta(min_length=1, max_length=MAX_SLOTS)]
    mac: Hex32

    def of(self, kind: SlotType) -> tuple[Slot, ...]:
        """The slots of one kind."""
        return tuple(slot for slot in self.slots if slot.type is kind)

    @property
    def escrow(self) -> EscrowSlot | None:
        """The slot that officers open; a vault has at most one."""
        return next((slot for slot in self.slots if isinstance(slot, EscrowSlot)), None)

    @property
    def free_id(self) -> int:
        """A number that no slot has."""
        taken = {slot.id for slot in self.slots}
        number = max(taken, default=0) + 1
        return number if number < 64 else min(set(range(64)) - taken)


def encode(file: SlotFile) -> bytes:
    """The bytes to write."""
    return canonical.encode(file)


def decode(untrusted: bytes) -> SlotFile:
    """A slot file from bytes, with at most one slot of each kind: a guess shall not cost several times what it says.

    Raises Refusal(VAULT_SLOTS_DAMAGED).
    """
    if len(untrusted) > MAX_BYTES:
        raise Refusal(Code.VAULT_SLOTS_DAMAGED)
    try:
        file = canonical.decode(untrusted, SlotFile)
    except canonical.NotCanonicalError:
        raise Refusal(Code.VAULT_SLOTS_DAMAGED) from None
    count = len(file.slots)
    if len({slot.id for slot in file.slots}) != count or len({slot.type for slot in file.slots}) != count:
        raise Refusal(Code.VAULT_SLOTS_DAMAGED)
    return file
