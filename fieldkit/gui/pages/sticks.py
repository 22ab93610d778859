"""Sticks: handing over and taking in, each a story from left to right; below, who was heard of."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent

from fieldkit.domain.people import READERS, Role
from fieldkit.domain.waiting import Waiting
from fieldkit.gui import facts, words
from fieldkit.gui.desk import Desk, Place
from fieldkit.gui.page import Page
from fieldkit.gui.sticks.early import Early
from fieldkit.gui.sticks.handover import HandOver
from fieldkit.gui.sticks.heard import Heard
from fieldkit.gui.sticks.leaving import Leaving
from fieldkit.gui.sticks.takein import TakeIn
from fieldkit.gui.sticks.task import StickTask
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, INSIDE
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.boxes import Card, Scrolled, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.halves import Halves
from fieldkit.gui.widgets.text import text
from fieldkit.services import arrivals
from fieldkit.services import sticks as services
from fieldkit.services.arrivals import Arrival
from fieldkit.services.missing import MissingList, missing
from fieldkit.services.projects import Projects
from fieldkit.services.sticks import Outgoing
from fieldkit.services.waiting import waiting
from fieldkit.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SticksView:
    """What the page shows within a project."""

    role: Role | None
    outgoing: Outgoing
    arrivals: tuple[Arrival, ...]
    missing: MissingList
    waiting: tuple[Waiting, ...]


def read(workspace: Workspace) -> SticksView | None:
    """Read it; runs on the worker's thread. None outside any project."""
    project = Projects(workspace).view()
    if project is None:
        return None
    return SticksView(
        role=project.role,
        outgoing=services.Sticks(workspace).outgoing(),
        arrivals=arrivals.received(workspace),
        missing=missing(workspace),
        waiting=waiting(workspace),
    )


class Sticks(Page):
    """What the role mostly does stands first and has the main button."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.language.gettext("Sticks"))
        self._area = Scrolled()
        self._outside = self._no_project()
        self.hand_over = HandOver(desk, self.banner)
        self.take_in = TakeIn(desk, self.banner)
        self.leaving = Leaving(desk, self.banner)
        self._heard = Heard(desk)
        self._ask = Ask(desk.language)
        self.early = Early(desk, self.banner, self._ask)
        self._arriving = False
        self._role: Role | None = None
        self._first: StickTask | None = None
        self.take_in.went.connect(self.went)
        self.take_in.missing_asked.connect(self._show_missing)
        for task in (self.hand_over, self.take_in, self.leaving):
            task.turned.connect(self._bring_into_view)
            task.finished.connect(self.refresh)
        self.early.changed.connect(self.refresh)
        self._halves = Halves((self._outside, self.hand_over, self.take_in), (self.early, self._heard, self.leaving))
        for part in (self._outside, self.hand_over, self.take_in, self._heard, self.leaving):
            part.hide()
        self._area.column.addWidget(self._halves)
        self._area.column.addStretch(1)
        self.body.addWidget(self._ask)
        self.body.addWidget(self._area)
        for keys, pressed in (("Ctrl+O", self._choose), ("Escape", self._back)):
            QShortcut(QKeySequence(keys), self).activated.connect(pressed)

    def refresh(self) -> None:
        """Read again; what somebody is in the middle of stays on the screen."""
        self.ask(read, self._show)

    def showEvent(self, event: QShowEvent, /) -> None:
        """The keyboard goes to what the role mostly does."""
        super().showEvent(event)
        self._arriving = True

    def _show(self, view: SticksView | None) -> None:
        inside = view is not None
        self._outside.setVisible(not inside)
        for part in (self.hand_over, self.take_in, self._heard):
            part.setVisible(inside)
        self.leaving.show_view(view.role if view else None)
        self.early.show_view(view.waiting if view else ())
        if view is None:
            self.set_state("")
            return
        self._role = view.role
        self._order(self._leading())
        self.hand_over.show_view(view.outgoing, view.role)
        self.take_in.show_view(view.arrivals, reads=view.role in READERS)
        self._heard.show_view(view.arrivals, view.missing)
        self._tell_state(view)
        if self._arriving:
            self._arriving = False
            self._leading().focus()

    def _order(self, first: StickTask) -> None:
        """Whoever collects sticks has what was received under what is taken in, and hands over last."""
        if first is self._first:
            return
        self._first = first
        for task in (self.hand_over, self.take_in):
            task.set_leading(task is first)
        left, right = self._halves.first, self._halves.second
        (left if left.indexOf(self.hand_over) >= 0 else right).removeWidget(self.hand_over)
        (left if first is self.hand_over else right).insertWidget(1, self.hand_over)

    def _leading(self) -> StickTask:
        return self.take_in if self._role in READERS else self.hand_over

    def _choose(self) -> None:
        (self.take_in if self._role in READERS else self.hand_over).choose()

    def _back(self) -> None:
        self._ask.decline()
        self.hand_over.back()
        self.take_in.back()
        self.leaving.back()

    def _bring_into_view(self, task: StickTask) -> None:
        """From its beginning on, as far down as its main button."""
        top = self._halves.y() + task.mapTo(self._halves, QPoint(0, 0)).y() - INSIDE
        self._area.verticalScrollBar().setValue(top)
        if task.main is not None:
            self._area.ensureWidgetVisible(task.main, 0, BETWEEN)

    def _show_missing(self) -> None:
        self._heard.look_at_missing()
        self._area.ensureWidgetVisible(self._heard)

    def _tell_state(self, view: SticksView) -> None:
        """`3 records not yet handed over · last handed over: yesterday`; of a reader first what came."""
        language = self.desk.language
        _ = language.gettext
        records, last = view.outgoing.records, view.outgoing.last
        waiting = language.ngettext("{n} record not yet handed over", "{n} records not yet handed over", records)
        first = self._heard_of(view) if view.role in READERS else waiting if records else _("Everything is handed over")
        days = words.ago(last, self.desk.clock.now(), language) if last else ""
        handed = _("last handed over: {days}").format(days=days) if days else ""
        self.set_state("  ·  ".join(filter(None, (first, handed))))

    def _heard_of(self, view: SticksView) -> str:
        """From how many laptops nothing came, else when something came last."""
        language = self.desk.language
        silent = sum(not arrival.entries and facts.is_awaited(arrival) for arrival in view.arrivals)
        if silent:
            return language.ngettext("Nothing came yet from {n} device", "Nothing came yet from {n} devices", silent)
        heard = max((arrival.heard for arrival in view.arrivals), default="")
        days = words.ago(heard, self.desk.clock.now(), language) if heard else ""
        return language.gettext("last taken in: {days}").format(days=days) if days else ""

    def _no_project(self) -> Card:
        _ = self.desk.language.gettext
        lead = button(_("Create or join a project"), self._go_to_project, "primary")
        told = _("Sticks carry records between the people of a project. What you write meanwhile is kept as drafts.")
        return Card(
            text(_("This vault takes part in no project yet"), Type.HEADING),
            text(told, tone="second", wrap=True),
            row(lead),
        )

    def _go_to_project(self) -> None:
        self.go(Place.PROJECT)
