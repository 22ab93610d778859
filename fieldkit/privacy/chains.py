"""Runs of digits with what people write between them, and what stands before and behind such a run."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_FILLER = (
    r"дальше|далее|потом|затем|тире|дефис|пробел|ещё|еще|then|dash|кейин|кийин|андан кийин|сосун|сонра|"
    r"содан кейін|keyin|баъд|"
    r"чизиқча|сызыкча|сызықша"
)
_BETWEEN = rf"(?:[ ().\-]{{0,3}}|[ ,]{{1,2}}(?:{_FILLER})[ ,]{{1,2}})"
_CHAIN = re.compile(rf"(?<!\w)(?<!\w/)(?:\+\s?|\(\s?\+?\s?)?\d(?:{_BETWEEN}\d)*")
_GROUP = re.compile(r"\d+")
_LONGEST_WINDOW = 19
_SIZES = frozenset({5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19})
"""Digits that a number of a person can have."""
_MOST_GROUPS = 16
_TABLE, _GROUPS_IN_A_TABLE = 60, 7
"""A run of that many groups is a table, where nobody writes digit by digit."""

_BEFORE, _BEHIND = 34, 24
"""Characters that are looked at before and behind."""


class Window(NamedTuple):
    """Some neighbouring groups of digits of a chain."""

    start: int
    end: int
    digits: str
    shape: tuple[int, ...]
    """How long the groups are."""
    plus: bool
    """Whether a plus leads it."""


def chains(text: str) -> Iterator[tuple[Window, ...]]:
    """Of every run of digits all windows that may be one number; the longest first at each place."""
    for match in _CHAIN.finditer(text):
        if match.end() - match.start() >= _SHORTEST and not _glued(text, match.end()):
            yield tuple(_windows(text, match.start(), match.end()))


_SHORTEST = 5


def _glued(text: str, end: int) -> bool:
    """Letters that hang on the digits, as in plates and sizes; the suffixes of agglutinative languages are fine."""
    return text[end : end + 1].isalpha() and text[end : end + 2].isupper()


def _windows(text: str, start: int, end: int) -> Iterator[Window]:
    spots = [match.span() for match in _GROUP.finditer(text, start, end)]
    sizes = [right - left for left, right in spots]
    digits = "".join(text[left:right] for left, right in spots)
    most = _MOST_GROUPS if len(spots) <= _TABLE else _GROUPS_IN_A_TABLE
    lead = text[start : spots[0][0]]
    passed = 0
    for first, (left, _) in enumerate(spots):
        total, found = 0, []
        for last in range(first, min(first + most, len(spots))):
            total += sizes[last]
            if total > _LONGEST_WINDOW:
                break
            if total in _SIZES:
                found.append((last, total))
        before = lead if first == 0 else text[spots[first - 1][1] : left]
        for last, total in reversed(found):
            right = spots[last][1]
            opened = before.rstrip()[-1:] in {"+", "("} and ("+" in before or ")" in text[left:right])
            begin = left - (len(before) - _trailing(before)) if opened else left
            shape = tuple(sizes[first : last + 1])
            yield Window(begin, right, digits[passed : passed + total], shape, "+" in before)
        passed += sizes[first]


def _trailing(before: str) -> int:
    """How much of what stands before does not belong to the number."""
    return min((before.index(mark) for mark in "+(" if mark in before), default=len(before))


def before(text: str, start: int) -> str:
    """What leads to a number, on its line."""
    return text[max(0, start - _BEFORE) : start].rpartition("\n")[2].lower()


def behind(text: str, end: int) -> str:
    """What follows a number, on its line."""
    return text[end : end + _BEHIND].partition("\n")[0].lower()
