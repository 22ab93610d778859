"""Which texts may be answers of which kind of question, and how they are stored."""

import re
import unicodedata
from datetime import tzinfo

from fieldkit.domain.forms import Kind
from fieldkit.errors import Code, Refusal
from fieldkit.instruments.coercion import parse_date, parse_moment, parse_time

_INTEGER = re.compile(r"[+-]?[0-9]{1,18}\Z")
_DECIMAL = re.compile(r"[+-]?([0-9]{1,18}(\.[0-9]{0,12})?|\.[0-9]{1,12})\Z")
_POINT = re.compile(r"-?[0-9]+(\.[0-9]+)?( -?[0-9]+(\.[0-9]+)?){1,3}\Z")
_LIST_KINDS = (Kind.SELECT_MULTIPLE, Kind.RANK)
LONGEST = 200_000


def stored(kind: Kind, bind_type: str, value: str, ref: str, zone: tzinfo) -> str:
    """`value` as the question stores it. Raises Refusal(ANSWER_WRONG_TYPE); never shows the value."""
    text = unicodedata.normalize("NFC", value)
    if kind is not Kind.TEXT:
        text = text.strip()
    if len(text) > LONGEST or not _has_type(kind, bind_type, text, zone):
        raise Refusal(Code.ANSWER_WRONG_TYPE, ref=ref)
    if not text:
        return ""
    if kind is Kind.INTEGER or (kind is Kind.RANGE and bind_type in ("int", "integer")):
        return str(int(text))
    if kind in (Kind.DECIMAL, Kind.RANGE):
        return _plain_decimal(text)
    if kind in _LIST_KINDS:
        return " ".join(dict.fromkeys(text.split()))
    return text


def _has_type(kind: Kind, bind_type: str, text: str, zone: tzinfo) -> bool:
    if not text:
        return True
    match kind:
        case Kind.INTEGER:
            return _INTEGER.match(text) is not None
        case Kind.DECIMAL:
            return _DECIMAL.match(text) is not None
        case Kind.RANGE:
            return (_INTEGER if bind_type in ("int", "integer") else _DECIMAL).match(text) is not None
        case Kind.DATE:
            return parse_date(text) is not None
        case Kind.TIME:
            return parse_time(text) is not None
        case Kind.DATETIME:
            return parse_moment(text, zone) is not None
        case Kind.GEOPOINT:
            return _is_point(text)
        case Kind.GEOTRACE | Kind.GEOSHAPE:
            return all(_is_point(point.strip()) for point in text.rstrip("; ").split(";"))
        case Kind.SELECT_ONE:
            return len(text.split()) == 1
        case Kind.ACKNOWLEDGE:
            return text == "OK"
        case _:
            return True


def _is_point(text: str) -> bool:
    """Latitude and longitude in degrees, then perhaps altitude and accuracy in metres."""
    if not _POINT.match(text):
        return False
    latitude, longitude = (abs(float(number)) for number in text.split()[:2])
    return latitude <= 90 and longitude <= 180  # degrees


def _plain_decimal(text: str) -> str:
    """Without a plus, needless zeros in front or a bare point."""
    sign = "-" if text.startswith("-") else ""
    whole, _, fraction = text.lstrip("+-").partition(".")
    number = whole.lstrip("0") or "0"
    return f"{sign}{number}.{fraction}" if fraction else f"{sign}{number}"
