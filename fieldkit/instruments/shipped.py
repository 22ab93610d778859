"""The questionnaires that come with fieldkit: complete XLSForms put together from survey sheets, code lists and sites.

pyxform and XlsxWriter are imported where they are used: both load slowly, and most starts of the program need neither.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fieldkit import paths
from fieldkit.errors import Code, Refusal
from fieldkit.instruments.tongues import with_choices_of

_ENGLISH = "English (en)"
_RUSSIAN = "Русский (ru)"
_IN_PART = {"ky": "Кыргызча (ky)", "kk": "Қазақша (kk)"}
"""Languages that the code lists speak in part and the questions not yet: what they lack is said in Russian."""
_LABELS = tuple(f"label::{name}" for name in (_ENGLISH, _RUSSIAN, *_IN_PART.values()))
_COMMENTS = ("seed",)
"""Columns for whoever edits a survey sheet."""
_HEADINGS = ("group", "family", "table")
"""A code whose note begins so is the title of a branch of its list and never an answer."""
_NONRESPONSE = "_nr"
"""Ending of a list name: the list is followed by the reasons why a question has no answer."""
_SITES = "site"
_UNLISTED = ("site_unlisted", "Not in the list", *["Нет в списке"] * (1 + len(_IN_PART)), "")
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

    def without(self, endings: tuple[str, ...]) -> "Sheet":
        """The sheet less the columns whose headers end so."""
        kept = [place for place, name in enumerate(self.header) if not name.endswith(endings)]
        header, *rows = (tuple(row[place] for place in kept) for row in (self.header, *self.rows))
        return Sheet(self.name, header, tuple(rows))


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
    survey = _with_russian_for_missing(_sheet("survey", folder / "survey.csv").without(_COMMENTS))
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
    """The questionnaire as an ODK XForm document in UTF-8. Raises Refusal(FORM_UNKNOWN).

    pyxform would need twice the time for the languages that speak only of choices: they are added to what it makes.
    """
    from pyxform.xls2xform import convert  # noqa: PLC0415

    parts: dict[str, list[dict[str, str]]] = {}
    survey, choices, settings = workbook(form_id)
    for whole in (survey, choices, settings):
        sheet = whole.without(tuple(_IN_PART.values()))
        parts[sheet.name] = [_filled(sheet.header, row) for row in sheet.rows]
        # pyxform guesses columns from the first hundred rows unless they are named.
        parts[f"{sheet.name}_header"] = [dict.fromkeys(sheet.header, "")]
    document: str = convert(parts, validate=False).xform
    return with_choices_of(document, _RUSSIAN, {name: _choice_texts(choices, name) for name in _IN_PART.values()})


def _choice_texts(choices: Sheet, language: str) -> dict[str, str]:
    """The labels of all choices in a language, by the ids that pyxform gives to their texts."""
    numbers: Counter[str] = Counter()
    found: dict[str, str] = {}
    for name, label in zip(choices.column("list_name"), choices.column(f"label::{language}"), strict=True):
        found[f"{name}-{numbers[name]}"] = label
        numbers[name] += 1
    return found


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
    return Sheet("choices", ("list_name", "name", *_LABELS, "type"), rows)


def _with_russian_for_missing(survey: Sheet) -> Sheet:
    """Every Russian column once more for each language that has no words of its own for questions."""
    russian = [(place, name) for place, name in enumerate(survey.header) if name.endswith(_RUSSIAN)]
    names = (name.replace(_RUSSIAN, other) for other in _IN_PART.values() for _, name in russian)
    places = tuple(place for place, _ in russian) * len(_IN_PART)
    rows = tuple((*row, *(row[place] for place in places)) for row in survey.rows)
    return Sheet(survey.name, (*survey.header, *names), rows)


def _choices_of(list_name: str) -> Iterable[_Row]:
    """(code, a label per language, kind of site) of each choice."""
    if list_name == _SITES:
        sites = _records(paths.resources() / "sites.csv")
        return (*((row["code"], *_labels(row), row["type"]) for row in sites), _UNLISTED)
    code_list = list_name.removesuffix(_NONRESPONSE)
    names = (code_list,) if code_list == list_name else (code_list, "nonresponse")
    return tuple(choice for name in names for choice in _codes(name))


def _codes(code_list: str) -> Iterator[_Row]:
    for row in _records(paths.resources() / "codelists" / f"{code_list}.csv"):
        if not row["note"].startswith(_HEADINGS):
            yield row["code"], *_labels(row), ""


def _labels(row: Mapping[str, str]) -> _Row:
    """English, Russian, then the languages in part, each in Russian where it has no word."""
    return row["label_en"], row["label_ru"], *(row.get(f"label_{code}") or row["label_ru"] for code in _IN_PART)


def _filled(header: _Row, row: _Row) -> dict[str, str]:
    return {name: cell for name, cell in zip(header, row, strict=True) if cell}
