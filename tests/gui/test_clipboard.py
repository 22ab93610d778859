"""What is copied out of the window: marked, taken back, and never in the clipboard of the middle mouse button."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from fieldkit.gui.desk import Place
from fieldkit.gui.guard.clipboard import is_marked
from tests import runners
from tests.gui.hands import Person

SELECTS = """
import sys
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from fieldkit.gui.guard.clipboard import Copies
app = QApplication([])
copies = Copies(app.clipboard(), 2.0) if sys.argv[1] == "ours" else None
edit = QPlainTextEdit("zyxquorbelwick")
edit.show()
assert QTest.qWaitForWindowExposed(edit)
middle = edit.cursorRect().center()
QTest.mouseDClick(edit.viewport(), Qt.MouseButton.LeftButton, pos=middle)
QTest.mouseRelease(edit.viewport(), Qt.MouseButton.LeftButton, pos=middle)
edit.copy()
QTest.qWait(200)
assert edit.textCursor().selectedText() == "zyxquorbelwick"
print("selected", flush=True)
sys.stdin.close()
QTest.qWait(2500)
print("waited", flush=True)
QTest.qWait(20_000)
"""
LOOKS = """
from PySide6.QtGui import QClipboard
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.show()
assert QTest.qWaitForWindowExposed(window)
clipboard = app.clipboard()
data = clipboard.mimeData()
print(clipboard.text(QClipboard.Mode.Selection) or "nothing", clipboard.text() or "nothing")
print("x-kde-passwordManagerHint" in data.formats())
"""
COPIES = (
    LOOKS
    + """
clipboard.setText("shopping")
print("copied", flush=True)
QTest.qWait(20_000)
"""
)


@pytest.fixture
def clipboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[QClipboard]:
    """The clipboard of this process. Where windows are drawn into memory, nobody ever owns it."""
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _: True)
    made = QGuiApplication.clipboard()
    made.clear()
    yield made
    made.clear()


def copied(person: Person, words: str) -> None:
    """Type words into the search field and copy them by keys."""
    person.go(Place.RECORDS)
    person.write("Search", words)
    edit = person.find(QLineEdit, "Search")
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


def test_a_copy_is_marked_and_gone_when_the_vault_locks(alone: Person, clipboard: QClipboard) -> None:
    copied(alone, "zyxquorbelwick")
    assert clipboard.text() == "zyxquorbelwick"
    assert is_marked(clipboard.mimeData())
    alone.window.lock()
    assert clipboard.text() == ""


def test_a_copy_is_taken_back_after_a_time(alone: Person, clipboard: QClipboard) -> None:
    alone.window._copies._timer.setInterval(100)
    copied(alone, "zyxquorbelwick")
    alone.wait(lambda: not clipboard.text())


@pytest.mark.parametrize("whose", ["ours", "others"])
def test_selected_words_are_not_in_the_clipboard_of_the_mouse(screen: dict[str, str], whose: str) -> None:
    """On a real X server, seen by another program."""
    selection = "nothing" if whose == "ours" else "zyxquorbelwick"
    with python(screen, SELECTS, whose) as selecting:
        assert said(selecting) == "selected"
        with python(screen, LOOKS) as looking:
            assert said(looking).split() == [selection, "zyxquorbelwick"]
            assert said(looking) == str(whose == "ours")
        assert said(selecting) == "waited"
        with python(screen, LOOKS) as looking:
            assert said(looking).split()[1] == ("nothing" if whose == "ours" else "zyxquorbelwick")


def test_what_another_program_copied_meanwhile_is_left_alone(screen: dict[str, str]) -> None:
    with python(screen, SELECTS, "ours") as selecting:
        assert said(selecting) == "selected"
        with python(screen, COPIES) as copying:
            assert [said(copying), said(copying), said(copying)][2] == "copied"
            assert said(selecting) == "waited"
            with python(screen, LOOKS) as looking:
                assert said(looking).split()[1] == "shopping"


@contextmanager
def python(screen: dict[str, str], script: str, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """A script in a process of its own, ended with the block."""
    command = [sys.executable, "-c", script, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True, env=screen) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: "subprocess.Popen[str]") -> str:
    """The next line that it prints."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of programs on an X server of their own; needs the Debian package xvfb."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "800x600x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        home = str(tmp_path_factory.mktemp("screen"))
        yield {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(runners.ROOT),
            "QT_QPA_PLATFORM": "xcb",
            "DISPLAY": display,
            "HOME": home,
            "XDG_RUNTIME_DIR": home,
        }
        server.kill()
