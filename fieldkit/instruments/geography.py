"""Points, traces and shapes: the functions that measure them, on a sphere as ODK's tools do."""

import math
from itertools import pairwise
from typing import NamedTuple

from fieldkit.instruments.coercion import SPACE, parse_decimal, to_string
from fieldkit.instruments.context import Context
from fieldkit.instruments.function import ANY, Function, texts
from fieldkit.instruments.tree import Value

_RADIUS = 6_378_100
"""Metres; the one that ODK's tools measure with."""


class Point(NamedTuple):
    """Degrees."""

    latitude: float
    longitude: float


def point(text: str) -> Point | None:
    """Latitude and longitude, perhaps with altitude and accuracy; nothing for other texts."""
    parts = text.split()
    if not 2 <= len(parts) <= 4:
        return None
    latitude, longitude = parse_decimal(parts[0]), parse_decimal(parts[1])
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:  # degrees
        return None
    return Point(latitude, longitude)


def points(value: list[str]) -> list[Point]:
    """One text with points between semicolons, or several texts with a point each; none if any of them is no point."""
    parts = value[0].strip(f"{SPACE};").split(";") if len(value) == 1 else value
    found = [point(part) for part in parts]
    known = [each for each in found if each is not None]
    return known if len(known) == len(found) > 1 else []


def _area(_: Context, values: list[Value]) -> Value:
    """Square metres, whichever way round the shape is walked."""
    corners = points(list(texts(values)))
    if len(corners) < 3:
        return 0.0
    total = 0.0
    for start, end in pairwise([*corners, corners[0]]):
        width = math.radians(end.longitude - start.longitude)
        total += width * (2 + math.sin(math.radians(end.latitude)) + math.sin(math.radians(start.latitude)))
    return _to_the_centimetre(abs(total * _RADIUS * _RADIUS / 2))


def _distance(_: Context, values: list[Value]) -> Value:
    """Metres along the points."""
    return _to_the_centimetre(sum(_between(start, end) for start, end in pairwise(points(list(texts(values))))))


def _between(start: Point, end: Point) -> float:
    turn = math.radians(start.longitude - end.longitude)
    one, other = math.radians(start.latitude), math.radians(end.latitude)
    cosine = math.sin(one) * math.sin(other) + math.cos(one) * math.cos(other) * math.cos(turn)
    # Rounding may put the cosine of two equal points a little above one.
    return math.acos(max(-1.0, min(1.0, cosine))) * _RADIUS


def _to_the_centimetre(number: float) -> float:
    return math.floor(number * 100 + 0.5) / 100


def _geofence(_: Context, values: list[Value]) -> Value:
    """Whether a point lies inside a closed shape: a line to one side of it crosses the edge an odd number of times."""
    here, edge = point(to_string(values[0])), points(list(texts(values[1:])))
    if here is None or len(edge) < 2 or edge[0] != edge[-1]:
        return False
    inside = False
    for start, end in pairwise(edge):
        if (end.latitude > here.latitude) != (start.latitude > here.latitude):
            slope = (start.longitude - end.longitude) / (start.latitude - end.latitude)
            inside ^= here.longitude < slope * (here.latitude - end.latitude) + end.longitude
    return inside


def _intersects(_: Context, values: list[Value]) -> Value:
    """Whether a trace crosses itself; the last edge of a closed shape may touch the first."""
    edges = list(pairwise(points(list(texts(values)))))
    closed = len(edges) > 1 and edges[0][0] == edges[-1][1]
    for place, one in enumerate(edges):
        for other_place in range(place + 2, len(edges)):
            neighbours = closed and place == 0 and other_place == len(edges) - 1
            if not neighbours and _cross(one, edges[other_place]):
                return True
    return False


def _cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    (a, b), (c, d) = one, other
    return _side(a, b, c) * _side(a, b, d) <= 0 and _side(c, d, a) * _side(c, d, b) <= 0 and _overlap(a, b, c, d)


def _side(a: Point, b: Point, c: Point) -> float:
    turn = (b.longitude - a.longitude) * (c.latitude - a.latitude) - (b.latitude - a.latitude) * (
        c.longitude - a.longitude
    )
    return (turn > 0) - (turn < 0)


def _overlap(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the boxes around both edges meet; edges on one line are told apart by this."""
    return all(
        min(a[axis], b[axis]) <= max(c[axis], d[axis]) and min(c[axis], d[axis]) <= max(a[axis], b[axis])
        for axis in (0, 1)
    )


FUNCTIONS: dict[str, Function] = {
    "area": Function(1, 1, _area),
    "enclosed-area": Function(1, 1, _area),
    "distance": Function(1, ANY, _distance),
    "geofence": Function(2, 2, _geofence),
    "intersects": Function(1, 1, _intersects),
}
