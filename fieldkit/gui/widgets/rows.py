"""Buttons with more than one text: large tiles, and rows of a list."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.buttons import Button
from fieldkit.gui.widgets.text import text


class _Panel(Button):
    """A button whose texts are labels; `key` tells which one was pressed."""

    def __init__(self, kind: str, key: str, name: str, pressed: Callable[[str], None]) -> None:
        super().__init__("")
        self.setProperty("kind", kind)
        self.setAccessibleName(name)
        self.key = key
        self._pressed = pressed
        self.clicked.connect(self._tell)

    def sizeHint(self) -> QSize:
        """As large as the texts need."""
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    def _tell(self) -> None:
        self._pressed(self.key)


class Tile(_Panel):
    """A large button: icon, what it starts, one line about it."""

    def __init__(self, key: str, icon: QPixmap, title: str, hint: str, pressed: Callable[[str], None]) -> None:
        super().__init__("tile", key, title, pressed)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        words = text(hint, Type.CAPTION, "second", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.setSpacing(4)
        layout.addWidget(_picture(icon))
        layout.addSpacing(4)
        layout.addWidget(text(title, Type.STRONG))
        layout.addWidget(words, 1)
        self.setMinimumHeight(124)
        _let_clicks_through(self)


class ListRow(_Panel):
    """A row: icon, title with a line below, and at the end something short."""

    def __init__(
        self, key: str, icon: QPixmap, title: str, below: str, end: str, pressed: Callable[[str], None]
    ) -> None:
        super().__init__("row", key, ", ".join(filter(None, (title, below, end))), pressed)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(text(title))
        if below:
            middle.addWidget(text(below, Type.CAPTION, "second", wrap=True))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(12)
        layout.addWidget(_picture(icon))
        layout.addLayout(middle, 1)
        layout.addWidget(text(end, Type.CAPTION, "second"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        _let_clicks_through(self)


def _picture(pixmap: QPixmap) -> QLabel:
    label = QLabel()
    label.setPixmap(pixmap)
    return label


def _let_clicks_through(panel: QPushButton) -> None:
    for label in panel.findChildren(QLabel):
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
