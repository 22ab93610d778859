"""What is typed, searched and looked at in the window stands nowhere on the disk in the clear, before and after locking."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from fieldkit.clock import SystemClock
from fieldkit.domain.listing import RecordFilter
from fieldkit.gui.desk import Place
from fieldkit.paths import VaultFiles
from fieldkit.services import demo, vaults
from fieldkit.services.browsing import Browsing
from fieldkit.services.projects import Projects
from fieldkit.services.recording import Recording
from fieldkit.services.vaults import TEST_COST
from fieldkit.services.workspace import Workspace
from tests.flow.traces import Sweep
from tests.gui.conftest import Sit, member
from tests.gui.test_sticks import hand_over, look
from tests.gui.typist import begin, drawn, entry, filling, go_to, stand_at, write
from tests.rules.tree import ROOT

TOLD = "Кварлитумбож сказал, что zyxquorbelwick забрали на посту."
WORDS = ("Кварлитумбож", "zyxquorbelwick", "тройквандерп")
PHRASE = "тройквандерп лежит под мостом"
CORES = ("квамрыжбоц", "zyxquorbel")
MARKERS = tuple(f"{chr(ord(core[0]) - number % 5)}{core}{number}" for core in CORES for number in range(25))
"""Fifty words that no other text holds; each has one of two cores, so that a sweep for these finds them all."""


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home and a temporary folder that nobody else writes to."""
    for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        folder = tmp_path / "home" / name.lower()
        folder.mkdir(parents=True)
        monkeypatch.setenv(name, str(folder))
    return tmp_path


FREE = ("/perceived_reason", "/monitor_note", "/narrative")
"""Questions that take any words."""


def test_a_session_at_the_window_leaves_no_word_in_the_clear(home: Path, sit: Sit) -> None:
    vault = home / "vault"
    vaults.create(VaultFiles(vault), PHRASE, SystemClock(), cost=TEST_COST)
    person = sit(vault, phrase=PHRASE)
    begin(person, "observation")
    go_to(person, 2)
    stand_at(person, "perceived_reason")
    write(person, TOLD)
    sweep = Sweep(WORDS)
    assert sweep.below(home) == []
    person.go(Place.RECORDS)
    person.write("Search", "zyxquorbelwick")
    for place in person.frame.places:
        person.go(place)
    assert sweep.below(home) == []
    person.window.lock()
    assert sweep.below(home) == []
    again = sit(vault, phrase=PHRASE)
    assert again.in_vault(_told) == [TOLD]


@pytest.mark.slow
def test_t35_fifty_words_of_a_day_of_two_people_stand_nowhere(home: Path, sample: Path, sit: Sit) -> None:
    """Typed, saved, submitted, searched, carried over on a stick, looked at, reported, locked."""
    monitor = member(sit, sample, home, "M01")
    sweep = Sweep(CORES)
    record = monitor.in_vault(_observation)
    monitor.go(Place.RECORD, record)
    monitor.press("Correct it")
    monitor.wait(lambda: monitor.frame.place is Place.ENTRY)
    drawn(monitor)
    refs = (node.ref for node in filling(monitor).session.nodes() if node.relevant)
    note = next(ref for ref in refs if ref.endswith(FREE))
    entry(monitor)._go_to(note)
    stand_at(monitor, note.rpartition("/")[2])
    write(monitor, " ".join(MARKERS))
    assert sweep.below(home) == []
    monitor.keys(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    monitor.wait(lambda: monitor.frame.place is Place.RECORD)
    hand_over(monitor, home / "stick")

    office = member(sit, sample, home, demo.SUPERVISOR)
    task = look(office, home / "stick")
    office.press("Take in", task)
    office.go(Place.RECORDS)
    office.write("Search", MARKERS[0])
    office.wait(lambda: CORES[0] in office.texts().lower() or "1 record" in office.texts())
    office.go(Place.RECORD, record)
    office.wait(lambda: MARKERS[-1] in office.texts())  # so there was something to leave
    office.go(Place.REPORTS)
    office.wait(lambda: office.find(QAbstractButton, "Write PDF…").isEnabled())
    office.paths.append(home / "report.pdf")
    office.press("Write PDF…")
    office.wait((home / "report.pdf").exists)
    for place in office.frame.places:
        office.go(place)
    assert sweep.below(home) == []
    for person in (monitor, office):
        person.window.lock()
    assert sweep.below(home) == []


def _observation(workspace: Workspace) -> str:
    """A record that its author may correct."""
    code = Projects(workspace).view().code
    rows = Browsing(workspace).page(RecordFilter(), limit=100, language="en").rows
    return next(row.id for row in rows if row.form == "observation" and row.author == code)


def test_the_sweep_finds_what_a_window_would_leave(home: Path) -> None:
    (Path(os.environ["XDG_CACHE_HOME"]) / "recent.xbel").write_text("<a>Zyxquorbelwick</a>")
    assert len(Sweep(WORDS).below(home)) == 1


def _told(workspace: Workspace) -> list[str]:
    recording = Recording(workspace)
    return [
        answer.value
        for draft in recording.drafts()
        for answer in recording.resume(draft.id).draft().items
        if answer.ref.endswith("/perceived_reason")
    ]


@pytest.mark.parametrize("loud", [False, True], ids=["as the app does it", "as Qt would"])
def test_t35_dialogs_remember_no_folder(tmp_path: Path, loud: bool) -> None:
    """Qt keeps the folders that its own dialogs showed in a file of its own, unless it has none to write to."""
    home, stick = tmp_path / "home", tmp_path / "home" / "stick of M01"
    stick.mkdir(parents=True)
    places = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.gui.asking", str(stick), *(["loud"] if loud else [])]
    subprocess.run(command, env=os.environ | places, cwd=ROOT, check=True, capture_output=True, timeout=60)
    found = [path.read_bytes() for path in home.rglob("*") if path.is_file()]
    assert any(b"home" in content for content in found) == loud
