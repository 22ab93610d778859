"""The pages of a report as they would be printed: white paper in a column that scrolls."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from fieldkit.domain.pictures import Picture
from fieldkit.gui.theme.look import Look
from fieldkit.gui.theme.tokens import BETWEEN, MARGIN
from fieldkit.gui.widgets.boxes import clear
from fieldkit.gui.widgets.text import text

_WIDEST, _NARROWEST = 760, 280


class SheetOfPaper(QWidget):
    """One page; the picture is made for the pixels of the screen."""

    def __init__(self, look: Look, picture: Picture, name: str, width: int) -> None:
        super().__init__()
        self._edge = look.colour("line")
        self._image = QImage(
            picture.pixels, picture.width, picture.height, picture.width * 3, QImage.Format.Format_RGB888
        ).copy()  # the bytes belong to Python and may go
        self.setAccessibleName(name)
        self.setFixedSize(QSize(width, round(width * picture.height / picture.width)))

    def paintEvent(self, _event: QPaintEvent, /) -> None:
        """The picture with a hairline around."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self.rect()), self._image)
        painter.setPen(self._edge)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class Sheets(QScrollArea):
    """All pages that are shown; says when they no longer fit its width."""

    widened = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._shown = 0
        self.setWidgetResizable(True)
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        inner = QWidget()
        inner.setObjectName("desk")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(MARGIN, BETWEEN, MARGIN, MARGIN)
        self._column.setSpacing(BETWEEN)
        self.setWidget(inner)

    @property
    def paper_width(self) -> int:
        """How wide a page may be, in logical pixels."""
        return min(_WIDEST, max(_NARROWEST, self.viewport().width() - 2 * MARGIN))

    @property
    def count(self) -> int:
        """How many pages are shown."""
        return self._shown

    def show_pages(self, pictures: Sequence[Picture], names: Sequence[str], below: str) -> None:
        """Show these pages, and a line below them."""
        clear(self._column)
        for picture, name in zip(pictures, names, strict=True):
            sheet = SheetOfPaper(self._look, picture, name, self.paper_width)
            self._column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        if below:
            self._column.addWidget(text(below, tone="second", wrap=True), 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        self._shown = len(pictures)

    def resizeEvent(self, event: QResizeEvent, /) -> None:
        """Pages made for another width would be blurred."""
        super().resizeEvent(event)
        if self._shown and event.size().width() != event.oldSize().width():
            self.widened.emit()
