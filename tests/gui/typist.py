"""A person who fills a form with the keyboard alone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QPushButton, QWidget

from fieldkit.gui.desk import Place
from fieldkit.gui.form.filling import Filling
from fieldkit.gui.form.question import Question
from fieldkit.gui.pages.entry import Entry
from fieldkit.services.recording import Recording
from tests.gui.hands import Person, type_keys

MOST_QUESTIONS = 200
"""Questions after which a form counts as endless."""


def begin(person: Person, form: str) -> Entry:
    """Begin a draft and open it."""
    return reopen(person, person.in_vault(lambda workspace: Recording(workspace).start(form)))


def go_to(person: Person, number: int) -> None:
    """Put a section on the screen, counted from 0 among those that are open."""
    page = entry(person)
    page.show_section(page._sections[number].key)
    drawn(person)


def reopen(person: Person, draft: str) -> Entry:
    """Open a draft."""
    page = person.go(Place.ENTRY, draft)
    assert isinstance(page, Entry)
    drawn(person)
    return page


def entry(person: Person) -> Entry:
    """The form in front."""
    page = person.page
    assert isinstance(page, Entry)
    return page


def filling(person: Person) -> Filling:
    """What is filled in front."""
    keeper = entry(person).keeper
    assert keeper is not None
    return keeper.filling


def drawn(person: Person) -> None:
    """Wait until the screen has followed the last keystroke."""
    page = entry(person)
    person.wait(lambda: page.sheet.complete and not page._soon.isActive())
    person.settle()


def value(person: Person, name: str) -> str:
    """The answer to the question `name`, wherever it stands first."""
    return next(state.value for state in filling(person).session.nodes() if state.ref.endswith(f"/{name}"))


def question(person: Person, name: str) -> Question:
    """The visible question `name`; the first of several."""
    drawn(person)
    return next(each for each in person.all(Question) if each.ref.endswith(f"/{name}"))


def stand_at(person: Person, name: str) -> Question:
    """Put the keyboard on a question that can be seen."""
    found = question(person, name)
    found.setFocus()
    return found


def write(person: Person, words: str) -> None:
    """Type into what has the keyboard."""
    widget = focus()
    type_keys(widget, words)
    drawn(person)


def press(person: Person, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key, and wait until the screen has followed."""
    person.keys(key, modifier)
    if isinstance(person.page, Entry):
        drawn(person)


def focus() -> QWidget:
    """What has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the keyboard"
    return widget


def fill(person: Person, answers: dict[str, str]) -> list[str]:
    """Go through the form with Enter, answering what `answers` names; stops at its end.

    Answers are labels of choices (several parted by `|`), words, numbers, or `#2` for the second of the chips.
    Returns the names of the questions that were passed.
    """
    passed: list[str] = []
    for _ in range(MOST_QUESTIONS):
        ref = entry(person).sheet.focused_ref
        if not ref:
            onward = focus()
            assert isinstance(onward, QPushButton), f"lost at {onward!r}"
            if onward.text() in ("Submit", "Throw the draft away"):
                return passed
            press(person, Qt.Key.Key_Space)
            continue
        name = ref.rpartition("/")[2]
        passed.append(name)
        if name in answers:
            _answer(person, answers[name])
        press(person, Qt.Key.Key_Return)
        assert entry(person).sheet.focused_ref != ref, f"Enter does not leave {name}"
    raise AssertionError(f"the form does not end: {passed}")


def _answer(person: Person, words: str) -> None:
    if words.startswith("#"):
        press(person, Qt.Key(ord(words[1])), Qt.KeyboardModifier.AltModifier)
    elif isinstance(focus(), QComboBox):
        write(person, words)
    elif isinstance(focus(), QAbstractButton):
        for label in words.split("|"):
            for letter in label:
                if letter == " " and f": {label}" in focus().accessibleName():
                    break
                type_keys(focus(), letter)
            made = focus()
            assert isinstance(made, QAbstractButton)
            assert f": {label}" in made.accessibleName(), f"{label!r} led to {made.accessibleName()!r}"
            if not made.isChecked():
                press(person, Qt.Key.Key_Space)
    else:
        write(person, words)
