"""Recovery codes: 130 random bits as 26 Crockford base32 characters in five groups, each with a check character.

The check is a Horner sum over GF(32), so any wrong character and any swap of neighbours within a group is noticed and
the group can be named.
"""

from fieldkit.clock import Clock
from fieldkit.errors import Code, Refusal

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS = (5, 5, 5, 5, 6)
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_FIELD = 0b100101
"""x^5 + x^2 + 1, irreducible over GF(2)."""


def new_code(clock: Clock) -> str:
    """A fresh code as printed: groups parted by hyphens."""
    characters = "".join(_ALPHABET[byte % 32] for byte in clock.random_bytes(sum(_GROUPS)))
    groups: list[str] = []
    for length in _GROUPS:
        group, characters = characters[:length], characters[length:]
        groups.append(group + _check(group))
    return "-".join(groups)


def secret_of(typed: str) -> str:
    """The 26 characters of a typed code; case, spaces, hyphens and look-alike characters do not matter.

    Raises Refusal(VAULT_WRONG_RECOVERY_CODE, group=n) naming the first group that is wrong (from 1).
    """
    rest = "".join(typed.split()).replace("-", "").upper().translate(_ALIKE)
    secret = ""
    for number, length in enumerate(_GROUPS, start=1):
        group, rest = rest[: length + 1], rest[length + 1 :]
        right = len(group) == length + 1 and all(character in _ALPHABET for character in group)
        if not right or group[-1] != _check(group[:-1]):
            raise Refusal(Code.VAULT_WRONG_RECOVERY_CODE, group=number)
        secret += group[:-1]
    if rest:
        raise Refusal(Code.VAULT_WRONG_RECOVERY_CODE, group=len(_GROUPS))
    return secret


def _check(group: str) -> str:
    total = 0
    for character in group:
        total = (total ^ _ALPHABET.index(character)) << 1
        if total & 0b100000:
            total ^= _FIELD
    return _ALPHABET[total]
