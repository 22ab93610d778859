"""Words of the form to the person who fills it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from fieldkit.domain.forms import NodeState
from fieldkit.gui.desk import Desk
from fieldkit.gui.form.named import UNTRANSLATED, files, label
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.text import text


class Note(QFrame):
    """A quiet panel between the questions."""

    def __init__(self, desk: Desk, state: NodeState) -> None:
        super().__init__()
        self.ref = state.ref
        self._language = desk.language
        self.setObjectName("note")
        icon = QLabel()
        icon.setPixmap(desk.look.pixmap("info", "accent", 16, self.devicePixelRatioF()))
        self._words = text("", wrap=True)
        self._second = text("", Type.CAPTION, "hint", wrap=True)
        self._files = text("", Type.CAPTION, "hint", wrap=True)
        self._hint = text("", Type.CAPTION, "second", wrap=True)
        self._guidance = text("", Type.CAPTION, "hint", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self._words, self._second, self._files, self._hint, self._guidance):
            words.addWidget(part)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        layout.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)

    def show_state(self, state: NodeState, second: str) -> None:
        """Show the words, outputs in them filled in."""
        name = label(state, self._language)
        pictures = files(state.media, self._language)
        self._words.setText(name)
        for part, words in (
            (self._second, second),
            (self._files, pictures if pictures != name else ""),
            (self._hint, state.hint),
            (self._guidance, state.guidance),
        ):
            part.setText(words)
            part.setVisible(words not in UNTRANSLATED)
        self.setAccessibleName(name)
