"""Escrow: the master key sealed to officers' devices as an age file, which this laptop itself cannot open.

Security notes, section 3. What is sealed names the vault and its device, so that an officer who is asked to open it
sees whose it is, whatever the asking says.
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec

from fieldkit import canonical
from fieldkit.crypto import kdf, sealing
from fieldkit.crypto.master import BYTES, MasterKey
from fieldkit.crypto.slot_file import EscrowSlot, Hex16

_LIMIT = 1024
_MARK_BYTES = 16


class Entrusted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What officers find inside."""

    magic: Literal["fieldkit-escrow"] = "fieldkit-escrow"
    v: Literal[1] = 1
    vault: Hex16
    device: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f-]{36}\Z")]
    """The device whose vault it was when it was sealed."""
    master: Annotated[bytes, msgspec.Meta(min_length=BYTES, max_length=BYTES)]


@dataclass(frozen=True, slots=True)
class Trust:
    """To whom a vault entrusts its key."""

    device: str
    """The vault's own device."""
    seed: bytes
    """A secret of that device: only with it can the marks of a slot be told apart."""
    recipients: tuple[str, ...]

    def slot(self, master: MasterKey, vault: str, number: int) -> EscrowSlot:
        """The escrow slot of `master`. Raises `sealing.BadRecipient`."""
        inside = Entrusted(vault=vault, device=self.device, master=master.reveal())
        sealed = sealing.seal(canonical.encode(inside), self.recipients)
        return EscrowSlot(id=number, age=sealed, fp=tuple(sorted(mark(self.seed, each) for each in self.recipients)))


def mark(seed: bytes, recipient: str) -> str:
    """How a vault notes that it entrusted its key to `recipient`.

    Under a key of the vault's own, so that the slots of two seized vaults do not tell that they share officers.
    """
    key = kdf.expand(seed, "escrow marks v1", 32)
    return hmac.new(key, recipient.encode("ascii"), hashlib.sha256).digest()[:_MARK_BYTES].hex()


def open_(untrusted: bytes, identity: str) -> Entrusted:
    """What was entrusted to `identity`. Raises `sealing.SealError`: NotForYou, or Damaged for anything else."""
    try:
        return canonical.decode(sealing.open_sealed(untrusted, identity, limit=_LIMIT), Entrusted)
    except canonical.NotCanonicalError:
        raise sealing.Damaged from None
