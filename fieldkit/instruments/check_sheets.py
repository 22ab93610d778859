"""What is doubtful in sheets that can be used: columns nobody reads, choices out of reach, missing translations."""

import re
from collections import Counter, defaultdict

from fieldkit.domain.findings import Flaw
from fieldkit.instruments.collecting import Findings, Place
from fieldkit.instruments.columns import MEDIA, TRANSLATED
from fieldkit.instruments.companions import Beside
from fieldkit.instruments.survey import Layout, Line, Table
from fieldkit.instruments.workbook import SHEETS, Row

_CARRIED = frozenset(
    {
        *("background-audio", "start-geopoint", "background-geopoint", "audit", "osm"),
        *("simserial", "subscriberid", "phonenumber", "imei", "email"),
    }
)
"""Types that stay in the form for other tools: a laptop has no microphone that records unseen, no SIM card, no GPS."""
_FILTER = re.compile(r"\s*([^\W\d][\w.\-]*)\s*=\s*\$\{\s*([^}\s]+)\s*\}\s*\Z")
_ACTIVE = re.compile(r"<\s*/?\s*(?:script|iframe|object|embed)\b|\bjavascript\s*:|<[^>]*\son\w+\s*=", re.IGNORECASE)
_BROKEN_CELLS = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!")


def check(layout: Layout, beside: Beside, found: Findings) -> None:
    """Warnings for every sheet; they keep nobody from using the form."""
    _sheets_and_columns(layout, found)
    for line in layout.lines:
        if line.type.lower().split()[0] in _CARRIED:
            found.warning(Flaw.TYPE_CARRIED, layout.survey.place(line.row, "type"), line.type)
    _names_by_case(layout, found)
    _choices(layout, found)
    for table in (layout.survey, layout.choices, layout.external):
        _translations(table, found)
        _media(table, beside, found)
        _cells(table, found)


def _sheets_and_columns(layout: Layout, found: Findings) -> None:
    for name in layout.book.names:
        if len(layout.book.names) > 1 and name.lower() not in SHEETS and not name.startswith("_"):
            found.warning(Flaw.SHEET_IGNORED, Place(sheet=name[:64]), name)
    for table in (layout.survey, layout.settings):
        for column in table.columns.values():
            if column.header and not column.known(table.sheet.name):
                found.warning(Flaw.COLUMN_UNKNOWN, Place(table.sheet.name, 1, column.header), column.header)


def _names_by_case(layout: Layout, found: Findings) -> None:
    seen: dict[str, str] = {}
    for line in layout.lines:
        other = seen.setdefault(line.path.lower(), line.path)
        if other != line.path:
            found.warning(Flaw.NAME_CASE, layout.survey.place(line.row, "name"), line.name)


def _choices(layout: Layout, found: Findings) -> None:
    by_list: dict[str, list[Row]] = defaultdict(list)
    for row in layout.choices.sheet.rows:
        by_list[layout.choices.text(row, "list_name")].append(row)
    used: dict[str, list[Line]] = defaultdict(list)
    for line in layout.lines:
        used[line.list_name].append(line)
    everything = " ".join(text for line in layout.lines for text in line.row.cells.values())
    for name, rows in by_list.items():
        if name and name not in used and not re.search(rf"(?<![\w.\-]){re.escape(name)}(?![\w.\-])", everything):
            found.warning(Flaw.LIST_UNUSED, layout.choices.place(rows[0], "list_name"), name)
        _repeated(layout.choices, rows, found)
        _unreachable(layout, used.get(name, []), rows, by_list, found)


def _repeated(choices: Table, rows: list[Row], found: Findings) -> None:
    names = Counter(choices.text(row, "name") for row in rows)
    columns = {column.name for column in choices.columns.values()}
    for row in rows:
        name = choices.text(row, "name")
        if name and names[name] > 1:
            found.warning(Flaw.CHOICE_TWICE, choices.place(row, "name"), name)
        if "label" in columns and name and not any(column.name in TRANSLATED for column, _ in choices.cells(row)):
            found.warning(Flaw.LABEL_MISSING, choices.place(row, "label"), name)


def _unreachable(
    layout: Layout, lines: list[Line], rows: list[Row], by_list: dict[str, list[Row]], found: Findings
) -> None:
    """Choices that every filter of their list leaves out, whatever is answered before."""
    wanted = [_wanted(layout, line, by_list) for line in lines]
    if not wanted or any(each is None for each in wanted):
        return
    for row in rows:
        filters = [each for each in wanted if each is not None]
        if all(row.cells.get(header, "") not in values for header, values in filters):
            header = next(iter(filters))[0]
            place = Place("choices", row.number, header)
            found.warning(Flaw.CHOICE_UNREACHABLE, place, layout.choices.text(row, "name"))


def _wanted(layout: Layout, line: Line, by_list: dict[str, list[Row]]) -> tuple[str, frozenset[str]] | None:
    """The column that a filter compares with another select, and the values that this one can have."""
    match = _FILTER.match(layout.survey.text(line.row, "choice_filter"))
    other = layout.named(match[2]) if match else None
    if match is None or other is None or other.type != "select_one" or "other" in layout.survey.text(other.row, "type"):
        return None
    if match[1] not in layout.choices.columns or not by_list.get(other.list_name):
        return None
    return match[1], frozenset(layout.choices.text(row, "name") for row in by_list[other.list_name])


def _translations(table: Table, found: Findings) -> None:
    """A text that is there in one language and missing in another that its column has."""
    by_name: dict[str, list[str]] = defaultdict(list)
    languages = {column.language for column in table.columns.values() if column.language and column.name == "label"}
    for column in table.columns.values():
        if column.name in TRANSLATED - MEDIA and column.language:
            by_name[column.name].append(column.header)
    for row in table.sheet.rows:
        for headers in by_name.values():
            missing = [header for header in headers if header not in row.cells]
            if len(missing) < len(headers):
                for header in missing:
                    place = Place(table.sheet.name, row.number, header)
                    found.warning(Flaw.TRANSLATION_MISSING, place, table.columns[header].language)
    for name, headers in by_name.items():
        for language in sorted(languages - {table.columns[header].language for header in headers}):
            found.warning(Flaw.TRANSLATION_MISSING, Place(table.sheet.name, 1, f"{name}::{language}"), language)


def _media(table: Table, beside: Beside, found: Findings) -> None:
    for row in table.sheet.rows:
        for column, text in table.cells(row):
            if column.name in MEDIA and "${" not in text and not beside.has(text):
                found.warning(Flaw.MEDIA_MISSING, table.at(row, column), text)


def _cells(table: Table, found: Findings) -> None:
    for row in table.sheet.rows:
        for column, text in table.cells(row):
            if text in _BROKEN_CELLS:
                found.warning(Flaw.VALUE_BAD, table.at(row, column), text)
            if is_active(text):
                found.error(Flaw.ACTIVE_CONTENT, table.at(row, column))


def is_active(text: str) -> bool:
    """Whether a text holds a script. Texts of forms are shown and never run; whoever writes scripts means no good."""
    return ("<" in text or "javascript" in text.lower()) and _ACTIVE.search(text) is not None
