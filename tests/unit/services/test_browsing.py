"""Lists, search, pages, one record in words, its history, the numbers of the home page."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.clock import SteppingClock
from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.services.browsing import Browsing
from fieldkit.services.bundling import LAST_SEQ
from fieldkit.services.recording import Recording
from tests.unit.services import helpers
from tests.unit.services.helpers import FORM, amend, reviewing, submit

RECORDS = 23


def found(workspace, text, **filters):
    return {row.id for row in Browsing(workspace).page(RecordFilter(text=text, **filters)).rows}


@pytest.mark.parametrize(
    "text", ["взятка", "ВЗЯТКУ", "взятк", "деньгам взятки", "взятка, деньги!", "самолёт", "самолет", "officers", "offi"]
)
def test_words_are_found_in_any_form(workspace, text):
    record = submit(workspace, "Просили взятки и деньги за самолёт; three officers stood there")
    submit(workspace, "Nothing of that kind")
    assert found(workspace, text) == {record}


@pytest.mark.parametrize(
    "text", ["взятка паспорт", "зятка", '"', "AND", "взятка OR", "NEAR(", "!!!", "stems:взятка NOT"]
)
def test_what_is_not_in_a_record_does_not_find_it(workspace, text):
    submit(workspace, "Просили взятки")
    assert found(workspace, text) == set()


def test_search_follows_the_newest_revision_and_finds_sites_and_ids(workspace):
    record = submit(workspace, "взятка")
    other = submit(workspace, "пусто", site="site_unlisted")
    amend(workspace, record, "штраф")
    assert found(workspace, "взятка") == set()
    assert found(workspace, "штрафы") == {record}
    assert found(workspace, "kz_uz_control") == {record}
    assert found(workspace, other) == {other}


def test_filters_restrict_together(workspace):
    first, second = submit(workspace, "взятка"), submit(workspace, "взятка", site="site_unlisted")
    reviewing(workspace).accept(first)
    assert found(workspace, "взятка", states=(State.ACCEPTED.value,)) == {first}
    assert found(workspace, "взятка", site="site_unlisted") == {second}
    assert found(workspace, "", form="other") == set()
    assert found(workspace, "", form=FORM) == {first, second}


def test_drafts_lead_the_first_page_only(workspace):
    records = {submit(workspace, str(number)) for number in range(3)}
    drafts = [Recording(workspace).start(FORM) for _ in range(2)]
    browsing = Browsing(workspace)
    first = browsing.page(RecordFilter(), limit=2)
    assert [row.id for row in first.rows[:2]] == drafts[::-1]
    assert (len(first.rows), first.total) == (4, 5)
    second = browsing.page(RecordFilter(), limit=2, after=first.next)
    assert {row.id for row in (*first.rows[2:], *second.rows)} == records
    assert (second.next, second.total) == ("", 5)
    assert found(workspace, "", states=(State.DRAFT.value,)) == set(drafts)
    assert found(workspace, "", states=(State.SUBMITTED.value,)) == records
    assert found(workspace, "  ") == records | set(drafts)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Many records, most of them of the same second."""
    clock = SteppingClock(step=timedelta(milliseconds=60))
    with helpers.office(tmp_path_factory.mktemp("many"), clock) as workspace:
        for number in range(RECORDS):
            submit(workspace, "взятка" if number % 3 else "штраф")
        yield workspace


@given(limit=st.integers(1, RECORDS + 2), text=st.sampled_from(["", "взятка", "штрафы", "нет"]))
def test_pages_neither_repeat_nor_leave_out(many, limit, text):
    wanted, browsing = RecordFilter(text=text), Browsing(many)
    page = browsing.page(wanted, limit=limit)
    rows = list(page.rows)
    while page.next:
        assert len(page.rows) == limit
        page = browsing.page(wanted, limit=limit, after=page.next)
        rows += page.rows
    assert rows == list(browsing.page(wanted, limit=1000).rows)
    assert [row.updated for row in rows] == sorted((row.updated for row in rows), reverse=True)
    assert len({row.id for row in rows}) == len(rows) == page.total


def test_what_comes_while_one_turns_pages_moves_nothing(workspace):
    old = [submit(workspace, str(number)) for number in range(6)]
    browsing = Browsing(workspace)
    first = browsing.page(RecordFilter(), limit=3)
    submit(workspace, "new")
    reviewing(workspace).accept(old[-1])
    second = browsing.page(RecordFilter(), limit=3, after=first.next)
    assert [row.id for row in (*first.rows, *second.rows)] == old[::-1]


def test_a_record_is_shown_in_words_of_its_form(workspace):
    draft = Recording(workspace).start(FORM)
    helpers.fill(workspace, draft, story="сказали", amount="500")
    Recording(workspace).submit(draft)
    view = Browsing(workspace).show(draft, "ru")
    assert [
        (section.title, [(item.label, item.value, item.privacy) for item in section.items]) for section in view.sections
    ] == [
        ("Где и когда", [("Место", "Пункт контроля", "quasi"), ("День", "2026-01-05", "quasi")]),
        ("", [("Что рассказали", "сказали", "sensitive"), ("Брали ли деньги?", "Да", "")]),
        ("Платёж", [("Сумма", "500", "")]),
    ]
    assert Browsing(workspace).show(draft, "en").sections[0].title == "Where and when"
    assert Browsing(workspace).show(draft, "kk").sections[0].title == "Where and when"
    assert view.row.title == "Stop"
    assert view.row.place == workspace.reference.site_label("kz_uz_control", "ru") != ""


def test_a_draft_is_shown_too_and_an_unknown_id_refused(workspace):
    draft = Recording(workspace).start(FORM)
    helpers.fill(workspace, draft, story="half")
    view = Browsing(workspace).show(draft)
    assert view.row.state == State.DRAFT.value
    assert "half" in [item.value for section in view.sections for item in section.items]
    for call in (Browsing(workspace).show, Browsing(workspace).history):
        with pytest.raises(Refusal) as caught:
            call("nothing")
        assert caught.value.code is Code.RECORD_UNKNOWN


def test_history_tells_only_of_records(workspace):
    record = submit(workspace)
    reviewing(workspace).return_to_author(record, "Which day?")
    first, second = Browsing(workspace).history(record)
    assert (first.kind, first.author, first.parents) == ("revision", "O1", ())
    assert (second.kind, second.revision, second.note) == ("returned", first.revision, "Which day?")
    with pytest.raises(Refusal):  # the log has an entry about the roster under this name
        Browsing(workspace).history(str(workspace.require_roster().generation))


def test_the_numbers_of_the_home_page(workspace):
    assert Browsing(workspace).counts().not_handed_over == 0
    first, _ = submit(workspace), submit(workspace)
    reviewing(workspace).accept(first)
    Recording(workspace).start(FORM)
    counts = Browsing(workspace).counts()
    assert (counts.drafts, counts.of(State.ACCEPTED), counts.of(State.SUBMITTED), counts.not_handed_over) == (
        1,
        1,
        1,
        2,
    )
    assert counts.of(State.WITHDRAWN) == 0
    head = workspace.store.log.head(workspace.identity.device, workspace.identity.epoch)
    workspace.store.settings.put(LAST_SEQ, str(head.head.seq))
    submit(workspace)
    assert Browsing(workspace).counts().not_handed_over == 1
