"""Periods asked for, and the span of days that a date of limited precision may mean."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime

from fieldkit.domain.query import Period
from fieldkit.errors import Code, Refusal

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z")
EARLIEST, LATEST = date.min, date.max
"""Ends of a period that is open at that side."""
_SEASON_MONTHS = 3
_SHORT = 64


def parse_period(text: str) -> Period:
    """`2009`, `2009-06`, `2009-06-14` or `FROM..TO` of such as a period, both ends included.

    Raises:
        Refusal: STATS_BAD_PERIOD if it is not a period or ends before it begins.
    """
    first, found, last = text.strip().partition("..")
    start, end = _span(first), _span(last if found else first)
    if start is None or end is None or end[1] < start[0]:
        raise Refusal(Code.STATS_BAD_PERIOD, length=min(len(text), _SHORT))
    return Period(start=start[0], end=end[1])


def period_between(first: str, last: str) -> Period | None:
    """The period from the beginning of `first` to the end of `last`; an empty text leaves that side open.

    None where both are empty.

    Raises:
        Refusal: STATS_BAD_PERIOD if one is no day, month or year, or the period ends before it begins.
    """
    first, last = first.strip(), last.strip()
    if not first and not last:
        return None
    if first and last:
        return parse_period(f"{first}..{last}")
    given = _span(first or last)
    if given is None:
        raise Refusal(Code.STATS_BAD_PERIOD, length=min(len(first or last), _SHORT))
    return Period(start=given[0], end=LATEST) if first else Period(start=EARLIEST, end=given[1])


def span_of(value: str, until: str, precision: str) -> tuple[date, date] | None:
    """The first and last day that a recorded date may mean; None if it is unknown or no date.

    `about` means the month around the day, `season` three months from the one given: the text told no more.

    Args:
        value: ISO date or date and time.
        until: the last day of a range, else empty.
        precision: a code of the list date_precision; empty means an exact day.
    """
    day = _span(value[:10])
    if day is None or precision == "unknown":
        return None
    if precision == "range":
        last = _span(until[:10])
        return (day[0], max(day[0], last[1])) if last else None
    if precision in ("month", "about"):
        return _month(day[0])
    if precision == "season":
        index = day[0].month + _SEASON_MONTHS - 2
        year = min(day[0].year + index // 12, date.max.year)
        return day[0].replace(day=1), _month(date(year, index % 12 + 1, 1))[1]
    if precision == "year":
        return date(day[0].year, 1, 1), date(day[0].year, 12, 31)
    return day


def within(span: tuple[date, date], period: Period) -> bool:
    """Whether the whole span lies in the period: a date that may lie outside is not counted as inside."""
    return period.start <= span[0] and span[1] <= period.end


def month_of(span: tuple[date, date] | None) -> str:
    """`2009-06` if the span lies in one month, else empty: coarser dates belong to no month."""
    if span is None or (span[0].year, span[0].month) != (span[1].year, span[1].month):
        return ""
    return f"{span[0].year:04d}-{span[0].month:02d}"


def coarse(span: tuple[date, date] | None) -> str:
    """The month, else the year, else empty."""
    if span is None:
        return ""
    year = f"{span[0].year:04d}" if span[0].year == span[1].year else ""
    return month_of(span) or year


def utc(moment: str) -> str:
    """A claimed moment in UTC, to sort by; empty for one that no calendar has, which a strange device may claim."""
    try:
        parsed = datetime.fromisoformat(moment).astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return parsed.strftime("%Y-%m-%dT%H:%M:%SZ")


def _month(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def _span(text: str) -> tuple[date, date] | None:
    found = _DAY.match(text.strip())
    if not found:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        if day:
            exact = date(year, month, day)
            return exact, exact
        if month:
            return _month(date(year, month, 1))
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError:  # month 13, 30 February, year 0
        return None
