"""The list of records as a table model."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt

from fieldkit.domain.listing import RecordRow
from fieldkit.gui import words
from fieldkit.gui.theme.look import Look
from fieldkit.i18n import N_, Language

COLUMNS = (N_("State"), N_("Date"), N_("Form"), N_("Place"), N_("Author"), N_("Changed"), N_("Number"))
STATE, DATE, FORM, PLACE, AUTHOR, CHANGED, NUMBER = range(len(COLUMNS))
SORT_ROLE = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RecordsModel(QAbstractTableModel):
    """Rows as they came from the vault."""

    def __init__(self, look: Look, language: Language) -> None:
        super().__init__()
        self._look = look
        self._language = language
        self._rows: tuple[RecordRow, ...] = ()

    def set_rows(self, rows: tuple[RecordRow, ...]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def add_rows(self, rows: tuple[RecordRow, ...]) -> None:
        """Show these after the present ones."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

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
        """Words, icon and sort key of a cell."""
        if not index.isValid():
            return None
        record = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(record, index.column())
        if role == SORT_ROLE:
            return self._key(record, index.column())
        if index.column() == STATE and role == Qt.ItemDataRole.DecorationRole:
            tone = words.tone(record.state)
            return self._look.pixmap(record.state, "ink2" if tone == "second" else tone, 16, 2.0)
        if index.column() == STATE and role == Qt.ItemDataRole.ToolTipRole:
            return record.reason or None
        return None

    def _words(self, record: RecordRow, column: int) -> str:
        return (
            words.state(record.state, self._language),
            words.day(record.happened, self._language),
            words.form(record.form, record.title, self._language),
            record.place,
            record.author,
            words.moment(record.updated, self._language),
            words.short_id(record.id),
        )[column]

    def _key(self, record: RecordRow, column: int) -> str:
        if column == DATE:
            return record.happened
        if column == CHANGED:
            return record.updated
        return self._words(record, column).casefold()


def sorted_view(model: RecordsModel) -> QSortFilterProxyModel:
    """The model behind sortable column heads; keep both, neither owns the other."""
    proxy = QSortFilterProxyModel()  # with the source as its parent the two would be freed twice
    proxy.setSourceModel(model)
    proxy.setSortRole(SORT_ROLE)
    return proxy
