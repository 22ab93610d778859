"""What waits for review: the queue, beside it the record, four decisions by key; the next one comes by itself.

Conflicts come first: until they are decided, their records give no figures.
"""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QListView, QPushButton, QStackedWidget, QWidget

from fieldkit.domain.listing import RecordRow
from fieldkit.domain.records import State
from fieldkit.gui import standing, words
from fieldkit.gui.desk import Desk, Place
from fieldkit.gui.models.queue import QueueModel, TwoLines
from fieldkit.gui.page import Page
from fieldkit.gui.records import shown
from fieldkit.gui.records.answers import AnswersView
from fieldkit.gui.records.comparison import ComparisonView
from fieldkit.gui.records.decisions import Decisions
from fieldkit.gui.records.history import History
from fieldkit.gui.records.notice import notice
from fieldkit.gui.records.resolution import resolution
from fieldkit.gui.records.shown import RecordSight
from fieldkit.gui.standing import Standing
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, MARGIN, MEASURE
from fieldkit.gui.widgets.boxes import Scrolled, clear, column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.empty import Empty
from fieldkit.gui.widgets.flow import Flow
from fieldkit.gui.widgets.text import text
from fieldkit.services.resolving import Conflict
from fieldkit.services.reviewing import Reviewing
from fieldkit.services.workspace import Workspace

_QUEUE = 272


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What waits, at most a few hundred of it, and how much there is in all."""

    queue: tuple[RecordRow, ...]
    standing: Standing


def read(workspace: Workspace, language: str) -> ReviewView:
    """Read it; runs on the worker's thread."""
    return ReviewView(Reviewing(workspace).queue(language), standing.read(workspace))


@dataclass(slots=True)
class Run:
    """Deciding conflicts one after the other."""

    settled: int = 0
    left: int = 0
    goes_on: bool = False
    """Whether the keyboard stays among the questions."""

    @property
    def all(self) -> int:
        """With how many the run began, and what came since."""
        return self.settled + self.left


class Review(Page):
    """Keys work wherever the keyboard is, but in a field where one types."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.language.gettext("Review"))
        _ = desk.language.gettext
        self._current = ""
        self._place = 0
        self._run = Run()
        self.decisions = Decisions(desk, self.write, self.banner.refuse)
        self.decisions.decided.connect(self._decided)
        self._buttons: list[QPushButton] = []
        for label, pressed, keys, kind in (
            (_("Accept"), self.decisions.accept, ("A", "Ф"), "primary"),
            (_("Return"), self.decisions.send_back, ("R", "К"), "plain"),
            (_("Exclude"), self.decisions.exclude, ("X", "Ч"), "plain"),
            (_("Duplicate"), self.decisions.duplicate, ("D", "В"), "plain"),
        ):
            made = button(f"{label}  ({keys[0]})", pressed, kind)
            made.setAccessibleName(label)
            self._buttons.append(made)
            shortcut = QShortcut(self)
            shortcut.setKeys([QKeySequence(key) for key in keys])  # the same key with a Russian layout
            shortcut.activated.connect(made.click)
        QShortcut(QKeySequence("Escape"), self).activated.connect(self._cancel)
        self.model = QueueModel()
        self._lines = TwoLines(desk.look)
        self.queue = self._list()
        self._answers = Scrolled(MEASURE, spacing=MARGIN)
        beside = QHBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.queue)
        bar = row(Flow(*self._buttons), stretch=False)
        bar.setContentsMargins(MARGIN, BETWEEN, MARGIN, 0)
        beside.addLayout(column(bar, self.decisions, self._answers, spacing=0), 1)
        work = QWidget()
        beside.setContentsMargins(0, 0, 0, 0)
        work.setLayout(beside)
        self.empty = Empty(self._go_to_sticks)
        self.empty.say(
            _("Nothing waits for review"),
            _("What monitors hand over appears here as soon as their bundle is taken in."),
            _("Go to Sticks"),
        )
        self._whole = QStackedWidget()
        self._whole.addWidget(self.empty)
        self._whole.addWidget(work)
        self.body.addWidget(self._whole)
        self._enable(None)

    def refresh(self) -> None:
        """Read again."""
        self.ask(partial(read, language=self.desk.language.code), self._show)

    def showEvent(self, event: QShowEvent, /) -> None:
        """Count conflicts from the first again."""
        super().showEvent(event)
        self._run = Run()

    def _show(self, view: ReviewView) -> None:
        self._tell_counts(view)
        self._run.left = view.standing.counts.of(State.CONFLICT)
        self.model.set_rows(view.queue, tuple(self._words(each) for each in view.queue))
        self._whole.setCurrentIndex(1 if view.queue else 0)
        if not view.queue:
            self._current = ""
            self._enable(None)
            return
        kept = self.model.place_of(self._current)
        self._place = kept if kept >= 0 else self._next_place(view.queue)
        self.queue.setCurrentIndex(self.model.index(self._place))
        if self.isVisible() and not self.decisions.asks and not self._run.goes_on and not self._is_deciding():
            self.queue.setFocus()

    def _is_deciding(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self._answers.isAncestorOf(focused)

    def _next_place(self, queue: tuple[RecordRow, ...]) -> int:
        """Where the one stood that was decided on; among conflicts as long as there are any."""
        place = min(self._place, len(queue) - 1)
        return 0 if self._run.goes_on and queue[place].state != State.CONFLICT else place

    def _tell_counts(self, view: ReviewView) -> None:
        language = self.desk.language
        counts = view.standing.counts
        conflicts = counts.of(State.CONFLICT)
        parts = [
            language.ngettext("{n} record waits", "{n} records wait", view.standing.waiting),
            language.ngettext("{n} accepted so far", "{n} accepted so far", counts.of(State.ACCEPTED)),
            language.ngettext("{n} returned", "{n} returned", counts.of(State.RETURNED)),
        ]
        if conflicts:
            parts.insert(1, language.ngettext("{n} of them in conflict", "{n} of them in conflict", conflicts))
        self.set_state("  ·  ".join(parts))

    def _words(self, each: RecordRow) -> tuple[str, str]:
        language = self.desk.language
        conflict = words.state(each.state, language) if each.state == State.CONFLICT else ""
        day = words.day(each.happened, language)
        return shown.title(each, language), "  ·  ".join(filter(None, (conflict, day, each.author, each.id[:8])))

    def _list(self) -> QListView:
        made = QListView()
        made.setObjectName("queue")
        made.setAccessibleName(self.desk.language.gettext("Waiting for review"))
        made.setModel(self.model)
        made.setItemDelegate(self._lines)
        made.setUniformItemSizes(True)
        made.setFixedWidth(_QUEUE)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.selectionModel().currentChanged.connect(self._look_at)
        return made

    def _look_at(self, now: QModelIndex, _before: QModelIndex) -> None:
        if not now.isValid():
            return
        self._place = now.row()
        self._current = self.model.row_at(now.row()).id
        self._enable(None)
        self.ask(partial(shown.read, record=self._current, language=self.desk.language.code), self._show_record)

    def _show_record(self, sight: RecordSight) -> None:
        if sight.row.id != self._current:
            return  # one went on meanwhile
        self.decisions.look_at(sight.row, sight.askable)
        self._enable(sight)
        _ = self.desk.language.gettext
        inner = self._answers.column
        clear(inner)
        told = notice(self.desk, sight)
        if told is not None and sight.conflict is None:
            inner.addWidget(told)
        if sight.conflict is not None:
            self._add_conflict(sight.conflict)
        elif sight.versions is not None:
            inner.addWidget(ComparisonView(self.desk, sight.versions))
        else:
            inner.addWidget(AnswersView(self.desk, sight.sections, sight.row.id))
        inner.addLayout(column(text(_("History"), Type.HEADING), History(self.desk, sight.history)))
        inner.addStretch(1)
        self._answers.verticalScrollBar().setValue(0)
        if self._run.goes_on and sight.conflict is None:
            self.queue.setFocus()
        self._run.goes_on = False

    def _add_conflict(self, conflict: Conflict) -> None:
        """Which one it is of how many; within a run the keyboard goes to its first question."""
        number = self.desk.language.number
        told = self.desk.language.gettext("Conflict {number} of {all}")
        told = told.format(number=number(self._run.settled + self._place + 1), all=number(self._run.all))
        made = resolution(self.desk, conflict, self.decisions, self._answers)
        why = self.desk.language.gettext("Versions of this record contradict one another")
        self._answers.column.addLayout(column(text(told, Type.HEADING), text(why, tone="stop"), spacing=2))
        self._answers.column.addWidget(made)
        if self._run.goes_on:
            made.focus_open()

    def _enable(self, sight: RecordSight | None) -> None:
        if sight is None:
            self.decisions.look_at(None)
        for made in self._buttons:
            made.setEnabled(sight is not None and sight.may_decide)

    def _decided(self, done: str) -> None:
        self.noted.emit(done)
        if self.model.row_at(self._place).state == State.CONFLICT:  # as it was before
            self._current = ""  # it waits for review now; the next conflict comes first
            self._run.settled += 1
            self._run.goes_on = True

    def _cancel(self) -> None:
        self.decisions.cancel()
        self.queue.setFocus()

    def _go_to_sticks(self) -> None:
        self.go(Place.STICKS)
