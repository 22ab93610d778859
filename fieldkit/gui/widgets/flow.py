"""A layout that sets its parts in lines, like words: for chips and short choices."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from fieldkit.gui.theme.tokens import INSIDE


class Flow(QLayout):
    """Parts from the start edge; a new line where the width ends; mirrored for languages from right to left."""

    def __init__(self, *parts: QWidget, spacing: int = INSIDE) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = spacing
        self.setContentsMargins(0, 0, 0, 0)
        for part in parts:
            self.addWidget(part)

    def addItem(self, item: QLayoutItem, /) -> None:
        """Take one more part."""
        self._items.append(item)

    def count(self) -> int:
        """Number of parts."""
        return len(self._items)

    def itemAt(self, index: int, /) -> QLayoutItem | None:  # Qt asks beyond the end
        """The part at `index`, None beyond the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int, /) -> QLayoutItem | None:  # Qt asks beyond the end
        """Remove and return the part at `index`."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Never takes more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Height depends on the number of lines."""
        return True

    def heightForWidth(self, width: int, /) -> int:
        """Height of all lines at `width`."""
        return self._place(QRect(0, 0, width, 0), dry=True)

    def setGeometry(self, area: QRect, /) -> None:
        """Place the parts."""
        super().setGeometry(area)
        self._place(area, dry=False)

    def sizeHint(self) -> QSize:
        """As small as the widest part allows."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The widest part."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, area: QRect, *, dry: bool) -> int:
        """Set the parts in lines inside `area` and return the height used; `dry` moves nothing."""
        parent = self.parentWidget()
        mirrored = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x, y, line = area.x(), area.y(), 0
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            size = item.sizeHint().boundedTo(QSize(max(area.width(), item.minimumSize().width()), 10_000))
            if line and x + size.width() > area.right() + 1:
                x, y, line = area.x(), y + line + self._gap, 0
            if not dry:
                left = area.left() + area.right() + 1 - x - size.width() if mirrored else x
                item.setGeometry(QRect(QPoint(left, y), size))
            x += size.width() + self._gap
            line = max(line, size.height())
        return y + line - area.y()
