"""The records that wait for review as a list model, and the two lines in which each is drawn."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fieldkit.domain.listing import RecordRow
from fieldkit.gui.theme import fonts
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.look import Look

_BELOW = int(Qt.ItemDataRole.UserRole)
_HEIGHT, _SIDE, _TOP = 52, 12, 6
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class QueueModel(QAbstractListModel):
    """Rows with their words; the words are made by whoever knows the language."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[RecordRow, ...] = ()
        self._words: tuple[tuple[str, str], ...] = ()

    def set_rows(self, rows: tuple[RecordRow, ...], words: tuple[tuple[str, str], ...]) -> None:
        """Show these rows; per row a title and a line below it."""
        self.beginResetModel()
        self._rows, self._words = rows, words
        self.endResetModel()

    def row_at(self, at: int) -> RecordRow:
        """The record in a row."""
        return self._rows[at]

    def place_of(self, record: str) -> int:
        """The row of a record; -1 if it does not wait."""
        return next((at for at, row in enumerate(self._rows) if row.id == record), -1)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a row."""
        if not index.isValid():
            return None
        title, below = self._words[index.row()]
        texts: dict[int, str] = {
            Qt.ItemDataRole.DisplayRole: title,
            _BELOW: below,
            Qt.ItemDataRole.AccessibleTextRole: f"{title}, {below}",
        }
        return texts.get(role)


class TwoLines(QStyledItemDelegate):
    """Draws a title and, in lighter ink, a line below it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Background as the style has it, then both lines, shortened where they do not fit."""
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        area: QRect = option.rect.adjusted(_SIDE, _TOP, -_SIDE, -_TOP)
        half = area.height() // 2
        lines = ((index.data(), Type.BODY, "ink"), (index.data(_BELOW), Type.CAPTION, "ink2"))
        painter.save()
        for at, (words, kind, tone) in enumerate(lines):
            font = fonts.font(kind)
            painter.setFont(font)
            painter.setPen(self._look.colour(tone))
            place = QRect(area.left(), area.top() + at * half, area.width(), half)
            shortened = QFontMetrics(font).elidedText(str(words), Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, shortened)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Two lines high, and never wider than the list."""
        return QSize(0, _HEIGHT)
