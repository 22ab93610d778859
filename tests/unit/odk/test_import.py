"""Folders of ODK's tools taken into a vault: the seven cases that ODK Central tells apart, and the odd ones."""

import itertools
import shutil

import pytest

from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.progress import Cancelled, Progress
from fieldkit.services.forms import Forms
from fieldkit.services.odk_report import Receipt
from fieldkit.services.recording import Recording
from tests.unit.odk.folders import X, Y, Z, briefcase, collect, receipts, story, submission, take
from tests.unit.services import helpers
from tests.unit.services.helpers import state

RECORD = X.removeprefix("uuid:")
EDIT = submission(Y, "edited", former=X)


def everything(workspace) -> tuple[object, ...]:
    store = workspace.store
    return (store.log.count(), store.log.heads(), store.drafts.all(), list(store.facts.all()))


@pytest.mark.parametrize("layout", [briefcase, collect])
def test_a_new_submission_becomes_a_record(workspace, tmp_path, layout):
    report = take(workspace, layout(tmp_path / "odk", submission(X, "Брали &lt;деньги&gt;")))
    assert receipts(report) == ["new"]
    assert (report.new, report.refused, report.receipts[0].record) == (1, (), RECORD)
    assert report.changes.records == {RECORD}
    assert (state(workspace, RECORD), story(workspace, RECORD)) == (State.SUBMITTED.value, "Брали <деньги>")
    row = workspace.store.records.row(RECORD)
    assert (row.site, row.happened, row.author) == ("kz_uz_control", "2026-01-05", "O1")
    assert workspace.store.log.head(workspace.identity.device, workspace.identity.epoch).head.seq > 0


def test_importing_twice_changes_nothing(workspace, tmp_path):
    folder = briefcase(tmp_path / "odk", submission(X), EDIT, submission(Z, more="<pay><amount>5</amount></pay>"))
    assert sorted(receipts(take(workspace, folder))) == ["new", "new", "updated"]
    before = everything(workspace)
    again = take(workspace, folder)
    assert sorted(receipts(again)) == ["identical", "identical", "out_of_date"]
    assert (again.new, again.identical, again.refused, again.changes.records) == (0, 3, (), frozenset())
    assert everything(workspace) == before
    shutil.move(folder, tmp_path / "elsewhere")
    assert take(workspace, tmp_path / "elsewhere").identical == 3


def test_an_import_that_was_stopped_goes_on(workspace, tmp_path):
    folder = briefcase(tmp_path / "odk", submission(X), EDIT, submission(Z))
    progress = Progress(lambda done, _total: progress.cancel() if done == 1 else None)
    with pytest.raises(Cancelled):
        take(workspace, folder, progress=progress)
    report = take(workspace, folder)
    assert (report.identical, report.new + report.count(Receipt.UPDATED), report.refused) == (2, 1, ())
    assert story(workspace, RECORD) == "edited"


def test_other_answers_under_a_known_name_are_a_conflict(workspace, tmp_path):
    take(workspace, briefcase(tmp_path / "1", submission(X, "one")))
    before = everything(workspace)
    report = take(workspace, briefcase(tmp_path / "2", submission(X, "another")))
    assert [(each.receipt, each.code) for each in report.refused] == [(Receipt.CONFLICT, Code.ODK_CONFLICT)]
    assert everything(workspace) == before


def test_an_edit_becomes_the_current_state(workspace, tmp_path):
    take(workspace, briefcase(tmp_path / "1", submission(X)))
    helpers.reviewing(workspace).accept(RECORD)
    report = take(workspace, collect(tmp_path / "2", EDIT))
    assert [(each.receipt, each.record) for each in report.receipts] == [(Receipt.UPDATED, RECORD)]
    assert (state(workspace, RECORD), story(workspace, RECORD)) == (State.SUBMITTED.value, "edited")
    assert sorted(len(parents) for parents in workspace.store.records.parents(RECORD).values()) == [0, 1]
    assert receipts(take(workspace, tmp_path / "2")) == ["identical"]


def test_no_edit_makes_a_record_one_of_another_form(workspace, tmp_path):
    take(workspace, briefcase(tmp_path / "1", submission(X)))
    before = everything(workspace)
    strange = EDIT.replace('id="stop"', 'id="visit"')
    same = submission(X).replace('id="stop"', 'id="visit"')
    report = take(workspace, briefcase(tmp_path / "2", strange, same))
    assert [each.code for each in report.refused] == [Code.ODK_CONFLICT] * 2
    assert everything(workspace) == before


def test_what_is_no_longer_current_is_out_of_date(workspace, tmp_path):
    take(workspace, briefcase(tmp_path / "1", submission(X), EDIT))
    before = everything(workspace)
    late = take(workspace, briefcase(tmp_path / "2", submission(Z, "late edit", former=X), submission(X, "changed")))
    assert [each.code for each in late.refused] == [Code.ODK_OUT_OF_DATE] * 2
    same = take(workspace, briefcase(tmp_path / "3", submission(X)))
    assert (receipts(same), same.refused, same.identical) == (["out_of_date"], (), 1)
    assert everything(workspace) == before


def test_an_edit_of_something_unknown_is_a_record_by_itself(workspace, tmp_path):
    report = take(workspace, briefcase(tmp_path / "1", EDIT))
    assert [(each.receipt, each.record) for each in report.receipts] == [(Receipt.PREVIOUS_UNKNOWN, RECORD)]
    assert (report.new, story(workspace, RECORD)) == (1, "edited")
    assert receipts(take(workspace, tmp_path / "1")) == ["identical"]
    late = take(workspace, briefcase(tmp_path / "2", submission(X)))
    assert [each.code for each in late.refused] == [Code.ODK_OUT_OF_DATE]
    further = take(workspace, briefcase(tmp_path / "3", submission(Z, "again", former=Y)))
    assert (receipts(further), story(workspace, RECORD)) == (["updated"], "again")


def test_what_was_withdrawn_stays_withdrawn(workspace, tmp_path):
    take(workspace, briefcase(tmp_path / "1", submission(X), EDIT, submission(Z, "third", former=Y)))
    assert story(workspace, RECORD) == "third"
    helpers.reviewing(workspace).withdraw(RECORD)
    before = everything(workspace)
    further = submission("uuid:dddddddd-0000-4000-8000-000000000004", "fourth", former=Z)
    for number, document in enumerate((submission(X), EDIT, submission(Z, "third", former=Y), further)):
        report = take(workspace, briefcase(tmp_path / f"again {number}", document))
        assert [(each.receipt, each.code) for each in report.receipts] == [(Receipt.WITHDRAWN, Code.RECORD_WITHDRAWN)]
    assert everything(workspace) == before


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_names_of_folders_decide_nothing(workspace, tmp_path, order):
    documents = [submission(X, "1"), submission(Y, "2", former=X), submission(Z, "3", former=Y)]
    report = take(workspace, briefcase(tmp_path / "odk", *(documents[number] for number in order)))
    assert receipts(report) == ["new", "updated", "updated"]
    assert story(workspace, RECORD) == "3"


def test_edits_may_come_one_by_one_in_any_order(workspace, tmp_path):
    """Each order has names of its own, so that one vault serves for all."""
    for number, order in enumerate(itertools.permutations(range(4))):
        names = [f"uuid:{number:08x}-0000-4000-8000-{step:012x}" for step in range(4)]
        chain = [
            submission(name, f"{number}.{step}", former=names[step - 1] if step else "")
            for step, name in enumerate(names)
        ]
        records = set()
        for step in order:
            report = take(workspace, briefcase(tmp_path / f"{number}/{step}", chain[step]))
            records.update(each.record for each in report.receipts if each.record)
        assert f"{number}.3" in {story(workspace, record) for record in records}
        entries = workspace.store.log.count()
        again = take(workspace, tmp_path / str(number))
        assert (again.new, again.count(Receipt.UPDATED), again.changes.records) == (0, 0, frozenset())
        assert workspace.store.log.count() == entries
        if order in {(0, 1, 2, 3), (3, 2, 1, 0)}:
            assert len(records) == 1


def test_edits_in_a_circle_end(workspace, tmp_path):
    folder = briefcase(tmp_path / "odk", submission(X, former=Y), submission(Y, former=X), submission(Z, former=Z))
    assert len(take(workspace, folder).receipts) == 3


def test_the_root_of_edits_tells_the_record(workspace, tmp_path):
    """Kobo keeps only the newest state and the name of the first."""
    take(workspace, briefcase(tmp_path / "1", submission(X)))
    report = take(workspace, briefcase(tmp_path / "2", submission(Z, "third", former=Y, root=X)))
    assert [(each.receipt, each.record) for each in report.receipts] == [(Receipt.UPDATED, RECORD)]


def test_an_unusual_name_makes_a_usual_id(workspace, tmp_path):
    odd = "Деревня 7/№ &lt;1&gt;"
    report = take(workspace, briefcase(tmp_path / "1", submission(odd)))
    record = report.receipts[0].record
    assert state(workspace, record) == State.SUBMITTED.value
    assert record.startswith("odk-")
    assert receipts(take(workspace, tmp_path / "1")) == ["identical"]
    assert receipts(take(workspace, briefcase(tmp_path / "2", submission(Y, "edited", former=odd)))) == ["updated"]


def test_a_past_record_is_a_fact_and_what_is_wrong_with_it_is_told(workspace, tmp_path):
    more = "<paid>maybe</paid><pay><amount>-3</amount></pay><pay><amount>5</amount></pay>"
    document = submission(X, more=more).replace("<day>2026-01-05</day>", "").replace("kz_uz_control", "nowhere")
    report = take(workspace, briefcase(tmp_path / "odk", document))
    assert receipts(report) == ["new"]
    assert report.receipts[0].problems == ("/stop/where/site", "/stop/paid")
    revision = workspace.store.records.revision(workspace.store.records.row(RECORD).head)
    assert revision.answers.get("/stop/pay[2]/amount") in ("5", "5.0")
    assert receipts(take(workspace, tmp_path / "odk")) == ["identical"]


def test_a_value_of_another_type_is_refused_by_name(workspace, tmp_path):
    report = take(workspace, briefcase(tmp_path / "odk", submission(X, more="<pay><amount>much</amount></pay>")))
    assert [(each.code, each.ref) for each in report.refused] == [(Code.ANSWER_WRONG_TYPE, "/stop/pay/amount")]
    assert state(workspace, RECORD) == ""


def test_unknown_fields_and_files_are_counted(workspace, tmp_path):
    folder = briefcase(tmp_path / "odk", submission(X, more="<weather>rain</weather>"))
    (folder / "forms/Stop/instances/uuid0/photo.jpg").write_bytes(b"picture")
    (receipt,) = take(workspace, folder).receipts
    assert (receipt.unknown, receipt.attachments) == (("/stop/weather",), 1)


def test_one_bad_submission_does_not_stop_the_others(workspace, tmp_path):
    nobody = submission(X).replace(f"<orx:instanceID>{X}</orx:instanceID>", "")
    other = submission(Y).replace('id="stop"', 'id="unknown"')
    report = take(workspace, briefcase(tmp_path / "odk", "<broken", nobody, other, submission(Z)))
    assert {each.what: each.code for each in report.refused} == {
        "uuid0": Code.ODK_NOT_A_SUBMISSION,
        "uuid1": Code.ODK_NO_INSTANCE_ID,
        "uuid2": Code.FORM_UNKNOWN,
    }
    assert report.new == 1


def test_only_the_wanted_form_is_taken(workspace, tmp_path):
    report = take(workspace, briefcase(tmp_path / "odk", submission(X)), form="visit")
    assert (report.receipts, report.other_forms) == ((), 1)


def test_an_unknown_version_is_read_by_the_nearest(workspace, tmp_path):
    report = take(workspace, briefcase(tmp_path / "1", submission(X, version="0")))
    assert (receipts(report), report.receipts[0].other_version) == (["new"], "1")
    Forms(workspace).import_file(helpers.form_file(tmp_path, "0"))
    assert receipts(take(workspace, tmp_path / "1")) == ["identical"]


def test_a_form_comes_with_its_folder(workspace, tmp_path):
    newer = Forms(workspace).instrument("stop").xform.replace('version="1"', 'version="2"')
    folder = briefcase(tmp_path / "odk", submission(X, version="2"))
    (folder / "forms/Stop/Stop.xml").write_text(newer, "utf-8")
    media = folder / "forms/Stop/Stop-media"
    media.mkdir()
    (media / "list.xml").write_text("<root><item/></root>")
    report = take(workspace, folder)
    assert (receipts(report), report.forms, report.receipts[0].other_version) == (["new"], ("stop",), "")
    assert workspace.store.records.row(RECORD).version == "2"


def test_a_form_that_cannot_be_used_is_named(workspace, tmp_path):
    folder = collect(tmp_path / "odk", submission(X).replace('id="stop"', 'id="broken"'))
    (folder / "forms").mkdir()
    broken = Forms(workspace).instrument("stop").xform.replace('id="stop"', 'id="broken"').replace("position(..)", "")
    (folder / "forms" / "broken.xml").write_text(broken.replace("= 'yes'", "= = 'yes'"), "utf-8")
    assert {each.what: each.code for each in take(workspace, folder).refused} == {
        "Stop_2026-01-05_09-00-00": Code.FORM_UNKNOWN,
        "broken.xml": Code.FORM_EXPRESSION,
    }


def test_outside_a_project_nothing_is_taken(tmp_path):
    with helpers.new_vault(tmp_path / "alone") as alone, pytest.raises(Refusal) as caught:
        take(alone, briefcase(tmp_path / "odk", submission(X)))
    assert caught.value.code is Code.PROJECT_MISSING


def test_a_draft_of_that_name_stays(workspace, tmp_path):
    Recording(workspace).start("stop", RECORD)
    report = take(workspace, briefcase(tmp_path / "odk", submission(X)))
    assert [each.code for each in report.refused] == [Code.RECORD_EXISTS]
    assert workspace.store.drafts.get(RECORD) is not None


def test_an_imported_record_can_be_amended_here_and_the_folder_taken_again(workspace, tmp_path):
    folder = briefcase(tmp_path / "odk", submission(X))
    take(workspace, folder)
    helpers.amend(workspace, RECORD, "corrected here")
    again = take(workspace, folder)
    assert (receipts(again), again.refused) == (["out_of_date"], ())
    late = take(workspace, briefcase(tmp_path / "late", EDIT))
    assert [each.code for each in late.refused] == [Code.ODK_OUT_OF_DATE]
    assert story(workspace, RECORD) == "corrected here"
