"""An officer lets a monitor in again, at two windows, by two files and a comparison of numbers."""

import re
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from fieldkit.clock import SystemClock
from fieldkit.errors import Code, Refusal
from fieldkit.gui.desk import Place
from fieldkit.gui.gate.officer import Officer
from fieldkit.gui.gate.unlock import Unlock
from fieldkit.gui.pages.project import ProjectPage
from fieldkit.paths import VaultFiles
from fieldkit.services import demo, escrow, vaults
from tests.gui.conftest import Sit
from tests.gui.hands import Person

NEW = "другие пять слов для входа"
NUMBERS = re.compile(r"(\d{5} ){5}\d{5}")


def project(person: Person) -> ProjectPage:
    page = person.go(Place.PROJECT)
    assert isinstance(page, ProjectPage)
    return page


def entrust(person: Person) -> ProjectPage:
    page = project(person)
    person.write("Passphrase of this vault", demo.PASSPHRASE, page)
    person.press("Entrust the key", page)
    person.wait(lambda: "They can open it:" in person.texts(page))
    return page


@pytest.fixture
def shut_out(sit: Sit, sample: Path, tmp_path: Path) -> Person:
    """A monitor before the lock screen of a vault whose key is entrusted to the officer."""
    vault = Path(shutil.copytree(sample / "vaults" / "M01", tmp_path / "mine"))
    with vaults.unlock(VaultFiles(vault), demo.PASSPHRASE, SystemClock(), floor=vaults.TEST_COST) as workspace:
        escrow.entrust(workspace, demo.PASSPHRASE, floor=vaults.TEST_COST)
    person = sit(vault, phrase="")
    person.press("Ask an officer")
    assert isinstance(person.window.centralWidget(), Officer)
    return person


def choose(person: Person, phrase: str = NEW) -> None:
    person.write("New passphrase", phrase)
    person.write("The new one once more", phrase)


def ask(person: Person, request: Path) -> str:
    """Write a request; gives the numbers that the screen shows."""
    choose(person)
    person.paths[:] = [request]
    person.press("Write the request…")
    person.wait(lambda: bool(NUMBERS.search(person.texts())))
    found = NUMBERS.search(person.texts())
    assert found
    return found.group()


def banner(person: Person) -> str:
    gate = person.window.centralWidget()
    assert isinstance(gate, Officer | Unlock)
    return gate.banner.words


def test_a_monitor_is_let_in_again(shut_out: Person, officer: Person, tmp_path: Path) -> None:
    request, answer = tmp_path / "a.fkr", tmp_path / "a.fka"
    numbers = ask(shut_out, request)
    assert "Carry a.fkr to the officer" in shut_out.texts()
    assert [edit.text() for edit in shut_out.all(QLineEdit)] == ["", ""]
    page = project(officer)
    officer.paths[:] = [request]
    officer.press("Choose a request for recovery…", page)
    assert "The vault of M01" in officer.texts(page)
    assert numbers in officer.texts(page)
    officer.press("The numbers are the same: write the answer…", page)
    officer.paths[:] = [answer]
    officer.press("Write the answer", page)
    assert "Carry a.fka to that laptop" in page.banner.words
    shut_out.write("New passphrase", NEW + "!")
    shut_out.paths[:] = [answer]
    shut_out.press("Choose the answer…")
    shut_out.wait(lambda: "This is not the new passphrase that was chosen" in banner(shut_out))
    shut_out.wait(lambda: not shut_out.window.centralWidget()._patience.waits)
    shut_out.write("New passphrase", NEW)
    shut_out.paths[:] = [answer]
    shut_out.press("Choose the answer…")
    shut_out.wait(lambda: isinstance(shut_out.window.centralWidget(), Unlock))
    assert shut_out.window.frame is None
    assert "Open the vault with the new one now" in banner(shut_out)
    shut_out.write("Passphrase", NEW)
    shut_out.press("Open")
    shut_out.wait(lambda: shut_out.window.frame is not None)
    shut_out.window.close()
    with pytest.raises(Refusal) as caught:
        vaults.unlock(VaultFiles(tmp_path / "mine"), demo.PASSPHRASE, SystemClock(), floor=vaults.TEST_COST)
    assert caught.value.code is Code.VAULT_WRONG_PASSPHRASE


def test_nothing_is_written_before_a_good_passphrase_and_a_place_are_chosen(shut_out: Person, tmp_path: Path) -> None:
    assert not shut_out.find(QAbstractButton, "Write the request…").isEnabled()
    assert not shut_out.find(QAbstractButton, "Choose the answer…").isEnabled()
    choose(shut_out, "слабо")
    assert "Too easy to guess so far." in shut_out.texts()
    assert not shut_out.find(QAbstractButton, "Write the request…").isEnabled()
    choose(shut_out)
    shut_out.paths.clear()
    shut_out.press("Write the request…")
    assert not NUMBERS.search(shut_out.texts())
    (tmp_path / "letter").write_text("mine")
    shut_out.paths[:] = [tmp_path / "letter"]
    shut_out.press("Write the request…")
    shut_out.wait(lambda: "Something of that name is there already." in banner(shut_out))
    assert (tmp_path / "letter").read_text() == "mine"
    shut_out.press("Use the passphrase")
    assert isinstance(shut_out.window.centralWidget(), Unlock)
    shut_out.write("Passphrase", demo.PASSPHRASE)
    shut_out.press("Open")
    shut_out.wait(lambda: shut_out.window.frame is not None)


def test_the_keyboard_alone_writes_a_request_and_goes_back(shut_out: Person, tmp_path: Path) -> None:
    choose(shut_out)
    shut_out.paths[:] = [tmp_path / "a.fkr"]
    shut_out.keys(Qt.Key.Key_Return)
    shut_out.wait(lambda: bool(NUMBERS.search(shut_out.texts())))
    assert (tmp_path / "a.fkr").exists()
    shut_out.keys(Qt.Key.Key_Escape)
    assert isinstance(shut_out.window.centralWidget(), Unlock)


def test_what_is_no_answer_changes_nothing(shut_out: Person, tmp_path: Path) -> None:
    before = VaultFiles(tmp_path / "mine").slots_a.read_bytes()
    (tmp_path / "letter").write_bytes(b"Dear officer,")
    choose(shut_out)
    shut_out.paths[:] = [tmp_path / "letter"]
    shut_out.press("Choose the answer…")
    shut_out.wait(lambda: "This is not an intact answer to a request for recovery." in banner(shut_out))
    assert VaultFiles(tmp_path / "mine").slots_a.read_bytes() == before


def test_an_officer_refuses_what_is_no_request_and_writes_nothing_after_a_cancel(
    shut_out: Person, officer: Person, tmp_path: Path
) -> None:
    page = project(officer)
    (tmp_path / "letter").write_bytes(b"Dear officer,")
    officer.paths[:] = [tmp_path / "letter"]
    officer.press("Choose a request for recovery…", page)
    assert "This is not an intact request for recovery." in page.banner.words
    ask(shut_out, tmp_path / "a.fkr")
    officer.paths[:] = [tmp_path / "a.fkr"]
    officer.press("Choose a request for recovery…", page)
    officer.press("Cancel", page.answering)
    assert "The vault of M01" not in officer.texts(page)
    assert officer.find(QAbstractButton, "Choose a request for recovery…", page).isEnabled()


def test_the_key_is_entrusted_and_taken_back(monitor: Person, tmp_path: Path) -> None:
    page = project(monitor)
    assert "Nobody can so far. It would be: O01" in monitor.texts(page)
    assert not monitor.find(QAbstractButton, "Entrust the key", page).isEnabled()
    monitor.write("Passphrase of this vault", "not the words", page)
    monitor.press("Entrust the key", page)
    assert "The passphrase is wrong." in page.banner.words
    entrust(monitor)
    assert "They can open it: O01" in monitor.texts(page)
    assert "Two are better" in monitor.texts(page)
    assert [edit.text() for edit in monitor.all(QLineEdit, page.entrusting)] == [""]
    monitor.write("Passphrase of this vault", demo.PASSPHRASE, page)
    monitor.press("Take it back…", page)
    assert "Copies of it from before still open to those officers." in monitor.texts(page)
    monitor.press("Take the key back", page)
    monitor.wait(lambda: "Nobody can so far." in monitor.texts(page))


def test_only_officers_let_others_in(monitor: Person, officer: Person, alone: Person) -> None:
    assert "Let somebody in again" in officer.texts(project(officer))
    assert "no other officer takes part in the project yet" in officer.texts(officer.page)
    for person in (monitor, alone):
        assert "Let somebody in again" not in person.texts(project(person))
    assert "Officers who can open this vault" not in alone.texts(alone.page)


def test_every_input_of_the_gate_has_a_name_and_its_height(shut_out: Person) -> None:
    for edit in shut_out.all(QLineEdit):
        assert edit.accessibleName()
        parent = edit.parentWidget()
        assert parent is not None
        assert parent.height() >= edit.y() + edit.height(), edit.accessibleName()
