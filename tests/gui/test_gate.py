"""The gates: making a vault with its recovery code, opening it with either, in either language."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QLineEdit

from fieldkit.clock import SystemClock
from fieldkit.errors import Code, Refusal
from fieldkit.gui.gate.create import Create
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


def test_a_vault_that_is_open_elsewhere_is_not_opened_twice(sit: Sit, alone: Person, tmp_path: Path) -> None:
    second = sit(tmp_path / "vault", phrase="")
    second.write("Passphrase", PHRASE)
    second.press("Open")
    gate = second.window.centralWidget()
    assert isinstance(gate, Unlock)
    second.wait(gate.banner.isVisible)
    assert alone.window.frame is not None
