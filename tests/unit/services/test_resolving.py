"""Deciding conflicts: what is asked, what a decision makes of the record, and what is refused."""

from collections.abc import Callable

import pytest

from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.services.resolving import Conflict, Resolving
from fieldkit.services.workspace import Workspace
from tests.unit.services import helpers
from tests.unit.services.helpers import fork, part_ways, state, submit

STORY, DAY, PAID, AMOUNT = "/stop/story", "/stop/where/day", "/stop/paid", "/stop/pay/amount"


def shown(workspace: Workspace, record: str) -> dict[str, str]:
    row = workspace.store.records.row(record)
    revision = workspace.store.records.revision(row.head) if row else None
    return {item.ref: item.value for item in revision.answers.items} if revision else {}


def refused(call: Callable[..., object], *arguments: object) -> Code:
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value.code


def number_of(conflict: Conflict, ref: str, value: str) -> int:
    question = next(each for each in conflict.questions if each.ref == ref)
    return question.values.index(value)


def test_only_what_clashes_is_asked_and_the_rest_is_combined(workspace: Workspace) -> None:
    record = submit(workspace, "old")
    part_ways(workspace, record, ((STORY, "one"), (DAY, "2026-02-02")), ((STORY, "two"),))
    conflict = Resolving(workspace).look(record)
    assert [(each.ref, each.label, set(each.values)) for each in conflict.questions] == [
        (STORY, "What was told", {"one", "two"})
    ]
    Resolving(workspace).decide(record, {STORY: number_of(conflict, STORY, "two")})
    assert state(workspace, record) == State.SUBMITTED
    told = shown(workspace, record)
    assert (told[STORY], told[DAY]) == ("two", "2026-02-02")
    assert refused(Resolving(workspace).look, record) is Code.RECORD_NO_CONFLICT


def test_one_version_is_taken_as_a_whole(workspace: Workspace) -> None:
    record = submit(workspace, "old")
    fork(workspace, record, "one", "two")
    conflict = Resolving(workspace).look(record)
    Resolving(workspace).take(record, number_of(conflict, STORY, "one"))
    assert shown(workspace, record)[STORY] == "one"
    assert state(workspace, record) == State.SUBMITTED


def test_what_the_form_would_not_have_is_asked_question_by_question(workspace: Workspace) -> None:
    record = recording_amount(workspace)
    part_ways(workspace, record, ((PAID, "no"),), ((AMOUNT, "7"),))
    conflict = Resolving(workspace).look(record)
    assert PAID in [question.ref for question in conflict.questions]
    yes = conflict.versions.index(
        next(version for version in conflict.versions if answers_of(workspace, version.revision).get(AMOUNT) == "7")
    )
    mixed = {question.ref: 1 - yes if question.ref == PAID else yes for question in conflict.questions}
    assert refused(Resolving(workspace).decide, record, mixed) is Code.RESOLVE_NOT_TOGETHER
    Resolving(workspace).decide(record, {question.ref: yes for question in conflict.questions})
    assert shown(workspace, record)[AMOUNT].startswith("7")
    assert shown(workspace, record)[PAID] == "yes"


def answers_of(workspace: Workspace, name: str) -> dict[str, str]:
    revision = workspace.store.records.revision(name)
    return {item.ref: item.value.removesuffix(".0") for item in revision.answers.items} if revision else {}


def recording_amount(workspace: Workspace) -> str:
    recording = helpers.Recording(workspace)
    draft = recording.start(helpers.FORM)
    helpers.fill(workspace, draft, story="told", amount="5")
    return recording.submit(draft).id


def test_a_decision_needs_every_question_and_a_version_that_is_there(workspace: Workspace) -> None:
    record = submit(workspace, "old")
    part_ways(workspace, record, ((STORY, "one"), (DAY, "2026-02-02")), ((STORY, "two"), (DAY, "2026-03-03")))
    resolving = Resolving(workspace)
    assert refused(resolving.decide, record, {STORY: 0}) is Code.RESOLVE_UNDECIDED
    assert refused(resolving.decide, record, {STORY: 0, DAY: 2}) is Code.RESOLVE_UNKNOWN_VERSION
    assert refused(resolving.take, record, 2) is Code.RESOLVE_UNKNOWN_VERSION
    assert refused(resolving.look, "R-0") is Code.RECORD_UNKNOWN
    assert state(workspace, record) == State.CONFLICT


def test_conflicts_are_listed(workspace: Workspace) -> None:
    records = {submit(workspace, word) for word in ("old", "older")}
    for record in records:
        fork(workspace, record, "one", "two")
    submit(workspace, "calm")
    assert {conflict.record for conflict in Resolving(workspace).conflicts()} == records
