"""The example files of pyxform itself: what it converts loads and runs here, what it refuses is refused with the cell.

They lie outside the project, on the machines of those who develop it; elsewhere there is nothing to run.
"""

from pathlib import Path

import pytest

from fieldkit.clock import SteppingClock
from fieldkit.domain.findings import Flaw, is_error
from fieldkit.instruments import running
from fieldkit.instruments.companions import Folder
from fieldkit.instruments.reading import examine
from tests.rules.tree import ROOT

SAMPLES = ROOT.parent / "shared" / "testdata" / "pyxform"
FORMS = (".xls", ".xlsx", ".xlsm", ".csv", ".md", ".xml")
CELLS = {
    "calculate_without_calculation.xls": (Flaw.CALCULATION_MISSING, 34, "calculation"),
    "duplicate_columns.xlsx": (Flaw.COLUMN_TWICE, 1, "label"),
    "group_name_test.xls": (Flaw.NAME_MISSING, 3, "name"),
    "gps.csv": (Flaw.LABEL_MISSING, 2, "label"),
    "unknown_question_type.xls": (Flaw.COLUMN_TWICE, 1, "relevance"),
    # Without a header that a form has, the file is a plain table.
    "fruits.csv": (Flaw.SHEET_MISSING, 0, ""),
    **dict.fromkeys(("include.csv", "include.md", "include.xls", "include.xlsx"), (Flaw.TYPE_GONE, 3, "type")),
    **dict.fromkeys(
        ("include_json.csv", "include_json.md", "include_json.xls", "include_json.xlsx"), (Flaw.TYPE_GONE, 2, "type")
    ),
    # pyxform lets these through; no engine can evaluate their formulas.
    "bad_calc.xlsx": (Flaw.EXPRESSION, 2, "calculation"),
    "xl_date_ambiguous.xlsx": (Flaw.EXPRESSION, 5, "choice_filter"),
}


def samples(*, refused: bool) -> list[Path]:
    found = sorted(path for path in SAMPLES.rglob("*") if path.suffix in FORMS)
    return [path for path in found if (path.name in CELLS) is refused]


@pytest.mark.parametrize("path", samples(refused=False), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_sample_loads_and_runs(path: Path) -> None:
    reading = examine(path.read_bytes(), path.name, Folder(path))
    assert [finding for finding in reading.findings if is_error(finding)] == []
    assert reading.instrument is not None
    assert running.run(reading.instrument, (), SteppingClock()).nodes


@pytest.mark.parametrize("path", samples(refused=True), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_sample_that_no_tool_can_use_is_refused_with_its_cell(path: Path) -> None:
    reading = examine(path.read_bytes(), path.name, Folder(path))
    errors = [finding for finding in reading.findings if is_error(finding)]
    flaw, row, column = CELLS[path.name]
    assert reading.instrument is None
    assert (errors[0].flaw, errors[0].sheet, errors[0].row, errors[0].column) == (flaw, "survey", row, column)
