"""Files of tables (xlsx, xls, csv, md) to sheets whose rows know their numbers; sizes are bounded before reading.

The readers are pyxform's, imported when they are needed: they load slowly, and filling a form does not need them.
"""

import io
import traceback
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fieldkit.domain.findings import Finding, Flaw
from fieldkit.instruments import packages
from fieldkit.instruments.collecting import Flawed
from fieldkit.instruments.complaints import finding

SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
LONGEST_CELL = 32_767
"""Characters; Excel itself holds no more."""
MOST_ROWS = 50_000
MOST_QUESTIONS = 10_000
"""Rows of the survey."""

_XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_LARGEST_XLS = 8_000_000
_COMMENT_WORK = 50_000_000
"""Signs that the reader of md tables may look at while it searches comments: it tries every # of a line to its end."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header."""

    number: int
    """As the sheet counts: the header is row 1."""
    cells: Mapping[str, str]
    """Text by header as it is written; empty cells are left out."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with its header and its rows; rows without any text are left out."""

    name: str
    header: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a form file."""

    names: tuple[str, ...]
    """Names of all sheets as they are written, also of those that no form has."""
    sheets: Mapping[str, Sheet]
    raw: Mapping[str, object] = field(repr=False)
    """The same as pyxform wants it."""
    doubts: tuple[Finding, ...] = ()
    """What was found in the file before its cells were read."""

    def sheet(self, name: str) -> Sheet:
        """A sheet by its name in lower case; an empty one if the file has none."""
        return self.sheets.get(name) or Sheet(name)


def read(untrusted: bytes, name: str) -> Book:
    """The sheets of a file; its kind is told by its content, since endings of people's files are often wrong.

    Raises Flawed (NOT_A_FORM, TOO_LARGE, CELL_TOO_LONG, SHEET_MISSING, COLUMN_TWICE).
    """
    kind = _kind(untrusted, name)
    doubts = packages.check(untrusted) if kind == ".xlsx" else ()
    raw = _raw(untrusted, kind)
    sheets = {each: _sheet(each, raw) for each in SHEETS if isinstance(raw.get(each), list)}
    book = Book(names=tuple(map(str, _listed(raw.get("sheet_names")))), sheets=sheets, raw=_known(raw), doubts=doubts)
    _check_cells(book)
    if not book.sheet("survey").rows:
        raise Flawed(Finding(flaw=Flaw.SHEET_MISSING, sheet="survey", name="survey"))
    return book


def _kind(untrusted: bytes, name: str) -> str:
    if untrusted.startswith(_ZIP):
        return ".xlsx"
    if untrusted.startswith(_XLS):
        if len(untrusted) > _LARGEST_XLS:
            raise Flawed(Finding(flaw=Flaw.TOO_LARGE))
        return ".xls"
    try:
        text = untrusted.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Flawed(Finding(flaw=Flaw.NOT_A_FORM)) from None
    if "\0" in text:
        raise Flawed(Finding(flaw=Flaw.NOT_A_FORM))
    if not text.lstrip().startswith("|") and not name.lower().endswith(".md"):
        return ".csv"
    if max(line.count("#") * len(line) for line in text.split("\n")) > _COMMENT_WORK:
        raise Flawed(Finding(flaw=Flaw.CELL_TOO_LONG))
    return ".md"


def _raw(untrusted: bytes, kind: str) -> dict[str, object]:
    from pyxform.errors import PyXFormError, PyXFormReadError  # noqa: PLC0415
    from pyxform.xls2json_backends import csv_to_dict, md_to_dict, xls_to_dict, xlsx_to_dict  # noqa: PLC0415

    readers = {".xlsx": xlsx_to_dict, ".xls": xls_to_dict, ".csv": csv_to_dict, ".md": md_to_dict}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return dict(readers[kind](io.BytesIO(untrusted.removeprefix(b"\xef\xbb\xbf"))))
    except PyXFormReadError:
        raise Flawed(Finding(flaw=Flaw.NOT_A_FORM)) from None
    except PyXFormError as error:
        raise Flawed(finding(str(error), _sheet_of(error))) from None
    except Exception:  # noqa: BLE001  foreign readers fail in any way on files that are no workbooks
        raise Flawed(Finding(flaw=Flaw.NOT_A_FORM)) from None


def _sheet_of(error: Exception) -> str:
    """The sheet that a reader of pyxform was at: only its own variables tell."""
    for frame, _ in traceback.walk_tb(error.__traceback__):
        sheet = frame.f_locals.get("wb_sheet", frame.f_locals.get("sheet"))
        title = getattr(sheet, "name", getattr(sheet, "title", ""))
        if isinstance(title, str) and title.lower() in SHEETS:
            return title.lower()
    return "survey"


def _sheet(name: str, raw: Mapping[str, object]) -> Sheet:
    headers = _listed(raw.get(f"{name}_header"))
    # The reader of md tables calls columns without a header "None".
    header = tuple(str(each) for each in _mapped(headers[0]) if each not in (None, "None", "")) if headers else ()
    rows = (Row(number, _texts(cells)) for number, cells in enumerate(_listed(raw[name]), 2))
    return Sheet(name, header, tuple(row for row in rows if row.cells))


def _texts(cells: object) -> dict[str, str]:
    return {str(header): str(text) for header, text in _mapped(cells).items() if header is not None and text}


def _known(raw: Mapping[str, object]) -> dict[str, object]:
    """Without sheets that pyxform does not know: it fails on them instead of leaving them out."""
    keys = {"sheet_names", *SHEETS, *(f"{each}_header" for each in SHEETS)}
    return {key: value for key, value in raw.items() if key in keys}


def _check_cells(book: Book) -> None:
    for count, (sheet, row, header, text) in enumerate(_all_cells(book), 1):
        if len(text) > LONGEST_CELL:
            raise Flawed(Finding(flaw=Flaw.CELL_TOO_LONG, sheet=sheet.name, row=row.number, column=header[:256]))
        if count > packages.MOST_CELLS or row.number > (MOST_QUESTIONS if sheet.name == "survey" else MOST_ROWS):
            raise Flawed(Finding(flaw=Flaw.TOO_LARGE, sheet=sheet.name))


def _all_cells(book: Book) -> Iterator[tuple[Sheet, Row, str, str]]:
    for sheet in book.sheets.values():
        for row in sheet.rows:
            for header, text in row.cells.items():
                yield sheet, row, header, text


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _mapped(value: object) -> dict[object, object]:
    return value if isinstance(value, dict) else {}
