"""The list of records as a table model: shows what was read so far and asks for more as one scrolls."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from fieldkit.domain.listing import Column, RecordPage, RecordRow
from fieldkit.domain.records import State
from fieldkit.gui import words
from fieldkit.gui.theme.look import Look
from fieldkit.i18n import N_, Language

COLUMNS = (N_("State"), N_("Date"), N_("Form"), N_("Place"), N_("Author"), N_("Changed"), N_("No."))
STATE, DATE, FORM, PLACE, AUTHOR, CHANGED, NUMBER = range(len(COLUMNS))
SORTED_BY = (Column.STATE, Column.DATE, Column.FORM, Column.SITE, Column.AUTHOR, Column.CHANGED, Column.NUMBER)
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RecordsModel(QAbstractTableModel):
    """Rows as they came from the vault, which also sorts them."""

    sorting_asked = Signal(int, bool)
    """A column, and whether it descends."""
    more_asked = Signal(str)
    """The anchor of the page that follows."""

    def __init__(self, look: Look, language: Language) -> None:
        super().__init__()
        self._look = look
        self._language = language
        self._rows: tuple[RecordRow, ...] = ()
        self._next = ""

    def set_page(self, page: RecordPage) -> None:
        """Show this page alone."""
        self.beginResetModel()
        self._rows, self._next = page.rows, page.next
        self.endResetModel()

    def add_page(self, page: RecordPage) -> None:
        """Show this page after the present rows."""
        self._next = page.next
        if page.rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(page.rows) - 1)
            self._rows += page.rows
            self.endInsertRows()

    def hold(self) -> None:
        """Ask for no more: other rows are on their way."""
        self._next = ""

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for the whole list in another order."""
        if column >= 0:
            self.sorting_asked.emit(column, order is Qt.SortOrder.DescendingOrder)

    def canFetchMore(self, parent: _Index) -> bool:
        """Whether another page follows that was not asked for yet."""
        return not parent.isValid() and bool(self._next)

    def fetchMore(self, parent: _Index) -> None:
        """Ask for it."""
        if self.canFetchMore(parent):
            anchor, self._next = self._next, ""
            self.more_asked.emit(anchor)

    def index_of(self, record: str) -> QModelIndex:
        """The row of a record; invalid if it is not shown."""
        at = next((at for at, row in enumerate(self._rows) if row.id == record), -1)
        return self.index(at, 0) if at >= 0 else QModelIndex()

    def row_at(self, index: int) -> RecordRow:
        """The record in a row."""
        return self._rows[index]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """Titles of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._language.gettext(COLUMNS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words and icon of a cell."""
        if not index.isValid():
            return None
        record = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(record, index.column())
        if index.column() == STATE and role == Qt.ItemDataRole.DecorationRole:
            shown = State.DOUBTFUL.value if record.doubt else record.state
            tone = words.tone(shown)
            return self._look.pixmap(shown, "ink2" if tone == "second" else tone, 16, 2.0)
        if role == Qt.ItemDataRole.ToolTipRole:
            return {STATE: record.reason or self._words(record, STATE), PLACE: record.place}.get(index.column()) or None
        return None

    def _words(self, record: RecordRow, column: int) -> str:
        return (
            words.state_of(record, self._language),
            words.day(record.happened, self._language),
            words.form(record.form, record.title, self._language),
            record.place,
            record.author,
            words.moment(record.updated, self._language),
            words.short_id(record.id),
        )[column]
