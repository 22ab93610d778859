"""From an opened form to a revision: drafts are kept as they are, revisions only when they are whole."""

import json

import pytest

from fieldkit.domain.answers import Answer, Answers
from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.services.forms import Forms
from fieldkit.services.recording import Recording
from tests.unit.services import helpers
from tests.unit.services.helpers import FORM, fill, state, submit, unlock

ANSWERS = {"site": "kz_uz_control", "story": "Просил взятку", "paid": "yes", "pay": [{"amount": 500}, {"amount": 20}]}


def refused(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    return caught.value


def add(workspace, answers=None, **named):
    return Recording(workspace).add(FORM, json.dumps(answers or ANSWERS).encode(), **named)


def test_a_draft_is_there_after_the_vault_was_closed(tmp_path):
    with helpers.office(tmp_path) as workspace:
        draft = Recording(workspace).start(FORM)
        fill(workspace, draft, story="half a sen")
    with unlock(tmp_path / "vault") as workspace:
        session = Recording(workspace).resume(draft)
        assert session.node("/stop/story").value == "half a sen"
        assert [row.id for row in Recording(workspace).drafts()] == [draft]
        assert workspace.store.log.head(workspace.identity.device, workspace.identity.epoch) is not None
        assert state(workspace, draft) == ""


def test_submitting_turns_the_draft_into_a_record(workspace):
    recording = Recording(workspace)
    draft = recording.start(FORM)
    fill(workspace, draft, story="said", amount="500")
    saved = recording.submit(draft)
    assert (saved.id, saved.state) == (draft, State.SUBMITTED.value)
    assert saved.changes.records == {draft} == saved.changes.drafts
    assert recording.drafts() == ()
    assert refused(recording.resume, draft).code is Code.RECORD_NOT_A_DRAFT
    revision = workspace.store.records.revision(saved.revision)
    assert revision is not None
    assert (revision.author, revision.answers.get("/stop/pay/amount")) == ("O1", "500")


def test_what_is_not_whole_is_refused_and_stays_a_draft(workspace):
    recording = Recording(workspace)
    draft = recording.start(FORM)
    session = recording.resume(draft)
    session.set("/stop/paid", "yes")
    session.set("/stop/pay/amount", "-3")
    recording.save(draft, session.draft())
    refusal = refused(recording.submit, draft)
    assert refusal.code is Code.ANSWER_PROBLEMS
    assert refusal.params == {"count": 2, "ref": "/stop/where/site"}
    assert recording.resume(draft).node("/stop/pay/amount").value == "-3"


def test_answers_given_at_submitting_are_kept_when_they_are_refused_and_need_no_saving_before(workspace):
    recording = Recording(workspace)
    draft = recording.start(FORM)
    session = recording.resume(draft)
    session.set("/stop/story", "said last")
    assert refused(recording.submit, draft, session.draft()).code is Code.ANSWER_PROBLEMS
    assert recording.resume(draft).node("/stop/story").value == "said last"
    other = recording.start(FORM)
    fill(workspace, other, story="said at once", amount="500")
    answers = recording.resume(other).draft()
    saved = recording.submit(draft, answers)
    assert workspace.store.records.revision(saved.revision).answers.get("/stop/story") == "said at once"
    assert refused(recording.submit, draft, answers).code is Code.RECORD_NOT_A_DRAFT


def test_words_that_are_no_answer_yet_come_back_and_are_never_submitted(workspace):
    recording = Recording(workspace)
    draft = recording.start(FORM)
    fill(workspace, draft, amount="500")
    answers = recording.resume(draft).draft()
    typed = (Answer(ref="/stop/pay/amount", value="five hund"),)
    recording.save(draft, answers, typed)
    assert recording.open(draft).typed == typed
    assert refused(recording.submit, draft).params == {"count": 1, "ref": "/stop/pay/amount"}
    recording.save(draft, answers)
    assert recording.open(draft).typed == ()
    assert recording.submit(draft).revision


def test_answers_to_what_is_not_asked_stay_in_the_draft_only(workspace):
    recording = Recording(workspace)
    draft = recording.start(FORM)
    fill(workspace, draft, amount="500")
    session = recording.resume(draft)
    session.set("/stop/paid", "no")
    recording.save(draft, session.draft())
    assert recording.resume(draft).node("/stop/pay/amount").value == "500"
    revision = workspace.store.records.revision(recording.submit(draft).revision)
    assert revision is not None
    assert revision.answers.get("/stop/pay/amount") == ""


def test_outside_a_project_there_are_drafts_but_no_revisions(alone, tmp_path):
    Forms(alone).import_file(helpers.form_file(tmp_path))
    recording = Recording(alone)
    draft = recording.start(FORM)
    fill(alone, draft)
    assert refused(recording.submit, draft).code is Code.PROJECT_MISSING
    assert [row.id for row in recording.drafts()] == [draft]
    assert refused(add, alone, submit=True).code is Code.PROJECT_MISSING
    assert [row.id for row in recording.drafts()] == [draft]


def test_an_amendment_follows_the_revision_and_is_begun_once(workspace):
    recording = Recording(workspace)
    record = submit(workspace, "first")
    draft = recording.amend(record)
    assert recording.amend(record) == draft != record
    assert [(row.id, row.record) for row in recording.drafts()] == [(draft, record)]
    assert state(workspace, record) == State.SUBMITTED.value
    fill(workspace, draft, story="second")
    saved = recording.submit(draft)
    assert (saved.id, recording.drafts()) == (record, ())
    revision = workspace.store.records.revision(saved.revision)
    assert revision is not None
    assert revision.answers.get("/stop/story") == "second"
    assert len(revision.parents) == 1
    assert state(workspace, record) == State.SUBMITTED.value


def test_an_amendment_of_a_conflict_settles_it(workspace):
    record = submit(workspace)
    helpers.fork(workspace, record, "one", "another")
    assert state(workspace, record) == State.CONFLICT.value
    helpers.amend(workspace, record, "both")
    assert state(workspace, record) == State.SUBMITTED.value
    assert len(workspace.store.records.parents(record)) == 4


def test_a_returned_record_says_why_beside_its_draft(workspace):
    record = submit(workspace)
    helpers.reviewing(workspace).return_to_author(record, "Which day?")
    Recording(workspace).amend(record)
    assert [row.reason for row in Recording(workspace).drafts()] == ["Which day?"]


def test_what_cannot_be_amended(workspace):
    recording = Recording(workspace)
    assert refused(recording.amend, "nothing").code is Code.RECORD_UNKNOWN
    record = submit(workspace)
    helpers.reviewing(workspace).withdraw(record)
    assert refused(recording.amend, record).code is Code.RECORD_WITHDRAWN


def test_a_discarded_draft_is_gone(workspace):
    recording = Recording(workspace)
    draft = recording.start(FORM)
    assert recording.discard(draft).drafts == {draft}
    assert recording.drafts() == ()
    assert refused(recording.discard, draft).code is Code.RECORD_NOT_A_DRAFT
    assert refused(recording.save, draft, Answers(form=FORM, version="1")).code is Code.RECORD_NOT_A_DRAFT


def test_answers_from_a_file_become_a_draft_or_a_record(workspace):
    draft = add(workspace)
    assert (draft.state, draft.revision) == (State.DRAFT.value, "")
    assert Recording(workspace).resume(draft.id).node("/stop/pay[2]/amount").value == "20"
    record = add(workspace, record_id="R-1", submit=True)
    assert (record.id, record.state, len(record.revision)) == ("R-1", State.SUBMITTED.value, 64)
    facts = {item.record: item.values("payment.amount_low") for item in workspace.store.facts.all()}
    assert facts == {"R-1": ("500", "20")}


@pytest.mark.parametrize(
    ("answers", "named", "code"),
    [
        ({"site": "nowhere"}, {}, Code.SITE_UNKNOWN),
        ({"story": "no site"}, {"submit": True}, Code.ANSWER_PROBLEMS),
        ({**ANSWERS, "paid": "no"}, {}, Code.ANSWER_NOT_RELEVANT),
        (ANSWERS, {"record_id": "taken"}, Code.RECORD_EXISTS),
        (ANSWERS, {"record_id": "draft"}, Code.RECORD_EXISTS),
        (ANSWERS, {"record_id": "no/id"}, Code.RECORD_UNKNOWN),
    ],
)
def test_a_refused_file_leaves_nothing_behind(workspace, answers, named, code):
    add(workspace, record_id="taken", submit=True)
    add(workspace, record_id="draft")
    entries = workspace.store.log.count()
    assert refused(add, workspace, answers, **named).code is code
    assert [row.id for row in Recording(workspace).drafts()] == ["draft"]
    assert workspace.store.log.count() == entries


def test_an_unknown_form_is_refused_and_a_shipped_one_comes_when_asked_for(workspace):
    assert refused(Recording(workspace).start, "nothing").code is Code.FORM_UNKNOWN
    draft = Recording(workspace).start("observation")
    assert Recording(workspace).resume(draft).instrument.form == "observation"


def test_the_draft_last_worked_on_comes_first(tmp_path):
    with helpers.office(tmp_path) as workspace:
        recording = Recording(workspace)
        first, second = recording.start(FORM), recording.start(FORM)
        assert [row.id for row in recording.drafts()] == [second, first]
        fill(workspace, first)
        assert [row.id for row in recording.drafts()] == [first, second]


def test_a_draft_keeps_the_version_of_the_form_it_was_begun_on(workspace, tmp_path):
    draft = Recording(workspace).start(FORM)
    Forms(workspace).import_file(helpers.form_file(tmp_path, "2"))
    assert Recording(workspace).resume(draft).instrument.version == "1"
    assert Recording(workspace).resume(Recording(workspace).start(FORM)).instrument.version == "2"


METADATA = """
| survey |
|        | type     | name | label |
|        | deviceid | dev  |       |
|        | username | who  |       |
|        | today    | day  |       |
|        | text     | note | Note  |
| settings |
|          | form_id | form_title | version |
|          | meta    | Meta       | 1       |
"""


def test_a_form_that_asks_for_device_and_member_gets_their_codes(workspace, tmp_path):
    file = tmp_path / "meta.md"
    file.write_text(METADATA, "utf-8")
    Forms(workspace).import_file(file)
    recording = Recording(workspace)
    session = recording.resume(recording.start("meta"))
    values = {node.ref.rpartition("/")[2]: node.value for node in session.nodes()}
    assert (values["dev"], values["who"]) == (workspace.identity.device, "O1")
