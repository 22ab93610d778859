"""Locking: by key, by idleness, by replacing the process; what was typed is kept, nothing is told outside."""

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldkit.services.browsing import Browsing
from tests.gui.conftest import Sit
from tests.gui.hands import Person

AGAIN = """
import os, sys
from fieldkit.gui.locking import replace_process
count = int(os.environ.get("COUNT", "0"))
print(count, os.getpid(), *sys.argv[1:], flush=True)
if count < 2:
    os.environ["COUNT"] = str(count + 1)
    replace_process()
"""


def test_the_process_is_replaced_with_the_same_arguments(tmp_path: Path) -> None:
    script = tmp_path / "again.py"
    script.write_text(AGAIN)
    arguments = [sys.executable, "-X", "utf8", str(script), "--vault", "папка с пробелом"]
    done = subprocess.run(arguments, capture_output=True, text=True, encoding="utf-8", timeout=60, check=True)
    lines = [line.split(" ", 2) for line in done.stdout.splitlines()]
    assert [line[0] for line in lines] == ["0", "1", "2"]
    assert len({line[1] for line in lines}) == 1
    assert {line[2] for line in lines} == {"--vault папка с пробелом"}


def test_ctrl_l_closes_the_vault(alone: Person, sit: Sit, tmp_path: Path) -> None:
    alone.keys(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    again = sit(tmp_path / "vault")  # possible only when the first window has let go of the vault
    assert again.window.frame is not None


def test_idleness_locks_and_a_key_puts_it_off(alone: Person, sit: Sit, tmp_path: Path) -> None:
    alone.window.close()
    locked: list[bool] = []
    person = sit(tmp_path / "vault", idle_seconds=0.6)
    person.window._idle.expired.connect(lambda: locked.append(True))
    for _ in range(4):
        QTest.qWait(200)
        QTest.keyClick(person.window, Qt.Key.Key_Shift)
    assert locked == []
    person.wait(lambda: bool(locked))
    again = sit(tmp_path / "vault")
    assert again.window.frame is not None


def test_what_stands_in_a_form_is_there_after_locking(monitor: Person, sit: Sit, tmp_path: Path) -> None:
    from fieldkit.services import demo

    monitor.press("New short interview")
    monitor.wait(lambda: monitor.frame.place.value == "entry")
    monitor.settle()
    draft = monitor.frame.target
    monitor.window.lock()
    again = sit(tmp_path / "vault-M01", phrase=demo.PASSPHRASE)
    assert again.in_vault(lambda workspace: Browsing(workspace).counts().drafts) == 1
    assert draft


def test_the_open_settings_hold_geometry_language_and_folder_only(monitor: Person, tmp_path: Path) -> None:
    monitor.window.switch_language("ru")
    monitor.settle()
    monitor.window.close()
    lines = (tmp_path / "settings.ini").read_text(encoding="utf-8").splitlines()
    assert {line.partition("=")[0] for line in lines if "=" in line} <= {"geometry", "language", "vault"}


def test_the_window_says_nothing_of_its_content(supervisor: Person) -> None:
    for place in supervisor.frame.places:
        supervisor.go(place)
        assert supervisor.window.windowTitle() == "Notes"
    assert os.environ.get("FIELDKIT_PASSPHRASE") is None
