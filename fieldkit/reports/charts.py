"""Charts with direct labels: legible without colour, so that they survive a black-and-white photocopier."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.graphics.shapes import Circle, Drawing, Line, Rect, String
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth

from fieldkit.reports import style
from fieldkit.reports.fonts import BOLD, REGULAR

_SIZE = 8
_LEADING = 10
_ROW = 17
_BAR = 8
_LABEL_SHARE = 0.42
_VALUE_SHARE = 0.22
_LABEL_LINES = 2
MOST = 20
"""Rows that a chart may have, so that it fits on a page; the table beside it has all."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar: its label, its length and the words beside it."""

    label: str
    value: float
    words: str


@dataclass(frozen=True, kw_only=True)
class Whisker:
    """A value with its interval."""

    label: str
    low: float
    value: float
    high: float
    words: str


def bars(items: Sequence[Bar]) -> Drawing:
    """Horizontal bars in the order given."""
    top = max((bar.value for bar in items), default=0) or 1
    start, room = _plot()
    drawing, heights = _canvas([bar.label for bar in items])
    for bar, middle in zip(items, heights, strict=True):
        length = room * bar.value / top
        _label(drawing, bar.label, middle)
        drawing.add(Rect(start, middle - _BAR / 2, max(length, 0.6), _BAR, fillColor=style.ACCENT, strokeColor=None))
        _value(drawing, bar.words, start + length + 5, middle)
    drawing.add(Line(start, 0, start, drawing.height, strokeColor=style.INK_3, strokeWidth=style.HAIRLINE))
    return drawing


def whiskers(items: Sequence[Whisker]) -> Drawing:
    """Dots with intervals over a line that begins at zero."""
    top = max((item.high for item in items), default=0) or 1
    start, room = _plot()
    drawing, heights = _canvas([item.label for item in items])
    drawing.add(Line(start, 0, start, drawing.height, strokeColor=style.INK_3, strokeWidth=style.HAIRLINE))
    for item, middle in zip(items, heights, strict=True):
        low, value, high = (start + room * number / top for number in (item.low, item.value, item.high))
        _label(drawing, item.label, middle)
        drawing.add(Line(start, middle, start + room, middle, strokeColor=style.LINE, strokeWidth=style.HAIRLINE))
        drawing.add(Line(low, middle, high, middle, strokeColor=style.INK, strokeWidth=1))
        for end in (low, high):
            drawing.add(Line(end, middle - 3, end, middle + 3, strokeColor=style.INK, strokeWidth=1))
        drawing.add(Circle(value, middle, 3, fillColor=style.ACCENT, strokeColor=style.INK, strokeWidth=0.5))
        _value(drawing, item.words, start + room + 5, middle)
    return drawing


def _plot() -> tuple[float, float]:
    """Left end and width of the plotting area."""
    return style.WIDTH * _LABEL_SHARE, style.WIDTH * (1 - _LABEL_SHARE - _VALUE_SHARE)


def _canvas(labels: Sequence[str]) -> tuple[Drawing, list[float]]:
    """A drawing high enough for the labels, and the middle of each row from the bottom."""
    rows = [_ROW + _LEADING * (len(_lines(label)) - 1) for label in labels]
    height = sum(rows)
    drawing = Drawing(style.WIDTH, height, initialFontName=REGULAR)
    middles, upper = [], float(height)
    for row in rows:
        middles.append(upper - row / 2)
        upper -= row
    return drawing, middles


def _lines(label: str) -> list[str]:
    """The label in at most two lines; more is cut with an ellipsis."""
    width = style.WIDTH * _LABEL_SHARE - 10
    lines = [_clip(line, width) for line in simpleSplit(label, REGULAR, _SIZE, width)] or [""]
    if len(lines) <= _LABEL_LINES:
        return lines
    return [*lines[: _LABEL_LINES - 1], lines[_LABEL_LINES - 1][:-1] + "…"]


def _clip(line: str, width: float) -> str:
    """The line, or as much of a long word as fits with an ellipsis."""
    if stringWidth(line, REGULAR, _SIZE) <= width:
        return line
    while line and stringWidth(line + "…", REGULAR, _SIZE) > width:
        line = line[:-1]
    return line + "…"


def _label(drawing: Drawing, label: str, middle: float) -> None:
    lines = _lines(label)
    y = middle + _LEADING * (len(lines) - 1) / 2 - _SIZE * 0.36
    for line in lines:
        drawing.add(String(0, y, line, fontName=REGULAR, fontSize=_SIZE, fillColor=style.INK))
        y -= _LEADING


def _value(drawing: Drawing, words: str, x: float, middle: float) -> None:
    drawing.add(String(x, middle - _SIZE * 0.36, words, fontName=BOLD, fontSize=_SIZE, fillColor=style.INK))
