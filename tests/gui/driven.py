"""The real program, moved by somebody who reads lines: `python -m tests.gui.driven VAULT`.

Each line is a command, answered by a line when it is done:

    open PHRASE · write WORDS · search WORDS · stubborn · panic · closed · quit

`write` begins an observation and types into it; `stubborn` starts work that no request can stop. After a lock the
program is another process of the same number, which says `gate` and how long after the key the first one ended. Only cheap key
slots, and that nothing is hardened, differ from what a person runs: a test has to look into its memory.
"""

import os
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSocketNotifier, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldkit import i18n
from fieldkit.gui import app
from fieldkit.gui.desk import Place
from fieldkit.gui.gate.unlock import Unlock
from fieldkit.gui.locking import replace_process
from fieldkit.gui.window import Surroundings, Window
from fieldkit.progress import Progress
from fieldkit.services.vaults import TEST_COST
from fieldkit.services.workspace import Workspace
from tests.gui.hands import Person, type_keys
from tests.gui.typist import begin, drawn, go_to, stand_at, write

PRESSED, REPLACED = "FIELDKIT_TEST_PRESSED", "FIELDKIT_TEST_REPLACED"
"""When the key was pressed and when the process was replaced, by the clock that all processes share."""
LONG = 60.0
"""Seconds that stubborn work takes."""


class Bot:
    """Lets the program work until something is met."""

    def waitUntil(self, callback: Callable[[], bool], *, timeout: int) -> None:
        given_up = time.monotonic() + 4 * timeout / 1000  # somebody may be tracing every call
        while not callback():
            assert time.monotonic() < given_up
            QTest.qWait(5)


class Driver(QObject):
    """Hears lines and does what they say."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self._person = Person(Bot(), window)
        self._notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self.hear)
        pressed, replaced = os.environ.pop(PRESSED, ""), os.environ.pop(REPLACED, "")
        if replaced:
            print("gate", float(replaced) - float(pressed or replaced), flush=True)

    def hear(self) -> None:
        self._notifier.setEnabled(False)  # waiting for something must not hear the next line
        line = b""
        while not line.endswith(b"\n"):
            letter = os.read(sys.stdin.fileno(), 1)
            if not letter:
                QApplication.quit()
                return
            line += letter
        command, _, words = line.decode().rstrip("\n").partition(" ")
        try:
            getattr(self, f"do_{command}")(words)
        except BaseException:
            traceback.print_exc()
            os._exit(1)  # Qt would go on, and whoever waits for an answer with it
        print(command, flush=True)
        self._notifier.setEnabled(True)

    def do_open(self, phrase: str) -> None:
        gate = self._person.window.centralWidget()
        assert isinstance(gate, Unlock)
        gate.passphrase.setFocus()
        type_keys(gate.passphrase, phrase)
        gate.open()
        self._person.wait(lambda: self._person.window.frame is not None)
        self._person.settle()

    def do_write(self, words: str) -> None:
        begin(self._person, "observation")
        go_to(self._person, 2)
        stand_at(self._person, "perceived_reason")
        write(self._person, words)

    def do_hasty(self, words: str) -> None:
        """Type and lock before anything can have been saved."""
        widget = QApplication.focusWidget()
        assert widget is not None
        type_keys(widget, words)
        self.do_panic("")

    def do_search(self, words: str) -> None:
        self._person.go(Place.RECORDS)
        self._person.write("Search", words)
        for place in self._person.frame.places:
            self._person.go(place)

    def do_stubborn(self, _: str) -> None:
        self._person.window.worker.run_long(_sleep, _nothing, _nothing, _steps)

    def do_panic(self, _: str) -> None:
        os.environ[PRESSED] = str(time.monotonic())
        QTest.keyClick(QApplication.focusWidget() or self._person.window, Qt.Key.Key_F12)

    def do_form(self, _: str) -> None:
        """Go back to the form in front, to type more."""
        drawn(self._person)

    def do_quit(self, _: str) -> None:
        self._person.window.close()
        QApplication.quit()


class Driven(Window):
    """A window with somebody before it."""

    def __init__(self, vault: Path, language: i18n.Language, around: Surroundings) -> None:
        super().__init__(vault, language, around)
        self.driver = Driver(self)


def _sleep(workspace: Workspace, progress: Progress) -> None:
    del workspace, progress
    time.sleep(LONG)


def _nothing(_: object) -> None:
    return


def _steps(_done: int, _total: int) -> None:
    return


def _replace() -> None:
    os.environ[REPLACED] = str(time.monotonic())
    replace_process()


def main(vault: Path) -> int:
    app.Window = Driven  # type: ignore[misc]
    app.Surroundings = partial(Surroundings, cost=TEST_COST)  # type: ignore[assignment, misc]
    app.replace_process = _replace
    return app.main(vault, i18n.load("en"))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
