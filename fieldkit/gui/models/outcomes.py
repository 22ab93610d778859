"""Receipts per record as a table model: what an import does to each; words are made only for rows in sight."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from fieldkit.gui import words
from fieldkit.gui.theme.look import Look
from fieldkit.i18n import N_, Language
from fieldkit.messages import outcomes as sentences
from fieldkit.services.outcomes import Outcome, What

_COLUMNS = (N_("What comes of it"), N_("Author"), N_("Form"), N_("Place"), N_("Date"), N_("No."))
PLACE = 3
"""The column of the place, whose names are long."""
_ICONS = {What.NEW: "plus", What.UPDATED: "returned", What.IDENTICAL: "done"}
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class OutcomesModel(QAbstractTableModel):
    """Rows in the order in which they were given."""

    def __init__(self, look: Look, language: Language) -> None:
        super().__init__()
        self._look = look
        self._language = language
        self._rows: tuple[Outcome, ...] = ()

    def set_rows(self, rows: tuple[Outcome, ...]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Number of columns."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """Titles of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._language.gettext(_COLUMNS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words and icon of a cell; the words on hover too, because a narrow column may cut them."""
        if not index.isValid():
            return None
        told = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(told, index.column())
        if index.column() == 0 and role == Qt.ItemDataRole.DecorationRole:
            return self._look.pixmap(*_icon(told), 16, 2.0)
        return None

    def _words(self, told: Outcome, column: int) -> str:
        return (
            sentences.of(told, self._language),
            told.author,
            words.form(told.form, told.title, self._language),
            told.place,
            words.day(told.happened, self._language),
            words.short_id(told.record),
        )[column]


def _icon(told: Outcome) -> tuple[str, str]:
    """An icon and its tone."""
    if told.conflict:
        return "conflict", "stop"
    if told.withdrawn and told.what is not What.IDENTICAL:
        return "withdrawn", "care"
    return _ICONS[told.what], "ink2"
