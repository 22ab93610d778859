"""Places as people type or paste them: `42.87 74.59`, `42.87, 74.59`, `42,87 74,59`; several points line by line."""

import re

_NUMBER = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{1,12})?|[+-]?\d{1,6}(?:[.,]\d{1,12})?")
_BETWEEN = re.compile(r"[\s,;/°NSEWnsew]*\Z")
_POINTS = re.compile(r"[;\n]")
_NORTH, _EAST = 90.0, 180.0
_FEWEST, _MOST = 2, 4
_LINE, _AREA = 2, 3
"""Points that make a line and an area."""


def read_point(typed: str) -> str | None:
    """Latitude and longitude, then perhaps altitude and accuracy, as forms store them; nothing for other texts."""
    numbers = [number.replace(",", ".").lstrip("+") for number in _NUMBER.findall(typed)]
    if not _FEWEST <= len(numbers) <= _MOST or not _BETWEEN.match(_NUMBER.sub("", typed)):
        return None
    marks = [letter for letter in typed.upper() if letter in "NSEW"]
    if marks and len(marks) == _FEWEST:
        signed = [f"-{number}" if mark in "SW" else number for number, mark in zip(numbers, marks, strict=False)]
        numbers[:_FEWEST] = signed if marks[0] in "NS" else signed[::-1]
    if abs(float(numbers[0])) > _NORTH or abs(float(numbers[1])) > _EAST:
        return None
    return " ".join(numbers)


def read_points(typed: str, *, closed: bool) -> str | None:
    """A line or, closed, an area: points parted by semicolons or lines; nothing for other texts."""
    found: list[str] = []
    for part in filter(None, (part.strip() for part in _POINTS.split(typed))):
        point = read_point(part)
        if point is None:
            return None
        found.append(point)
    if closed and found and found[0] != found[-1]:
        found.append(found[0])
    if len(found) < (_AREA + 1 if closed else _LINE):
        return None
    return "; ".join(found)


def shown_points(value: str) -> str:
    """Stored points, one on a line."""
    return "\n".join(filter(None, (point.strip() for point in value.split(";"))))
