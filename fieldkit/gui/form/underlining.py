"""Marks under words, as a spelling checker draws them. Draws what it is given and never looks for anything itself."""

from collections.abc import Iterable

from PySide6.QtCore import QObject
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from fieldkit.domain.linting import Mark


class Underlining(QSyntaxHighlighter):
    """Keeps the marks where their words are while somebody types; a mark whose words are changed goes."""

    def __init__(self, document: QTextDocument, colour: QColor, parent: QObject) -> None:
        super().__init__(parent)
        self._marks: tuple[Mark, ...] = ()
        self._format = QTextCharFormat()
        self._format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        self._format.setUnderlineColor(colour)
        document.contentsChange.connect(self._follow)  # before the base class draws what has changed
        self.setDocument(document)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """In the order of the text; places count as Qt counts, in UTF-16."""
        return self._marks

    def show_marks(self, marks: Iterable[Mark]) -> bool:
        """Draw other marks; returns whether they are others."""
        new = tuple(marks)
        if new == self._marks:
            return False
        self._marks = new
        self.rehighlight()
        return True

    def highlightBlock(self, text: str, /) -> None:
        """Draw what lies in one paragraph."""
        if not text:
            return
        start = self.currentBlock().position()
        end = start + self.currentBlock().length()
        for mark in self._marks:
            if mark.start < end and mark.end > start:
                first = max(mark.start, start)
                self.setFormat(first - start, min(mark.end, end) - first, self._format)

    def _follow(self, place: int, removed: int, added: int) -> None:
        self._marks = tuple(_moved(self._marks, place, removed, added, self.document().characterCount()))


def _moved(marks: Iterable[Mark], place: int, removed: int, added: int, most: int) -> Iterable[Mark]:
    by = added - removed
    for mark in marks:
        if mark.end <= place:
            yield mark
        elif mark.start >= place + removed and mark.end + by <= most:
            yield Mark(mark.start + by, mark.end + by, mark.kind, mark.words, mark.proposals)
