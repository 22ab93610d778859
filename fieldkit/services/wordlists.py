"""Lists of plain words: passphrases drawn by chance, worth what is said of them, and numbers said in words."""

import math
from functools import cache

from fieldkit import paths
from fieldkit.clock import Clock

LANGUAGES = ("en", "ru")
"""Languages that have a list; others draw from the first."""
COUNT = 6
"""Words of a passphrase."""
_DRAW = 2**16


def draw(language: str, clock: Clock) -> str:
    """A passphrase of six different words, every choice of them equally likely."""
    words, drawn = _words(_with_list(language)), list[str]()
    while len(drawn) < COUNT:
        word = words[_below(len(words), clock)]
        if word not in drawn:
            drawn.append(word)
    return " ".join(drawn)


def spelled(value: int, count: int, language: str) -> tuple[str, ...]:
    """A number in as many words of a list, the highest place first. Raises OverflowError if they are too few."""
    words, found = _words(_with_list(language)), list[str]()
    for _ in range(count):
        value, place = divmod(value, len(words))
        found.append(words[place])
    if value:
        msg = "the number needs more words"
        raise OverflowError(msg)
    return tuple(reversed(found))


def bits(language: str) -> float:
    """What one word is worth."""
    return math.log2(len(_words(_with_list(language))))


def bits_of_draw(language: str) -> int:
    """What a drawn passphrase is worth, in whole bits."""
    return math.floor(math.log2(math.perm(len(_words(_with_list(language))), COUNT)))


@cache
def known(language: str) -> frozenset[str]:
    """All words of a list."""
    return frozenset(_words(language))


@cache
def _words(language: str) -> tuple[str, ...]:
    return tuple((paths.resources() / "words" / f"{language}.txt").read_text(encoding="utf-8").split())


def _with_list(language: str) -> str:
    return language if language in LANGUAGES else LANGUAGES[0]


def _below(limit: int, clock: Clock) -> int:
    """A number below `limit`; the uneven end of the range of two bytes is drawn again."""
    while True:
        number = int.from_bytes(clock.random_bytes(2))
        if number < _DRAW - _DRAW % limit:
            return number % limit
