"""Labels in the kinds of text and tones of the theme."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.look import set_type


def text(content: str, kind: Type = Type.BODY, tone: str = "", *, wrap: bool = False) -> QLabel:
    """A label of plain text. `tone` is second, hint, good, care, stop or accent."""
    label = QLabel(content)
    label.setTextFormat(Qt.TextFormat.PlainText)
    set_type(label, kind)
    if tone:
        label.setProperty("tone", tone)
    if wrap:
        label.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        label.setSizePolicy(policy)
    return label


def roomy(lines: int) -> QLabel:
    """A label that wraps, empty yet, with room for so many lines, so that nothing moves when its words change."""
    label = text("", wrap=True)
    label.setMinimumHeight(lines * label.fontMetrics().lineSpacing())
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    return label


class Elided(QLabel):
    """A line that ends with an ellipsis where it has no room; on hover it is whole."""

    def setText(self, content: str, /) -> None:
        """Show other words."""
        super().setText(content)
        self.setToolTip("")
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """As narrow as need be."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent, /) -> None:
        """The whole line or what there is room for."""
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        if shown == self.text():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        flags = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        self.style().drawItemText(painter, room, flags, self.palette(), self.isEnabled(), shown, self.foregroundRole())


def elided(content: str, kind: Type = Type.BODY) -> Elided:
    """A label of plain text in one line."""
    label = Elided(content)
    label.setTextFormat(Qt.TextFormat.PlainText)
    set_type(label, kind)
    return label


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Change a dynamic property and let the style sheet see it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
