"""The questionnaires that come with fieldkit: complete XLSForms put together from survey sheets, code lists and sites.

pyxform and XlsxWriter are imported where they are used: both load slowly, and most starts of the program need neither.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fieldkit import paths
from fieldkit.errors import Code, Refusal

_ENGLISH = "label::English (en)"
_RUSSIAN = "label::Русский (ru)"
_HEADINGS = ("group", "family", "table")
"""A code whose note begins so is the title of a branch of its list and never an answer."""
_NONRESPONSE = "_nr"
"""Ending of a list name: the list is followed by the reasons why a question has no answer."""
_SITES = "site"
_UNLISTED = ("site_unlisted", "Not in the list", "Нет в списке", "")
_WRITTEN = datetime(2026, 11, 1)  # noqa: DTZ001  a file property without a time zone; fixed so that equal forms are equal bytes
_PLAIN_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
"""No temporary file on a disk that may be full or searched; a text stays a text, whatever it begins with."""

_Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of an XLSForm workbook."""

    name: str
    header: _Row
    rows: tuple[_Row, ...]

    def column(self, header: str) -> _Row:
        """The cells below `header`."""
        index = self.header.index(header)
        return tuple(row[index] for row in self.rows)


def shipped_ids() -> tuple[str, ...]:
    """Form ids of the shipped questionnaires, in alphabetical order."""
    return tuple(sorted(sheet.parent.name for sheet in _instruments().glob("*/survey.csv")))


def version(form_id: str) -> str:
    """The version of one questionnaire, known without converting it. Raises Refusal(FORM_UNKNOWN)."""
    _check_known(form_id)
    return _sheet("settings", _instruments() / form_id / "settings.csv").column("version")[0]


def workbook(form_id: str) -> tuple[Sheet, ...]:
    """The sheets survey, choices and settings of one questionnaire. Raises Refusal(FORM_UNKNOWN)."""
    _check_known(form_id)
    folder = _instruments() / form_id
    survey = _sheet("survey", folder / "survey.csv")
    return survey, _choices(survey), _sheet("settings", folder / "settings.csv")


def xlsx(form_id: str) -> bytes:
    """The questionnaire as an Excel workbook that any XLSForm tool reads; equal bytes on every call.

    Raises Refusal(FORM_UNKNOWN).
    """
    from xlsxwriter import Workbook  # noqa: PLC0415

    raw = io.BytesIO()
    with Workbook(raw, _PLAIN_TEXT) as book:
        book.set_properties({"created": _WRITTEN})
        for sheet in workbook(form_id):
            page = book.add_worksheet(sheet.name)
            for number, row in enumerate((sheet.header, *sheet.rows)):
                for column, cell in enumerate(row):
                    if cell:
                        page.write_string(number, column, cell)
    return raw.getvalue()


def xform(form_id: str) -> bytes:
    """The questionnaire as an ODK XForm document in UTF-8. Raises Refusal(FORM_UNKNOWN)."""
    from pyxform.xls2xform import convert  # noqa: PLC0415

    parts: dict[str, list[dict[str, str]]] = {}
    for sheet in workbook(form_id):
        parts[sheet.name] = [_filled(sheet.header, row) for row in sheet.rows]
        # pyxform guesses columns from the first hundred rows unless they are named.
        parts[f"{sheet.name}_header"] = [dict.fromkeys(sheet.header, "")]
    document: str = convert(parts, validate=False).xform
    return document.encode("utf-8")


def _check_known(form_id: str) -> None:
    if form_id not in shipped_ids():
        raise Refusal(Code.FORM_UNKNOWN, form=form_id)


def _instruments() -> Path:
    return paths.resources() / "instruments"


def _records(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _sheet(name: str, path: Path) -> Sheet:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = (tuple(row) for row in csv.reader(file))
    return Sheet(name, header, tuple(rows))


def _choices(survey: Sheet) -> Sheet:
    """The choices of every list that the survey names, each list once, in order of first use."""
    types = (cell.split() for cell in survey.column("type"))
    lists = dict.fromkeys(words[1] for words in types if words[0] in ("select_one", "select_multiple"))
    rows = tuple((name, *choice) for name in lists for choice in _choices_of(name))
    return Sheet("choices", ("list_name", "name", _ENGLISH, _RUSSIAN, "type"), rows)


def _choices_of(list_name: str) -> Iterable[_Row]:
    """(code, English, Russian, kind of site) of each choice. Other languages wait until the questions have them too."""
    if list_name == _SITES:
        sites = _records(paths.resources() / "sites.csv")
        return (*((row["code"], row["label_en"], row["label_ru"], row["type"]) for row in sites), _UNLISTED)
    code_list = list_name.removesuffix(_NONRESPONSE)
    names = (code_list,) if code_list == list_name else (code_list, "nonresponse")
    return tuple(choice for name in names for choice in _codes(name))


def _codes(code_list: str) -> Iterator[_Row]:
    for row in _records(paths.resources() / "codelists" / f"{code_list}.csv"):
        if not row["note"].startswith(_HEADINGS):
            yield row["code"], row["label_en"], row["label_ru"], ""


def _filled(header: _Row, row: _Row) -> dict[str, str]:
    return {name: cell for name, cell in zip(header, row, strict=True) if cell}
