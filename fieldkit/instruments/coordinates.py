"""How points, traces and shapes are written: degrees, then perhaps altitude and accuracy in metres."""

import re

from fieldkit.domain.forms import Kind
from fieldkit.instruments.coercion import decimal_text, words

_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,20})?\Z")
_LEAST = {Kind.GEOTRACE: 2, Kind.GEOSHAPE: 3}
_FARTHEST = (90, 180)
"""Degrees of latitude and longitude."""


def stored(kind: Kind, text: str) -> str | None:
    """The text in its one spelling; nothing if it is no such place.

    A shape ends where it begins, a trace does not. The point 0, 0 is what devices tell that know no place: an empty
    answer.
    """
    if kind is Kind.GEOPOINT:
        point = _point(text)
        return point if point is None or point.split()[:2] != ["0.0", "0.0"] else ""
    points = [_point(part) for part in text.strip(" \t\r\n;").split(";")]
    known = [point for point in points if point is not None]
    if len(known) < len(points) or len(known) < _LEAST[kind]:
        return None
    closed = known[0].split()[:2] == known[-1].split()[:2]
    if closed is not (kind is Kind.GEOSHAPE):
        return None
    return ";".join(known)


def _point(text: str) -> str | None:
    parts = words(text)
    if not 2 <= len(parts) <= 4 or not all(map(_NUMBER.match, parts)):
        return None
    if any(abs(float(part)) > most for part, most in zip(parts[:2], _FARTHEST, strict=True)):
        return None
    return " ".join(decimal_text(float(part)) for part in parts)
