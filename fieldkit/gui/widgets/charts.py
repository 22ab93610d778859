"""Quiet charts with direct labels, painted in the colours of the theme; a table beside each says the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldkit.gui.theme import fonts
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.look import Look

MOST = 20
"""Rows that a chart shows; the table has all."""
_ROW = 28
_BAR = 12
_GAP = 10
_LABEL_SHARE = 0.46
"""Labels take what they need, but no more of the width than this."""
_END = 4
_DOT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One row: its label, its value, the words beside it, and its interval where it has one."""

    label: str
    value: float
    words: str
    low: float | None = None
    high: float | None = None


class Chart(QWidget):
    """Horizontal bars, or dots with whiskers where the marks have intervals, over a line that begins at zero."""

    def __init__(self, look: Look, title: str, marks: Sequence[Mark]) -> None:
        super().__init__()
        self._look = look
        self._marks = tuple(marks[:MOST])
        self._whiskers = any(mark.high is not None for mark in marks)
        self._top = max((mark.high or mark.value for mark in self._marks), default=0.0) or 1.0
        self.setAccessibleName(title)
        self.setAccessibleDescription("; ".join(f"{mark.label}: {mark.words}" for mark in self._marks))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(480, _ROW * len(self._marks))

    def minimumSizeHint(self) -> QSize:
        """Narrower, not lower."""
        return QSize(280, _ROW * len(self._marks))

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """Draw it all."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        start, room = self._plot()
        for index, mark in enumerate(self._marks):
            middle = _ROW * index + _ROW / 2
            self._write(painter, mark.label, QRectF(0, middle - _ROW / 2, start - _GAP, _ROW), Type.BODY)
            end = self._draw(painter, mark, start, room, middle)
            self._write(painter, mark.words, QRectF(end + _GAP, middle - _ROW / 2, self.width(), _ROW), Type.STRONG)
        painter.setPen(QPen(self._look.colour("ink3"), 1))
        painter.drawLine(self._point(start, 0), self._point(start, self.height()))
        painter.end()

    def _plot(self) -> tuple[float, float]:
        """Where the plot begins, and how wide it is: what labels and the longest words leave."""
        labels = _widest((mark.label for mark in self._marks), Type.BODY)
        words = _widest((mark.words for mark in self._marks), Type.STRONG)
        start = min(self.width() * _LABEL_SHARE, labels + _GAP + 1.0)
        return start, max(40.0, self.width() - start - words - 2 * _GAP)

    def _draw(self, painter: QPainter, mark: Mark, start: float, room: float, middle: float) -> float:
        """A bar or whiskers; returns where it ends."""
        length = room * mark.value / self._top
        painter.setBrush(self._look.colour("accent"))
        if not self._whiskers:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRect(self._area(QRectF(start, middle - _BAR / 2, max(length, 1.0), _BAR)))
            return start + length
        low, high = (start + room * (end or 0.0) / self._top for end in (mark.low, mark.high))
        painter.setPen(QPen(self._look.colour("ink"), 1.5))
        painter.drawLine(self._point(low, middle), self._point(high, middle))
        for end in (low, high):
            painter.drawLine(self._point(end, middle - _END), self._point(end, middle + _END))
        painter.drawEllipse(self._point(start + length, middle), _DOT, _DOT)
        return start + room

    def _write(self, painter: QPainter, words: str, area: QRectF, kind: Type) -> None:
        painter.setFont(fonts.font(kind))
        painter.setPen(self._look.colour("ink"))
        fitting = QFontMetrics(fonts.font(kind)).elidedText(words, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(self._area(area), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading), fitting)

    def _area(self, area: QRectF) -> QRectF:
        """The area, mirrored for languages from right to left."""
        if self.layoutDirection() is not Qt.LayoutDirection.RightToLeft:
            return area
        return QRectF(self.width() - area.right(), area.top(), area.width(), area.height())

    def _point(self, x: float, y: float) -> QPointF:
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        return QPointF(self.width() - x if mirrored else x, y)


def _widest(texts: Iterable[str], kind: Type) -> int:
    metrics = QFontMetrics(fonts.font(kind))
    return max((metrics.horizontalAdvance(each) for each in texts), default=0)
