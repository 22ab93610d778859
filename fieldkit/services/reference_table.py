"""Sites and codes as a CSV table: written for spreadsheets, and read strictly as they write it."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from fieldkit.domain.reference import SITES, Code, Reference, Site
from fieldkit.domain.reference_plan import Fault, Wrong
from fieldkit.domain.reference_rows import MAX_ROWS
from fieldkit.services.reference import LANGUAGES

LARGEST: Final = 4_000_000
"""Bytes of a file."""
_RETIRED, _OFFERED = "yes", "no"
LIST: Final = "list"
_NAMES = tuple(f"label_{language}" for language in LANGUAGES)
_OF_SITES = ("code", *_NAMES, "type", "country", "region", "retired")
_OF_CODES = (LIST, "code", *_NAMES, "parent", "retired")
_MOST_WRONG = 100


class BadTableError(ValueError):
    """The file is no table of sites or codes; `wrong` says where."""

    def __init__(self, *wrong: Wrong) -> None:
        super().__init__("no table of sites or codes")
        self.wrong = wrong[:_MOST_WRONG]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: a cell for each column of its kind, empty where the file has no such column."""

    number: int
    cells: Mapping[str, str]

    @property
    def of_sites(self) -> bool:
        """Whether it is about a site; else about a code of a list."""
        return LIST not in self.cells


def read(untrusted: bytes) -> tuple[Line, ...]:
    """The rows of a table in UTF-8, with or without its mark, parted by commas or semicolons.

    Raises BadTableError. Texts are put into NFC; empty lines are passed over.
    """
    if len(untrusted) > LARGEST:
        raise BadTableError(Wrong(line=0, fault=Fault.TOO_LARGE))
    text = _text(untrusted)
    first = text.split("\n", 1)[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    rows = list(_rows(text, separator))
    if len(rows) < len(("header", "row")):
        raise BadTableError(Wrong(line=0, fault=Fault.EMPTY))
    if len(rows) - 1 > MAX_ROWS:
        raise BadTableError(Wrong(line=0, fault=Fault.TOO_LARGE))
    (top, names), *below = rows
    columns = _OF_CODES if LIST in names else _OF_SITES
    _check_header(top, names, columns)
    wide = [Wrong(line=number, fault=Fault.CELLS) for number, cells in below if len(cells) != len(names)]
    if wide:
        raise BadTableError(*wide)
    empty = dict.fromkeys(columns, "")
    return tuple(Line(number, {**empty, **dict(zip(names, cells, strict=True))}) for number, cells in below)


def write(reference: Reference, lists: Iterable[str]) -> bytes:
    """The sites, or the codes of these lists without their headings, as a table that `read` takes."""
    out = io.StringIO(newline="")
    lists = tuple(lists)
    writer = csv.DictWriter(out, _OF_SITES if SITES in lists else _OF_CODES, lineterminator="\r\n")
    writer.writeheader()
    for name in lists:
        for row in reference.codes(name).values():
            if isinstance(row, Site):
                writer.writerow({**_common(row), "type": row.kind, "country": row.country, "region": row.region})
            elif not row.heading:
                writer.writerow({LIST: name, **_common(row), "parent": row.parent})
    return out.getvalue().encode("utf-8-sig")


def _common(row: Site | Code) -> dict[str, str]:
    names = {name: row.labels.get(language, "") for name, language in zip(_NAMES, LANGUAGES, strict=True)}
    return {"code": row.code, **names, "retired": _RETIRED if row.retired else _OFFERED}


def _text(untrusted: bytes) -> str:
    try:
        text = untrusted.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = untrusted[: error.start].count(b"\n") + 1
        raise BadTableError(Wrong(line=line, fault=Fault.NOT_TEXT)) from None
    if "\0" in text:
        raise BadTableError(Wrong(line=text[: text.index("\0")].count("\n") + 1, fault=Fault.NOT_TEXT))
    return unicodedata.normalize("NFC", text)


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line that it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield number, stripped
            number = reader.line_num + 1
    except csv.Error:
        raise BadTableError(Wrong(line=number, fault=Fault.CELLS)) from None


def _check_header(line: int, names: list[str], columns: tuple[str, ...]) -> None:
    needed = {"code", "label_ru"}
    faults = {
        Fault.COLUMN_UNKNOWN: bool(set(names) - set(columns)),
        Fault.COLUMN_TWICE: len(set(names)) < len(names),
        Fault.COLUMN_MISSING: not needed <= set(names),
    }
    if any(faults.values()):
        raise BadTableError(*(Wrong(line=line, fault=fault) for fault, found in faults.items() if found))
