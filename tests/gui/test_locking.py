"""Locking: by key, by idleness, by replacing the process; what was typed is kept, nothing is told outside."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from fieldkit import apart
from fieldkit.domain.changes import NOTHING, Changes
from fieldkit.gui.desk import Place
from fieldkit.gui.guard import windows
from fieldkit.gui.guard.jumps import Jumps
from fieldkit.gui.guard.sentry import Sentry
from fieldkit.gui.locking import PANIC
from fieldkit.gui.widgets.files import Files
from fieldkit.progress import Progress
from fieldkit.services import habits
from fieldkit.services.browsing import Browsing
from fieldkit.services.habits import LONGEST, SHORTEST, Habits
from fieldkit.services.workspace import Workspace
from tests.gui.conftest import Sit
from tests.gui.hands import Person
from tests.gui.program import Program

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
    person.window._watch.expired.connect(lambda: locked.append(True))
    for _ in range(4):
        QTest.qWait(200)
        QTest.keyClick(person.window, Qt.Key.Key_Shift)
    assert locked == []
    person.wait(lambda: bool(locked))
    again = sit(tmp_path / "vault")
    assert again.window.frame is not None


@pytest.mark.parametrize("key", PANIC)
def test_one_key_locks_from_every_page(supervisor: Person, sit: Sit, key: Qt.Key) -> None:
    panicked: list[Place] = []
    supervisor.window._watch.panicked.disconnect()
    supervisor.window._watch.panicked.connect(lambda: panicked.append(supervisor.frame.place))
    for place in supervisor.frame.places:
        supervisor.go(place)
        QTest.keyClick(QApplication.focusWidget() or supervisor.window, key)
    assert panicked == list(supervisor.frame.places)


def test_one_key_hides_everything_and_lets_go_of_the_vault(alone: Person, sit: Sit, tmp_path: Path) -> None:
    alone.go(Place.RECORDS)
    alone.find(QLineEdit, "Search").setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F12)
    assert not [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    assert sit(tmp_path / "vault").window.frame is not None


@pytest.mark.qt_log_ignore("propagateSizeHints")  # which is only said where nothing is drawn on a screen
def test_one_key_locks_while_a_dialog_for_files_waits(alone: Person) -> None:
    dialogs: list[bool] = []

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        QTest.keyClick(dialog, Qt.Key.Key_F12)
        dialogs.append(dialog.isVisible())

    QTimer.singleShot(200, press)
    assert Files(alone.window._desk.language).save(alone.window, "x.pdf") is None
    assert dialogs == [False]
    assert alone.window._ending


def test_one_key_at_the_gate_does_nothing_until_the_vault_is_opening(sit: Sit, tmp_path: Path, alone: Person) -> None:
    alone.window.close()
    person = sit(tmp_path / "vault", phrase="")
    QTest.keyClick(person.window, Qt.Key.Key_F12)
    assert not person.window._ending
    person.window.worker.call(lambda: time.sleep(0.1))
    QTest.keyClick(person.window, Qt.Key.Key_F12)
    assert person.window._ending


def test_minimising_locks_where_that_was_chosen(alone: Person) -> None:
    alone.window.showMinimized()
    assert not alone.window._ending
    alone.window.showNormal()
    alone.window._guard(Habits(lock_minimised=True))
    alone.window.showMinimized()
    alone.wait(lambda: alone.window._ending)


def test_the_vault_says_after_how_long_it_locks(alone: Person, sit: Sit, tmp_path: Path) -> None:
    assert alone.in_vault(habits.read) == Habits(lock_after=180)
    alone.in_vault(lambda workspace: habits.keep(workspace, Habits(lock_after=5, captured=True)))
    assert alone.in_vault(habits.read) == Habits(lock_after=SHORTEST, captured=True)
    alone.in_vault(lambda workspace: habits.keep(workspace, Habits(lock_after=9999, lock_minimised=True)))
    assert alone.in_vault(habits.read) == Habits(lock_after=LONGEST, lock_minimised=True)
    alone.window.close()
    again = sit(tmp_path / "vault", idle_seconds=None)
    assert again.window._watch._timer.interval() == LONGEST * 1000


def test_what_was_written_is_saved_though_a_long_job_is_in_the_way(alone: Person, sit: Sit, tmp_path: Path) -> None:
    """Locking is in a hurry, yet not so much that it would lose a draft."""
    busy = threading.Event()

    def slow(workspace: Workspace, progress: Progress) -> None:
        busy.set()
        time.sleep(1.0)

    def save(workspace: Workspace) -> Changes:
        with workspace.store.transaction():
            workspace.store.settings.put("written", "last")
        return NOTHING

    worker = alone.window.worker
    worker.run_long(slow, _nothing, _nothing, _steps)
    worker.keep(save, _nothing, _nothing)
    assert busy.wait(10)
    began = time.monotonic()
    alone.window.lock()
    assert time.monotonic() - began > 0.9
    again = sit(tmp_path / "vault")
    assert again.in_vault(lambda workspace: workspace.store.settings.get("written")) == "last"


def test_work_that_waits_for_its_turn_is_not_begun_any_more(alone: Person) -> None:
    begun: list[str] = []
    busy = threading.Event()

    def slow(workspace: Workspace, progress: Progress) -> None:
        busy.set()
        time.sleep(0.3)
        begun.append("first")

    def other(workspace: Workspace, progress: Progress) -> None:
        begun.append("second")

    for job in (slow, other):
        alone.window.worker.run_long(job, _nothing, _nothing, _steps)
    assert busy.wait(10)
    alone.window.worker.close()
    assert begun == ["first"]


def test_children_that_read_files_are_ended_at_once(alone: Person) -> None:
    codes: list[int] = []

    def read(workspace: Workspace, progress: Progress) -> None:
        with apart.started("timeit", (), time_limit=60) as child:  # it takes a second, and listens to nobody
            codes.append(child.exit_code())

    alone.window.worker.run_long(read, _nothing, _nothing, _steps)
    alone.wait(lambda: bool(apart._running))
    alone.window.lock()
    assert codes == [-signal.SIGKILL]
    assert not apart._running


def test_after_sleep_that_nobody_announced_the_vault_locks(alone: Person, sit: Sit, tmp_path: Path) -> None:
    alone.window.close()
    slept = [0.0]
    person = sit(tmp_path / "vault", sentry=lambda: Sentry(Jumps(lambda: time.monotonic() + slept[0], time.monotonic)))
    QTest.qWait(1200)
    assert not person.window._ending
    slept[0] = 60.0
    person.wait(lambda: person.window._ending)


def test_windows_messages_that_lock() -> None:
    """What Windows would send; nothing here runs on it."""
    suspend, resume = (0x0218, 0x4), (0x0218, 0x12)
    locked, unlocked, away, key = (0x02B1, 0x7), (0x02B1, 0x8), (0x02B1, 0x2), (0x0100, 0x7)
    told = [windows.locks(*message) for message in (suspend, resume, locked, unlocked, away, key)]
    assert told == [True, False, True, False, True, False]


@pytest.mark.slow
def test_a_key_ends_the_process_within_half_a_second_and_loses_no_letter(program: Program) -> None:
    """The bound is 500 ms on a laptop with nothing else to do; a machine that runs tests has much to do."""
    program.say("open", program.phrase)
    program.say("write", "Сказал: подож")
    assert program.say("hasty", "дите", answer="gate") < 2.0
    program.say("open", program.phrase)
    program.say("stubborn")
    assert program.say("panic", answer="gate") < 2.0
    assert program.drafted() == ["Сказал: подождите"]


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


def test_the_open_settings_hold_geometry_language_name_and_folder_only(monitor: Person, tmp_path: Path) -> None:
    monitor.window.switch_language("ru")
    monitor.settle()
    monitor.window.close()
    lines = (tmp_path / "settings.ini").read_text(encoding="utf-8").splitlines()
    assert {line.partition("=")[0] for line in lines if "=" in line} <= {"geometry", "language", "name", "vault"}


def test_the_window_says_nothing_of_its_content(supervisor: Person) -> None:
    for place in supervisor.frame.places:
        supervisor.go(place)
        assert supervisor.window.windowTitle() == "Notes"
    assert os.environ.get("FIELDKIT_PASSPHRASE") is None


def _nothing(_: object) -> None:
    return


def _steps(_done: int, _total: int) -> None:
    return
