"""A record goes back with reasons for single answers, and its author reads them beside the questions."""

import pytest

from fieldkit.domain.bodies import Remark
from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.services.browsing import Browsing
from fieldkit.services.recording import Recording
from fieldkit.services.remarks import askable, asked
from tests.unit.services.helpers import FORM, amend, reviewing, state, submit


def a_ref(workspace, record: str) -> tuple[str, str]:
    """An answered question of a record, and its label."""
    item = Browsing(workspace).show(record).sections[0].items[0]
    return item.ref, item.label


def test_reasons_stand_beside_their_questions_until_the_record_is_corrected(workspace):
    record = submit(workspace)
    ref, label = a_ref(workspace, record)
    reviewing(workspace).return_to_author(record, "", (Remark(ref=ref, words="Which of both?"),))
    assert state(workspace, record) == State.RETURNED
    assert Browsing(workspace).show(record).row.reason == "Which of both?"
    assert [(each.ref, each.label, each.words) for each in asked(workspace, record)] == [(ref, label, "Which of both?")]
    draft = Recording(workspace).amend(record)
    assert [each.ref for each in Recording(workspace).open(draft).asked] == [ref]
    Recording(workspace).discard(draft)
    amend(workspace, record, "more")
    assert asked(workspace, record) == ()


def test_a_later_word_replaces_the_reasons(workspace):
    record = submit(workspace)
    ref, _label = a_ref(workspace, record)
    desk = reviewing(workspace)
    desk.return_to_author(record, "Look again", (Remark(ref=ref, words="first"),))
    desk.return_to_author(record, "Look again", (Remark(ref=ref, words="second"),))
    assert [each.words for each in asked(workspace, record)] == ["second"]
    desk.accept(record)
    assert asked(workspace, record) == ()


def test_a_reason_may_be_about_a_question_without_an_answer(workspace):
    recording = Recording(workspace)
    draft = recording.start(FORM)
    session = recording.resume(draft)
    session.set("/stop/where/site", "kz_uz_control")
    session.set("/stop/paid", "yes")
    recording.save(draft, session.draft())
    record = recording.submit(draft).id
    offered = {item.ref: item.value for section in askable(workspace, record) for item in section.items}
    assert {ref for ref, value in offered.items() if not value} == {
        "/stop/where/day",
        "/stop/story",
        "/stop/pay/amount",
    }
    told = (Remark(ref="/stop/where/day", words="Which day?"), Remark(ref="/stop/pay/amount", words="How much?"))
    reviewing(workspace).return_to_author(record, "", told)
    assert [(each.label, each.words) for each in asked(workspace, record)] == [
        ("Day", "Which day?"),
        ("Amount", "How much?"),
    ]


def test_a_question_that_the_form_does_not_ask_is_refused(workspace):
    record = submit(workspace)
    with pytest.raises(Refusal) as caught:  # nothing was paid, as far as the record says
        reviewing(workspace).return_to_author(record, "", (Remark(ref="/stop/pay/amount", words="How much?"),))
    assert caught.value.code is Code.ANSWER_UNKNOWN_QUESTION


def test_a_question_that_the_form_does_not_have_is_refused(workspace):
    record = submit(workspace)
    with pytest.raises(Refusal) as caught:
        reviewing(workspace).return_to_author(record, "", (Remark(ref="/data/nowhere", words="Why?"),))
    assert caught.value.code is Code.ANSWER_UNKNOWN_QUESTION
    assert state(workspace, record) == State.SUBMITTED
