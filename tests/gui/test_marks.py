"""The linter at the window: marks while typing, what may stand in their place, and what is asked before submitting."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from fieldkit.domain.linting import Kind
from fieldkit.gui.desk import Place
from fieldkit.gui.form.leftover import Leftover
from fieldkit.gui.form.told import ToldText
from fieldkit.services.linting import Linting
from tests.gui.hands import Person, type_keys
from tests.gui.test_entry import PAYMENT, SHORT
from tests.gui.typist import begin, drawn, entry, fill, filling, focus, press, stand_at, value

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
"""What is drawn into memory has no windows in front of others: the lists of drop-downs ask in vain."""
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
NOTE = "Азамат Токтосунов ждал, тел. 0555 12 34 56, въехал 12.06.2009."


@pytest.fixture
def note(monitor: Person) -> ToldText:
    """The narrative of an observation, with names and numbers in it."""
    page = begin(monitor, "observation")
    page._go_to(next(state.ref for state in filling(monitor).session.nodes() if state.ref.endswith("/narrative")))
    drawn(monitor)
    return noted(monitor, "narrative")


@pytest.fixture
def last(monitor: Person) -> ToldText:
    """The note of a short interview in which nothing else is left to do."""
    begin(monitor, "interview_short")
    fill(monitor, SHORT | PAYMENT)
    return noted(monitor, "monitor_note")


def noted(person: Person, name: str) -> ToldText:
    """Write the note as the answer to a question."""
    control = stand_at(person, name).control
    assert isinstance(control, ToldText)
    control.edit.selectAll()
    type_keys(control.edit, NOTE)
    seen(person, control)
    return control


def seen(person: Person, control: ToldText) -> None:
    """Wait until the newest text was looked at."""
    person.wait(lambda: control.sighting.resting)
    drawn(person)


def underlined(control: ToldText) -> list[str]:
    """The words that are drawn with a wave below them."""
    found = []
    block = control.edit.document().firstBlock()
    while block.isValid():
        found += [
            block.text()[each.start : each.start + each.length]
            for each in block.layout().formats()
            if each.format.underlineStyle() is QTextCharFormat.UnderlineStyle.WaveUnderline
        ]
        block = block.next()
    return found


def test_what_gives_people_away_is_marked_and_told_in_words(monitor: Person, note: ToldText) -> None:
    assert [mark.kind for mark in note.marks] == [Kind.PERSON_NAME, Kind.PHONE, Kind.EXACT_DATE]
    assert underlined(note) == ["Азамат Токтосунов", "0555 12 34 56", "12.06.2009"]
    told = note.edit.accessibleDescription()
    assert "telephone: 0555 12 34 56" in told
    assert "name of a person: Азамат Токтосунов" in told
    for each in monitor.all(QPushButton, note):
        assert each.accessibleName()
        assert each.accessibleDescription()


def test_keys_go_through_the_marks_replace_them_and_undo_restores_the_text(monitor: Person, note: ToldText) -> None:
    note.edit.moveCursor(note.edit.textCursor().MoveOperation.Start)
    monitor.keys(Qt.Key.Key_F7)
    assert note.edit.textCursor().selectedText() == "Азамат Токтосунов"
    monitor.keys(Qt.Key.Key_F7)
    assert note.edit.textCursor().selectedText() == "0555 12 34 56"
    press(monitor, Qt.Key.Key_Return, ALT)
    assert "тел. [телефон], въехал" in note.edit.toPlainText()
    assert underlined(note) == ["Азамат Токтосунов", "12.06.2009"]
    seen(monitor, note)
    monitor.keys(Qt.Key.Key_F7)
    press(monitor, Qt.Key.Key_Return, ALT)
    assert note.edit.toPlainText().endswith("въехал июнь 2009.")
    assert value(monitor, "narrative") == note.edit.toPlainText()
    note.edit.undo()
    note.edit.undo()
    assert note.edit.toPlainText() == NOTE
    seen(monitor, note)
    assert len(note.marks) == 3


def test_words_that_are_let_stand_are_marked_no_more(monitor: Person, note: ToldText) -> None:
    note.edit.moveCursor(note.edit.textCursor().MoveOperation.Start)
    monitor.keys(Qt.Key.Key_F7)
    press(monitor, Qt.Key.Key_Backspace, ALT)
    assert note.edit.toPlainText() == NOTE
    assert underlined(note) == ["0555 12 34 56", "12.06.2009"]
    note.edit.moveCursor(note.edit.textCursor().MoveOperation.End)
    type_keys(note.edit, " Потом.")
    seen(monitor, note)
    assert underlined(note) == ["0555 12 34 56", "12.06.2009"]


def test_marks_keep_to_their_words_while_somebody_types_before_them(monitor: Person, note: ToldText) -> None:
    note.edit.moveCursor(note.edit.textCursor().MoveOperation.Start)
    type_keys(note.edit, "Да. ")
    assert underlined(note) == ["Азамат Токтосунов", "0555 12 34 56", "12.06.2009"]


def test_characters_of_two_units_move_no_mark(monitor: Person, note: ToldText) -> None:
    note.edit.setPlainText("\U0001f600\U0001f600 тел. 0555 12 34 56")
    seen(monitor, note)
    (mark,) = note.marks
    cursor = note.edit.textCursor()
    cursor.setPosition(mark.start)
    cursor.setPosition(mark.end, cursor.MoveMode.KeepAnchor)
    assert cursor.selectedText() == "0555 12 34 56"


def test_the_linter_never_runs_on_the_thread_of_the_window(
    monitor: Person, note: ToldText, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []
    scan = Linting.scan

    def watched(self: Linting, text: str) -> object:
        threads.append(threading.current_thread().name)
        return scan(self, text)

    monkeypatch.setattr(Linting, "scan", watched)
    type_keys(note.edit, "и ещё")
    seen(monitor, note)
    assert threads
    assert all(name.startswith("beside") for name in threads)


def test_before_submitting_what_is_left_is_listed_and_nobody_is_kept_from_it(monitor: Person, last: ToldText) -> None:
    press(monitor, Qt.Key.Key_Return, CONTROL)
    assert monitor.frame.place is Place.ENTRY
    (left,) = monitor.all(Leftover)
    listed = focus()
    assert "telephone: 0555 12 34 56" in listed.accessibleName()
    press(monitor, Qt.Key.Key_Return)
    assert isinstance(focus(), QPlainTextEdit)
    monitor.press("Submit all the same", left)
    assert monitor.frame.place is Place.RECORD


def test_a_form_whose_marks_were_settled_is_submitted_at_once(monitor: Person, last: ToldText) -> None:
    for _ in range(3):
        monitor.keys(Qt.Key.Key_F7)
        press(monitor, Qt.Key.Key_Backspace, ALT)
    assert not last.marks
    page = entry(monitor)
    press(monitor, Qt.Key.Key_Return, CONTROL)
    monitor.settle()
    assert monitor.page is not page
    assert monitor.frame.place is Place.RECORD
