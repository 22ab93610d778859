"""The one window: a gate while the vault is closed, the frame while it is open; locking and language on top.

Frame and pages are imported when the vault opens: the gate must be there at once.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from fieldkit import apart, i18n
from fieldkit.clock import Clock
from fieldkit.errors import Refusal
from fieldkit.gui.desk import Desk, Place
from fieldkit.gui.examining import Examiner
from fieldkit.gui.gate.door import Door
from fieldkit.gui.guard import capture, names
from fieldkit.gui.guard.clipboard import Copies
from fieldkit.gui.locking import Watch
from fieldkit.gui.preferences import Preferences
from fieldkit.gui.theme.look import Look
from fieldkit.gui.widgets.files import Files
from fieldkit.gui.worker import Worker
from fieldkit.i18n import Language
from fieldkit.services.passphrases import FIELD_COST, Cost

if TYPE_CHECKING:
    from fieldkit.gui.frame import Frame
    from fieldkit.gui.guard.sentry import Sentry
    from fieldkit.gui.opened import Opened
    from fieldkit.services.habits import Habits

_SMALLEST, _FIRST = QSize(880, 560), QSize(1024, 700)
_HURRY = 0.25
"""Seconds that locking gives to closing the vault; the process ends in any case, which is safe at any moment."""


def _system_sentry() -> "Sentry":
    from fieldkit.gui.guard import sentry  # noqa: PLC0415  the gate needs no bus

    return sentry.of_the_system()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the window is built from; tests give other values."""

    clock: Clock
    look: Look
    preferences: Preferences
    replace: Callable[[], None]
    """Ends this process and starts the program again."""
    cost: Cost = FIELD_COST
    idle_seconds: float | None = None
    """In place of what the vault says."""
    sentry: "Callable[[], Sentry]" = _system_sentry
    files: Callable[[Language], Files] = Files


class Window(QMainWindow):
    """Its title says nothing about its content."""

    def __init__(self, vault: Path, language: Language, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self._return_to = (Place.HOME, "")
        self.frame: Frame | None = None
        """While the vault is open."""
        self.worker = Worker(around.clock.monotonic)
        self._examiner = Examiner(self.worker)
        self._desk = self._make_desk(language)
        self._door = Door(vault, around.cost)
        self._door.desk = self._desk
        self._door.shown.connect(self._show)
        self._door.opened.connect(self.enter)
        self._door.language_picked.connect(self.switch_language)
        self._door.left.connect(self.lock)
        self._habits: Habits | None = None
        self._sentry: Sentry | None = None
        self._ending = False
        self._copies = Copies(QGuiApplication.clipboard())
        self._watch = Watch()
        self._watch.expired.connect(self.lock)
        self._watch.panicked.connect(self._panic)
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self._watch)
        self._show_title()
        self.setMinimumSize(_SMALLEST)
        self.resize(_FIRST)
        capture.allow(self, captured=False)
        self.restoreGeometry(around.preferences.geometry)
        QShortcut(QKeySequence("Ctrl+Q"), self).activated.connect(self.close)
        self._door.stand()

    def enter(self) -> None:
        """The vault is open: read who we are, then show the frame."""
        self._around.preferences.vault = self._door.vault
        self._open_frame()

    def lock(self) -> None:
        """Hide everything, save the draft, close the vault, start the program anew at the lock screen."""
        if not self._ending:
            for window in QApplication.topLevelWidgets():
                window.hide()
            self._end(hurry=True)
            self._around.replace()

    def destroy_vault(self) -> None:
        """The end of the vault: nothing is saved any more. If it fails, the lock screen shows that it is there."""
        from fieldkit.services import destroying  # noqa: PLC0415  nobody needs it at the start

        if not self._ending:
            self.frame = None
            for window in QApplication.topLevelWidgets():
                window.hide()
            self._end(hurry=True)
            with suppress(Refusal):
                destroying.destroy(self._door.files)
            self._around.replace()

    def rekey(self, passphrase: str) -> None:
        """Close the vault for a new key. Its recovery code stays on the screen as long as somebody needs to write."""
        if self.frame is not None:
            self.frame.leave()
            self.frame = None
            self._watch.stop()
            self._examiner.stop()
            self._door.rekey(passphrase)

    def switch_language(self, code: str) -> None:
        """Build the window anew in another language, at the same place."""
        frame = self.frame
        self._around.preferences.language = code
        self._desk = self._door.desk = self._make_desk(i18n.load(code))
        self._show_title()
        if frame is None:
            self._door.stand()
            return
        frame.leave()
        self._return_to = (frame.place, frame.target)
        self._open_frame()

    def closeEvent(self, event: QCloseEvent, /) -> None:
        """Closing keeps everything, like locking."""
        self._end()
        event.accept()

    def changeEvent(self, event: QEvent, /) -> None:
        """Minimising locks where that was chosen."""
        super().changeEvent(event)
        minimised = event.type() == QEvent.Type.WindowStateChange and self.isMinimized()
        if minimised and self.frame is not None and self._habits is not None and self._habits.lock_minimised:
            self.lock()

    def _panic(self) -> None:
        """At the gate there is something to hide only while the vault is opening."""
        if self.frame is not None or self.worker.busy:
            self.lock()

    def _end(self, *, hurry: bool = False) -> None:
        if self._ending:
            return
        self._ending = True
        self._watch.stop()
        self._copies.end()
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self._watch)
        if self.frame is not None:
            self.frame.leave()
        if hurry:
            QGuiApplication.sync()  # the screen shows that the windows are gone
            apart.end_all()
        self._around.preferences.geometry = self.saveGeometry()
        self._around.preferences.save()
        self._examiner.stop()
        if hurry:
            self.worker.close(_HURRY)
        else:
            self.worker.close()

    def _open_frame(self) -> None:
        from fieldkit.gui import opened  # noqa: PLC0415  brings the form engine

        self.worker.run(opened.read, self._show_frame)

    def _show_frame(self, now: "Opened") -> None:
        from fieldkit.gui.frame import Frame  # noqa: PLC0415  brings all pages

        frame = Frame(self._desk, now.standing)
        frame.lock_asked.connect(self.lock)
        frame.language_picked.connect(self.switch_language)
        frame.heed(self._examiner)
        frame.guarded.connect(self._guard)
        frame.named.connect(self._rename)
        frame.rekey_asked.connect(self.rekey)
        frame.destroy_asked.connect(self.destroy_vault)
        self._show(frame)
        self.frame = frame
        place, target = self._return_to
        if place is not Place.HOME and (place in frame.places or target):
            frame.go(place.value, target)
        self._examiner.start()
        self._guard(now.habits)

    def _guard(self, habits: "Habits") -> None:
        """Lock as this vault wants it."""
        self._habits = habits
        seconds = self._around.idle_seconds
        self._watch.start(habits.lock_after if seconds is None else seconds)
        if self._sentry is None:
            self._sentry = self._around.sentry()
            self._sentry.alarmed.connect(self.lock)
            self._sentry.hear_windows(self.winId())
        capture.allow(self, captured=habits.captured)

    def _rename(self, code: str) -> None:
        self._around.preferences.name = code
        self._around.preferences.save()
        names.take(code, self._around.look)
        self._show_title()

    def _show_title(self) -> None:
        name = names.NAMES[names.known(self._around.preferences.name)]
        self.setWindowTitle(self._desk.language.gettext(name.title))

    def _show(self, widget: QWidget) -> None:
        self.setCentralWidget(widget)
        widget.setFocus()

    def _make_desk(self, language: Language) -> Desk:
        return Desk(
            language=language,
            look=self._around.look,
            worker=self.worker,
            clock=self._around.clock,
            files=self._around.files(language),
            cost=self._around.cost,
            name=names.known(self._around.preferences.name),
        )
