"""A text as a reader sees it: what is invisible left out, look-alikes made equal, every character with its origin.

The rules match the seen text; `Seen.origin` leads back to the text as it was given.
"""

import re
import unicodedata
from dataclasses import dataclass, field

_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_APOSTROPHES = "\u2018\u2019\u201b\u02bb\u02bc\u02b9\u02bf\u0060\u00b4\u2032"
_QUOTES = "\u00ab\u00bb\u201c\u201d\u201e\u201f\u2039\u203a\uff02"
_PLAIN = str.maketrans(
    {
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_DASHES, "-"),
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_QUOTES, '"'),
        "\uff20": "@",
        "\uff0b": "+",
        "\uff0e": ".",
        "\uff08": "(",
        "\uff09": ")",
        "\u2116": "№",
    }
)
_UNUSUAL = re.compile(r"[^\x00-\x7f\u00a0-\u00ac\u00ae-\u024f\u02b9-\u02bf\u0400-\u0482\u048a-\u052f\u2010-\u2027№]")
"""Where none of these stands, no character can be invisible, combining or a digit of another script."""
_INVISIBLE = frozenset({"Cf", "Mn", "Me"})
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[Ѐ-\u052f]")
_TO_CYRILLIC = str.maketrans("aceopxykmtbhinABCEHKMOPTXYIiu", "асеорхукмтвнипАВСЕНКМОРТХУІіи")
_TO_LATIN = str.maketrans("асеорхукіАВСЕНКМОРТХУІ", "aceopxykiABCEHKMOPTXYI")
_LATIN_LOOK = re.compile(r"[A-Za-zасеорхукіАВСЕНКМОРТХУІ]+")
_NUMBER_LIKE = re.compile(r"(?<!\w)(?=[OОoоlIЗз]*\d)[\dOОoоlIЗз]*[OОoоlIЗз][\dOОoоlIЗз]*(?!\w)")
_PLATE_LIKE = re.compile(r"[OО]\d{3}[OО]{2}\d*|\d{2,3}[OО]{2,3}\d{0,2}|[OО]\d{3,4}[OО]")
_TO_DIGITS = str.maketrans("OОoоlIЗз", "00001133")


@dataclass(frozen=True, slots=True)
class Seen:
    """The seen text. Characters that are only made equal keep their places; `places` is there if some were left out."""

    text: str
    length: int
    """Of the text as given."""
    places: tuple[int, ...] = field(default=(), repr=False)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the seen text stands in the text as given; what is invisible inside belongs to it."""
        if not self.places:
            return start, end
        return self.places[start], self.places[end - 1] + self._width(end - 1)

    def _width(self, index: int) -> int:
        """A letter and the marks above it, which follow it."""
        following = self.places[index + 1] if index + 1 < len(self.places) else self.length
        return 1 if following - self.places[index] > _MOST_MARKS else following - self.places[index]


_MOST_MARKS = 2
"""More characters than this between two seen ones are not marks of a letter."""


def seen(text: str) -> Seen:
    """What a reader sees of `text`."""
    if _UNUSUAL.search(text) is None:
        return Seen(_alike(text.translate(_PLAIN)), len(text))
    kept: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        category = unicodedata.category(character)
        if category in _INVISIBLE:
            joined = unicodedata.normalize("NFC", kept[-1] + character) if kept else ""
            if len(joined) == 1:
                kept[-1] = joined
            continue
        kept.append(_plain(character, category))
        places.append(place)
    return Seen(_alike("".join(kept)), len(text), tuple(places) if len(places) < len(text) else ())


def _plain(character: str, category: str) -> str:
    if category == "Nd":
        return str(unicodedata.decimal(character))
    plain = character.translate(_PLAIN)
    wide = unicodedata.normalize("NFKC", plain)
    return wide if len(wide) == 1 else plain


def _alike(text: str) -> str:
    """Words of two scripts in one, and letters that stand for digits as digits; the length stays."""
    text = _NUMBER_LIKE.sub(_digits, text)
    return _WORD.sub(_one_script, text) if _LATIN.search(text) and _CYRILLIC.search(text) else text


def _digits(match: re.Match[str]) -> str:
    token = match.group()
    return token if _PLATE_LIKE.fullmatch(token) else token.translate(_TO_DIGITS)


def _one_script(match: re.Match[str]) -> str:
    word = match.group()
    if word.isascii() or not _LATIN.search(word) or not _CYRILLIC.search(word):
        return word
    return word.translate(_TO_LATIN if _LATIN_LOOK.fullmatch(word) else _TO_CYRILLIC)
