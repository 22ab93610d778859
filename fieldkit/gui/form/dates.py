"""Dates as people type them: 14.06.2009, 14 June 2009, June 2009, 2009, April - May 2009; days stand before months."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from PySide6.QtCore import QLocale

EXACT, MONTH, YEAR, RANGE = "exact_day", "month", "year", "range"
"""Codes of the list `date_precision` that a typed date can mean by itself."""
SEASON, TIME, UNKNOWN = "season", "exact_time", "unknown"
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_MARKS = re.compile(r"\s*(?:г\.?|год|года|ж\.?|жыл|year)\Z", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{2})\Z")
_LOCAL = re.compile(r"(\d{1,2})\s*[-./ ]\s*(\d{1,2})\s*[-./ ]\s*(\d{4})\Z")
_NAMED = re.compile(r"(?:(\d{1,2})[.\s]\s*)?([^\W\d_]+)\.?,?\s+(\d{4})\Z")
_ISO_MONTH = re.compile(r"(\d{4})[-./](\d{2})\Z")
_LOCAL_MONTH = re.compile(r"(\d{1,2})\s*[-./ ]\s*(\d{4})\Z")
_YEAR = re.compile(r"(\d{4})\Z")
_BETWEEN = re.compile(r"\s+(?:-|to|or|and|до|или|и)\s+|\s*(?:–|—|…|\.\.+)\s*", re.IGNORECASE)
_SHORTEST_NAME = 3
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """What was typed: its first day in ISO form, how exact it is, and the last day of a range."""

    value: str
    precision: str
    until: str = ""


class Dates:
    """Reads and writes dates in one language; month names of English and Russian are always understood."""

    def __init__(self, language: str) -> None:
        self._locale = QLocale(language)
        self._names: dict[str, int] = {}
        for locale in (self._locale, QLocale("en"), QLocale("ru")):
            for month in range(1, _MONTHS + 1):
                for name in (locale.monthName(month), locale.standaloneMonthName(month)):
                    self._names.setdefault(name.casefold(), month)

    def read(self, typed: str) -> Reading | None:
        """What was typed, or nothing if it is not (yet) a date."""
        text = _MARKS.sub("", typed.strip())
        single = self._single(text)
        return single or self._between(text)

    def shown(self, value: str, precision: str = "") -> str:
        """An ISO date as it is typed: a month or year alone if no more is known of it."""
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            return value
        if precision == YEAR and (day.month, day.day) == (1, 1):
            return f"{day.year:04}"
        if precision in (MONTH, SEASON, YEAR) and day.day == 1:
            return f"{self._locale.standaloneMonthName(day.month)} {day.year:04}"
        return f"{day.day:02}.{day.month:02}.{day.year:04}"

    def _single(self, text: str) -> Reading | None:
        if match := _ISO.match(text):
            return _day(match[1], match[2], match[3])
        if match := _LOCAL.match(text):
            return _day(match[3], match[2], match[1])
        if match := _NAMED.match(text):
            month = self._month(match[2])
            return _day(match[3], month, match[1]) if match[1] else _month(match[3], month)
        if match := _ISO_MONTH.match(text):
            return _month(match[1], match[2])
        if match := _LOCAL_MONTH.match(text):
            return _month(match[2], match[1])
        if match := _YEAR.match(text):
            return _reading(int(match[1]), 1, 1, YEAR)
        return None

    def _between(self, text: str) -> Reading | None:
        """Two dates; the first may leave out the year."""
        sides = _BETWEEN.split(text)
        if len(sides) != 2:
            return None
        last = self._single(sides[1])
        if last is None:
            return None
        year = last.value[:4]
        first = self._single(sides[0]) or self._single(f"{sides[0]} {year}") or self._single(f"{sides[0]}.{year}")
        until = _last_day(last)
        if first is None or first.value > until:
            return None
        return Reading(first.value, RANGE, until)

    def _month(self, name: str) -> str:
        """The number of a month; its first letters are enough."""
        wanted = name.casefold()
        if len(wanted) < _SHORTEST_NAME:
            return "0"
        return str(next((number for full, number in self._names.items() if full.startswith(wanted)), 0))


def _day(year: str, month: str, day: str) -> Reading | None:
    return _reading(int(year), int(month), int(day), EXACT)


def _month(year: str, month: str) -> Reading | None:
    return _reading(int(year), int(month), 1, MONTH)


def _reading(year: int, month: int, day: int, precision: str) -> Reading | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return Reading(dt.date(year, month, day).isoformat(), precision)
    except ValueError:
        return None


def _last_day(reading: Reading) -> str:
    first = dt.date.fromisoformat(reading.value)
    if reading.precision == YEAR:
        return first.replace(month=_MONTHS, day=31).isoformat()
    if reading.precision == MONTH:
        return first.replace(day=calendar.monthrange(first.year, first.month)[1]).isoformat()
    return reading.value
