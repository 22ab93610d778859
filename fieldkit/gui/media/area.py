"""One area of a picture: a frame to move and resize with the mouse or with the arrow keys."""

from enum import Enum, auto

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from fieldkit.domain.media import Area
from fieldkit.gui.theme.look import Look

_GRIP = 10
"""Pixels around a corner in which it can be taken."""
_LEAST = 0.01
"""The shortest side, as a share of the picture's longer one."""
_STEP, _FINE = 0.02, 0.002
_ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class _Taken(Enum):
    """What the mouse holds."""

    NOTHING = auto()
    WHOLE = auto()
    TOP_LEFT = auto()
    TOP_RIGHT = auto()
    BOTTOM_LEFT = auto()
    BOTTOM_RIGHT = auto()


class AreaFrame(QWidget):
    """Keeps its rectangle in pixels of the picture; its parent puts it where that is on the screen."""

    changed = Signal()
    removed = Signal()
    chosen = Signal()

    def __init__(self, look: Look, area: QRectF, bounds: QRectF, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._bounds = bounds
        self._taken = _Taken.NOTHING
        self._grabbed = QPointF()
        self._before = area
        self.scale = 1.0
        """Pixels of the screen for one of the picture."""
        self.rectangle = area.intersected(bounds)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    @property
    def area(self) -> Area:
        """In whole pixels, none of the marked ones left out."""
        outer = self.rectangle.toAlignedRect().intersected(self._bounds.toRect())
        return Area(left=outer.left(), top=outer.top(), width=max(outer.width(), 1), height=max(outer.height(), 1))

    def reshape(self, rectangle: QRectF) -> None:
        """Take another place, inside the picture and not smaller than can be seen."""
        least = self._long * _LEAST
        rectangle = rectangle.normalized()
        rectangle.setSize(rectangle.size().expandedTo(QRectF(0, 0, least, least).size()))
        self.rectangle = rectangle.intersected(self._bounds)
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Arrows move, with Shift they resize, with Ctrl by a little; Delete removes."""
        held = event.modifiers()
        if event.key() in _ARROWS:
            across, down = _ARROWS[Qt.Key(event.key())]
            step = self._long * (_FINE if held & Qt.KeyboardModifier.ControlModifier else _STEP)
            by = QPointF(across * step, down * step)
            if held & Qt.KeyboardModifier.ShiftModifier:
                self.reshape(QRectF(self.rectangle.topLeft(), self.rectangle.bottomRight() + by))
            else:
                self._move(self.rectangle, by)
            event.accept()
        elif event.key() in _DELETE:
            event.accept()
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent, /) -> None:
        """Be the one that keys are for."""
        super().focusInEvent(event)
        self.raise_()
        self.chosen.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent, /) -> None:
        """Look like the others again."""
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        """Take a corner, or all of it."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._taken = self._at(event.position().toPoint())
            self._grabbed = event.globalPosition()
            self._before = QRectF(self.rectangle)
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent, /) -> None:
        """Follow the mouse, or show what it would take."""
        if self._taken is _Taken.NOTHING:
            self.setCursor(_CURSORS[self._at(event.position().toPoint())])
            return
        by = (event.globalPosition() - self._grabbed) / self.scale
        if self._taken is _Taken.WHOLE:
            self._move(self._before, by)
        else:
            self.reshape(_stretched(self._before, self._taken, by))

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        """Let go."""
        self._taken = _Taken.NOTHING
        event.accept()

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """Two lines, one light and one dark, are seen on any picture; grips while it has the keyboard."""
        painter = QPainter(self)
        accent = self._look.colour("accent")
        veil = QColor(accent)
        veil.setAlpha(70 if self.hasFocus() else 40)
        inner = self.rect().adjusted(1, 1, -2, -2)
        painter.fillRect(inner, veil)
        painter.setPen(QPen(Qt.GlobalColor.white, 3))
        painter.drawRect(inner)
        painter.setPen(QPen(accent if self.hasFocus() else Qt.GlobalColor.black, 1))
        painter.drawRect(inner)
        if self.hasFocus():
            for corner in (inner.topLeft(), inner.topRight(), inner.bottomLeft(), inner.bottomRight()):
                painter.fillRect(corner.x() - 3, corner.y() - 3, 7, 7, accent)

    @property
    def _long(self) -> float:
        return max(self._bounds.width(), self._bounds.height())

    def _move(self, start: QRectF, by: QPointF) -> None:
        moved = start.translated(by)
        moved.moveLeft(min(max(moved.left(), 0.0), self._bounds.width() - moved.width()))
        moved.moveTop(min(max(moved.top(), 0.0), self._bounds.height() - moved.height()))
        self.reshape(moved)

    def _at(self, spot: QPoint) -> _Taken:
        grip_x, grip_y = min(_GRIP, self.width() // 3), min(_GRIP, self.height() // 3)
        left, right = spot.x() < grip_x, spot.x() >= self.width() - grip_x
        top, bottom = spot.y() < grip_y, spot.y() >= self.height() - grip_y
        corners = {
            (True, True): _Taken.TOP_LEFT,
            (True, False): _Taken.BOTTOM_LEFT,
            (False, True): _Taken.TOP_RIGHT,
            (False, False): _Taken.BOTTOM_RIGHT,
        }
        return corners[left, top] if (left or right) and (top or bottom) else _Taken.WHOLE


def _stretched(before: QRectF, taken: _Taken, by: QPointF) -> QRectF:
    rectangle = QRectF(before)
    if taken in {_Taken.TOP_LEFT, _Taken.BOTTOM_LEFT}:
        rectangle.setLeft(before.left() + by.x())
    else:
        rectangle.setRight(before.right() + by.x())
    if taken in {_Taken.TOP_LEFT, _Taken.TOP_RIGHT}:
        rectangle.setTop(before.top() + by.y())
    else:
        rectangle.setBottom(before.bottom() + by.y())
    return rectangle


_CURSORS = {
    _Taken.WHOLE: Qt.CursorShape.SizeAllCursor,
    _Taken.TOP_LEFT: Qt.CursorShape.SizeFDiagCursor,
    _Taken.BOTTOM_RIGHT: Qt.CursorShape.SizeFDiagCursor,
    _Taken.TOP_RIGHT: Qt.CursorShape.SizeBDiagCursor,
    _Taken.BOTTOM_LEFT: Qt.CursorShape.SizeBDiagCursor,
}
