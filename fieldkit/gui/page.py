"""What all pages have in common: title, line of state, actions, a banner for what went wrong, a body."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.domain.changes import Changes
from fieldkit.gui.desk import Desk, Place
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import INSIDE, MARGIN
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.shelf import Shelf
from fieldkit.gui.widgets.text import elided, text
from fieldkit.gui.worker import Task
from fieldkit.services.workspace import Workspace

T = TypeVar("T")


class Page(QFrame):
    """One place. Subclasses fill `body` and override `refresh`."""

    went = Signal(str, str)
    """Somewhere else to go: a place and the id of what to show there."""
    noted = Signal(str)
    """A short note for the status line."""
    lock_asked = Signal()
    """The vault has to be unlocked anew."""

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.desk = desk
        self._title = elided(title, Type.TITLE)
        self._state = text("", tone="second")
        self._state.hide()
        self._actions = QHBoxLayout()
        self._actions.setSpacing(INSIDE)
        self.banner = Banner(desk.look, desk.language)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header())
        layout.addWidget(Shelf(self.banner))
        layout.addLayout(self.body, 1)

    def add_action(self, widget: QWidget) -> None:
        """Put a button at the right of the title."""
        self._actions.addWidget(widget)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)

    def set_state(self, words: str) -> None:
        """The one line below the title."""
        self._state.setText(words)
        self._state.setVisible(bool(words))

    def refresh(self) -> None:
        """Read again what the page shows."""

    def leave(self) -> None:
        """The person goes elsewhere or the program locks: give what is unsaved to the worker."""

    def on_changed(self, changes: Changes) -> None:
        """Something was written, here or elsewhere."""
        if changes != Changes():
            self.refresh()

    def go(self, place: Place, target: str = "") -> None:
        """Ask to be taken to another place."""
        self.went.emit(place.value, target)

    def ask(self, job: Callable[[Workspace], T], done: Callable[[T], None]) -> None:
        """Read something from the vault; refusals appear in the banner."""
        self.desk.worker.run(job, done, self.banner.refuse)

    def write(self, job: Callable[[Workspace], Changes], done: Callable[[Changes], None]) -> Task:
        """Change something in the vault; refusals appear in the banner."""
        return self.desk.worker.write(job, done, self.banner.refuse)

    def _header(self) -> QFrame:
        header = QFrame()
        header.setObjectName("header")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._state)
        layout = QHBoxLayout(header)
        layout.setContentsMargins(MARGIN, 12, MARGIN, 12)
        layout.addLayout(words, 1)
        layout.addLayout(self._actions)
        header.setMinimumHeight(64)
        return header
