"""Rows of the survey that pyxform refuses: it names only the first, a person wants to see all of them."""

import re
from collections import Counter
from collections.abc import Iterator

import msgspec

from fieldkit.domain.findings import Finding, Flaw
from fieldkit.instruments.collecting import Findings, Place
from fieldkit.instruments.survey import Layout, Line
from fieldkit.instruments.workbook import Row

REFERENCE = re.compile(r"\$\{\s*(last-saved#)?([^}]*?)\s*\}")
_IDENTIFIER = re.compile(r"[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?\Z")
_NAMELESS = ("note", "audit", "csv-external", "xml-external")
"""Types that need no name of their own, or get one."""
_OTHER_SHEETS = ("select_one_external",)
_COLUMN_OF = {
    Flaw.CALCULATION_MISSING: "calculation",
    Flaw.NAME_MISSING: "name",
    Flaw.LABEL_MISSING: "label",
    Flaw.TYPE_MISSING: "type",
    Flaw.TYPE_GONE: "type",
    Flaw.TYPE_UNKNOWN: "type",
    Flaw.LIST_UNKNOWN: "type",
    Flaw.GROUP_OPEN: "type",
    Flaw.GROUP_UNOPENED: "type",
    Flaw.PARAMETER_BAD: "parameters",
}
_FILES = ("_from_file",)


def check(layout: Layout, found: Findings) -> None:
    """Types, names, nesting, choice lists and references of the survey."""
    for line in layout.lines:
        _type(layout, line, found)
        _name(layout, line, found)
        _list(layout, line, found)
    _names_twice(layout, found)
    _nesting(layout, found)
    _references(layout, found)


def question_types() -> frozenset[str]:
    """Every type that a row may have besides groups and selects, in small letters."""
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT  # noqa: PLC0415

    return frozenset(map(str.lower, QUESTION_TYPE_DICT))


def is_select(line: Line) -> bool:
    """Whether the row has a choice list."""
    return bool(line.list_name)


def located(finding: Finding, layout: Layout) -> Finding:
    """With the row of the question that the finding names and the column that it must be about, if it has none."""
    row = layout.survey.row(finding.row) if finding.row else _meant(finding, layout)
    if row is None or finding.column or finding.sheet not in ("", "survey"):
        return finding
    place = layout.survey.place(row, _COLUMN_OF.get(finding.flaw, ""))
    return msgspec.structs.replace(finding, sheet=place.sheet, row=place.row, column=place.column)


def _meant(finding: Finding, layout: Layout) -> Row | None:
    name = "include" if finding.flaw is Flaw.TYPE_GONE else finding.name
    line = layout.named(name) or next((line for line in layout.lines if line.type == name), None)
    return line.row if line else None


def _type(layout: Layout, line: Line, found: Findings) -> None:
    kind = line.type.lower()
    if kind.startswith(("begin ", "begin_", "end_", "osm")) or is_select(line):
        return
    if kind == "calculate" and not any(layout.survey.text(line.row, name) for name in ("calculation", "default")):
        found.error(Flaw.CALCULATION_MISSING, layout.survey.place(line.row, "calculation"), line.name)
    if kind == "include":
        found.error(Flaw.TYPE_GONE, layout.survey.place(line.row, "type"), line.type)
    elif kind not in question_types():
        found.error(Flaw.TYPE_UNKNOWN, layout.survey.place(line.row, "type"), line.type)


def _name(layout: Layout, line: Line, found: Findings) -> None:
    place = layout.survey.place(line.row, "name")
    if not line.name and line.type.lower() not in _NAMELESS:
        found.error(Flaw.NAME_MISSING, place)
    elif line.name and not _IDENTIFIER.match(line.name):
        found.error(Flaw.NAME_BAD, place, line.name)
    elif line.name == "meta":
        found.error(Flaw.NAME_RESERVED, place, line.name)


def _names_twice(layout: Layout, found: Findings) -> None:
    seen: set[str] = set()
    for line in layout.lines:
        if line.name and line.path in seen:
            found.error(Flaw.NAME_TWICE, layout.survey.place(line.row, "name"), line.name)
        seen.add(line.path)


def _list(layout: Layout, line: Line, found: Findings) -> None:
    if not is_select(line) or line.type.endswith(_FILES) or line.list_name.startswith("${"):
        return
    table = layout.external if line.type in _OTHER_SHEETS else layout.choices
    if line.type in _OTHER_SHEETS and not layout.survey.text(line.row, "choice_filter"):
        found.error(Flaw.FILTER_MISSING, layout.survey.place(line.row, "choice_filter"), line.name)
    if all(table.text(row, "list_name") != line.list_name for row in table.sheet.rows):
        found.error(Flaw.LIST_UNKNOWN, layout.survey.place(line.row, "type"), line.list_name)


def _nesting(layout: Layout, found: Findings) -> None:
    """Every group that begins ends, in the right order."""
    open_now: list[tuple[str, Place, str]] = []
    for row in layout.survey.sheet.rows:
        kind = "_".join(layout.survey.text(row, "type").lower().split())
        place, name = layout.survey.place(row, "type"), layout.survey.text(row, "name")
        if kind.startswith("begin_"):
            open_now.append((kind.split("_")[1], place, name))
        elif kind.startswith("end_") and kind.split("_")[1] in ("group", "repeat", "loop", "lgroup", "looped"):
            if not open_now or open_now[-1][0] != kind.split("_")[1]:
                found.error(Flaw.GROUP_UNOPENED, place, name)
                return
            open_now.pop()
    for _, place, name in open_now:
        found.error(Flaw.GROUP_OPEN, place, name)


def _references(layout: Layout, found: Findings) -> None:
    names = Counter(line.name for line in layout.lines)
    # Nodes that pyxform adds: the text of `or_other`, the count of a repeat.
    added = {f"{name}{ending}" for name in names for ending in ("_other", "_count")}
    for place, name in _referred(layout):
        if not _IDENTIFIER.match(name):
            found.error(Flaw.REFERENCE_BAD, place, name)
        elif name not in names and name not in added:
            found.error(Flaw.REFERENCE_UNKNOWN, place, name)
        elif names[name] > 1:
            found.error(Flaw.REFERENCE_TWICE, place, name)


def _referred(layout: Layout) -> Iterator[tuple[Place, str]]:
    """Every `${name}` of the survey, with its cell."""
    for line in layout.lines:
        for column, text in layout.survey.cells(line.row):
            for match in REFERENCE.finditer(text):
                yield layout.survey.at(line.row, column), match[2]
