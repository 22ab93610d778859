"""A line of progress with a word of what goes on, and a way to stop it where that is safe."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QProgressBar

from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.boxes import column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.text import text
from fieldkit.i18n import Language


class Waiting(QFrame):
    """Hidden until work begins."""

    def __init__(self, language: Language, stop: Callable[[], None]) -> None:
        super().__init__()
        self._language = language
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._words = text("", Type.CAPTION, "second", wrap=True)
        self._count = text("", Type.CAPTION, "second")
        self._stop = button(language.gettext("Stop"), stop)
        beside = row(self._words, self._count, self._stop, spacing=12, stretch=False)
        beside.setStretch(0, 1)
        self.setLayout(column(self._bar, beside))
        self.hide()

    def begin(self, words: str, *, may_stop: bool) -> None:
        """Work goes on for an unknown time."""
        self._words.setText(words)
        self._count.setText("")
        self._bar.setAccessibleName(words)
        self._bar.setRange(0, 0)
        self._stop.setVisible(may_stop)
        self._stop.setEnabled(True)
        self.show()

    def tell(self, done: int, total: int) -> None:
        """So many of so many steps are done; one step alone tells nothing."""
        if total > 1:
            self._bar.setRange(0, total)
            self._bar.setValue(done)
            number = self._language.number
            self._count.setText(
                self._language.gettext("{done} of {total}").format(done=number(done), total=number(total))
            )

    def stopping(self) -> None:
        """Somebody asked to stop; the step at hand is finished first."""
        self._words.setText(self._language.gettext("Stopping after this one…"))
        self._stop.setEnabled(False)

    def end(self) -> None:
        """Nothing goes on any more."""
        self.hide()
