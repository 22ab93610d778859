"""All records and drafts in a table: filters above, the whole list sorted by any column, read on as one scrolls."""

from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QTableView,
    QWidget,
)

from fieldkit.domain.listing import NEWEST_FIRST, Order, RecordFilter, RecordPage
from fieldkit.domain.records import State
from fieldkit.gui.desk import Desk, Place
from fieldkit.gui.models import records as model
from fieldkit.gui.models.records import RecordsModel
from fieldkit.gui.page import Page
from fieldkit.gui.records import listing
from fieldkit.gui.records.filters import Filters
from fieldkit.gui.records.listing import ListView
from fieldkit.gui.theme.tokens import INSIDE, MARGIN
from fieldkit.gui.widgets.boxes import row
from fieldkit.gui.widgets.empty import Empty
from fieldkit.services.browsing import Browsing
from fieldkit.services.workspace import Workspace

_PAGE, _MOST = 200, 2_000
"""Rows read at once; rows read at most when one comes back to a list that had been scrolled."""
_WIDTHS = {model.STATE: 160, model.DATE: 108, model.FORM: 148, model.AUTHOR: 68, model.CHANGED: 132, model.NUMBER: 84}


class Records(Page):
    """Activating a row opens a record; a draft opens in its form."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.language.gettext("Records"))
        self._order = NEWEST_FIRST
        self._restoring = ""
        self.filters = Filters(desk)
        self.filters.changed.connect(self._read_first)
        self.filters.search.returnPressed.connect(self._into_table)
        self.model = RecordsModel(desk.look, desk.language)
        self.table = self._table()
        self.model.sorting_asked.connect(self._sort)
        self.model.more_asked.connect(self._read_more)
        self.empty = Empty(self._help)
        self._below = QStackedWidget()
        holder = QWidget()
        around = row(self.table, stretch=False)
        around.setContentsMargins(MARGIN - INSIDE, 0, MARGIN - INSIDE, 0)  # words in cells stand inside their edge
        holder.setLayout(around)
        self._below.addWidget(holder)
        self._below.addWidget(self.empty)
        self.body.addWidget(self.filters)
        self.body.addWidget(self._below, 1)

    @property
    def search(self) -> QLineEdit:
        """Where one types what to look for."""
        return self.filters.search

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def refresh(self) -> None:
        """Read again as far as one had scrolled, and stay at the same record."""
        here = self.table.currentIndex()
        self._restoring = self.model.row_at(here.row()).id if here.isValid() else ""
        self._read(max(_PAGE, min(self.model.rowCount(), _MOST)))

    def _read_first(self) -> None:
        self._restoring = ""
        self._read(_PAGE)

    def _read(self, limit: int) -> None:
        self.model.hold()
        wanted, language = self.filters.wanted, self.desk.language
        self.ask(partial(listing.read, wanted=wanted, order=self._order, limit=limit, language=language), self._show)
        self.ask(partial(_total, wanted=wanted), self._tell_total)

    def _read_more(self, anchor: str) -> None:
        wanted, order, language = self.filters.wanted, self._order, self.desk.language.code

        def read(workspace: Workspace) -> RecordPage:
            return Browsing(workspace).page(wanted, limit=_PAGE, after=anchor, order=order, language=language)

        self.ask(read, self.model.add_page)

    def _show(self, view: ListView) -> None:
        self._order = view.order
        self.filters.show_facets(view.forms, view.sites)
        self.model.set_page(view.page)
        self._below.setCurrentIndex(0 if view.page.rows else 1)
        if not view.page.rows:
            self._say_nothing()
        kept = self.model.index_of(self._restoring)
        if kept.isValid():
            self.table.setCurrentIndex(kept)
            self.table.scrollTo(kept, QAbstractItemView.ScrollHint.PositionAtCenter)
        focused = QApplication.focusWidget()
        if self.isVisible() and (focused is None or not self.isAncestorOf(focused)):
            (self.table if view.page.rows else self.search).setFocus()

    def _tell_total(self, total: int) -> None:
        self.set_state(self.desk.language.ngettext("{n} record", "{n} records", total))

    def _say_nothing(self) -> None:
        _ = self.desk.language.gettext
        wanted = self.filters.wanted
        if wanted == RecordFilter():
            told, way = _("There are no records yet"), _("Go to Home")
            advice = _("Begin with an interview or an observation; what others hand over comes with the sticks.")
        elif wanted.text:
            told, way = _("Nothing found"), _("Show all records")
            advice = _(
                "Try fewer words, or only the beginning of a word. Endings do not matter: “bribes” finds “bribe”."
            )
        else:
            told, way = _("Nothing found"), _("Show all records")
            advice = _("No record has all that was chosen above.")
        self.empty.say(told, advice, way)

    def _help(self) -> None:
        if self.filters.wanted == RecordFilter():
            self.go(Place.HOME)
        else:
            self.filters.clear()
            self.search.setFocus()

    def _sort(self, column: int, descending: bool) -> None:
        self._order = Order(column=model.SORTED_BY[column], descending=descending)
        self._read_first()

    def _into_table(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
            if not self.table.currentIndex().isValid():
                self.table.setCurrentIndex(self.model.index(0, 0))

    def _table(self) -> QTableView:
        table = QTableView()
        table.setAccessibleName(self.desk.language.gettext("Records"))
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setSortingEnabled(True)
        table.sortByColumn(model.CHANGED, Qt.SortOrder.DescendingOrder)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(34)
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(model.PLACE, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            table.setColumnWidth(column, width)
        table.activated.connect(self._open)
        return table

    def _open(self, index: QModelIndex) -> None:
        record = self.model.row_at(index.row())
        self.go(Place.ENTRY if record.state == State.DRAFT else Place.RECORD, record.id)


def _total(workspace: Workspace, wanted: RecordFilter) -> int:
    return Browsing(workspace).total(wanted)
