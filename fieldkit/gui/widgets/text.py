"""Labels in the kinds of text and tones of the theme."""

from PySide6.QtCore import Qt
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


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Change a dynamic property and let the style sheet see it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
