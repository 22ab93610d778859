"""How ODK turns one kind of value into another (xforms-spec, bindings): dates count in days, 'false' is true."""

import math
import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal

from fieldkit.instruments.tree import Node, Value

_EPOCH = date(1970, 1, 1)
_START = datetime(1970, 1, 1, tzinfo=UTC)
SPACE = " \t\r\n"
"""What XML calls white space; other spaces are signs like any other."""
_GAP = re.compile(r"[ \t\r\n]+")
_NUMBER = re.compile(r"[ \t\r\n]*-?([0-9]+(\.[0-9]*)?|\.[0-9]+)[ \t\r\n]*\Z")
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\Z")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")
_MOMENT = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})T(?P<time>[0-9]{2}(:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6}[0-9]*)?)?)?)"
    r"(?P<zone>Z|[+-][0-9]{2}(:?[0-9]{2})?)?\Z"
)
_FIRST_YEAR, _LAST_YEAR = 1, 9999
_EXACT = 2.0**53
"""Whole numbers below have one spelling in a floating-point number."""
_FARTHEST = 3_000_000
"""Days from 1970 beyond which Python has no dates."""


def to_string(value: Value) -> str:
    """Text of a value: whole numbers without a point, the first node of several."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format_number(value)
    return value[0].string() if value else ""


def to_number(value: Value, zone: tzinfo) -> float:
    """A number, days since 1970 for dates, NaN for everything else. `zone` is that of times without an offset."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    text = to_string(value)
    if _NUMBER.match(text):
        return float(text)
    return days(text, zone)


def to_boolean(value: Value) -> bool:
    """XPath's rule: any text is true, 'false' too; nodes are true if there are any, whatever they hold."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    if isinstance(value, str):
        return value != ""
    return bool(value)


def to_nodes(value: Value) -> list[Node]:
    """Nodes; none for any other value."""
    return value if isinstance(value, list) else []


def words(text: str) -> list[str]:
    """The parts of a list of choices."""
    return [part for part in _GAP.split(text) if part]


def format_number(value: float) -> str:
    """Plain decimal text, never an exponent; what is no number is an empty answer."""
    if math.isnan(value):
        return ""
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value) and abs(value) < _EXACT:
        return str(int(value))
    text = f"{Decimal(repr(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def decimal_text(number: float) -> str:
    """A number as decimals are stored: never an exponent, always a point. Empty for what is no number."""
    if math.isnan(number) or math.isinf(number):
        return ""
    text = f"{Decimal(repr(number)):.20f}".rstrip("0")
    return f"{text}0" if text.endswith(".") else text


def parse_decimal(text: str) -> float | None:
    """A plain decimal number, or nothing."""
    return float(text) if _NUMBER.match(text) else None


def days(text: str, zone: tzinfo) -> float:
    """Days since 1970-01-01 of an ISO date or date and time; NaN for other texts."""
    day = parse_date(text)
    if day is not None:
        return float((day - _EPOCH).days)
    moment = parse_moment(text, zone)
    return (moment - _START) / timedelta(days=1) if moment else math.nan


def parse_date(text: str) -> date | None:
    """An ISO date, or nothing."""
    if not _DATE.match(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def parse_time(text: str) -> time | None:
    """An ISO time of day, with or without an offset, or nothing."""
    try:
        return time.fromisoformat(text) if _TIME.match(text) else None
    except ValueError:
        return None


def parse_moment(text: str, zone: tzinfo) -> datetime | None:
    """An ISO date and time; a missing offset is that of `zone`. Nothing for other texts."""
    match = _MOMENT.match(text)
    if match is None:
        return None
    try:
        moment = datetime.fromisoformat(f"{match['date']}T{match['time']}{match['zone'] or ''}")
    except ValueError:
        return None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=zone)
    # At the two ends of the calendar another zone may lie in a year that there is not.
    return moment if _FIRST_YEAR < moment.year < _LAST_YEAR else None


def date_of(number: float) -> str:
    """The ISO date of a number of days since 1970; empty if there is none."""
    if math.isnan(number) or abs(number) > _FARTHEST:
        return ""
    try:
        return (_EPOCH + timedelta(days=math.floor(number))).isoformat()
    except OverflowError:
        return ""


def moment_of(number: float, zone: tzinfo) -> str:
    """The ISO date and time, in `zone`, of a number of days since 1970; empty if there is none."""
    if math.isnan(number) or abs(number) > _FARTHEST:
        return ""
    try:
        return format_moment((_START + timedelta(days=number)).astimezone(zone))
    except (OverflowError, ValueError):
        return ""


def format_moment(moment: datetime) -> str:
    """ISO date and time with milliseconds and offset, as ODK stores them."""
    return moment.isoformat(timespec="milliseconds")
