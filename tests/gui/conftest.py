"""People at real windows with real vaults; everything is drawn into memory."""

import gc
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldkit import i18n
from fieldkit.clock import SystemClock
from fieldkit.gui.collecting import Collector
from fieldkit.gui.gate.unlock import Unlock
from fieldkit.gui.guard.sentry import Sentry
from fieldkit.gui.preferences import Preferences
from fieldkit.gui.theme import fonts
from fieldkit.gui.theme.look import Look
from fieldkit.gui.theme.tokens import ThemeName
from fieldkit.gui.window import Surroundings, Window
from fieldkit.paths import VaultFiles
from fieldkit.services import demo, vaults
from fieldkit.services.vaults import TEST_COST
from tests.gui import tensticks
from tests.gui.hands import Answers, Person
from tests.gui.program import Program
from tests.gui.proof import begin, fill_card
from tests.gui.tensticks import TenSticks
from tests.gui.typist import reopen

PHRASE = "пять слов, которых никто не знает"

Sit = Callable[..., Person]


@pytest.fixture(scope="session")
def look(qapp: QApplication) -> Look:
    fonts.load()
    made = Look(ThemeName.LIGHT)
    made.apply(qapp)
    return made


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fictional sample: vaults of an officer, a supervisor and two monitors; bundles. Never opened in place."""
    folder = tmp_path_factory.mktemp("sample") / "out"
    languages = (i18n.load("en"),)
    demo.run(folder, monitors=2, records=36, languages=languages, clock=SystemClock(), cost=TEST_COST)
    return folder


@pytest.fixture(scope="session")
def ten_sticks(tmp_path_factory: pytest.TempPathFactory) -> TenSticks:
    """Ten monitors and their sticks, before anything of it was taken in. Never opened in place."""
    return tensticks.build(tmp_path_factory.mktemp("tensticks"))


@pytest.fixture
def sit(qtbot: QtBot, look: Look, tmp_path: Path) -> Iterator[Sit]:
    """Put somebody before a window: `sit(vault)` unlocks it, `sit(vault, phrase="")` stays at the gate."""
    collector = Collector()
    windows: list[Window] = []
    replaced: list[Window] = []

    def make(
        vault: Path,
        *,
        phrase: str = PHRASE,
        language: str = "en",
        idle_seconds: float | None = 3600.0,
        sentry: Callable[[], Sentry] = Sentry,
    ) -> Person:
        paths: list[Path] = []
        around = Surroundings(
            clock=SystemClock(),
            look=look,
            preferences=Preferences(tmp_path / "settings.ini"),
            replace=lambda: replaced.append(window),
            cost=TEST_COST,
            idle_seconds=idle_seconds,
            sentry=sentry,
            files=partial(_answers, line=paths),
        )
        window = Window(vault, i18n.load(language), around)
        windows.append(window)
        window.show()
        person = Person(qtbot, window, paths)
        gate = window.centralWidget()
        if phrase and isinstance(gate, Unlock):
            gate.passphrase.setText(phrase)
            gate.open()
            person.wait(lambda: window.frame is not None)
            person.settle()
        return person

    yield make
    for window in windows:
        window.close()
        window.deleteLater()
    windows.clear()
    replaced.clear()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()  # here, before other threads may find the widgets' cycles
    collector.stop()


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """The program as a process of its own, with a fresh vault."""
    with Program(tmp_path, PHRASE) as made:
        yield made


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault outside any project. Never opened in place."""
    vault = tmp_path_factory.mktemp("empty") / "vault"
    vaults.create(VaultFiles(vault), PHRASE, SystemClock(), cost=TEST_COST)
    return vault


@pytest.fixture
def alone(sit: Sit, empty: Path, tmp_path: Path) -> Person:
    """Somebody with a vault outside any project, in which nothing has happened; the same keys each time."""
    return sit(shutil.copytree(empty, tmp_path / "vault"))


@pytest.fixture(scope="session")
def full_card(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The card of a camera; only read."""
    card = tmp_path_factory.mktemp("camera") / "card"
    fill_card(card)
    return card


@pytest.fixture
def card(full_card: Path, tmp_path: Path) -> Path:
    """The card of a camera, with files on it."""
    return shutil.copytree(full_card, tmp_path / "card")


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A vault with a project and a form that asks for files, and a draft of it. Never opened in place."""
    folder = tmp_path_factory.mktemp("begun")
    files = VaultFiles(folder / "vault")
    vaults.create(files, PHRASE, SystemClock(), cost=TEST_COST)
    with vaults.unlock(files, PHRASE, SystemClock(), floor=TEST_COST) as workspace:
        return files.folder, begin(workspace, folder)


@pytest.fixture
def proof(begun: tuple[Path, str], sit: Sit, tmp_path: Path) -> Person:
    """Somebody before a form that asks for files."""
    vault, draft = begun
    person = sit(shutil.copytree(vault, tmp_path / "vault"))
    reopen(person, draft)
    return person


@pytest.fixture
def supervisor(sit: Sit, sample: Path, tmp_path: Path) -> Person:
    """The sample's supervisor, whose vault holds everything that the monitors recorded."""
    return member(sit, sample, tmp_path, demo.SUPERVISOR)


@pytest.fixture
def officer(sit: Sit, sample: Path, tmp_path: Path) -> Person:
    """The sample's officer."""
    return member(sit, sample, tmp_path, demo.OFFICER)


@pytest.fixture
def monitor(sit: Sit, sample: Path, tmp_path: Path) -> Person:
    """One of the sample's monitors."""
    return member(sit, sample, tmp_path, "M01")


def member(sit: Sit, sample: Path, folder: Path, code: str, language: str = "en") -> Person:
    """Somebody of the sample, at a copy of the vault."""
    vault = folder / f"vault-{code}"
    shutil.copytree(sample / "vaults" / code, vault)
    return sit(vault, phrase=demo.PASSPHRASE, language=language)


def _answers(language: i18n.Language, line: list[Path]) -> Answers:
    return Answers(language, line)
