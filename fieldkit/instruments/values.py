"""Which texts may be answers of which kind of question, and how they are stored: the lexical forms of ODK's data types.

What a person enters is refused if it is of another type. What the form itself computes becomes an empty answer then, as
in ODK's tools: nobody is there to ask.
"""

import math
import re
import unicodedata
from datetime import tzinfo

from fieldkit.domain.forms import Kind
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import coordinates
from fieldkit.instruments.coercion import (
    SPACE,
    date_of,
    decimal_text,
    format_number,
    moment_of,
    parse_date,
    parse_decimal,
    parse_moment,
    parse_time,
    to_number,
    to_string,
    words,
)
from fieldkit.instruments.tree import Value

LONGEST = 200_000

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}\Z")
_DECIMAL = re.compile(r"[+-]?([0-9]{1,18}(\.[0-9]{0,12})?|\.[0-9]{1,12})\Z")
_HOURS_AND_MINUTES = re.compile(r"([0-9]{2}:[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})?\Z")
_SECONDS = re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2}")
_LARGEST = 2**31 - 1
"""The specification takes whole numbers from XML Schema's `int`."""
_INTEGERS = ("int", "integer")
_LISTS = (Kind.SELECT_MULTIPLE, Kind.RANK)

Bounds = tuple[float, float] | None


def stored(
    kind: Kind, bind_type: str, value: str, ref: str, zone: tzinfo, bounds: Bounds = None, *, exact: bool = False
) -> str:
    """`value` as the question stores it. Raises Refusal(ANSWER_WRONG_TYPE); never shows the value.

    Decimals keep the digits that were typed; `exact` ones are spelled as ODK's tools do, `5.0` for `5`.
    """
    text = unicodedata.normalize("NFC", value)
    if kind is not Kind.TEXT:
        text = text.strip()
    found = _entered(kind, bind_type, text, zone) if text and len(text) <= LONGEST else None
    if text and (found is None or not _within(found, bounds)):
        raise Refusal(Code.ANSWER_WRONG_TYPE, ref=ref)
    decimal = kind is Kind.DECIMAL or (kind is Kind.RANGE and bind_type not in _INTEGERS)
    return decimal_text(float(found)) if exact and found and decimal else found or ""


def coerced(
    kind: Kind, bind_type: str, value: Value, zone: tzinfo, bounds: Bounds = None, *, exact: bool = False
) -> str:
    """A computed value or a default as the type of its node stores it; empty if it cannot be of that type."""
    found: str | None
    if bind_type in _INTEGERS:
        found = _whole(to_number(value, zone))
    elif bind_type == "decimal":
        found = (decimal_text if exact else _plain_number)(to_number(value, zone))
    elif isinstance(value, float) and bind_type in ("date", "dateTime"):
        found = date_of(value) if bind_type == "date" else moment_of(value, zone)
    elif bind_type == "date":
        found = _day_of(to_string(value))
    else:
        found = _computed(kind, bind_type, to_string(value), zone)
    return found if found and _within(found, bounds) else ""


def _entered(kind: Kind, bind_type: str, text: str, zone: tzinfo) -> str | None:
    match kind:
        case Kind.INTEGER | Kind.DECIMAL | Kind.RANGE:
            return _number(text, whole=kind is Kind.INTEGER or (kind is Kind.RANGE and bind_type in _INTEGERS))
        case Kind.DATE:
            return text if parse_date(text) else None
        case Kind.TIME:
            return _clock(text)
        case Kind.DATETIME:
            return _moment(text, zone)
        case Kind.GEOPOINT | Kind.GEOTRACE | Kind.GEOSHAPE:
            return coordinates.stored(kind, text)
        case Kind.SELECT_ONE:
            return text if len(words(text)) == 1 else None
        case Kind.SELECT_MULTIPLE | Kind.RANK:
            return " ".join(dict.fromkeys(words(text)))
        case Kind.ACKNOWLEDGE:
            return text if text == "OK" else None
        case _:
            return text


def _computed(kind: Kind, bind_type: str, text: str, zone: tzinfo) -> str | None:
    match bind_type:
        case "time":
            return _clock(text)
        case "dateTime":
            return _moment(text, zone)
        case "geopoint" | "geotrace" | "geoshape":
            return coordinates.stored(Kind(bind_type), text)
        case _ if kind is Kind.ACKNOWLEDGE:
            return "OK" if text.lower() == "ok" else None
        case _ if kind in _LISTS:
            return " ".join(words(text))
        case _:
            return text


def _within(text: str, bounds: Bounds) -> bool:
    number = parse_decimal(text) if bounds else None
    return bounds is None or (number is not None and bounds[0] <= number <= bounds[1])


def _number(text: str, *, whole: bool) -> str | None:
    if not (_INTEGER if whole else _DECIMAL).match(text):
        return None
    return (_whole(float(text)) or None) if whole else _plain_decimal(text)


def _plain_decimal(text: str) -> str:
    """Without a plus, needless zeros in front or a bare point."""
    sign = "-" if text.startswith("-") else ""
    whole, _, fraction = text.lstrip("+-").partition(".")
    number = whole.lstrip("0") or "0"
    return f"{sign}{number}.{fraction}" if fraction else f"{sign}{number}"


def _plain_number(number: float) -> str:
    return "" if math.isinf(number) else format_number(number)


def _whole(number: float) -> str:
    if math.isnan(number) or not -_LARGEST - 1 <= number <= _LARGEST:
        return ""
    return str(math.trunc(number))


def _day_of(text: str) -> str:
    """A date, or the date of a date and time."""
    day = text[:10]
    return day if parse_date(day) and (len(text) == 10 or text[10] == "T") else ""


def _clock(text: str) -> str | None:
    """A time of day with its seconds, which people leave out and the specification wants."""
    short = _HOURS_AND_MINUTES.match(text)
    if short:
        text = f"{short[1]}:00{short[2] or ''}"
    return text if _SECONDS.match(text) and parse_time(text) else None


def _moment(text: str, zone: tzinfo) -> str | None:
    day, found, clock = text.strip(SPACE).partition("T")
    full = _clock(clock) if found else None
    return f"{day}T{full}" if full and parse_moment(f"{day}T{full}", zone) else None
