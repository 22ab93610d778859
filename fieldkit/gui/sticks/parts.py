"""Small things that both tasks show: a number with its word, a line with an icon, a path short enough to read."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldkit.gui.desk import Desk
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, ICON
from fieldkit.gui.widgets.text import text

_LONGEST = 72


class Line(QWidget):
    """An icon, words, and a line of smaller words below."""

    def __init__(self, desk: Desk, icon: str, tone: str, words: str, below: str = "") -> None:
        super().__init__()
        picture = QLabel()
        picture.setPixmap(desk.look.pixmap(icon, tone, ICON, self.devicePixelRatioF()))
        inner = QVBoxLayout()
        inner.setSpacing(0)
        inner.addWidget(text(words, wrap=True))
        if below:
            inner.addWidget(text(below, Type.CAPTION, "second", wrap=True))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(12)
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(inner, 1)
        self.setAccessibleName(". ".join(filter(None, (words, below))))


def figures(desk: Desk, counted: tuple[tuple[str, int, str], ...]) -> QWidget:
    """Numbers beside one another, each over its word; (word, number, tone where it is not 0)."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(BETWEEN)
    grid.setVerticalSpacing(0)
    for index, (word, number, tone) in enumerate(counted):
        shown = text(desk.language.number(number), Type.FIGURE, tone if number else "hint")
        shown.setAccessibleName(f"{word}: {number}")
        grid.addWidget(shown, 0, index)
        grid.addWidget(text(word, Type.CAPTION, "second", wrap=True), 1, index, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(index, 1)
    return holder


def shown(path: Path) -> str:
    """A path, its beginning left out where it is long: sticks are told apart by the end."""
    words = str(path)
    return words if len(words) <= _LONGEST else f"…{words[1 - _LONGEST :]}"
