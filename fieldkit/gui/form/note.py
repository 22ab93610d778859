"""Words of the form to the person who fills it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from fieldkit.domain.forms import NodeState
from fieldkit.gui.desk import Desk
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.text import text


class Note(QFrame):
    """A quiet panel between the questions."""

    def __init__(self, desk: Desk, state: NodeState) -> None:
        super().__init__()
        self.ref = state.ref
        self.setObjectName("note")
        icon = QLabel()
        icon.setPixmap(desk.look.pixmap("info", "accent", 16, self.devicePixelRatioF()))
        self._words = text("", wrap=True)
        self._second = text("", Type.CAPTION, "hint", wrap=True)
        self._hint = text("", Type.CAPTION, "second", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (self._words, self._second, self._hint):
            words.addWidget(label)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)

    def show_state(self, state: NodeState, second: str) -> None:
        """Show the words, outputs in them filled in."""
        self._words.setText(state.label)
        self._second.setText(second)
        self._second.setVisible(bool(second) and second != state.label)
        self._hint.setText(state.hint)
        self._hint.setVisible(bool(state.hint))
        self.setAccessibleName(state.label)
