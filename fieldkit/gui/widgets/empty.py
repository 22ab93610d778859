"""What stands where there is nothing to show: a sentence, advice, and the way on."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, MARGIN, MEASURE
from fieldkit.gui.widgets.boxes import column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.text import text


class Empty(QWidget):
    """Says `told` and `advice`; its button, if there is one to show, does what helps most."""

    def __init__(self, pressed: Callable[[], None]) -> None:
        super().__init__()
        self._told = text("", Type.HEADING, wrap=True)
        self._advice = text("", tone="second", wrap=True)
        self._way = button("", pressed)
        for label in (self._told, self._advice):
            label.setMaximumWidth(MEASURE)
        layout = column(self._told, self._advice, row(self._way))
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.insertSpacing(2, BETWEEN - layout.spacing())
        layout.addStretch(1)
        self.setLayout(layout)

    def say(self, told: str, advice: str, way: str = "") -> None:
        """Change the words; without `way` there is no button."""
        self._told.setText(told)
        self._advice.setText(advice)
        self._way.setText(way)
        self._way.setAccessibleName(way)
        self._way.setVisible(bool(way))
