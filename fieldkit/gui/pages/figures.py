"""Figures: what is asked for on top, four views below, and what they cannot say beside."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from fieldkit.domain.breakdown import DIMENSIONS
from fieldkit.domain.query import Query
from fieldkit.errors import Refusal
from fieldkit.gui.desk import Desk, Place
from fieldkit.gui.figures import money, overview, records, visits
from fieldkit.gui.figures.level import LevelBand
from fieldkit.gui.figures.scope import Scope
from fieldkit.gui.figures.view import FiguresView, note, read
from fieldkit.gui.page import Page
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.look import Look
from fieldkit.gui.theme.tokens import BETWEEN, INSIDE, MARGIN
from fieldkit.gui.widgets.boxes import Card, Scrolled, clear, row
from fieldkit.gui.widgets.buttons import button, chip
from fieldkit.gui.widgets.fields import choices, chosen, field
from fieldkit.gui.widgets.text import text
from fieldkit.i18n import N_

_VIEWS: tuple[tuple[str, Callable[[FiguresView, Look], list[QWidget]]], ...] = (
    (N_("Overview"), overview.parts),
    (N_("Money"), money.parts),
    (N_("Visits and waiting"), visits.parts),
    (N_("Records"), records.parts),
    (N_("Breakdown"), records.breakdown),
)
_BREAKDOWN = 4
_WIDEST = 1080
"""A row of a wider table is hard to follow."""
_BAR = 10
"""Width of a scroll bar: what stands above ends where the tables end."""


class FiguresPage(Page):
    """Nothing here is stored: every question is computed anew from the facts."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.language.gettext("Figures"))
        self.scope = Scope(self, desk.language)
        self.scope.changed.connect(self.refresh)
        self.level = LevelBand(desk.language)
        self.level.changed.connect(self.refresh)
        self.by = self._breakdown()
        self._shown: FiguresView | None = None
        self._tabs = QButtonGroup(self)
        self._tabs.idToggled.connect(self._turn)
        self._area = Scrolled(_WIDEST, spacing=MARGIN)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._laid_out = QTimer(self)
        self._laid_out.setSingleShot(True)
        self._laid_out.timeout.connect(self._reveal)
        self._chips = self._views()
        top = QWidget()
        top.setMaximumWidth(_WIDEST + MARGIN + MARGIN + _BAR)
        asked = QVBoxLayout(top)
        asked.setContentsMargins(MARGIN, 12, MARGIN + _BAR, 12)
        asked.setSpacing(12)
        asked.addLayout(self._filters())
        asked.addWidget(self.level)
        asked.addWidget(self._chips)
        self.body.addWidget(top)
        self.body.addWidget(self._area, 1)

    def showEvent(self, event: QShowEvent, /) -> None:
        """The arrow keys turn to the next view at once."""
        super().showEvent(event)
        self._tabs.button(self._tabs.checkedId()).setFocus()

    def refresh(self) -> None:
        """Compute again."""
        try:
            period = self.scope.period()
        except Refusal as refusal:
            self.banner.refuse(refusal)
            return
        by = chosen(self.by)
        query = Query(period=period, site=self.scope.site_code, level=self.level.level, by=(by,) if by else ())
        self.ask(partial(read, query=query, language=self.desk.language), self._show)

    def _show(self, view: FiguresView) -> None:
        self.banner.hide()
        self.scope.offer(view.sites)
        self._shown = view
        counts = view.figures.records
        self.set_state(
            self.desk.language.ngettext("{n} record gives figures", "{n} records give figures", counts.active)
        )
        self._chips.setVisible(counts.active > 0)
        self._draw()

    def _draw(self) -> None:
        view = self._shown
        if view is None:
            return
        self._area.setUpdatesEnabled(False)  # until the new widgets have found their sizes
        self._laid_out.start()
        column = self._area.column
        clear(column)
        if view.figures.records.active:
            for part in _VIEWS[self._tabs.checkedId()][1](view, self.desk.look):
                column.addWidget(part)
        else:
            column.addWidget(self._nothing(view))
        column.addStretch(1)

    def _reveal(self) -> None:
        self._area.setUpdatesEnabled(True)

    def _nothing(self, view: FiguresView) -> Card:
        """Why there is no figure, and what to do."""
        _ = self.desk.language.gettext
        waiting = view.figures.records.not_reviewed
        if not self.scope.is_open:
            told = _("No accepted record lies in this period and place.")
            return self._empty(told, "", button(_("Show everything"), self._reset, "primary"))
        if waiting:
            told = self.desk.language.ngettext("{n} record waits for review.", "{n} records wait for review.", waiting)
            below = _("Records give figures once a reviewer has accepted them.")
            action = button(_("Go to review"), self._review, "primary") if view.may_review else None
            return self._empty(told, below, action)
        below = _("Figures are made of records that monitors hand over and a reviewer accepts.")
        return self._empty(_("There are no records yet."), below, button(_("Go to sticks"), self._sticks))

    def _empty(self, told: str, below: str, action: QPushButton | None) -> Card:
        words = [note(below)] if below else []
        return Card(text(told, Type.HEADING, wrap=True), *words, *([row(action)] if action else []))

    def _reset(self) -> None:
        self.scope.reset()

    def _review(self) -> None:
        self.go(Place.REVIEW)

    def _sticks(self) -> None:
        self.go(Place.STICKS)

    def _turn(self, _index: int, checked: bool) -> None:
        if checked:
            self._draw()
            self._area.verticalScrollBar().setValue(0)

    def _choose(self, _index: int) -> None:
        """What was asked for is what is shown."""
        self._tabs.button(_BREAKDOWN if chosen(self.by) else 0).setChecked(True)
        self.refresh()

    def _breakdown(self) -> QComboBox:
        _ = self.desk.language.gettext
        named = ((name, records.dimension(name, self.desk.language)) for name in DIMENSIONS)
        made = choices((("", _("nothing")), *named))
        made.setSizeAdjustPolicy(made.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.activated.connect(self._choose)
        return made

    def _filters(self) -> QHBoxLayout:
        _ = self.desk.language.gettext
        fields = QHBoxLayout()
        fields.setSpacing(BETWEEN)
        fields.addWidget(self.scope.from_field, 2)
        fields.addWidget(self.scope.to_field, 2)
        fields.addWidget(self.scope.site_field, 4)
        fields.addWidget(field(_("Break down by"), self.by), 3)
        return fields

    def _views(self) -> QWidget:
        holder = QWidget()
        made = [chip(self.desk.language.gettext(name)) for name, _parts in _VIEWS]
        for index, each in enumerate(made):
            self._tabs.addButton(each, index)
        made[0].setChecked(True)
        holder.setLayout(row(*made, spacing=INSIDE))
        return holder
