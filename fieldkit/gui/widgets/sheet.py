"""A table of words and numbers that is as high as its rows and scrolls with the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView

from fieldkit.gui.theme import fonts
from fieldkit.gui.theme.fonts import Type

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROW = 32
_ROW_ROOM = 12
_HEAD_ROOM = 14
_PADDING = 11
"""At each side of a cell, as in the style sheet."""
_NARROWEST = 320
_HEAD_LINE = 9
"""Characters beyond which a head takes two lines."""
_NUMBER = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
_WORDS = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column:
    """Its head, and whether it holds numbers."""

    head: str
    number: bool = False


class SheetModel(QAbstractTableModel):
    """Texts in rows. Equal first cells of neighbours are shown once; screen readers hear each."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._rows = tuple(tuple(row) for row in rows)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Heads, long ones in two lines; numbers stand under the right end of theirs."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _two_lines(self._columns[section].head)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._columns[section].head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _NUMBER if self._columns[section].number else _WORDS
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words of a cell."""
        if not index.isValid():
            return None
        cell = self._rows[index.row()][index.column()]
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if self._again(index) else cell
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _NUMBER if self._columns[index.column()].number else _WORDS
        return None

    def _again(self, index: _Index) -> bool:
        row = index.row()
        return index.column() == 0 and row > 0 and self._rows[row - 1][0] == self._rows[row][0]


class Sheet(QTableView):
    """Shows such a model whole: numbers take what they need, words wrap, rows grow."""

    def __init__(self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        super().__init__()
        self._model = SheetModel(columns, rows)
        self._columns = tuple(columns)
        self._rows = tuple(rows)
        self._metrics = QFontMetrics(fonts.font(Type.BODY))
        self._natural = tuple(self._needs(at) for at in range(len(columns)))
        self._heights: dict[int, tuple[int, ...]] = {}
        self.setModel(self._model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(0)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines = max(_two_lines(column.head).count("\n") + 1 for column in columns)
        head.setFixedHeight(lines * self._metrics.lineSpacing() + _HEAD_ROOM)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Rows grow where words wrap."""
        return True

    def heightForWidth(self, width: int, /) -> int:
        """Head and all rows."""
        return self.horizontalHeader().height() + sum(self._row_heights(width))

    def sizeHint(self) -> QSize:
        """Wide enough that nothing wraps."""
        width = sum(self._natural)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrower, with higher rows."""
        return QSize(_NARROWEST, self.horizontalHeader().height() + _ROW)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Give columns and rows their sizes."""
        super().resizeEvent(event)
        for at, width in enumerate(self._widths(self.width())):
            self.setColumnWidth(at, width)
        for at, height in enumerate(self._row_heights(self.width())):
            self.setRowHeight(at, height)

    def _widths(self, whole: int) -> tuple[int, ...]:
        """Numbers get what they need; words share the rest, the first column what is over."""
        free = whole - sum(need for column, need in zip(self._columns, self._natural, strict=True) if column.number)
        texts = [need for column, need in zip(self._columns, self._natural, strict=True) if not column.number]
        share = min(1.0, free / max(sum(texts), 1))
        widths = [
            need if column.number else max(_PADDING * 4, int(need * share))
            for column, need in zip(self._columns, self._natural, strict=True)
        ]
        widths[0] += max(0, whole - sum(widths))
        return tuple(widths)

    def _needs(self, at: int) -> int:
        """The width in which nothing of a column wraps."""
        lines = [*_two_lines(self._columns[at].head).split("\n")]
        for row in self._rows:
            lines += row[at].split("\n")
        return max(self._metrics.horizontalAdvance(line) for line in lines) + 2 * _PADDING + 2

    def _row_heights(self, width: int) -> tuple[int, ...]:
        """Layouts ask again and again for the same few widths."""
        if width not in self._heights:
            widths = self._widths(width)
            self._heights[width] = tuple(self._row_height(row, widths) for row in self._rows)
        return self._heights[width]

    def _row_height(self, row: Sequence[str], widths: Sequence[int]) -> int:
        flags = int(Qt.TextFlag.TextWordWrap)
        heights = (
            self._metrics.boundingRect(QRect(0, 0, max(1, width - 2 * _PADDING), 10_000), flags, cell).height()
            for cell, width in zip(row, widths, strict=True)
        )
        return max(_ROW, max(heights) + _ROW_ROOM)


def _two_lines(head: str) -> str:
    """The head, broken at the space nearest to its middle if it is long."""
    spaces = [at for at, letter in enumerate(head) if letter == " "]
    if len(head) <= _HEAD_LINE or not spaces:
        return head
    middle = min(spaces, key=lambda at: abs(at - len(head) / 2))
    return f"{head[:middle]}\n{head[middle + 1 :]}"
