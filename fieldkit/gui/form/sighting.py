"""Looking for what gives people away in a text while it is typed: a little after the last key, on another thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from fieldkit.domain.linting import Mark
from fieldkit.gui.worker import Worker

_AFTER = 350
"""Milliseconds without a key after which a text is looked at."""


class Sighting(QObject):
    """One text. Only what was found in the newest text is told; one look at a time, so that looks never queue up."""

    found = Signal(object)
    """Marks, with places as Qt counts them."""

    def __init__(self, worker: Worker, text: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._text = text
        self._looking = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER)
        self._timer.timeout.connect(self.look)

    @property
    def resting(self) -> bool:
        """Whether the newest text has been looked at."""
        return not self._looking and not self._timer.isActive()

    def note(self) -> None:
        """The text has changed."""
        self._timer.start()

    def look(self) -> None:
        """Look at the text as it is now."""
        if self._looking:
            self._timer.start()
            return
        self._timer.stop()
        self._looking = True
        text = self._text()
        self._worker.call_beside(_Look(text), self._tell, self._give_up)

    def _tell(self, outcome: tuple[str, tuple[Mark, ...]]) -> None:
        self._looking = False
        text, marks = outcome
        if text == self._text():
            self.found.emit(marks)

    def _give_up(self, _error: Exception) -> None:
        """The text stays unmarked; it is looked at again before it is submitted."""
        self._looking = False


class _Look:
    """A job for the other thread, which gets the text and nothing of Qt."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __call__(self) -> tuple[str, tuple[Mark, ...]]:
        from fieldkit.services.linting import Linting  # noqa: PLC0415  brings the rules and lists, not before they are needed

        return self._text, tuple(_in_utf16(self._text, Linting().marks(self._text))) if self._text.strip() else ()


def _in_utf16(text: str, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Characters beyond the first plane count twice in Qt."""
    if text.isascii() or max(text) <= "\uffff":
        return marks
    places = [0]
    for character in text:
        places.append(places[-1] + 1 + (character > "\uffff"))
    return tuple(Mark(places[each.start], places[each.end], each.kind, each.words, each.proposals) for each in marks)
