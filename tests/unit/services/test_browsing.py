"""Lists, search, pages, one record in words, its history, the numbers of the home page."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.clock import SteppingClock
from fieldkit.domain.listing import GROUPED, Column, Order, RecordFilter
from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.services.browsing import Browsing, Facet, Facets
from fieldkit.services.confirmations import LAST_SEQ
from fieldkit.services.recording import Recording
from fieldkit.store import listing
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
    assert (len(first.rows), browsing.total(RecordFilter())) == (4, 5)
    second = browsing.page(RecordFilter(), limit=2, after=first.next)
    assert {row.id for row in (*first.rows[2:], *second.rows)} == records
    assert second.next == ""
    assert found(workspace, "", states=(State.DRAFT.value,)) == set(drafts)
    assert found(workspace, "", states=(State.SUBMITTED.value,)) == records
    assert found(workspace, "  ") == records | set(drafts)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Many records, most of them of the same second, at two sites, in four states."""
    clock = SteppingClock(step=timedelta(milliseconds=60))
    with helpers.new_office(tmp_path_factory.mktemp("many"), clock) as workspace:
        desk = reviewing(workspace)
        decisions = (desk.accept, lambda record: desk.exclude(record, "Hearsay"), desk.withdraw)
        for number in range(RECORDS):
            site = "site_unlisted" if number % 5 == 1 else "kz_uz_control"
            record = submit(workspace, "взятка" if number % 3 else "штраф", site=site)
            if number % 4 < len(decisions):
                decisions[number % 4](record)
        yield workspace


ORDERS = st.builds(
    Order,
    column=st.sampled_from(Column),
    descending=st.booleans(),
    groups=st.sampled_from([(), ("site_unlisted", "withdrawn"), ("excluded", "submitted", "kz_uz_control")]),
)
FILTERS = st.builds(
    RecordFilter,
    text=st.sampled_from(["", "", "взятка", "штрафы", "нет", "!"]),
    states=st.sets(st.sampled_from([State.SUBMITTED, State.ACCEPTED, State.WITHDRAWN, State.RETURNED])).map(tuple),
    form=st.sampled_from(["", "", FORM, "other"]),
    site=st.sampled_from(["", "", "kz_uz_control", "site_unlisted", "elsewhere"]),
)


@settings(max_examples=300)
@given(
    limit=st.integers(1, RECORDS + 2),
    wanted=FILTERS,
    order=ORDERS,
    fetched=st.sampled_from([listing._FETCHED, 1, 10**9]),
    soon=st.sampled_from([listing._SOON, 2, 0]),
)
def test_pages_of_any_order_and_filter_give_each_record_once_and_sorted(many, limit, wanted, order, fetched, soon):
    with pytest.MonkeyPatch.context() as patch:  # all ways of searching
        patch.setattr(listing, "_FETCHED", fetched)
        patch.setattr(listing, "_SOON", soon)
        rows = paged(Browsing(many), wanted, order, limit)
    expected = [row for row in map(many.store.records.row, ids(many)) if fits(many, row, wanted)]
    expected.sort(key=lambda row: (row.updated, row.id), reverse=True)
    places = {group: place for place, group in enumerate(order.groups)}
    if order.column in GROUPED:
        expected.sort(
            key=lambda row: (places.get(value(row, order), len(places)), value(row, order)), reverse=order.descending
        )
    else:
        expected.sort(key=lambda row: (value(row, order), row.id), reverse=order.descending)
    assert [row.id for row in rows] == [row.id for row in expected]
    assert Browsing(many).total(wanted) == len(rows)


def paged(browsing, wanted, order, limit):
    page = browsing.page(wanted, limit=limit, order=order)
    rows = list(page.rows)
    while page.next:
        assert len(page.rows) == limit
        page = browsing.page(wanted, limit=limit, after=page.next, order=order)
        rows += page.rows
    return rows


def ids(workspace):
    return sorted(item.record for item in workspace.store.facts.all())


def value(row, order):
    return getattr(row, order.column.value)


def fits(workspace, row, wanted):
    """What a filter asks, read from the revision instead of from the index."""
    revision = workspace.store.records.revision(row.head) if row.head else None
    story = revision.answers.get("/stop/story") if revision else ""
    return (
        (not wanted.text or (wanted.text[:5] in story and story != ""))
        and (not wanted.states or row.state in wanted.states)
        and wanted.form in {"", row.form}
        and wanted.site in {"", row.site}
    )


def test_an_anchor_holds_when_the_last_row_leaves_its_group(workspace):
    records = [submit(workspace, site=site) for site in ("kz_uz_control", "site_unlisted", "kz_uz_control")]
    order, browsing = Order(column=Column.STATE, descending=False), Browsing(workspace)
    reviewing(workspace).accept(records[1])
    first = browsing.page(RecordFilter(), limit=1, order=order)
    assert [row.id for row in first.rows] == [records[1]]
    reviewing(workspace).withdraw(records[1])
    second = browsing.page(RecordFilter(), limit=5, after=first.next, order=order)
    assert [row.id for row in second.rows] == [records[2], records[0], records[1]]


def test_what_there_is_to_filter_by(workspace):
    assert Browsing(workspace).facets() == Facets((), ())
    submit(workspace)
    submit(workspace, site="site_unlisted")
    facets = Browsing(workspace).facets("ru")
    assert facets.forms == (Facet(FORM, "Stop"),)
    label = workspace.reference.site_label("kz_uz_control", "ru")
    assert facets.sites == (Facet("kz_uz_control", label), Facet("site_unlisted", facets.sites[1].label))


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
