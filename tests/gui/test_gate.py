"""The gates: making a vault with its recovery code, opening it with either, in either language."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLabel, QLineEdit

from fieldkit.clock import SystemClock
from fieldkit.errors import Code, Refusal
from fieldkit.gui.gate.create import Create
from fieldkit.gui.gate.patience import pause_after
from fieldkit.gui.gate.unlock import Unlock
from fieldkit.paths import VaultFiles
from fieldkit.services import vaults
from tests.gui.conftest import PHRASE, Sit
from tests.gui.hands import Person


def code_shown(person: Person) -> str:
    return next(label.text() for label in person.all(QLabel) if label.objectName() == "secret")


def made(sit: Sit, folder: Path) -> tuple[Person, str]:
    """A person who has just made a vault, and the recovery code."""
    person = sit(folder)
    person.write("Passphrase", PHRASE)
    person.write("The same once more", PHRASE)
    person.press("Create")
    person.wait(lambda: any(label.objectName() == "secret" for label in person.all(QLabel)))
    return person, code_shown(person)


def test_from_nothing_to_the_home_page(sit: Sit, tmp_path: Path) -> None:
    person, code = made(sit, tmp_path / "notes")
    assert len(code) >= 26
    assert not person.find(QAbstractButton, "Continue").isEnabled()
    person.find(QCheckBox, "I have written it on paper").click()
    person.press("Continue")
    assert isinstance(person.window.centralWidget(), Unlock)
    person.write("Passphrase", PHRASE)
    person.press("Open")
    person.wait(lambda: person.window.frame is not None)
    assert "takes part in no project yet" in person.texts()


def test_the_recovery_code_opens_the_vault_too(sit: Sit, tmp_path: Path) -> None:
    person, code = made(sit, tmp_path / "notes")
    person.window.close()
    again = sit(tmp_path / "notes", phrase="")
    again.press("Use the recovery code")
    again.write("Recovery code", code.lower().replace("-", " "))
    again.press("Open")
    again.wait(lambda: again.window.frame is not None)


def test_a_new_passphrase_can_be_set_with_the_recovery_code(sit: Sit, tmp_path: Path) -> None:
    person, code = made(sit, tmp_path / "notes")
    person.window.close()
    new = "другие пять слов для входа"
    again = sit(tmp_path / "notes", phrase="")
    gate = again.window.centralWidget()
    assert isinstance(gate, Unlock)
    assert not gate.renewal.isVisible()
    again.press("Use the recovery code")
    again.write("Recovery code", code)
    for first, second, hint in (
        ("слабо", "слабо", "Too easy to guess so far."),
        (new, new[:-1], "The two are not the same yet."),
    ):
        again.write("New passphrase", first)
        again.write("The new one once more", second)
        assert hint in again.texts()
        assert not again.find(QAbstractButton, "Open").isEnabled()
    gate.renewal.new.clear()
    assert not again.find(QAbstractButton, "Open").isEnabled()
    gate.renewal.again.clear()
    assert again.find(QAbstractButton, "Open").isEnabled()
    again.write("New passphrase", new)
    again.write("The new one once more", new)
    again.press("Open")
    again.wait(gate.passphrase.isVisible)
    assert again.window.frame is None  # whoever sets a passphrase types it once before going on
    assert "Open the vault with the new one now" in gate.banner.words
    again.write("Passphrase", new)
    again.press("Open")
    again.wait(lambda: again.window.frame is not None)
    again.window.close()
    files = VaultFiles(tmp_path / "notes")
    with vaults.unlock(files, new, SystemClock(), floor=vaults.TEST_COST) as workspace:
        assert vaults.check(workspace).ok
    with pytest.raises(Refusal) as caught:
        vaults.unlock(files, PHRASE, SystemClock(), floor=vaults.TEST_COST)
    assert caught.value.code is Code.VAULT_WRONG_PASSPHRASE


def test_chance_draws_words_to_learn_and_type(sit: Sit, tmp_path: Path) -> None:
    person = sit(tmp_path / "notes")
    person.press("Let chance draw six words")
    [first] = [label.text() for label in person.all(QLabel) if label.objectName() == "secret"]
    person.press("Let chance draw six words")
    [words] = [label.text() for label in person.all(QLabel) if label.objectName() == "secret"]
    assert words != first
    assert not person.find(QAbstractButton, "Create").isEnabled()  # nothing is typed for them
    person.write("Passphrase", words)
    person.write("The same once more", words)
    person.press("Create")
    person.wait(lambda: "I have written it on paper" in person.texts())
    assert words not in person.texts()
    person.window.close()
    with vaults.unlock(VaultFiles(tmp_path / "notes"), words, SystemClock(), floor=vaults.TEST_COST) as workspace:
        assert vaults.check(workspace).ok


@pytest.mark.parametrize(
    ("first", "second", "hint"),
    [
        ("short", "short", "Too easy to guess so far."),
        (PHRASE, "another one", "The two are not the same yet."),
    ],
)
def test_a_bad_passphrase_makes_no_vault(sit: Sit, tmp_path: Path, first: str, second: str, hint: str) -> None:
    person = sit(tmp_path / "notes")
    person.write("Passphrase", first)
    person.write("The same once more", second)
    assert hint in person.texts()
    assert not person.find(QAbstractButton, "Create").isEnabled()
    assert not VaultFiles(tmp_path / "notes").slots_a.exists()


def test_a_folder_that_cannot_be_written_is_said(sit: Sit, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    person = sit(tmp_path / "file" / "notes")
    person.write("Passphrase", PHRASE)
    person.write("The same once more", PHRASE)
    person.press("Create")
    gate = person.window.centralWidget()
    assert isinstance(gate, Create)
    person.wait(gate.banner.isVisible)
    assert person.find(QLineEdit, "Passphrase").isEnabled()


def test_every_input_is_as_high_as_the_style_sheet_says(sit: Sit, tmp_path: Path) -> None:
    person = sit(tmp_path / "notes")
    for edit in person.all(QLineEdit):
        parent = edit.parentWidget()
        assert parent is not None
        assert parent.height() >= edit.y() + edit.height(), edit.accessibleName()
        assert edit.accessibleName()


def test_a_wrong_passphrase_is_said_and_opens_nothing(sit: Sit, alone: Person, tmp_path: Path) -> None:
    alone.window.close()
    person = sit(tmp_path / "vault", phrase="")
    gate = person.window.centralWidget()
    assert isinstance(gate, Unlock)
    person.write("Passphrase", "something else entirely")
    person.press("Open")
    person.wait(gate.banner.isVisible)
    assert person.window.frame is None
    assert gate.passphrase.hasFocus()


def locked(sit: Sit, alone: Person, vault: Path) -> tuple[Person, Unlock]:
    """Somebody before the lock screen of a vault."""
    alone.window.close()
    person = sit(vault, phrase="")
    gate = person.window.centralWidget()
    assert isinstance(gate, Unlock)
    return person, gate


def test_t19_wrong_guesses_wait_longer_each_time_and_nothing_is_wiped(sit: Sit, alone: Person, tmp_path: Path) -> None:
    person, gate = locked(sit, alone, tmp_path / "vault")
    gate._patience._timer.setInterval(20)
    waited: list[int] = []
    gate._patience.left.connect(waited.append)
    for longest in (1, 2, 4):
        waited.clear()
        person.write("Passphrase", "something else entirely")
        person.press("Open")
        person.wait(lambda: bool(waited))
        assert waited[0] == longest
        assert not person.find(QAbstractButton, "Open").isEnabled()
        gate.open()  # Enter does not get around it
        person.wait(person.find(QAbstractButton, "Open").isEnabled)
        assert waited == list(range(longest, -1, -1))
    person.write("Passphrase", PHRASE)
    person.press("Open")
    person.wait(lambda: person.window.frame is not None)


def test_t19_the_wait_grows_to_half_a_minute_and_stays_there() -> None:
    assert [pause_after(failures) for failures in range(9)] == [0, 1, 2, 4, 8, 16, 30, 30, 30]


def test_what_is_no_guess_waits_for_nothing(sit: Sit, alone: Person, tmp_path: Path) -> None:
    _person, gate = locked(sit, alone, tmp_path / "vault")
    gate._patience.failed(Refusal(Code.VAULT_IN_USE))
    gate._patience.failed(OSError())
    assert not gate._patience.waits


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("пять", "You are typing Cyrillic letters."),
        ("five", "You are typing Latin letters."),
        ("пять five 5!", "You are typing Latin letters."),
        ("πέντε", "You are typing Greek letters."),
        ("հինգ", "You are typing Armenian letters."),
        ("ხუთი", "You are typing Georgian letters."),
        ("חמש", "You are typing Hebrew letters."),
        ("خمسة", "You are typing Arabic letters."),
        ("पाँच", "You are typing Devanagari letters."),
        ("ห้า", "You are typing Thai letters."),
        ("አምስት", "You are typing Ethiopic letters."),
        ("다섯", "You are typing Korean letters."),
        ("五", "You are typing Chinese characters."),
        ("いつつ", "You are typing Japanese letters."),
        ("ᠲᠠᠪᠤ", "You are typing letters of another script."),
        ("12 34", ""),
    ],
)
def test_t22_the_lock_screen_tells_the_script_and_nothing_else_of_what_is_typed(
    sit: Sit, alone: Person, tmp_path: Path, typed: str, told: str
) -> None:
    person, gate = locked(sit, alone, tmp_path / "vault")
    person.write("Passphrase", typed)
    assert gate._keyboard.accessibleName() == told
    assert typed not in person.texts()
    gate.passphrase.clear()
    assert gate._keyboard.accessibleName() == ""


def test_caps_lock_is_told_by_what_it_does_to_letters(sit: Sit, alone: Person, tmp_path: Path) -> None:
    _person, gate = locked(sit, alone, tmp_path / "vault")
    shift, none = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
    for letter, held, on in (("П", none, True), ("п", shift, True), ("П", shift, False), ("1", none, False)):
        QApplication.sendEvent(gate.passphrase, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, held, letter))
        assert ("Caps Lock is on." in gate._keyboard.text()) is on, letter
    QApplication.sendEvent(gate.passphrase, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, none, "Z"))
    QApplication.sendEvent(gate.passphrase, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_CapsLock, none))
    assert "Caps Lock" not in gate._keyboard.text()


def test_a_vault_entrusted_to_nobody_offers_no_officer(sit: Sit, alone: Person, tmp_path: Path) -> None:
    person, _gate = locked(sit, alone, tmp_path / "vault")
    assert "Ask an officer" not in person.texts()


def test_a_vault_that_is_open_elsewhere_is_not_opened_twice(sit: Sit, alone: Person, tmp_path: Path) -> None:
    second = sit(tmp_path / "vault", phrase="")
    second.write("Passphrase", PHRASE)
    second.press("Open")
    gate = second.window.centralWidget()
    assert isinstance(gate, Unlock)
    second.wait(gate.banner.isVisible)
    assert alone.window.frame is not None
