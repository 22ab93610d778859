"""A program that is typed into until it is killed: `python -m tests.gui.dying VAULT SETTINGS`, one line per letter."""

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from fieldkit import i18n
from fieldkit.clock import SystemClock
from fieldkit.gui.desk import Place
from fieldkit.gui.form.question import Question
from fieldkit.gui.gate.unlock import Unlock
from fieldkit.gui.guard.sentry import Sentry
from fieldkit.gui.pages.entry import Entry
from fieldkit.gui.preferences import Preferences
from fieldkit.gui.theme import fonts
from fieldkit.gui.theme.look import Look
from fieldkit.gui.theme.tokens import ThemeName
from fieldkit.gui.window import Surroundings, Window
from fieldkit.services.recording import Recording
from fieldkit.services.vaults import TEST_COST
from tests.gui.conftest import PHRASE
from tests.gui.hands import type_keys

BETWEEN = 30
"""Milliseconds between two letters."""


class Typing(QObject):
    """Opens the vault, begins a form, types the letter x into its last question for ever."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self._window = window
        self._count = 0
        self._timer = QTimer(self)
        self._timer.setInterval(BETWEEN)
        self._timer.timeout.connect(self._step)
        self._timer.start()
        gate = window.centralWidget()
        assert isinstance(gate, Unlock)
        gate.passphrase.setText(PHRASE)
        gate.open()

    def _step(self) -> None:
        frame = self._window.frame
        if frame is None or self._window.worker._running:
            return
        page = frame.page
        if not isinstance(page, Entry):
            self._window.worker.run(lambda workspace: Recording(workspace).start("typed"), self._open)
            return
        fields = page.sheet.findChildren(Question)
        if fields:
            self._count += 1
            type_keys(fields[-1].control.stops()[0], "x")
            print(self._count, flush=True)

    def _open(self, draft: str) -> None:
        frame = self._window.frame
        assert frame is not None
        frame.go(Place.ENTRY.value, draft)


def main(vault: Path, settings: Path) -> None:
    app = QApplication([])
    fonts.load()
    look = Look(ThemeName.LIGHT)
    look.apply(app)
    around = Surroundings(
        clock=SystemClock(),
        look=look,
        preferences=Preferences(settings),
        replace=app.quit,
        cost=TEST_COST,
        sentry=Sentry,
    )
    window = Window(vault, i18n.load("en"), around)
    window.show()
    typing = Typing(window)
    app.exec()
    typing.deleteLater()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
