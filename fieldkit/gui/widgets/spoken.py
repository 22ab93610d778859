"""The words beside a radio button or check box, which wrap as Qt's own labels cannot."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QLabel

from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.look import set_type


class Spoken(QLabel):
    """The text of a choice; a click on it is a click on the choice."""

    def __init__(self, words: str, choice: QAbstractButton, *, second: bool = False, wrap: bool = True) -> None:
        super().__init__(words)
        self._choice = choice
        self.setWordWrap(wrap)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if second:
            set_type(self, Type.CAPTION)
            self.setProperty("tone", "hint")

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        """Press the choice."""
        event.accept()
        if self._choice.isEnabled():
            self._choice.setFocus()
            self._choice.click()
