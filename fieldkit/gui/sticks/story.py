"""The story of a stick from left to right: what is done, where we are, what comes."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from fieldkit.gui.theme import fonts
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.text import set_property, text
from fieldkit.i18n import Language


class Story(QWidget):
    """Steps beside one another, each under a line that is coloured as far as we have come."""

    def __init__(self, language: Language, steps: tuple[str, ...]) -> None:
        super().__init__()
        self._language = language
        self._steps = steps
        self._cells: list[QFrame] = []
        self._words: list[QLabel] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for number, step in enumerate(steps, 1):
            words = text(f"{language.number(number)}  {step}", Type.CAPTION)
            cell = QFrame()
            cell.setObjectName("step")
            inner = QHBoxLayout(cell)
            inner.setContentsMargins(0, 4, 0, 0)
            inner.addWidget(words)
            layout.addWidget(cell, 1)
            self._cells.append(cell)
            self._words.append(words)
        self.show_step(0)

    def show_step(self, at: int) -> None:
        """Go to step `at`, counted from 0; `len(steps)` means that all is done."""
        for index, (cell, words) in enumerate(zip(self._cells, self._words, strict=True)):
            state = "done" if index < at else "now" if index == at else "next"
            set_property(cell, "state", state)
            set_property(words, "tone", {"done": "second", "now": "accent", "next": "hint"}[state])
            words.setFont(fonts.font(Type.STRONG if state == "now" else Type.CAPTION))
        here = self._steps[min(at, len(self._steps) - 1)]
        self.setAccessibleName(self._language.gettext("Step: {step}").format(step=here))
