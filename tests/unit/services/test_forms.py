"""Forms on a real vault: shipped ones, those of people, and files that are none."""

import pytest

from fieldkit.clock import SteppingClock
from fieldkit.domain.facts import FactReader
from fieldkit.domain.forms import Kind
from fieldkit.errors import Code, Refusal
from fieldkit.instruments.answers_json import fill
from fieldkit.instruments.session import load
from fieldkit.paths import VaultFiles
from fieldkit.services import forms, vaults
from fieldkit.services.forms import Forms

PHRASE = "пять слов, которых никто не знает"
SMALL = """| survey |
|        | type    | name | label   |
|        | integer | a    | {label} |
| settings |
|          | form_id | form_title | version |
|          | small   | Small      | {version} |
"""


@pytest.fixture
def workspace(tmp_path):
    files, clock = VaultFiles(tmp_path / "v"), SteppingClock()
    vaults.create(files, PHRASE, clock, cost=vaults.TEST_COST)
    with vaults.unlock(files, PHRASE, clock, floor=vaults.TEST_COST) as opened:
        yield opened


@pytest.fixture
def small(tmp_path):
    def write(name="small.md", label="A", version="1"):
        path = tmp_path / name
        path.write_text(SMALL.format(label=label, version=version), encoding="utf-8")
        return path

    return write


def code_of(call, *arguments):
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value.code


def test_shipped_forms_are_installed_once(workspace):
    service = Forms(workspace)
    first = service.install_shipped()
    assert first.instruments == set(service.shipped()) == {"interview", "interview_short", "observation", "visit"}
    assert not service.install_shipped().instruments
    rows = {row.form: row for row in service.list()}
    assert rows["visit"].shipped
    assert rows["visit"].questions == sum(
        question.kind not in (Kind.HIDDEN, Kind.NOTE, Kind.REPEAT) for question in forms.builtin("visit").questions
    )
    assert service.show("visit")


def test_a_shipped_form_is_there_without_installing(workspace):
    assert Forms(workspace).instrument("observation") == forms.builtin("observation")
    assert code_of(Forms(workspace).instrument, "nothing") is Code.FORM_UNKNOWN


def test_a_form_of_a_person_comes_in_and_its_newest_version_is_used(workspace, small):
    service = Forms(workspace)
    service.import_file(small())
    service.import_file(small())
    second = service.import_file(small(version="2", label="B"))
    assert service.instrument("small") == second
    row = next(row for row in service.list() if row.form == "small")
    assert (row.version, row.title, row.questions, row.shipped) == ("2", "Small", 1, False)


def test_another_form_under_the_same_version_is_refused(workspace, small):
    service = Forms(workspace)
    kept = service.import_file(small())
    assert code_of(service.import_file, small(label="Other")) is Code.FORM_EXISTS_DIFFERENT
    assert service.instrument("small") == kept


def test_a_check_tells_what_is_wrong_and_keeps_nothing(workspace, small, tmp_path):
    service = Forms(workspace)
    assert service.check(small()).instrument.form == "small"
    assert "small" not in {row.form for row in service.list()}
    broken = tmp_path / "broken.md"
    broken.write_text(
        "| survey |\n| | type | name | label | relevant |\n| | text | a | A | ${b} = 1 |", encoding="utf-8"
    )
    report = service.check(broken)
    assert report.instrument is None
    assert [(each.code, each.sheet, each.row) for each in report.findings] == [("form.broken", "survey", 2)]


def test_files_that_cannot_be_read_are_refused_not_reported(tmp_path):
    assert code_of(forms.check_file, tmp_path / "none.xlsx") is Code.FILE_MISSING
    assert code_of(forms.check_file, tmp_path) is Code.FILE_UNREADABLE


def test_a_shipped_form_is_written_as_a_workbook_that_reads_back(tmp_path):
    out = tmp_path / "visit.xlsx"
    forms.export_shipped("visit", out)
    assert forms.read_file(out).questions == forms.builtin("visit").questions
    assert code_of(forms.export_shipped, "visit", out) is Code.FILE_EXISTS
    assert code_of(forms.export_shipped, "visit", tmp_path / "no" / "visit.xlsx") is Code.FILE_CANNOT_WRITE
    assert code_of(forms.export_shipped, "nothing", tmp_path / "x.xlsx") is Code.FORM_UNKNOWN


PREFERRED = ("yes", "event", "border_post", "kz_uz_control", "UZ")
WRITTEN = {Kind.DATE: "2025-05-01", Kind.INTEGER: "10", Kind.DECIMAL: "500"}


def sample(state):
    """A valid answer for a required question, chosen so that the form goes on."""
    if state.choices:
        codes = [choice.value for choice in state.choices]
        return next((code for code in PREFERRED if code in codes), codes[0])
    if state.kind is Kind.DATETIME:
        return "2025-05-01T17:00:00" if state.ref.endswith("_end") else "2025-05-01T09:00:00"
    return WRITTEN.get(state.kind, "вымышлено")


@pytest.mark.parametrize("form_id", ["interview", "interview_short", "observation", "visit"])
def test_a_shipped_form_filled_minimally_gives_facts(form_id):
    session = load(forms.builtin(form_id), clock=SteppingClock())
    for _ in range(300):
        problems = session.problems()
        if not problems:
            break
        state = session.node(problems[0].ref)
        assert problems[0].missing, (state.ref, state.value)
        session.set(state.ref, sample(state))
    assert not session.problems()
    found = {fact.role: fact.value for fact in FactReader(session.instrument).read(session.answers())}
    assert found["record.site"]
    assert any(role.startswith(("count.", "payment.", "encounter.")) for role in found)
    again = load(forms.builtin(form_id), clock=SteppingClock(), answers=session.draft())
    assert not again.problems()
    assert again.answers() == session.answers()


def test_a_site_given_by_its_bare_name_is_an_answer_of_its_group():
    session = load(forms.builtin("observation"), clock=SteppingClock())
    fill(session, b'{"site": "kz_uz_control", "site_kind": "border_post"}')
    assert session.node("/data/basics/site").value == "kz_uz_control"
    with pytest.raises(Refusal) as caught:
        fill(session, b'{"site": "kz_uz_control", "site_kind": "market"}')
    assert caught.value.code is Code.ANSWER_UNKNOWN_CHOICE
