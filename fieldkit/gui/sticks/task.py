"""What both tasks with a stick have in common: a title, the story, one step at a time, waiting with a way to stop."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLayout, QPushButton, QWidget

from fieldkit.gui.desk import Desk
from fieldkit.gui.sticks.story import Story
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import Card, clear, column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.text import text
from fieldkit.gui.widgets.waiting import Waiting
from fieldkit.gui.worker import Task
from fieldkit.progress import Progress
from fieldkit.services.workspace import Workspace

T = TypeVar("T")


class StickTask(Card):
    """Subclasses fill the steps. What is refused appears in the banner of the page."""

    finished = Signal()
    """Something was written or taken in."""
    turned = Signal(object)
    """Another step stands here: bring this task into view."""

    def __init__(self, desk: Desk, banner: Banner, title: str, steps: tuple[str, ...]) -> None:
        super().__init__(spacing=12)
        self.desk = desk
        self.banner = banner
        self.setAccessibleName(title)
        self._leads = True
        self._at = 0
        self._task: Task | None = None
        self._main: QPushButton | None = None
        self._story = Story(desk.language, steps)
        self._waiting = Waiting(desk.language, self._ask_to_stop)
        self._inside = QWidget()
        self._step = column(spacing=8)
        self._inside.setLayout(self._step)
        self.column.addWidget(text(title, Type.HEADING))
        self.column.addWidget(self._story)
        self.column.addWidget(self._inside)
        self.column.addWidget(self._waiting)

    @property
    def working(self) -> bool:
        """Whether something goes on that must not be disturbed."""
        return self._task is not None

    @property
    def main(self) -> QPushButton | None:
        """The main button of the step."""
        return self._main

    def set_leading(self, leads: bool) -> None:
        """Whether this is what the person mostly does; the main button says so."""
        self._leads = leads

    def focus(self) -> None:
        """Put the keyboard on the main button of the step, once the new step has found its place."""
        QTimer.singleShot(0, self, self._focus)

    def begin_step(self, at: int) -> None:
        """Empty the step's place and show where in the story we are."""
        clear(self._step)
        self._main = None
        self._at = at
        self._story.show_step(at)

    def add(self, *parts: QWidget | QLayout) -> None:
        """Put parts below one another into the step."""
        for part in parts:
            if isinstance(part, QWidget):
                self._step.addWidget(part)
            else:
                self._step.addLayout(part)

    def add_buttons(self, label: str, pressed: Callable[[], None], *others: QPushButton) -> None:
        """Finish a step: its main button, and the others beside it."""
        self._main = button(label, pressed, "primary" if self._leads else "plain")
        self._step.addSpacing(4)
        self._step.addLayout(row(self._main, *others))

    def work(
        self, words: str, job: Callable[[Workspace, Progress], T], done: Callable[[T], None], *, may_stop: bool
    ) -> None:
        """Run a long job; the step cannot be used meanwhile."""
        self.banner.hide()
        self.setFocus()  # nowhere: a key pressed twice must neither stop the work nor begin another
        self._inside.setEnabled(False)
        self._waiting.begin(words, may_stop=may_stop)
        self._task = self.desk.worker.run_long(job, self._release, self._refused, self._waiting.tell)
        self._task.succeeded.connect(done)
        self._task.ended.connect(self._end)

    def back(self) -> None:
        """Return to the first step; nothing was changed."""

    def _refused(self, error: Exception) -> None:
        self.banner.refuse(error)

    def _end(self, _task: object) -> None:
        """The job was refused or stopped: the step before can be used again."""
        if self.working:
            self._release()
            self._story.show_step(self._at)
            self.focus()

    def _release(self, _result: object = None) -> None:
        self._task = None
        self._inside.setEnabled(True)
        self._waiting.end()

    def _focus(self) -> None:
        if self._main is not None and self._main.isEnabled():
            self._main.setFocus()
        self.turned.emit(self)

    def _ask_to_stop(self) -> None:
        if self._task is not None:
            self._task.progress.cancel()
            self._waiting.stopping()
