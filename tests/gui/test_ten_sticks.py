"""A supervisor with ten sticks: sees at a glance what came, what is missing and what needs a decision, and decides."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QRadioButton, QTableView

from fieldkit.domain.records import State
from fieldkit.gui.desk import Place
from fieldkit.gui.pages.review import Review
from fieldkit.gui.pages.sticks import Sticks
from fieldkit.services.browsing import Browsing
from fieldkit.services.bundling import Bundling
from tests.gui.conftest import Sit
from tests.gui.hands import Person
from tests.gui.tensticks import TenSticks


@pytest.fixture
def evening(sit: Sit, ten_sticks: TenSticks, tmp_path: Path) -> Person:
    """The supervisor before anything was taken in."""
    vault = shutil.copytree(ten_sticks.vaults / "S1", tmp_path / "S1")
    person = sit(vault, phrase=ten_sticks.phrase)
    person.window.activateWindow()
    return person


@pytest.fixture
def torn(evening: Person, ten_sticks: TenSticks) -> Person:
    """The same with ten conflicts."""
    files = tuple(sorted(ten_sticks.stick.iterdir()))
    evening.in_vault(lambda workspace: Bundling(workspace).import_files(files))
    return evening


def sticks(person: Person) -> Sticks:
    page = person.go(Place.STICKS)
    assert isinstance(page, Sticks)
    return page


def cells(person: Person, table: str) -> list[list[str]]:
    model = person.find(QTableView, table).model()
    columns = range(model.columnCount())
    return [[str(model.index(row, column).data()) for column in columns] for row in range(model.rowCount())]


def test_the_plan_tells_of_each_record_and_each_bundle_before_anything_changes(
    evening: Person, ten_sticks: TenSticks
) -> None:
    page = sticks(evening)
    counts = evening.in_vault(lambda workspace: Browsing(workspace).counts())
    evening.paths[:] = [ten_sticks.stick]
    evening.keys(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    told = evening.texts(page.take_in)
    assert "10 bundles from M01, M02, M03, M04, M05, M08, M09, M10" in told
    assert "The bundle is damaged or incomplete." in told
    assert "1 bundle here is sealed for somebody else. It stays on the stick." in told
    assert "The bundle belongs to another project." in told
    assert "Two laptops write as M10. What both wrote was kept" in told
    assert "Entries 1 to 1 of M09 are missing" in told
    records = cells(evening, "What comes of each record")
    assert [row[0] for row in records] == ["updated, in conflict"] * 10 + ["new"] * 8
    assert {row[5] for row in records[:10]} == {record[:8] for record in ten_sticks.torn}

    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Right):  # past Cancel to the first chip, and on
        evening.keys(key)
    assert len(cells(evening, "What comes of each record")) == 10
    evening.keys(Qt.Key.Key_Right)
    assert {row[0] for row in cells(evening, "What comes of each record")} == {"new"}
    evening.press(next(name for name in evening.names(QAbstractButton, page) if name.startswith("Bundles")), page)
    bundles = cells(evening, "Bundles on the stick")
    assert len(bundles) == len(list(ten_sticks.stick.iterdir()))
    outcomes = [row[4] for row in bundles]
    assert (outcomes.count("refused"), outcomes.count("is for somebody else")) == (3, 1)
    assert {row[1] for row in bundles if row[4] == "refused"} == {"–", "M09 (monitor)"}
    assert evening.in_vault(lambda workspace: Browsing(workspace).counts()) == counts


def test_after_it_the_three_answers_lead_on(evening: Person, ten_sticks: TenSticks) -> None:
    page = sticks(evening)
    evening.paths[:] = [ten_sticks.stick]
    evening.keys(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    evening.keys(Qt.Key.Key_Return)
    told = evening.texts(page.take_in)
    assert "Taken in, except for what is refused below. You can pull the stick out now." in told
    assert "Nothing came yet from 3 devices" in evening.texts(page)
    assert "10 conflicts need a decision\n8 records wait for review" in told
    assert "Something of 3 laptops is missing\nM06: nothing yet  ·  M07: nothing yet  ·  M09:" in told
    evening.press("See what is missing", page.take_in)
    table = evening.find(QTableView, "Received so far")
    assert table.hasFocus()
    assert [row[0] for row in cells(evening, "Received so far")][:3] == ["M06", "M07", "M09"]
    evening.press("Decide 10 conflicts", page.take_in)
    assert evening.frame.place is Place.REVIEW

    evening.go(Place.HOME)
    home = evening.texts(evening.page)
    assert "Sticks came from 7 of 10 laptops" in home
    assert "10 conflicts need a decision" in home
    evening.find_row("10 conflicts").click()
    evening.settle()
    assert evening.frame.place is Place.REVIEW
    evening.go(Place.HOME)
    evening.find_row("Something of 3 laptops is missing").click()
    evening.settle()
    assert evening.frame.place is Place.STICKS


class Typist:
    """Presses keys where the keyboard is, and counts them."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self.pressed = 0

    def key(self, key: Qt.Key) -> None:
        self.pressed += 1
        QTest.keyClick(QApplication.focusWidget() or self._person.window, key)
        self._person.settle()


def conflicts(person: Person) -> int:
    return person.in_vault(lambda workspace: Browsing(workspace).counts().of(State.CONFLICT))


def test_ten_conflicts_are_decided_by_keys_alone(torn: Person) -> None:
    """Two questions each: two digits and Enter; nothing else is pressed, and the next one comes by itself."""
    page = torn.go(Place.REVIEW)
    assert isinstance(page, Review)
    hands = Typist(torn)
    for number in range(1, 11):
        assert f"Conflict {number} of 10" in torn.texts(page)
        if number > 1:
            assert isinstance(QApplication.focusWidget(), QRadioButton)
        hands.key(Qt.Key.Key_2 if number % 2 else Qt.Key.Key_1)
        hands.key(Qt.Key.Key_1)
        hands.key(Qt.Key.Key_Return)
        assert conflicts(torn) == 10 - number
    assert hands.pressed == 30
    assert "Conflict" not in torn.texts(page)
    assert page.queue.hasFocus()
    assert not page.banner.words


def test_nothing_is_decided_by_accident_and_a_choice_is_taken_back(torn: Person) -> None:
    page = torn.go(Place.REVIEW)
    hands = Typist(torn)
    hands.key(Qt.Key.Key_Return)
    hands.key(Qt.Key.Key_1)
    hands.key(Qt.Key.Key_Return)
    assert conflicts(torn) == 10
    hands.key(Qt.Key.Key_Backspace)
    assert not [each for each in torn.all(QRadioButton, page) if each.isChecked()]
    hands.key(Qt.Key.Key_1)
    hands.key(Qt.Key.Key_2)
    save = torn.find(QAbstractButton, "Save the decision")
    assert save.isEnabled()
    hands.key(Qt.Key.Key_Backspace)
    assert not save.isEnabled()
    hands.key(Qt.Key.Key_1)
    hands.key(Qt.Key.Key_Return)
    hands.key(Qt.Key.Key_Return)  # a key pressed twice
    assert conflicts(torn) == 9
    assert "Conflict 2 of 10" in torn.texts(page)


def test_a_version_as_a_whole_is_saved_with_a_second_key(torn: Person) -> None:
    page = torn.go(Place.REVIEW)
    whole = next(each for each in torn.all(QAbstractButton, page) if each.property("version") == 1)
    whole.setFocus()
    hands = Typist(torn)
    hands.key(Qt.Key.Key_Return)
    assert conflicts(torn) == 10
    saves = [name for name in torn.names(QAbstractButton, page) if name.startswith("Save: the version of")]
    assert len(saves) == 1
    hands.key(Qt.Key.Key_Backspace)
    assert not torn.find(QAbstractButton, "Save the decision").isEnabled()
    whole.setFocus()
    hands.key(Qt.Key.Key_Return)
    hands.key(Qt.Key.Key_Return)
    assert conflicts(torn) == 9
