"""A line of a list of choices in both languages: the label, and in lighter ink what the other language calls it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from fieldkit.gui.theme import fonts
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.look import Look

SECOND = int(Qt.ItemDataRole.UserRole) + 1
"""Under this role lists keep the label in the other language."""
_SIDE, _GAP, _LEAST = 16, 12, 40
"""Distance from the edge of the line, between the labels, and the least width worth drawing in."""


class Both(QStyledItemDelegate):
    """Draws the label as every list does; the other one only gets what room is left."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The label, then its translation behind it."""
        super().paint(painter, option, index)
        second = str(index.data(SECOND) or "")
        if not second:
            return
        taken = QFontMetrics(option.font).horizontalAdvance(str(index.data())) + _SIDE + _GAP
        place: QRect = option.rect.adjusted(taken, 0, -_SIDE, 0)
        if option.direction == Qt.LayoutDirection.RightToLeft:
            place = option.rect.adjusted(_SIDE, 0, -taken, 0)
        if place.width() < _LEAST:
            return
        font = fonts.font(Type.CAPTION)
        painter.save()
        painter.setFont(font)
        painter.setPen(self._look.colour("ink3"))
        shortened = QFontMetrics(font).elidedText(second, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, shortened)
        painter.restore()
