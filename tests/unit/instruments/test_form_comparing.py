"""What two versions of a form differ in, told question by question."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.domain.form_changes import Change, FormChange
from fieldkit.instruments.comparing import compare
from tests.unit.instruments.forms import instrument

SURVEY = """| type           | name  | label::English (en) | label::Русский (ru) | relevant   | constraint |
            | begin group    | g     | Group               | Группа              |            |            |
            | integer        | age   | Age                 | Возраст             |            | . < 100    |
            | select_one yn  | paid  | Paid?               | Платили?            | ${age} > 1 |            |
            | end group      |       |                     |                     |            |            |
            | text           | words | In their words      | Их словами          |            |            |"""
CHOICES = """| list_name | name | label::English (en) | label::Русский (ru) |
             | yn        | yes  | Yes                 | Да                  |
             | yn        | no   | No                  | Нет                 |"""


def changes(before: tuple[str, str], after: tuple[str, str]) -> list[FormChange]:
    """Differences of two surveys with their choices."""
    return list(compare(instrument(*before).xform, instrument(*after).xform))


def kinds(survey: str = SURVEY, choices: str = CHOICES) -> list[tuple[Change, str, str, str, str]]:
    """What a changed survey or list differs in."""
    found = changes((SURVEY, CHOICES), (survey, choices))
    return [(each.change, each.ref, each.name, each.before, each.after) for each in found]


def test_a_form_does_not_differ_from_itself() -> None:
    assert kinds() == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("integer  ", "decimal  ", (Change.TYPE, "/small/g/age", "", "int input", "decimal input")),
        ("| Age ", "| How old? ", (Change.LABEL, "/small/g/age", "English (en)", "Age", "How old?")),
        (". < 100", ". < 120", (Change.CONSTRAINT, "/small/g/age", "", ". < 100", ". < 120")),
        (
            "${age} > 1",
            "${age} > 2",
            (Change.RELEVANT, "/small/g/paid", "", "/small/g/age > 1", "/small/g/age > 2"),
        ),
        ("words |", "story |", (Change.QUESTION_RENAMED, "/small/story", "", "/small/words", "/small/story")),
    ],
)
def test_one_change_is_told_as_one(old: str, new: str, expected: tuple[Change, str, str, str, str]) -> None:
    assert old in SURVEY
    assert kinds(SURVEY.replace(old, new)) == [expected]


def test_a_question_that_moves_into_a_group_is_the_same_question() -> None:
    lines = SURVEY.splitlines()
    moved = "\n".join([*lines[:2], lines[-1], *lines[2:-1]])
    assert kinds(moved) == [(Change.QUESTION_RENAMED, "/small/g/words", "", "/small/words", "/small/g/words")]


def test_questions_that_come_and_go_are_told_with_their_label() -> None:
    lines = SURVEY.splitlines()
    fresh = "| date | seen | Seen on | Видели | | |"
    assert kinds("\n".join([*lines[:-1], fresh])) == [
        (Change.QUESTION_REMOVED, "/small/words", "", "In their words", ""),
        (Change.QUESTION_ADDED, "/small/seen", "", "", "Seen on"),
    ]


def test_choices_that_come_go_and_change() -> None:
    choices = CHOICES.replace("| no   | No ", "| never | Never ").replace("| Да ", "| Ага ")
    assert kinds(choices=choices) == [
        (Change.CHOICE_LABEL, "/small/g/paid", "yes", "Да", "Ага"),
        (Change.CHOICE_ADDED, "/small/g/paid", "never", "", "Never"),
        (Change.CHOICE_REMOVED, "/small/g/paid", "no", "No", ""),
    ]


def test_another_order_of_choices_is_told() -> None:
    head, *rows = CHOICES.splitlines()
    assert kinds(choices="\n".join([head, *reversed(rows)])) == [(Change.ORDER, "/small/g/paid", "", "", "")]


def test_a_language_that_comes_or_goes_is_told_once() -> None:
    one = SURVEY.replace("| label::Русский (ru) ", "| _ru ")
    less = CHOICES.replace("| label::Русский (ru) ", "| _ru ")
    assert kinds(one, less) == [(Change.LANGUAGE_REMOVED, "", "Русский (ru)", "", "")]
    back = changes((one, less), (SURVEY, CHOICES))
    assert [(each.change, each.name) for each in back] == [(Change.LANGUAGE_ADDED, "Русский (ru)")]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from("abcdef"), unique=True), st.lists(st.sampled_from("abcdef"), unique=True))
def test_what_comes_one_way_goes_the_other(first: list[str], second: list[str]) -> None:
    def survey(names: list[str]) -> str:
        rows = [f"| text | {name} | Label {name} |" for name in ("always", *names)]
        return "\n".join(["| type | name | label |", *rows])

    there = changes((survey(first), ""), (survey(second), ""))
    back = changes((survey(second), ""), (survey(first), ""))
    added = {each.ref for each in there if each.change is Change.QUESTION_ADDED}
    removed = {each.ref for each in there if each.change is Change.QUESTION_REMOVED}
    assert added == {f"/small/{name}" for name in {*second} - {*first}}
    assert removed == {f"/small/{name}" for name in {*first} - {*second}}
    assert added == {each.ref for each in back if each.change is Change.QUESTION_REMOVED}
