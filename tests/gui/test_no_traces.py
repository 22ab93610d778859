"""What is typed, searched and looked at in the window stands nowhere on the disk in the clear, before and after locking."""

import os
from pathlib import Path

import pytest

from fieldkit.clock import SystemClock
from fieldkit.gui.desk import Place
from fieldkit.paths import VaultFiles
from fieldkit.services import vaults
from fieldkit.services.recording import Recording
from fieldkit.services.vaults import TEST_COST
from fieldkit.services.workspace import Workspace
from tests.flow.traces import Sweep
from tests.gui.conftest import Sit
from tests.gui.typist import begin, go_to, stand_at, write

TOLD = "Кварлитумбож сказал, что zyxquorbelwick забрали на посту."
WORDS = ("Кварлитумбож", "zyxquorbelwick", "тройквандерп")
PHRASE = "тройквандерп лежит под мостом"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home and a temporary folder that nobody else writes to."""
    for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        folder = tmp_path / "home" / name.lower()
        folder.mkdir(parents=True)
        monkeypatch.setenv(name, str(folder))
    return tmp_path


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
