"""Codes that stand for people: drawn by chance, so that neither a name nor an order can be read out of one.

`P-7K3M9QX`: six characters of chance and a check character (security notes, section 8). Thirty bits are enough to tell
the people of a project apart, and few enough to be read aloud.
"""

from collections.abc import Container

from fieldkit import crockford
from fieldkit.clock import Clock
from fieldkit.domain.ids import PersonCode
from fieldkit.errors import Code, Refusal

_PREFIX = "P"
_CHANCE = 6


def new_code(clock: Clock, taken: Container[str] = ()) -> PersonCode:
    """A fresh code, none of those `taken`."""
    while True:
        characters = crockford.spell(clock.random_bytes(_CHANCE))
        code = f"{_PREFIX}-{characters}{crockford.check(characters)}"
        if code not in taken:
            return code


def is_code(value: str) -> bool:
    """Whether a value is a code, spelled as codes are: nothing that somebody else would write by chance."""
    try:
        return value.startswith(f"{_PREFIX}-") and read(value) == value
    except Refusal:
        return False


def read(typed: str) -> PersonCode:
    """The code that somebody typed. Raises Refusal(IDENTITY_BAD_CODE) for a mistyped one."""
    characters = crockford.tidy(typed).removeprefix(_PREFIX)
    if len(characters) != _CHANCE + 1 or not crockford.is_whole(characters):
        raise Refusal(Code.IDENTITY_BAD_CODE)
    return f"{_PREFIX}-{characters}"
