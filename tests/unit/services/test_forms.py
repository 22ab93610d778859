"""Questionnaires of a vault: shipped ones come by themselves, others from files after a check."""

import io

import openpyxl
import pytest

from fieldkit.domain.findings import Flaw, is_error
from fieldkit.domain.forms import Kind
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import shipped
from fieldkit.instruments.reading import LARGEST, read_form
from fieldkit.services import forms
from fieldkit.services.forms import Forms, SetStep
from tests.unit.services.helpers import form_file

SHIPPED = {"interview", "interview_short", "observation", "visit"}


def refused(call, *arguments):
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value.code


def test_shipped_forms_are_installed_once(alone):
    assert Forms(alone).install_shipped().instruments == SHIPPED
    assert {instrument.form for instrument in alone.store.instruments.all()} == SHIPPED
    assert Forms(alone).install_shipped().instruments == frozenset()


def test_an_installed_form_is_not_converted_again(alone, monkeypatch):
    Forms(alone).install_shipped()

    def never(form_id):
        raise AssertionError(form_id)

    monkeypatch.setattr(forms, "builtin", never)
    Forms(alone).install_shipped()
    assert Forms(alone).instrument("visit").form == "visit"


@pytest.mark.parametrize("form", sorted(SHIPPED))
def test_the_version_is_known_without_converting(form):
    assert shipped.version(form) == forms.builtin(form).version != ""


def test_a_shipped_form_comes_when_asked_for_and_an_unknown_one_is_refused(alone):
    assert Forms(alone).instrument("visit") == forms.builtin("visit")
    assert [instrument.form for instrument in alone.store.instruments.all()] == ["visit"]
    assert refused(Forms(alone).instrument, "nothing") is Code.FORM_UNKNOWN
    assert refused(forms.builtin, "nothing") is Code.FORM_UNKNOWN


def test_a_file_is_taken_once_and_another_with_its_version_refused(alone, tmp_path):
    taken = Forms(alone).import_file(form_file(tmp_path))
    assert Forms(alone).import_file(form_file(tmp_path)) == taken == Forms(alone).instrument("stop")
    assert refused(Forms(alone).import_file, form_file(tmp_path, title="Other")) is Code.FORM_EXISTS_DIFFERENT
    assert Forms(alone).instrument("stop").title == "Stop"
    Forms(alone).import_file(form_file(tmp_path, "2", title="Other"))
    assert (Forms(alone).instrument("stop").version, Forms(alone).instrument("stop").title) == ("2", "Other")
    assert alone.store.instruments.get("stop", "1") == taken


def test_the_list_holds_shipped_forms_and_others(alone, tmp_path):
    Forms(alone).import_file(form_file(tmp_path))
    rows = {row.form: row for row in Forms(alone).list()}
    assert set(rows) == SHIPPED | {"stop"}
    assert {form for form, row in rows.items() if row.shipped} == SHIPPED
    stop = rows["stop"]
    assert (stop.version, stop.title, stop.questions) == ("1", "Stop", 5)
    assert stop.languages == ("English (en)", "Русский (ru)")


def test_show_and_run_store_nothing(workspace):
    entries, drafts = workspace.store.log.count(), workspace.store.drafts.all()
    assert [node.ref for node in Forms(workspace).show("stop") if node.kind is Kind.REPEAT] == ["/stop/pay"]
    result = Forms(workspace).run("stop", (SetStep("/stop/paid", "yes"),))
    nodes = {node.ref: node for node in result.nodes}
    assert nodes["/stop/pay/amount"].relevant
    assert nodes["/stop/paid"].choices is not None
    assert (workspace.store.log.count(), workspace.store.drafts.all()) == (entries, drafts)


def test_an_imported_form_needs_no_project(alone, tmp_path):
    Forms(alone).import_file(form_file(tmp_path))
    assert alone.store.log.count() == 0


def test_a_check_says_where_a_form_is_wrong(tmp_path):
    assert not any(map(is_error, forms.check_file(form_file(tmp_path)).findings))
    path = form_file(tmp_path)
    path.write_text(path.read_text("utf-8").replace("${paid} = 'yes'", "${paid} = ("), "utf-8")
    report = forms.check_file(path)
    assert report.instrument is None
    assert [finding.flaw for finding in report.findings if is_error(finding)] == [Flaw.EXPRESSION]
    path.write_bytes(b"\x00\x01\x02 no form")
    assert [finding.flaw for finding in forms.check_file(path).findings] == [Flaw.NOT_A_FORM]


def test_files_that_cannot_be_read(tmp_path):
    assert refused(forms.check_file, tmp_path / "none.xlsx") is Code.FILE_MISSING
    assert refused(forms.check_file, tmp_path) is Code.FILE_UNREADABLE
    assert refused(forms.check_file, tmp_path / ("n" * 3000)) is Code.FILE_UNREADABLE
    large = tmp_path / "large.xlsx"
    with large.open("wb") as file:
        file.truncate(LARGEST + 1)
    assert refused(forms.read_file, large) is Code.FORM_TOO_LARGE


def test_an_exported_form_reads_back(alone, tmp_path):
    out = tmp_path / "visit.xlsx"
    Forms(alone).export_xlsx("visit", out)
    assert openpyxl.load_workbook(io.BytesIO(out.read_bytes())).sheetnames == ["survey", "choices", "settings"]
    assert read_form(out.read_bytes(), out.name).questions == forms.builtin("visit").questions
    assert refused(Forms(alone).export_xlsx, "visit", out) is Code.FILE_EXISTS
    assert refused(Forms(alone).export_xlsx, "visit", tmp_path / "none" / "visit.xlsx") is Code.FILE_CANNOT_WRITE
    assert refused(Forms(alone).export_xlsx, "stop", tmp_path / "stop.xlsx") is Code.FORM_UNKNOWN
