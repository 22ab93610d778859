"""Recovery codes: 130 random bits as 26 Crockford base32 characters in five groups, each with a check character.

A wrong character, or a swap of neighbours, is noticed within its group, and the group can be named.
"""

from fieldkit import crockford
from fieldkit.clock import Clock
from fieldkit.errors import Code, Refusal

_GROUPS = (5, 5, 5, 5, 6)


def new_code(clock: Clock) -> str:
    """A fresh code as printed: groups parted by hyphens."""
    characters = crockford.spell(clock.random_bytes(sum(_GROUPS)))
    groups: list[str] = []
    for length in _GROUPS:
        group, characters = characters[:length], characters[length:]
        groups.append(group + crockford.check(group))
    return "-".join(groups)


def secret_of(typed: str) -> str:
    """The 26 characters of a typed code; case, spaces, hyphens and look-alike characters do not matter.

    Raises Refusal(VAULT_WRONG_RECOVERY_CODE, group=n) naming the first group that is wrong (from 1).
    """
    rest = crockford.tidy(typed)
    secret = ""
    for number, length in enumerate(_GROUPS, start=1):
        group, rest = rest[: length + 1], rest[length + 1 :]
        if len(group) != length + 1 or not crockford.is_whole(group):
            raise Refusal(Code.VAULT_WRONG_RECOVERY_CODE, group=number)
        secret += group[:-1]
    if rest:
        raise Refusal(Code.VAULT_WRONG_RECOVERY_CODE, group=len(_GROUPS))
    return secret
