"""Two columns that stand beside one another where there is room, else below one another."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from fieldkit.gui.theme.tokens import BETWEEN, MARGIN

_WIDE = 1280
_WIDEST = 880
"""What stands in a column gets no wider than this."""


class Halves(QWidget):
    """Takes the parts of both columns; a part that is hidden takes no room."""

    def __init__(self, first: tuple[QWidget, ...], second: tuple[QWidget, ...]) -> None:
        super().__init__()
        self._both = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.setSpacing(BETWEEN)
        self.first, self.second = self._column(first), self._column(second)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """One column or two."""
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        self._both.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._both.setSpacing(MARGIN if wide else BETWEEN)
        for index in range(self._both.count()):
            self._both.setStretch(index, int(wide))

    def _column(self, parts: tuple[QWidget, ...]) -> QVBoxLayout:
        made = QVBoxLayout()
        made.setContentsMargins(0, 0, 0, 0)
        made.setSpacing(BETWEEN)
        for part in parts:
            part.setMaximumWidth(_WIDEST)
            made.addWidget(part)
        made.addStretch(1)
        self._both.addLayout(made)
        return made
