"""Numbers that two people compare by reading them aloud, and below them the same in words."""

from PySide6.QtWidgets import QVBoxLayout

from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.text import text
from fieldkit.i18n import Language

_APART = 2


class Numbers(QVBoxLayout):
    """Two labels, hidden until there is something to compare."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._digits = text("", Type.LEAD)
        self._words = text("", Type.CAPTION, "second", wrap=True)
        self.setSpacing(_APART)
        for label in (self._digits, self._words):
            label.hide()
            self.addWidget(label)

    def tell(self, numbers: str) -> None:
        """Show them; `numbers` is what `fieldkit.services.spoken.numbers` gave, or empty."""
        from fieldkit.messages import spoken  # noqa: PLC0415  the lock screen starts without it

        self._digits.setText(numbers)
        self._digits.setAccessibleName(numbers)
        self._words.setText(spoken.in_words(numbers, self._language) if numbers else "")
        for label in (self._digits, self._words):
            label.setVisible(bool(numbers))
