"""Inputs with their label above and a hint below; the label is also their accessible name."""

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.boxes import column
from fieldkit.gui.widgets.text import text


def named(control: QWidget, name: str) -> QLabel:
    """Name an input; returns the label to show above it."""
    control.setAccessibleName(name)
    label = text(name, Type.BODY, "second")
    label.setBuddy(control)
    return label


def field(name: str, control: QWidget, hint: str = "") -> QWidget:
    """Label, input and hint below one another."""
    holder = QWidget()
    layout = column(named(control, name), control, spacing=4)
    if hint:
        layout.addWidget(text(hint, Type.CAPTION, "hint", wrap=True))
    holder.setLayout(layout)
    return holder


def line(placeholder: str = "", *, secret: bool = False) -> QLineEdit:
    """A one-line input."""
    made = QLineEdit()
    made.setPlaceholderText(placeholder)
    if secret:
        made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


def choices(options: tuple[tuple[str, str], ...], chosen: str = "") -> QComboBox:
    """A drop-down of (value, label) pairs."""
    made = QComboBox()
    for value, label in options:
        made.addItem(label, value)
    made.setCurrentIndex(max(made.findData(chosen), 0))
    return made


def chosen(box: QComboBox) -> str:
    """The value of the chosen option."""
    return str(box.currentData() or "")


class TabbingText(QPlainTextEdit):
    """Several lines of text; Tab goes on to the next input."""

    def __init__(self, lines: int = 4) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * lines + 16)
