"""Corrections that two people made without knowing of each other: joined where they do not touch, else a conflict."""

import pytest

from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.records import State, base_of
from fieldkit.services.browsing import Browsing
from fieldkit.services.comparing import Comparing
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace
from tests.unit.services import helpers
from tests.unit.services.helpers import diverge, fork, part_ways, reviewing, state, submit

STORY, DAY, PAID, AMOUNT = "/stop/story", "/stop/where/day", "/stop/paid", "/stop/pay/amount"


def shown(workspace: Workspace, record: str) -> dict[str, str]:
    row = workspace.store.records.row(record)
    assert row is not None
    revision = workspace.store.records.revision(row.head)
    assert revision is not None
    return {item.ref: item.value for item in revision.answers.items}


def test_corrections_of_different_questions_are_joined(workspace: Workspace) -> None:
    record = submit(workspace, "old")
    diverge(workspace, record, "new", "2026-02-02")
    assert state(workspace, record) == State.SUBMITTED
    told = shown(workspace, record)
    assert (told[STORY], told[DAY]) == ("new", "2026-02-02")
    history = Browsing(workspace).history(record)
    assert [event.kind for event in history] == ["revision", "revision", "revision", "joined"]
    changed = Comparing(workspace).change(record, history[-1].revision)
    assert {row.label for row in changed.rows} == {"What was told", "Day"}
    assert [row.id for row in Browsing(workspace).page(RecordFilter(text="new")).rows] == [record]


def test_the_same_question_answered_in_two_ways_is_a_conflict(workspace: Workspace) -> None:
    record = submit(workspace, "old")
    fork(workspace, record, "one", "two")
    assert state(workspace, record) == State.CONFLICT


def test_a_joined_record_is_reviewed_and_corrected_like_any_other(workspace: Workspace) -> None:
    record = submit(workspace, "old")
    diverge(workspace, record, "new", "2026-02-02")
    reviewing(workspace).accept(record)
    assert state(workspace, record) == State.ACCEPTED
    helpers.amend(workspace, record, "newer")
    assert state(workspace, record) == State.SUBMITTED
    assert shown(workspace, record)[STORY] == "newer"
    assert len(workspace.store.records.parents(record)) == 4


def test_a_third_correction_joins_too_and_a_touching_one_is_told(workspace: Workspace) -> None:
    record = submit(workspace, "old")
    part_ways(workspace, record, ((STORY, "new"),), ((DAY, "2026-02-02"),), ((PAID, "no"),))
    told = shown(workspace, record)
    assert (told[STORY], told[DAY], told[PAID]) == ("new", "2026-02-02", "no")
    other = submit(workspace, "old")
    part_ways(workspace, other, ((STORY, "new"),), ((DAY, "2026-02-02"),), ((DAY, "2026-03-03"),))
    assert state(workspace, other) == State.CONFLICT


def test_what_the_form_would_not_have_is_for_a_person_to_decide(workspace: Workspace) -> None:
    """One says that no money was taken; the other tells how much more it was."""
    recording = Recording(workspace)
    draft = recording.start(helpers.FORM)
    helpers.fill(workspace, draft, story="told", amount="5")
    record = recording.submit(draft).id
    part_ways(workspace, record, ((PAID, "no"),), ((AMOUNT, "7"),))
    assert state(workspace, record) == State.CONFLICT


def test_a_withdrawal_takes_the_joined_answers_too(workspace: Workspace) -> None:
    record = submit(workspace, "old")
    diverge(workspace, record, "secret", "2026-02-02")
    reviewing(workspace).withdraw(record)
    assert workspace.store._database.rows(tuple[int], "SELECT count(*) FROM joined WHERE record = ?", record) == [(0,)]


def test_the_joined_answers_are_the_same_whoever_joins_them(workspace: Workspace) -> None:
    record = submit(workspace, "old")
    diverge(workspace, record, "new", "2026-02-02")
    row = workspace.store.records.row(record)
    workspace.store.projection.rebuild()
    assert workspace.store.records.row(record) == row


@pytest.mark.parametrize(
    ("parents", "heads", "base"),
    [
        ({"a": (), "b": ("a",), "c": ("a",)}, ("b", "c"), "a"),
        ({"a": (), "b": ("a",), "c": ("b",), "d": ("b",)}, ("c", "d"), "b"),
        ({"a": (), "b": ()}, ("a", "b"), None),
        ({"b": ("a",), "c": ("a",)}, ("b", "c"), None),
        ({"a": (), "b": ("a",), "c": ("a",), "d": ("b", "c"), "e": ("b", "c")}, ("d", "e"), None),
        ({"a": (), "b": ("a",), "c": ("a",), "d": ("a",)}, ("b", "c", "d"), "a"),
    ],
    ids=["fork", "later", "strangers", "unknown", "crossed", "three"],
)
def test_what_versions_come_from(parents: dict[str, tuple[str, ...]], heads: tuple[str, ...], base: str | None) -> None:
    assert base_of(parents, heads) == base
    assert base_of(dict(reversed(parents.items())), heads[::-1]) == base


def test_a_projection_that_is_made_anew_keeps_the_joined_answers(workspace: Workspace) -> None:
    record = submit(workspace, "old")
    diverge(workspace, record, "new", "2026-02-02")
    workspace.store.projection.rebuild()
    told = shown(workspace, record)
    assert (told[STORY], told[DAY]) == ("new", "2026-02-02")
