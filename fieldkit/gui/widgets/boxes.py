"""Layout helpers: rows, columns, cards, hairlines, a scrolling column of readable width."""

from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from fieldkit.gui.theme.tokens import BETWEEN, INSIDE, MARGIN

L = TypeVar("L", bound=QBoxLayout)


def column(*parts: QWidget | QLayout, spacing: int = INSIDE) -> QVBoxLayout:
    """Parts below one another, without margins."""
    return _fill(QVBoxLayout(), parts, spacing)


def row(*parts: QWidget | QLayout, spacing: int = INSIDE, stretch: bool = True) -> QHBoxLayout:
    """Parts beside one another, without margins, pushed to the left."""
    layout = _fill(QHBoxLayout(), parts, spacing)
    if stretch:
        layout.addStretch(1)
    return layout


def _fill(layout: L, parts: tuple[QWidget | QLayout, ...], spacing: int) -> L:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    return layout


class Card(QFrame):
    """A frame with a hairline around a column."""

    def __init__(self, *parts: QWidget | QLayout, spacing: int = INSIDE) -> None:
        super().__init__()
        self.setObjectName("card")
        self.column = column(*parts, spacing=spacing)
        self.column.setContentsMargins(BETWEEN, 12, BETWEEN, 12)
        self.setLayout(self.column)


def rule() -> QFrame:
    """A horizontal hairline."""
    line = QFrame()
    line.setObjectName("rule")
    line.setFixedHeight(1)
    return line


class _Inner(QWidget):
    """As high as its content at its width: Qt would take the height at the narrowest width, and leave a gap."""

    def minimumSizeHint(self) -> QSize:
        """No more than what the words need when they are wrapped here."""
        least = super().minimumSizeHint()
        if self.hasHeightForWidth():
            least.setHeight(self.heightForWidth(max(self.width(), least.width())))
        return least


class Scrolled(QScrollArea):
    """A column that scrolls; `width` limits it to a readable measure (0: as wide as the page)."""

    def __init__(self, width: int = 0, spacing: int = BETWEEN) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = _Inner()
        inner.setObjectName("scrolled")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.column = column(spacing=spacing)
        self._outer = outer = QHBoxLayout(inner)
        outer.setContentsMargins(MARGIN, BETWEEN, MARGIN, MARGIN)
        holder = QWidget()
        holder.setLayout(self.column)
        outer.addWidget(holder, 1)
        if width:
            holder.setMaximumWidth(width)
            outer.addStretch(0)
            outer.setAlignment(holder, Qt.AlignmentFlag.AlignTop)
        self.setWidget(inner)

    def set_margins(self, sides: int, ends: int) -> None:
        """Other distances between the edge and the column than those of a page, in pixels."""
        self._outer.setContentsMargins(sides, ends, sides, ends)


def clear(layout: QLayout) -> None:
    """Remove and delete everything in a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
            inner.deleteLater()
