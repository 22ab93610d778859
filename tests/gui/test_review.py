"""Reviewing at the window by keyboard: the next record comes by itself, reasons are asked, the queue runs empty."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.records import State
from fieldkit.gui.desk import Place
from fieldkit.gui.pages.review import Review
from fieldkit.gui.widgets.rows import ListRow
from fieldkit.services import remarks
from fieldkit.services.answers import Section
from fieldkit.services.browsing import Browsing
from fieldkit.services.resolving import Resolving
from fieldkit.services.reviewing import Reviewing
from fieldkit.services.workspace import Workspace
from tests.gui.hands import Person, type_keys
from tests.gui.test_record import of_state, rewrite, state


@pytest.fixture
def desk(supervisor: Person) -> Person:
    """A supervisor before a queue of a few records."""
    wanted = RecordFilter(states=(State.ACCEPTED.value,))
    accepted = supervisor.in_vault(lambda workspace: Browsing(workspace).page(wanted, limit=3).rows)
    for row in accepted:
        supervisor.in_vault(partial(rewrite, record=row.id))  # waits again
    supervisor.window.activateWindow()
    supervisor.go(Place.REVIEW)
    supervisor.settle()
    return supervisor


def page(person: Person) -> Review:
    shown = person.page
    assert isinstance(shown, Review)
    return shown


def waiting(person: Person) -> list[str]:
    return [row.id for row in person.in_vault(lambda workspace: Reviewing(workspace).queue())]


def key(person: Person, letter: str) -> None:
    QTest.keyClicks(page(person).queue, letter)
    person.settle()


def test_accepting_by_key_goes_on_to_the_next(desk: Person) -> None:
    queue = waiting(desk)
    assert page(desk)._current == queue[0]
    assert page(desk).queue.hasFocus()
    key(desk, "a")
    assert state(desk, queue[0]) == State.ACCEPTED
    assert page(desk)._current == queue[1]
    assert waiting(desk) == queue[1:]


def test_up_and_down_walk_and_decisions_are_about_the_record_in_sight(desk: Person) -> None:
    queue = waiting(desk)
    desk.keys(Qt.Key.Key_Down)
    assert page(desk)._current == queue[1]
    key(desk, "r")
    desk.write("Reason", "are you sure?", page(desk))  # letters that are keys of the page elsewhere
    desk.keys(Qt.Key.Key_Return)
    assert state(desk, queue[1]) == State.RETURNED
    assert state(desk, queue[0]) == State.SUBMITTED
    assert page(desk)._current == queue[2]


def test_reasons_are_bound_to_questions_by_keys(desk: Person) -> None:
    """R, the reason for the whole, Down to a question, its reason, Ctrl+Enter, the next one's, Enter."""
    first = page(desk)._current
    items = [item for section in desk.in_vault(partial(answers, record=first)) for item in section.items]
    key(desk, "r")
    returning = page(desk).decisions.returning
    assert not desk.find(QAbstractButton, "Return", returning).isEnabled()
    type_keys(returning.words, "two things")
    desk.keys(Qt.Key.Key_Down)
    type_keys(returning.words, "is that sure?")
    desk.keys(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert state(desk, first) == State.SUBMITTED
    type_keys(returning.words, "and that?")
    assert f"{items[0].label} — is that sure?" in desk.texts(returning)
    desk.keys(Qt.Key.Key_Return)
    assert state(desk, first) == State.RETURNED
    asked = desk.in_vault(lambda workspace: remarks.asked(workspace, first))
    assert [(each.ref, each.words) for each in asked] == [(items[0].ref, "is that sure?"), (items[1].ref, "and that?")]
    desk.go(Place.RECORD, first)
    told = desk.texts(desk.page)
    assert f"two things\n{items[0].label} — is that sure?\n{items[1].label} — and that?" in told


def answers(workspace: Workspace, record: str) -> tuple[Section, ...]:
    return Browsing(workspace).show(record).sections


def test_every_decision_works_by_keys_and_none_without_a_reason(desk: Person) -> None:
    returned, excluded, accepted = waiting(desk)[:3]
    key(desk, "r")
    desk.keys(Qt.Key.Key_Return)
    assert state(desk, returned) == State.SUBMITTED
    type_keys(page(desk).decisions.returning.words, "which day?")
    desk.keys(Qt.Key.Key_Return)
    key(desk, "x")
    type_keys(page(desk).decisions.asking.words, "hearsay")
    desk.keys(Qt.Key.Key_Return)
    key(desk, "a")
    assert [state(desk, each) for each in (returned, excluded, accepted)] == [
        State.RETURNED,
        State.EXCLUDED,
        State.ACCEPTED,
    ]
    twin = page(desk)._current
    key(desk, "d")
    rows = page(desk).decisions.twin
    desk.wait(lambda: bool(desk.all(ListRow, rows)))
    desk.keys(Qt.Key.Key_Tab)
    while not isinstance(QApplication.focusWidget(), ListRow):
        desk.keys(Qt.Key.Key_Tab)
    desk.keys(Qt.Key.Key_Return)
    assert state(desk, twin) == State.DUPLICATE


def test_escape_lets_a_question_go(desk: Person) -> None:
    first = page(desk)._current
    key(desk, "x")
    assert page(desk).decisions.asks
    desk.keys(Qt.Key.Key_Escape)
    assert not page(desk).decisions.asks
    assert page(desk).queue.hasFocus()
    assert state(desk, first) == State.SUBMITTED


def test_each_decision_has_the_same_key_with_a_russian_layout(desk: Person) -> None:
    shortcuts = page(desk).findChildren(QShortcut)
    told = {" ".join(sequence.toString() for sequence in QShortcut.keys(each)) for each in shortcuts}
    assert {"D В", "X Ч", "R К", "A Ф"} <= told


def test_a_duplicate_is_chosen_from_what_may_be_meant(desk: Person) -> None:
    first = page(desk)._current
    key(desk, "d")
    twin = page(desk).decisions.twin
    desk.wait(lambda: bool(desk.all(QAbstractButton, twin)))
    row = next(each for each in desk.all(QAbstractButton, twin) if each.property("kind") == "row")
    row.click()
    desk.settle()
    assert state(desk, first) == State.DUPLICATE


@pytest.fixture
def torn(desk: Person) -> str:
    """A record in conflict, in front of the supervisor."""
    record = of_state(desk, State.ACCEPTED)
    desk.in_vault(lambda workspace: rewrite(workspace, record, keep=True))
    page(desk).refresh()
    desk.settle()
    go_to(desk, record)
    return record


def go_to(person: Person, record: str) -> None:
    """Put a record of the queue in front; which of those of one second comes first is left to their names."""
    place = page(person).model.place_of(record)
    page(person).queue.setCurrentIndex(page(person).model.index(place))
    person.settle()


def test_a_conflict_is_decided_by_keys(desk: Person, torn: str) -> None:
    assert "contradict one another" in desk.texts(page(desk))
    assert "1 of them in conflict" in desk.texts(page(desk))
    assert not desk.find(QAbstractButton, "Accept").isEnabled()
    save = desk.find(QAbstractButton, "Save the decision")
    assert not save.isEnabled()
    conflict = desk.in_vault(lambda workspace: Resolving(workspace).look(torn))
    assert [set(question.values) for question in conflict.questions] == [{"first", "second"}]
    key(desk, "2")
    assert save.hasFocus()
    desk.keys(Qt.Key.Key_Return)
    assert state(desk, torn) == State.SUBMITTED
    go_to(desk, torn)
    assert conflict.questions[0].values[1] in desk.texts(page(desk))
    assert desk.find(QAbstractButton, "Accept").isEnabled()


def test_one_version_of_a_conflict_is_taken_as_a_whole(desk: Person, torn: str) -> None:
    conflict = desk.in_vault(lambda workspace: Resolving(workspace).look(torn))
    first = next(each for each in desk.all(QAbstractButton, page(desk)) if each.property("version") == 0)
    first.click()
    desk.settle()
    assert state(desk, torn) == State.CONFLICT
    desk.keys(Qt.Key.Key_Return)
    assert state(desk, torn) == State.SUBMITTED
    go_to(desk, torn)
    assert conflict.questions[0].values[0] in desk.texts(page(desk))


def test_every_choice_of_a_conflict_has_a_name(desk: Person, torn: str) -> None:
    conflict = desk.in_vault(lambda workspace: Resolving(workspace).look(torn))
    names = {each.accessibleName() for each in desk.all(QAbstractButton, page(desk))}
    for question in conflict.questions:
        assert {f"{question.label}: {value}" for value in question.values} <= names


def test_an_empty_queue_says_so(desk: Person) -> None:
    for _ in waiting(desk):
        desk.press("Accept")
    assert waiting(desk) == []
    assert "Nothing waits for review" in desk.texts(page(desk))
    desk.press("Go to Sticks")
    assert desk.frame.place is Place.STICKS


def test_locking_in_the_middle_of_a_question_decides_nothing(desk: Person) -> None:
    key(desk, "r")
    desk.write("Reason", "half a sen", page(desk))
    desk.window.lock()
    assert desk.window.worker._workspace is None
