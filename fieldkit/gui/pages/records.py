"""All records and drafts in a table: search, states to choose from, sortable columns."""

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QPushButton, QTableView, QVBoxLayout

from fieldkit.domain.listing import RecordFilter, RecordPage
from fieldkit.domain.records import State
from fieldkit.gui import words
from fieldkit.gui.desk import Desk, Place
from fieldkit.gui.models import records as model
from fieldkit.gui.models.records import RecordsModel, sorted_view
from fieldkit.gui.page import Page
from fieldkit.gui.theme.tokens import BETWEEN, INSIDE, MARGIN
from fieldkit.gui.widgets.boxes import row
from fieldkit.gui.widgets.buttons import button, chip
from fieldkit.gui.widgets.fields import line
from fieldkit.gui.widgets.flow import Flow
from fieldkit.gui.widgets.text import text
from fieldkit.services.browsing import Browsing
from fieldkit.services.workspace import Workspace

_PAGE = 200
_PAUSE = 250
"""Milliseconds without typing after which the search runs."""
_WIDTHS = {model.STATE: 128, model.DATE: 108, model.FORM: 148, model.AUTHOR: 72, model.CHANGED: 128, model.NUMBER: 88}


class Records(Page):
    """Activating a row opens a record; a draft opens in its form."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.language.gettext("Records"))
        _ = desk.language.gettext
        self._next = ""
        self._adding = False
        self.search = line(_("Search in what was written"))
        self.search.setAccessibleName(_("Search"))
        self.search.addAction(desk.look.icon("search"), self.search.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._wait)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.refresh)
        self._chips = {state: self._chip(state) for state in State}
        self.model = RecordsModel(desk.look, desk.language)
        self._sorted = sorted_view(self.model)
        self.table = self._table()
        self._none = text(_("Nothing found."), tone="second")
        self._none.hide()
        self._more = button(_("Show more"), self._show_more, "quiet")
        self._more.hide()
        top = QVBoxLayout()
        top.setContentsMargins(MARGIN, BETWEEN, MARGIN, INSIDE)
        top.setSpacing(INSIDE)
        top.addWidget(self.search)
        top.addLayout(Flow(*self._chips.values(), spacing=4))
        top.addWidget(self._none)
        self.body.addLayout(top)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(row(self._more))

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def refresh(self) -> None:
        """Read the first page again."""
        self._adding = False
        self._read("")

    def _read(self, after: str) -> None:
        wanted = RecordFilter(text=self.search.text().strip(), states=self._states())
        language = self.desk.language.code

        def read(workspace: Workspace) -> RecordPage:
            return Browsing(workspace).page(wanted, limit=_PAGE, after=after, language=language)

        self.ask(read, self._show)

    def _states(self) -> tuple[str, ...]:
        return tuple(state.value for state, made in self._chips.items() if made.isChecked())

    def _show(self, page: RecordPage) -> None:
        if self._adding:
            self.model.add_rows(page.rows)
        else:
            self.model.set_rows(page.rows)
        self._next = page.next
        self._more.setVisible(bool(page.next))
        self._none.setVisible(not page.rows and not self._adding)
        self.set_state(self.desk.language.ngettext("{n} record", "{n} records", page.total))

    def _show_more(self) -> None:
        self._adding = True
        self._read(self._next)

    def _wait(self, _text: str) -> None:
        self._pause.start()

    def _chip(self, state: State) -> QPushButton:
        made = chip(words.state(state.value, self.desk.language))
        made.toggled.connect(self._filter)
        return made

    def _filter(self, _checked: bool) -> None:
        self.refresh()

    def _table(self) -> QTableView:
        _ = self.desk.language.gettext
        table = QTableView()
        table.setAccessibleName(_("Records"))
        table.setModel(self._sorted)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
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
        record = self.model.row_at(self._sorted.mapToSource(index).row())
        self.go(Place.ENTRY if record.state == State.DRAFT else Place.RECORD, record.id)
