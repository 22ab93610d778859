"""What the parts of the project page share: a title, a sentence on what it is for, waiting, what came of it."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QWidget

from fieldkit.domain.changes import Changes
from fieldkit.gui.desk import Desk
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import Card, column
from fieldkit.gui.widgets.text import text
from fieldkit.gui.widgets.waiting import Waiting
from fieldkit.progress import Progress
from fieldkit.services.workspace import Workspace

T = TypeVar("T")


class Part(Card):
    """One thing that a person does here. Refusals appear in the banner of the page, questions in its line for them."""

    changed = Signal()
    """What the page shows is no longer true."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask, title: str, told: str) -> None:
        super().__init__(spacing=12)
        self.desk = desk
        self.banner = banner
        self._ask = ask
        self.setAccessibleName(title)
        self._waiting = Waiting(desk.language, self._stop)
        self._inside = QWidget()
        self._parts = column(spacing=12)
        self._inside.setLayout(self._parts)
        self.column.addWidget(text(title, Type.HEADING))
        if told:
            self.column.addWidget(text(told, tone="second", wrap=True))
        self.column.addWidget(self._inside)
        self.column.addWidget(self._waiting)

    def add(self, *parts: QWidget | QLayout) -> None:
        """Put parts below one another."""
        for part in parts:
            if isinstance(part, QWidget):
                self._parts.addWidget(part)
            else:
                self._parts.addLayout(part)

    def ask(self, question: str, yes: str, then: Callable[[str], None], *, mild: bool = False) -> None:
        """Ask before something that cannot be undone or is `mild`, in place of what the banner said."""
        self.banner.hide()
        self._ask.ask(question, yes, then, mild=mild)

    def work(self, words: str, job: Callable[[Workspace], T], done: Callable[[T], None]) -> None:
        """Run a job that may take seconds; this part cannot be used meanwhile."""

        def run(workspace: Workspace, _progress: Progress) -> T:
            return job(workspace)

        self.banner.hide()
        self.setFocus()  # nowhere: a key pressed twice must not begin another work
        self._inside.setEnabled(False)
        self._waiting.begin(words, may_stop=False)
        task = self.desk.worker.run_long(run, self._release, self._refused, self._waiting.tell)
        task.succeeded.connect(done)

    def sign(self, job: Callable[[Workspace], Changes]) -> None:
        """Run a job that publishes a roster, and tell that it travels with the next bundles."""
        self.work(self.desk.language.gettext("Signing the list of members…"), job, self._signed)

    def _signed(self, changes: Changes) -> None:
        self.banner.tell(self.desk.language.gettext("Decided. The next bundle to each laptop carries it."))
        self.desk.worker.changed.emit(changes)
        self.changed.emit()

    def _release(self, _result: object = None) -> None:
        self._inside.setEnabled(True)
        self._waiting.end()

    def _refused(self, error: Exception) -> None:
        self._release()
        self.banner.refuse(error)

    def _stop(self) -> None:
        """Nothing here can be stopped half-way."""
