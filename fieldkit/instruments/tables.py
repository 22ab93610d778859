"""Choice lists and look-up tables in files (csv, geojson, xml) to the items of a secondary instance."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import msgspec
from lxml import etree

from fieldkit.errors import Refusal
from fieldkit.instruments import markup

ENDINGS = (".csv", ".geojson", ".xml")
MOST_CELLS = 200_000
_LONGEST_CELL = 32_767
_FIRST = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
"""Signs that a name in XML may begin with (XML 1.0, section 2.3), without the colon."""
_NO_NAME = re.compile(rf"[^{_FIRST}0-9.\-\xb7\u0300-\u036f\u203f-\u2040]+")
_BEGINS = re.compile(rf"[{_FIRST}]")
_XFORMS = "{http://www.w3.org/2002/xforms}"
_BARE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


class UnreadableTableError(ValueError):
    """The file is no table of ours, or too large for one."""


def root(untrusted: bytes, name: str) -> etree._Element:
    """The root of the instance that a file gives. Raises UnreadableTableError."""
    ending = name.lower().rpartition(".")[2]
    if len(untrusted) > markup.LARGEST:
        raise UnreadableTableError
    if ending == "xml":
        return _xml(untrusted)
    if ending == "csv":
        return csv_root(_text(untrusted))
    if ending == "geojson":
        return _items(_features(untrusted))
    raise UnreadableTableError


def csv_root(text: str) -> etree._Element:
    """The items of a csv table. Raises UnreadableTableError."""
    return _items([{element_name(header): cell for header, cell in row.items()} for row in _csv(text)])


def csv_rows(untrusted: bytes) -> list[dict[str, str]]:
    """The rows of a csv file by header. Raises UnreadableTableError."""
    return _csv(_text(untrusted))


def _csv(text: str) -> list[dict[str, str]]:
    """Rows of a table with a header, separated by commas or semicolons; short rows are filled up."""
    first = text.split("\n", 1)[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    try:
        header, *rows = (row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if any(row))
    except (csv.Error, ValueError):
        raise UnreadableTableError from None
    if len(rows) * len(header) > MOST_CELLS:
        raise UnreadableTableError
    names = [each.strip() for each in header]
    return [dict(zip(names, [*row, *[""] * len(names)], strict=False)) for row in rows]


def element_name(header: str) -> str:
    """A header as the name of an element: signs that names cannot have become `_`."""
    name = _NO_NAME.sub("_", header.strip())
    return name if _BEGINS.match(name) else f"_{name}"


def empty() -> etree._Element:
    """The root of an instance of which nothing is known."""
    return etree.Element(f"{_XFORMS}root")


def _text(untrusted: bytes) -> str:
    try:
        return untrusted.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableTableError from None


def _xml(untrusted: bytes) -> etree._Element:
    try:
        found = markup.read(untrusted)
    except Refusal:
        raise UnreadableTableError from None
    if sum(1 for _ in found.iter()) > MOST_CELLS:
        raise UnreadableTableError
    return found


def _items(rows: Sequence[Mapping[str, str]]) -> etree._Element:
    if sum(map(len, rows)) > MOST_CELLS:
        raise UnreadableTableError
    whole = empty()
    for row in rows:
        item = etree.SubElement(whole, f"{_XFORMS}item")
        for name, text in row.items():
            if len(text) > _LONGEST_CELL:
                raise UnreadableTableError
            etree.SubElement(item, f"{_XFORMS}{name}").text = _BARE.sub("", text)
    return whole


def _features(untrusted: bytes) -> list[dict[str, str]]:
    """Features of a map as ODK reads them: properties, the id, the geometry as points `lat lon 0 0`."""
    try:
        document: Json = msgspec.json.decode(_text(untrusted))
    except (msgspec.MsgspecError, RecursionError):
        raise UnreadableTableError from None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise UnreadableTableError
    return [_feature(each) for each in features if isinstance(each, dict)]


def _feature(feature: dict[str, Json]) -> dict[str, str]:
    properties = feature.get("properties")
    fields = properties if isinstance(properties, dict) else {}
    item = {element_name(name): _word(value) for name, value in fields.items()}
    if "id" in feature:
        item["id"] = _word(feature["id"])
    geometry = feature.get("geometry")
    if isinstance(geometry, dict):
        item["geometry"] = _geometry(geometry)
    return item


def _geometry(geometry: dict[str, Json]) -> str:
    places = geometry.get("coordinates")
    match geometry.get("type"):
        case "Point":
            return _points([places])
        case "LineString" if isinstance(places, list):
            return _points(places)
        case "Polygon" if isinstance(places, list) and places and isinstance(places[0], list):
            return _points(places[0])
    return ""


def _points(places: Iterable[Json]) -> str:
    """GeoJSON has the longitude first."""
    found = [place for place in places if isinstance(place, list) and len(place) > 1]
    return "; ".join(f"{_word(place[1])} {_word(place[0])} 0 0" for place in found)


def _word(value: Json) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None or isinstance(value, list | dict) else str(value)
