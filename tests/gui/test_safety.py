"""The page about the vault itself: its guard, a check, a backup and restoring it, a new key, the end."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLabel, QLineEdit, QWidget

from fieldkit.clock import SystemClock
from fieldkit.gui.desk import Place
from fieldkit.gui.gate.create import Create
from fieldkit.gui.gate.rekey import Rekey
from fieldkit.gui.gate.restore import Restore
from fieldkit.gui.gate.unlock import Unlock
from fieldkit.gui.pages.safety import SafetyPage
from fieldkit.gui.preferences import Preferences
from fieldkit.paths import VaultFiles
from fieldkit.services import habits, vaults
from fieldkit.services.habits import Habits
from tests.gui.conftest import PHRASE, Sit, member
from tests.gui.hands import Person


def safety(person: Person) -> SafetyPage:
    page = person.go(Place.SAFETY)
    assert isinstance(page, SafetyPage)
    return page


def test_what_is_chosen_holds_at_once_and_is_kept_in_the_vault(alone: Person, sit: Sit, tmp_path: Path) -> None:
    safety(alone)
    assert alone.find(QComboBox, "Lock after this time without a key or a movement").currentText() == "3 minutes"
    alone.window._around = _without_own_time(alone)
    alone.choose("Lock after this time without a key or a movement", "30 seconds")
    assert alone.window._watch._timer.interval() == 30_000
    alone.press("Lock when the window is minimised")
    assert alone.in_vault(habits.read) == Habits(lock_after=30, lock_minimised=True)
    alone.window.close()
    again = sit(tmp_path / "vault")
    safety(again)
    assert again.find(QComboBox, "Lock after this time without a key or a movement").currentText() == "30 seconds"
    assert again.find(QCheckBox, "Lock when the window is minimised").isChecked()
    assert "guard" not in (tmp_path / "settings.ini").read_text("utf-8")


def test_the_window_takes_another_name_and_keeps_it(alone: Person, tmp_path: Path) -> None:
    safety(alone)
    alone.choose("Name of the window", "Inventory")
    assert alone.window.windowTitle() == "Inventory"
    assert Preferences(tmp_path / "settings.ini").name == "inventory"
    alone.go(Place.HOME)
    safety(alone)
    assert alone.find(QComboBox, "Name of the window").currentText() == "Inventory"


def test_what_this_system_cannot_do_is_said(alone: Person) -> None:
    safety(alone)
    assert not alone.find(QCheckBox, "Let screenshots and recordings show the window").isEnabled()
    assert "This system cannot leave a window out of screenshots." in alone.texts()


def test_a_check_says_that_all_is_well_or_what_is_not(alone: Person, tmp_path: Path) -> None:
    page = safety(alone)
    alone.press("Check now")
    alone.wait(lambda: page.banner.words == "The vault is in order.")
    VaultFiles(tmp_path / "vault").slots_b.write_bytes(b"damaged")
    alone.press("Check now")
    alone.wait(lambda: "Do not delete anything" in page.banner.words)
    assert "The two copies of the keys are not the same.  slots.copies_differ × 1" in alone.texts()


def test_a_backup_is_written_and_becomes_a_vault_at_the_gate(alone: Person, sit: Sit, tmp_path: Path) -> None:
    page = safety(alone)
    alone.paths.append(tmp_path / "stick.fkv")
    alone.press("Write a backup…")
    alone.wait(lambda: "The stick can be taken out" in page.banner.words)
    alone.paths.append(tmp_path / "stick.fkv")
    alone.press("Write a backup…")
    alone.wait(lambda: "Choose another name" in page.banner.words)

    other = sit(tmp_path / "other")
    other.press("Restore from a backup")
    gate = other.window.centralWidget()
    assert isinstance(gate, Restore)
    other.paths.append(tmp_path / "stick.fkv")
    other.press("Choose…")
    assert gate.file.text() == str(tmp_path / "stick.fkv")
    other.write("Passphrase", "not this one")
    other.press("Restore")
    assert "The passphrase is wrong" in gate.banner.words
    assert not VaultFiles(tmp_path / "other").slots_a.exists()
    other.write("Passphrase", PHRASE)
    other.press("Restore")
    assert isinstance(other.window.centralWidget(), Unlock)
    other.write("Passphrase", PHRASE)
    other.press("Open")
    other.wait(lambda: other.window.frame is not None)


def test_who_has_no_backup_goes_back(sit: Sit, tmp_path: Path) -> None:
    person = sit(tmp_path / "new")
    person.press("Restore from a backup")
    assert not person.find(QAbstractButton, "Restore").isEnabled()
    person.press("Make a new vault")
    assert isinstance(person.window.centralWidget(), Create)


def test_a_new_key_shows_its_code_once_and_locks(alone: Person, sit: Sit, tmp_path: Path) -> None:
    safety(alone)
    assert not alone.find(QAbstractButton, "Make a new key").isEnabled()
    alone.write("Present passphrase", PHRASE)
    alone.press("Make a new key")
    gate = alone.window.centralWidget()
    assert isinstance(gate, Rekey)
    code = next(label.text() for label in alone.all(QLabel) if label.objectName() == "secret")
    assert not alone.find(QAbstractButton, "Continue").isEnabled()
    assert not alone.window._watch._timer.isActive()
    assert not gate.languages.isVisible()  # another language would make the gate anew, without the code
    alone.press("I have written it on paper")
    alone.press("Continue")
    assert alone.window._ending
    with vaults.unlock_with_recovery(VaultFiles(tmp_path / "vault"), code, SystemClock()) as workspace:
        assert vaults.check(workspace).ok
    assert sit(tmp_path / "vault").window.frame is not None


def test_a_new_key_with_a_wrong_passphrase_changes_nothing(alone: Person, sit: Sit, tmp_path: Path) -> None:
    before = VaultFiles(tmp_path / "vault").slots_a.read_bytes()
    safety(alone)
    alone.write("Present passphrase", "not this one")
    alone.keys(Qt.Key.Key_Return)
    alone.wait(lambda: "The vault is as it was" in alone.texts())
    gate = alone.window.centralWidget()
    assert isinstance(gate, Rekey)
    assert "The passphrase is wrong" in gate.banner.words
    alone.press("Continue")
    assert alone.window._ending
    assert VaultFiles(tmp_path / "vault").slots_a.read_bytes() == before


def test_the_passphrase_does_not_stay_behind_another_page(alone: Person) -> None:
    page = safety(alone)
    alone.write("Present passphrase", PHRASE)
    alone.go(Place.HOME)
    assert page.new_key.passphrase.text() == ""


@pytest.mark.parametrize("way", ["mouse", "key"])
def test_t23_a_vault_is_destroyed_by_holding_alone(alone: Person, sit: Sit, tmp_path: Path, way: str) -> None:
    page = safety(alone)
    hold = page.destroying.hold
    hold._timer.setInterval(20)  # 0.6 s; that it is three is tested below
    button = hold.button
    page.ensurePolished()
    _press(button, way)
    QTest.qWait(200)
    _let_go(button, way)
    QTest.qWait(900)
    assert VaultFiles(tmp_path / "vault").slots_a.exists()
    assert not alone.window._ending
    _press(button, way)
    began = time.monotonic()
    alone.wait(lambda: not (tmp_path / "vault").exists())
    assert time.monotonic() - began < 0.6 + 2.0
    assert alone.window._ending
    assert isinstance(sit(tmp_path / "vault").window.centralWidget(), Create)


def test_t23_it_takes_three_seconds_and_enter_does_not_hold(alone: Person) -> None:
    hold = safety(alone).destroying.hold
    assert hold._timer.interval() * hold._bar.maximum() == 3000
    hold.button.setFocus()
    QTest.keyPress(hold.button, Qt.Key.Key_Return)
    assert not hold._timer.isActive()
    QTest.keyPress(hold.button, Qt.Key.Key_Space)
    assert hold._timer.isActive()
    alone.find(QComboBox, "Name of the window").setFocus()
    assert not hold._timer.isActive()


def test_everything_has_a_name_and_the_keyboard_gets_everywhere(alone: Person) -> None:
    page = safety(alone)
    inputs = [*alone.all(QAbstractButton, page), *alone.all(QComboBox, page), *alone.all(QLineEdit, page)]
    assert all(each.accessibleName() for each in inputs)
    seen: set[QWidget] = set()
    page.guarding.after.setFocus()
    widget: QWidget | None = page.guarding.after
    while widget is not None and widget not in seen:
        seen.add(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        widget = alone.window.focusWidget()
    assert {each for each in inputs if each.isEnabled()} <= seen


def test_the_passphrase_is_changed_on_the_page_of_the_project(alone: Person) -> None:
    safety(alone)
    alone.press("Go there")
    assert alone.frame.place is Place.PROJECT


def test_the_page_in_russian_has_no_english_left(sit: Sit, sample: Path, tmp_path: Path) -> None:
    person = member(sit, sample, tmp_path, "M01", language="ru")
    safety(person)
    shown = person.texts(person.page)
    assert not [line for line in shown.splitlines() if line.isascii() and len(line) > 3]


def _press(button: QWidget, way: str) -> None:
    if way == "mouse":
        QTest.mousePress(button, Qt.MouseButton.LeftButton)
    else:
        button.setFocus()
        QTest.keyPress(button, Qt.Key.Key_Space)


def _let_go(button: QWidget, way: str) -> None:
    if way == "mouse":
        QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    else:
        QTest.keyRelease(button, Qt.Key.Key_Space)


def _without_own_time(person: Person) -> object:
    from dataclasses import replace

    return replace(person.window._around, idle_seconds=None)
