"""Characters that people read aloud and type without mistakes, and a check character that notices the mistakes.

Crockford's base32. The check is a Horner sum over GF(32), so any wrong character and any swap of neighbours is noticed.
"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_FIELD = 0b100101
"""x^5 + x^2 + 1, irreducible over GF(2)."""


def spell(random: bytes) -> str:
    """One character for each byte, all equally likely."""
    return "".join(ALPHABET[byte % 32] for byte in random)


def tidy(typed: str) -> str:
    """What was meant: case, spaces, hyphens and look-alike characters do not matter."""
    return "".join(typed.split()).replace("-", "").upper().translate(_ALIKE)


def check(characters: str) -> str:
    """The check character of some others. Raises ValueError for one that is not of the alphabet."""
    total = 0
    for character in characters:
        total = (total ^ ALPHABET.index(character)) << 1
        if total & 0b100000:
            total ^= _FIELD
    return ALPHABET[total]


def is_whole(group: str) -> bool:
    """Whether a group ends with its own check character."""
    return bool(group) and all(each in ALPHABET for each in group) and group[-1] == check(group[:-1])
