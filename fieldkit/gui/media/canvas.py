"""A picture fitted into its place, and the frames of its areas on it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldkit.domain.media import Area, View
from fieldkit.gui.media.area import AreaFrame
from fieldkit.gui.theme.look import Look
from fieldkit.i18n import Language

_FIRST = 0.2
"""Side of a new area, as a share of the picture's shorter one."""
_CLICK = 6
"""Pixels of the screen that a drag must have to make an area."""


class Canvas(QWidget):
    """Dragging on the picture makes an area; so does `add`. While it only shows, no area is seen."""

    changed = Signal()
    """There are other areas, or they are elsewhere."""
    chosen = Signal(int)
    """The area with this number has the keyboard, counted from 1."""

    def __init__(self, look: Look, language: Language) -> None:
        super().__init__()
        self._look = look
        self._language = language
        self._view = View(b"", 1, 1)
        self._shown = QPixmap()
        self._frames: list[AreaFrame] = []
        self._drawn: AreaFrame | None = None
        self._start = QPointF()
        self.setMinimumSize(320, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @property
    def areas(self) -> tuple[Area, ...]:
        """The areas, in the order in which they were made."""
        return tuple(frame.area for frame in self._frames)

    @property
    def frames(self) -> tuple[AreaFrame, ...]:
        """Their frames."""
        return tuple(self._frames)

    def show_view(self, view: View, *, marking: bool) -> None:
        """Show a picture, with the frames on it or without."""
        self._view = view
        image = QImage()
        image.loadFromData(view.png, "PNG")
        self._shown = QPixmap.fromImage(image)
        self.setEnabled(marking)
        for frame in self._frames:
            frame.setVisible(marking)
        self._arrange()
        self.update()

    def add(self, area: QRectF | None = None) -> AreaFrame:
        """Another area, in the middle of the picture if no place is given."""
        bounds = QRectF(0, 0, self._view.width, self._view.height)
        if area is None:
            side = _FIRST * min(bounds.width(), bounds.height())
            area = QRectF(0, 0, side, side)
            area.moveCenter(bounds.center() + QPointF(side, side) * 0.25 * (len(self._frames) % 4))
        frame = AreaFrame(self._look, area, bounds, self)
        frame.changed.connect(self._follow)
        frame.removed.connect(self._take_out)
        frame.chosen.connect(self._tell_chosen)
        QWidget.setTabOrder(self._frames[-1] if self._frames else self, frame)
        self._frames.append(frame)
        self._follow()
        frame.show()
        return frame

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(640, 400)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Insert makes an area."""
        if event.key() == Qt.Key.Key_Insert:
            event.accept()
            self.add().setFocus()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        """Begin an area where the picture is."""
        self._drawn = None
        if event.button() is Qt.MouseButton.LeftButton and self._place().contains(event.position()):
            self._start = self._in_picture(event.position())
            self._drawn = self.add(QRectF(self._start, self._start + QPointF(1, 1)))
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent, /) -> None:
        """Draw it out."""
        if self._drawn is not None:
            self._drawn.reshape(QRectF(self._start, self._in_picture(event.position())))

    def mouseReleaseEvent(self, event: QMouseEvent, /) -> None:
        """Keep it, unless it was a click."""
        drawn, self._drawn = self._drawn, None
        if drawn is None:
            return
        far = (event.position() - self._on_screen(self._start)).manhattanLength()
        if far < _CLICK:
            self._remove(drawn)
        else:
            drawn.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """The picture, as large as fits."""
        if not self._shown.isNull():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(self._place(), self._shown, QRectF(self._shown.rect()))

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Frames go with the picture."""
        super().resizeEvent(event)
        self._arrange()

    def _take_out(self) -> None:
        frame = self.sender()
        if isinstance(frame, AreaFrame):
            at = self._frames.index(frame)
            self._remove(frame)
            left = self._frames[min(at, len(self._frames) - 1)] if self._frames else self
            left.setFocus()

    def _remove(self, frame: AreaFrame) -> None:
        self._frames.remove(frame)
        frame.hide()
        frame.deleteLater()
        self._follow()

    def _tell_chosen(self) -> None:
        frame = self.sender()
        if isinstance(frame, AreaFrame) and frame in self._frames:
            self.chosen.emit(self._frames.index(frame) + 1)

    def _follow(self) -> None:
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        _ = self._language.gettext
        number = self._language.number
        scale, place = self._scale(), self._place()
        for count, frame in enumerate(self._frames, 1):
            frame.scale = scale
            on_screen = QRectF(place.topLeft() + frame.rectangle.topLeft() * scale, frame.rectangle.size() * scale)
            frame.setGeometry(on_screen.toAlignedRect().adjusted(-1, -1, 1, 1))
            frame.setAccessibleName(_("Area {n} of {count}").format(n=number(count), count=number(len(self._frames))))
            frame.setAccessibleDescription(self._whereabouts(frame.rectangle))

    def _whereabouts(self, area: QRectF) -> str:
        """For those who do not see it: how far from the left and the top its middle is, and its size."""
        _ = self._language.gettext
        percent = self._language.number
        centre = area.center()
        return _("{across} % from the left, {down} % from the top, {width} by {height} pixels").format(
            across=percent(round(100 * centre.x() / self._view.width)),
            down=percent(round(100 * centre.y() / self._view.height)),
            width=percent(round(area.width())),
            height=percent(round(area.height())),
        )

    def _scale(self) -> float:
        return min(self.width() / self._view.width, self.height() / self._view.height)

    def _place(self) -> QRectF:
        """Where the picture is."""
        place = QRectF(0, 0, self._view.width * self._scale(), self._view.height * self._scale())
        place.moveCenter(QRectF(self.rect()).center())
        return place

    def _in_picture(self, spot: QPointF) -> QPointF:
        inside = (spot - self._place().topLeft()) / self._scale()
        return QPointF(min(max(inside.x(), 0), self._view.width), min(max(inside.y(), 0), self._view.height))

    def _on_screen(self, spot: QPointF) -> QPointF:
        return self._place().topLeft() + spot * self._scale()
