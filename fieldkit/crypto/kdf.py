"""Keys from secrets: Argon2id for what people remember, HKDF for what the program derives (RFC 9106, RFC 5869).

The ciphers are imported where they are used: the lock screen needs the costs only, and must be there at once.
"""

import unicodedata
from typing import Annotated

import msgspec

from fieldkit.errors import Code, Refusal

MAX_MEMORY_KIB = 2 * 1024 * 1024
MAX_PASSES = 20
_KEY_BYTES = 32


class Cost(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Argon2id cost: memory in KiB, passes, lanes."""

    m: Annotated[int, msgspec.Meta(ge=8, le=2**40)]
    t: Annotated[int, msgspec.Meta(ge=1, le=2**31)]
    p: Annotated[int, msgspec.Meta(ge=1, le=255)]

    def reaches(self, floor: "Cost") -> bool:
        """Whether this costs a guesser at least as much memory and as many passes as `floor`."""
        return self.m >= floor.m and self.t >= floor.t

    @property
    def is_bearable(self) -> bool:
        """Whether it stays within what a laptop may be asked for: a planted slot file must not hang it."""
        return self.m <= MAX_MEMORY_KIB and self.t <= MAX_PASSES


FIELD_COST = Cost(m=262_144, t=3, p=4)
"""Floor for passphrases: 0.7 to 1 second a guess (security notes, section 3)."""
SMALL_COST = Cost(m=65_536, t=6, p=4)
"""Floor on laptops with less than 4 GiB of memory: about half of that; only for slot files that say so themselves."""
RECOVERY_COST = Cost(m=65_536, t=3, p=4)
"""For recovery codes, which hold 130 random bits already."""
TEST_COST = Cost(m=64, t=1, p=1)
"""Costs nothing; refused wherever the floor is not lowered on purpose, as tests and generated samples do."""


def stretch(secret: str, salt: bytes, cost: Cost) -> bytes:
    """A 32-byte key from a remembered secret, NFC and UTF-8.

    Raises Refusal: VAULT_KDF_REFUSED before any work if the cost is beyond 2 GiB or 20 passes; VAULT_NO_MEMORY if the
    laptop has not got what it takes.
    """
    if not cost.is_bearable:
        raise Refusal(Code.VAULT_KDF_REFUSED)
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415

    data = unicodedata.normalize("NFC", secret).encode("utf-8")
    kdf = Argon2id(salt=salt, length=_KEY_BYTES, iterations=cost.t, lanes=cost.p, memory_cost=max(cost.m, 8 * cost.p))
    try:
        return kdf.derive(data)
    except MemoryError:
        raise Refusal(Code.VAULT_NO_MEMORY) from None


def floor_below(cost: Cost) -> Cost:
    """The floor that a vault whose passphrase costs that much demands from now on."""
    return next((floor for floor in (FIELD_COST, SMALL_COST) if cost.reaches(floor)), cost)


def is_enough(demanded: Cost, floor: Cost) -> bool:
    """Whether a slot file may demand that little: the floor of the program, or in the field that of small laptops."""
    return demanded.reaches(floor) or (floor == FIELD_COST and demanded.reaches(SMALL_COST))


def expand(master: bytes, purpose: str, length: int) -> bytes:
    """`length` bytes for one purpose from a master key, by HKDF-SHA512."""
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    kdf = HKDF(algorithm=hashes.SHA512(), length=length, salt=None, info=b"fieldkit " + purpose.encode("ascii"))
    return kdf.derive(master)
