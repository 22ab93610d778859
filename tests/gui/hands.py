"""Eyes and hands of a person at the window: finding widgets by their accessible names, typing, pressing, waiting."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from fieldkit.gui.desk import Place
from fieldkit.gui.frame import Frame
from fieldkit.gui.page import Page
from fieldkit.gui.widgets.files import Files
from fieldkit.gui.widgets.rows import ListRow
from fieldkit.gui.window import Window
from fieldkit.i18n import Language
from fieldkit.services.workspace import Workspace

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)
PATIENCE = 20_000
"""Milliseconds after which waiting is given up."""


class Answers(Files):
    """The dialogs for files, answered beforehand: what is next in line, nothing when the line is empty."""

    def __init__(self, language: Language, line: list[Path]) -> None:
        super().__init__(language)
        self._line = line

    def folder(self, parent: QWidget) -> Path | None:
        return self._line.pop(0) if self._line else None

    def open(self, parent: QWidget, pattern: str = "*") -> tuple[Path, ...]:
        taken = tuple(self._line)
        self._line.clear()
        return taken

    def one(self, parent: QWidget, pattern: str = "*") -> Path | None:
        return self._line.pop(0) if self._line else None

    def save(self, parent: QWidget, name: str) -> Path | None:
        return self._line.pop(0) if self._line else None


class Bot(Protocol):
    """Lets the program work until something is met; pytest-qt's bot is one."""

    def waitUntil(self, callback: Callable[[], bool], *, timeout: int) -> None: ...


@dataclass
class Person:
    """Somebody who sits before a window."""

    bot: Bot
    window: Window
    paths: list[Path] = field(default_factory=list)
    """What the next dialogs for files answer."""

    @property
    def frame(self) -> Frame:
        frame = self.window.frame
        assert frame is not None, "the vault is not open"
        return frame

    @property
    def page(self) -> Page:
        return self.frame.page

    def wait(self, met: Callable[[], bool]) -> None:
        """Let the program work until `met`."""
        self.bot.waitUntil(met, timeout=PATIENCE)

    def settle(self) -> None:
        """Wait until the vault's pages were read, the worker has nothing left to do and every result was shown."""
        self.wait(lambda: not self.window.worker._running and self.window._examiner._thread is None)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        self.wait(lambda: not self.window.worker._running)

    def go(self, place: Place, target: str = "") -> Page:
        page = self.frame.go(place.value, target)
        self.settle()
        return page

    def in_vault(self, job: Callable[[Workspace], T]) -> T:
        """Ask the open vault something behind the program's back, on its own thread."""
        given: list[T] = []
        failed: list[Exception] = []
        self.window.worker.run(job, given.append, failed.append)
        self.wait(lambda: bool(given or failed))
        self.settle()
        if failed:
            raise failed[0]
        return given[0]

    def all(self, kind: type[W], within: QWidget | None = None) -> list[W]:
        """Visible widgets of a kind."""
        return [each for each in (within or self.window).findChildren(kind) if each.isVisible()]

    def find(self, kind: type[W], name: str, within: QWidget | None = None) -> W:
        """The one visible widget with this accessible name (for buttons also: with this text)."""
        found = [each for each in self.all(kind, within) if name in {each.accessibleName(), said(each)}]
        assert len(found) == 1, f"{len(found)} visible {kind.__name__} named {name!r}: {self.names(kind, within)}"
        return found[0]

    def find_row(self, start: str) -> ListRow:
        """The first row of a list whose words begin like this."""
        return next(each for each in self.all(ListRow) if each.accessibleName().startswith(start))

    def names(self, kind: type[W], within: QWidget | None = None) -> list[str]:
        return [each.accessibleName() or said(each) for each in self.all(kind, within)]

    def press(self, name: str, within: QWidget | None = None) -> None:
        """Press a button as a mouse does, and wait for what comes of it."""
        made = self.find(QAbstractButton, name, within)
        assert made.isEnabled(), f"{name!r} cannot be pressed now"
        QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=_spot(made))
        self.settle()

    def write(self, name: str, words: str, within: QWidget | None = None) -> None:
        """Type into a field that has this accessible name."""
        edits = [*self.all(QLineEdit, within), *self.all(QPlainTextEdit, within)]
        found = [each for each in edits if each.accessibleName() == name]
        assert len(found) == 1, f"{len(found)} fields named {name!r}: {[each.accessibleName() for each in edits]}"
        edit = found[0]
        edit.setFocus()
        edit.selectAll()
        type_keys(edit, words)
        self.settle()

    def choose(self, name: str, words: str, within: QWidget | None = None) -> None:
        """Choose an entry of a closed list."""
        box = self.find(QComboBox, name, within)
        index = box.findText(words)
        assert index >= 0, f"{words!r} is not among {[box.itemText(i) for i in range(box.count())]}"
        box.setCurrentIndex(index)
        box.activated.emit(index)
        self.settle()

    def keys(self, sequence: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, sequence, modifier)
        self.settle()

    def texts(self, within: QWidget | None = None) -> str:
        """Everything that can be read now, line by line."""
        labels = [each.text() for each in self.all(QLabel, within)]
        buttons = [each.text() for each in self.all(QAbstractButton, within)]
        return "\n".join(filter(None, labels + buttons))


def type_keys(edit: QWidget, words: str) -> None:
    """Key by key, in any script; QTest's own typing ends the process at the first letter that is not Latin."""
    for letter in words:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(edit, event)


def said(widget: QWidget) -> str:
    """The text of a button or label; empty for others."""
    return widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""


def _spot(made: QAbstractButton) -> QPoint:
    """Where a click counts: the mark of a check box or radio button, else the middle."""
    return QPoint(8, made.height() // 2) if made.isCheckable() and not made.property("kind") else made.rect().center()
