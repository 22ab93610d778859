"""Given names of the region, and words that look like names, from `resources/privacy/`, in any script and case."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from pathlib import Path

from fieldkit import paths
from fieldkit.domain.folding import fold

TRADITIONS = ("kyrgyz", "kazakh", "uzbek", "tajik", "russian", "others")
_LIGHT = str.maketrans("ёқғңөүұўәіҳһҷӣӯ", "екгноуууаиххжиу")
_CASES = (
    "a u i e om em oi ei iei am ami ah im ih "  # Russian
    "nin din tin nun dun tun nen den ten non don ton nan dan tan ga ge go ka ke ko ni di ti nu du tu da de do ta te to "
    "men ben pen mening "  # Kyrgyz, Kazakh
    "ning ga ka ni da dan niki daki dagi "  # Uzbek
    "ro ra as at ho on ia iam "  # Tajik
    "s es"  # English
)
_ENDINGS = frozenset(_CASES.split())
"""Endings of cases as the folding leaves them."""
_UZBEK_ENDINGS = frozenset(["", "ning", "ga", "ka", "ni", "da", "dan"])
"""Those that a name in small Latin letters may have; English words are full of the others."""
_OF_A = frozenset(["i", "e", "u", "oi", "ei", "iei", "ou", "am", "ami"])
_OF_I = frozenset(["a", "u", "e", "em"])
_RUSSIAN_ENDINGS = frozenset(
    ["а", "я", "ы", "и", "е", "у", "ю", "ой", "ей", "ою", "ею", "ом", "ем", "ью", "ям", "ами", "ями", "ах"]
)
_DOUBLED = re.compile(r"(.)\1")
_LONG = 6
"""Letters of a name that is told from words by its rough spelling alone."""
_LONGEST = 5
_SHORTEST_STEM = 3
_FOND = ("jan", "jon", "bek", "hon", "han", "hoja", "gul", "bai", "mirza", "boi")
_BUILT = re.compile(
    r"(?:.{3,}(?:bek|jan|jon|gul|mirza|murat|murod|berdi|geldi|keldi|bergen|nisa|niso|bibi|dula|dulo|ulo)"
    r"|.{4,}(?:kul|bai|boi|hon|(?<!ar)(?<!er)din|ali|nur|hodja|hoja)|(?:abdu|muham|nur|gul)[^ ]{4,})"
)


class Trust(IntEnum):
    """How sure a lone word is to be a name."""

    NONE = 0
    FORM = 1
    """Adjectives end like that too: only the company of a name or a title makes it one."""
    MAYBE = 2
    """Also an ordinary word."""
    SURE = 3


@dataclass(frozen=True, slots=True)
class Lists:
    """What the files hold, by folded words."""

    given: dict[str, Trust]
    spellings: dict[str, frozenset[str]]
    """Folded given name -> how it is written, in small letters."""
    surnames: frozenset[str]
    words: frozenset[str]
    rough_words: frozenset[str]
    """The same, folded, for words in Latin letters."""
    places: frozenset[str]


@cache
def lists() -> Lists:
    """The files, read once."""
    folder = paths.resources() / "privacy"
    given: dict[str, Trust] = {}
    spellings: defaultdict[str, set[str]] = defaultdict(set)
    for tradition in TRADITIONS:
        for word in _read(folder / f"{tradition}.txt"):
            name = word.removesuffix("~")
            found = key(name)
            trust = Trust.MAYBE if word.endswith("~") else Trust.SURE
            given[found] = min(trust, given.get(found, trust))
            spellings[found].add(light(name))
    return Lists(
        given,
        {found: frozenset(names) for found, names in spellings.items()},
        frozenset(key(word.removesuffix("~")) for word in _read(folder / "surnames.txt")),
        frozenset(light(word) for word in _read(folder / "words.txt")),
        frozenset(key(word) for word in _read(folder / "words.txt")),
        frozenset(key(word) for word in _read(folder / "places.txt")),
    )


def key(word: str) -> str:
    """A word in one rough spelling; the apostrophes of Uzbek change its vowels and go."""
    plain = word.lower().removesuffix("'s").replace("o'", "u").replace("-", "").replace("'", "")
    return fold(plain).replace(" ", "")


def light(word: str) -> str:
    """A word in small letters without the letters that only some keyboards have."""
    return word.lower().translate(_LIGHT)


@lru_cache(maxsize=65536)
def given(word: str, *, small: bool) -> Trust:
    """Whether a word, in any case, is a given name.

    Args:
        word: as it stands in the text.
        small: whether it stands in small letters; then it has to be spelled as the list has it, and be no other word.
    """
    plain = light(word)
    known = lists()
    if plain in known.words and (small or key(word) not in known.given):
        return Trust.NONE
    folded = key(word)
    if small and plain.isascii() and folded in known.rough_words:
        return Trust.NONE
    best = Trust.NONE
    for found in _lookup(folded):
        if small and plain.isascii() and folded.removeprefix(found) not in _UZBEK_ENDINGS:
            continue
        if (small or len(found) < _LONG) and not _spelled(plain, found):
            continue
        best = max(best, known.given[found])
    return min(best, Trust.MAYBE) if plain in known.words else best


def _lookup(folded: str) -> Iterator[str]:
    """Given names of which this may be a form."""
    known = lists().given
    if folded in known:
        yield folded
    for size in range(1, _LONGEST + 1):
        stem, ending = folded[:-size], folded[-size:]
        if len(stem) < _SHORTEST_STEM:
            break
        if stem in known:
            fond = ending in _FOND and len(stem) > _SHORTEST_STEM and known[stem] is Trust.SURE
            if fond or ending in _ENDINGS or stem[-1] + ending in _ENDINGS:
                yield stem
        if ending in _OF_A and stem + "a" in known:
            yield stem + "a"
        if ending in _OF_I and stem + "i" in known:
            yield stem + "i"


def _spelled(plain: str, found: str) -> bool:
    """Whether the letters are those of the list, beside what other alphabets lack."""
    if plain.isascii():
        return not _DOUBLED.search(plain) or any(map(_DOUBLED.search, lists().spellings[found]))
    return any(_is_form(plain, name) for name in lists().spellings[found])


def _is_form(plain: str, name: str) -> bool:
    if plain.startswith(name):
        rest = plain[len(name) :]
        return not rest or key(rest) in _ENDINGS or name[-1] + key(rest) in _ENDINGS or key(rest).startswith(_FOND)
    return name[-1] in "аяйьеи" and plain.startswith(name[:-1]) and plain[len(name) - 1 :] in _RUSSIAN_ENDINGS


@lru_cache(maxsize=65536)
def is_word(word: str) -> bool:
    """Whether this is an ordinary word."""
    return light(word) in lists().words


@lru_cache(maxsize=65536)
def is_place(word: str) -> bool:
    """Whether this is a place, a people or a tongue, in any case."""
    folded, known = key(word), lists().places
    if folded in known:
        return True
    for size in range(1, _LONGEST + 1):
        stem, ending = folded[:-size], folded[-size:]
        if len(stem) < _SHORTEST_STEM - (size > 1):
            return False
        if stem in known and (ending in _ENDINGS or stem[-1] + ending in _ENDINGS or ending in _OF_PLACES):
            return True
        if ending in _OF_A and (stem + "a" in known or stem + "i" in known):
            return True
    return False


_OF_PLACES = frozenset(
    [
        "ski",
        "skaa",
        "skoe",
        "skogo",
        "skoi",
        "skom",
        "skie",
        "skih",
        "skuu",
        "skim",
        "skomu",
        "tar",
        "tardin",
        "lar",
        "dar",
        "ler",
        "liklar",
        "lik",
        "lik",
        "luk",
        "dik",
        "tik",
        "cha",
        "ca",
        "ov",
        "ami",
        "stan",
        "lik",
        "liktar",
        "tik",
        "dagi",
        "dagilar",
        "gaca",
        "lardin",
        "lari",
        "dardin",
        "nan",
        "ke",
    ]
)
"""What peoples, adjectives and dwellers end in."""


@lru_cache(maxsize=65536)
def is_built(word: str) -> bool:
    """Whether a word is put together like the names of the region."""
    return _BUILT.fullmatch(key(word)) is not None


def _read(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]
