"""Enter where it is expected, and nowhere else; what stands at the top of a page keeps its distance and its end."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QFrame, QLabel, QLineEdit, QWidget

from fieldkit.clock import SystemClock
from fieldkit.gui.desk import Place
from fieldkit.gui.form.beside import Beside
from fieldkit.gui.gate.create import Create
from fieldkit.gui.gate.unlock import Unlock
from fieldkit.gui.pages.entry import Entry
from fieldkit.gui.widgets.buttons import Button
from fieldkit.gui.widgets.text import Elided
from fieldkit.paths import VaultFiles
from fieldkit.services import vaults
from fieldkit.services.vaults import TEST_COST
from tests.gui.conftest import PHRASE, Sit
from tests.gui.hands import Person
from tests.gui.typist import begin, drawn, filling

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
TITLE = "Kazakh control point opposite Mayskiy and a title that is far longer than any page of this program is wide"


def stand(person: Person, widget: QWidget) -> None:
    """Put the keyboard on a widget, once it and its window are there."""
    person.settle()
    person.window.activateWindow()
    widget.setFocus()
    person.wait(widget.hasFocus)


def held(key: Qt.Key) -> None:
    """A key that repeats by itself."""
    widget = QApplication.focusWidget()
    assert widget is not None
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "", autorep=True))


def test_enter_opens_a_vault(sit: Sit, tmp_path: Path) -> None:
    vaults.create(VaultFiles(tmp_path / "vault"), PHRASE, SystemClock(), cost=TEST_COST)
    person = sit(tmp_path / "vault", phrase="")
    gate = person.window.centralWidget()
    assert isinstance(gate, Unlock)
    gate.passphrase.setText(PHRASE)
    stand(person, gate.passphrase)
    person.keys(Qt.Key.Key_Return)
    person.wait(lambda: person.window.frame is not None)


def test_enter_opens_with_the_recovery_code_though_other_fields_are_empty(sit: Sit, tmp_path: Path) -> None:
    code = vaults.create(VaultFiles(tmp_path / "vault"), PHRASE, SystemClock(), cost=TEST_COST)
    person = sit(tmp_path / "vault", phrase="")
    gate = person.window.centralWidget()
    assert isinstance(gate, Unlock)
    person.press("Use the recovery code")
    gate.recovery.setText(code)
    stand(person, gate.recovery)
    person.keys(Qt.Key.Key_Return)
    person.wait(lambda: person.window.frame is not None)


def test_a_vault_is_made_with_enter_alone(sit: Sit, tmp_path: Path) -> None:
    person = sit(tmp_path / "vault", phrase="")
    gate = person.window.centralWidget()
    assert isinstance(gate, Create)
    stand(person, gate.passphrase)
    gate.passphrase.setText(PHRASE)
    person.keys(Qt.Key.Key_Return)
    assert gate.again.hasFocus()
    gate.again.setText(PHRASE)
    person.keys(Qt.Key.Key_Return)
    person.wait(lambda: bool(person.all(QCheckBox)))
    person.keys(Qt.Key.Key_Return)
    assert isinstance(person.window.centralWidget(), Create)  # not before it is on paper
    person.keys(Qt.Key.Key_Space)
    person.keys(Qt.Key.Key_Return)
    person.wait(lambda: isinstance(person.window.centralWidget(), Unlock))


def test_enter_presses_a_button_once(supervisor: Person) -> None:
    page = supervisor.go(Place.HOME)
    made = Button("Here")
    made.setCheckable(True)  # changes with every press
    page.add_action(made)
    stand(supervisor, made)
    held(Qt.Key.Key_Return)
    assert not made.isChecked()
    supervisor.keys(Qt.Key.Key_Return)
    assert made.isChecked()
    made.enters = False
    supervisor.keys(Qt.Key.Key_Enter)
    assert made.isChecked()


def test_enter_goes_to_a_page_of_the_sidebar(supervisor: Person) -> None:
    supervisor.find(Button, "Figures").setFocus()
    supervisor.keys(Qt.Key.Key_Return)
    assert supervisor.frame.place is Place.FIGURES


def test_enter_throws_no_draft_away_and_submits_none(alone: Person) -> None:
    begin(alone, "observation")
    page = alone.page
    assert isinstance(page, Entry)
    alone.press("Throw the draft away")
    assert QApplication.focusWidget() is alone.find(Button, "Throw away")
    alone.keys(Qt.Key.Key_Return)
    assert alone.page is page
    alone.press("Cancel")
    page.show_section(page._sections[-1].key)
    drawn(alone)
    onward = page.sheet._onward
    assert onward is not None
    onward.setFocus()
    alone.keys(Qt.Key.Key_Return)
    assert page.banner.words == ""
    assert filling(alone).session.instrument.form == "observation"


def test_a_long_title_ends_in_an_ellipsis_and_is_whole_on_hover(supervisor: Person) -> None:
    page = supervisor.go(Place.HOME)
    page.set_title(TITLE)
    supervisor.window.resize(1024, 640)
    supervisor.window.grab()
    [title] = [label for label in supervisor.all(Elided, page) if label.text() == TITLE]
    assert title.toolTip() == TITLE
    assert page.width() <= 1024
    page.set_title("Home")
    supervisor.window.grab()
    assert title.toolTip() == ""


def test_a_banner_keeps_its_distance_from_the_head_of_the_page(supervisor: Person) -> None:
    page = supervisor.go(Place.PROJECT)
    head = page.findChild(QFrame, "header")
    assert isinstance(head, QFrame)
    body = page.body.geometry().top()
    page.banner.tell("Done.", "care")
    supervisor.settle()
    gap = page.banner.mapTo(page, page.banner.rect().topLeft()).y() - head.geometry().bottom()
    assert gap >= 16
    assert page.body.geometry().top() > body
    page.banner.hide()
    supervisor.settle()
    assert page.body.geometry().top() == body


def test_hints_in_empty_fields_are_as_dark_as_the_theme_says(supervisor: Person) -> None:
    supervisor.go(Place.RECORDS)
    assert hints(supervisor)
    page = begin(supervisor, "observation")
    page.submit()  # colours the borders
    drawn(supervisor)
    ink = page.desk.look.colour("ink3")
    assert [
        edit.accessibleName() for edit in hints(supervisor) if edit.palette().placeholderText().color() != ink
    ] == []


def hints(person: Person) -> list[QLineEdit]:
    person.settle()
    return [edit for edit in person.all(QLineEdit, person.page) if edit.placeholderText()]


def test_a_row_says_the_same_complaint_once(supervisor: Person) -> None:
    page = begin(supervisor, "observation")
    page.submit()
    drawn(supervisor)
    rows = [row for row in supervisor.all(Beside, page) if row.isVisible()]
    assert rows
    for row in rows:
        said = [label.text() for label in supervisor.all(QLabel, row) if label.property("tone") == "stop"]
        assert len(said) == len(set(said))
        assert any(said)
