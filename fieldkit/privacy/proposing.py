"""What may stand in a text instead of what gives somebody away, in the language of the text.

A letter for a person (the same for all forms of a name), a month for a day, a neutral word in brackets for the rest.
The case of words is left to the person who writes.
"""

import re
from collections.abc import Sequence
from string import ascii_uppercase

from fieldkit.domain.linting import Kind, Mark, Span
from fieldkit.privacy import calendar_words, gazetteer
from fieldkit.privacy.replacements import MONTHS, NEUTRAL, PERSON
from fieldkit.privacy.seeing import seen
from fieldkit.privacy.tongue import Tongue, tongue

_DOCUMENTS = frozenset({Kind.KZ_IIN, Kind.KG_PIN, Kind.UZ_PINFL})
_DAY_FIRST = re.compile(r"(?<!\d)\d{1,2}\s*[./-]\s*(?P<month>\d{1,2})(?:\s*[./-]\s*(?P<year>\d{4}|\d{2}))?(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<year>\d{4})\s*[./-]\s*(?P<month>\d{1,2})\s*[./-]\s*\d{1,2}(?!\d)")
_MONTH = re.compile(rf"(?<!\w)(?:{calendar_words.MONTHS})", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LETTER = re.compile(r"\[([A-Z])\]")
_NAME = re.compile(r"[^\W\d_]{2,}")
_ENDING, _LEAST = 2, 3
"""Letters that an ending may add to a name, and that a stem has at least."""
_CENTURY = 69
"""Two digits up to here are of this century, as the dates rule of POSIX has it."""


def marks(text: str, spans: Sequence[Span]) -> tuple[Mark, ...]:
    """The finds in a text with what may stand in their place."""
    language = tongue(text)
    persons = _Persons(text)
    return tuple(
        Mark(span.start, span.end, span.kind, words, _proposals(span.kind, words, language, persons))
        for span in spans
        for words in [text[span.start : span.end]]
    )


def _proposals(kind: Kind, words: str, language: Tongue, persons: "_Persons") -> tuple[str, ...]:
    if kind is Kind.PERSON_NAME:
        return (f"[{persons.letter(words)}]", *PERSON[language])
    neutral = f"[{NEUTRAL[language][Kind.PASSPORT if kind in _DOCUMENTS else kind]}]"
    month = _month(words, language) if kind is Kind.EXACT_DATE else ""
    return (month, neutral) if month else (neutral,)


def _month(words: str, language: Tongue) -> str:
    """Month and year of an exact date; empty where the words do not tell them."""
    plain = seen(words).text
    figures = _YEAR_FIRST.search(plain) or _DAY_FIRST.search(plain)
    if figures:
        number = int(figures["month"])
        if not 1 <= number <= len(MONTHS[language]):
            return ""
        return " ".join(filter(None, (MONTHS[language][number - 1], _whole(figures["year"] or ""))))
    named, year = _MONTH.search(plain), _YEAR.search(plain)
    return " ".join(each.group() for each in (named, year) if each) if named else ""


def _whole(year: str) -> str:
    return year if len(year) != len("09") else f"{20 if int(year) <= _CENTURY else 19}{year}"


class _Persons:
    """Letters for the persons of one text: one for each name, whatever its ending; none that stands there already."""

    def __init__(self, text: str) -> None:
        taken = set(_LETTER.findall(text))
        self._free = [letter for letter in ascii_uppercase if letter not in taken]
        self._known: list[tuple[str, str]] = []

    def letter(self, name: str) -> str:
        """The letter of a person."""
        first = gazetteer.key(next(iter(_NAME.findall(seen(name).text)), name))
        for known, letter in self._known:
            if _alike(known, first):
                return letter
        letter = self._free[len(self._known)] if len(self._known) < len(self._free) else "…"
        self._known.append((first, letter))
        return letter


def _alike(one: str, other: str) -> bool:
    stem = max(_LEAST, min(len(one), len(other)) - 1)
    return one[:stem] == other[:stem] and abs(len(one) - len(other)) <= _ENDING
