"""The quiet page that the gates share: a narrow column in the middle, with a banner and a wait line."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from fieldkit import i18n
from fieldkit.gui.desk import Desk
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, MARGIN
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.fields import chosen
from fieldkit.gui.widgets.text import text

_WIDTH = 380


class LanguageBox(QComboBox):
    """Switches the interface language; lists languages by their own names."""

    picked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "small")
        for code in i18n.available():
            self.addItem(i18n.NAMES[code], code)
        self.setCurrentIndex(self.findData(desk.language.code))
        self.setAccessibleName(desk.language.gettext("Language of the program"))
        self.activated.connect(self._tell)

    def _tell(self, _index: int) -> None:
        self.picked.emit(chosen(self))


class Gate(QFrame):
    """Subclasses fill `column`."""

    language_picked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("gate")
        self.desk = desk
        self.main: QPushButton | None = None
        """What Enter presses, wherever the keyboard is."""
        self.waiting = False
        self.banner = Banner(desk.look, desk.language)
        self.column = QVBoxLayout()
        self.column.setSpacing(BETWEEN)
        self._wait = self._wait_line(desk.language.gettext("This takes a moment: the key is made slow to guess."))
        self.languages = LanguageBox(desk)
        """Hidden while something is shown once: another language makes the gate anew."""
        self.languages.picked.connect(self.language_picked)
        middle = QWidget()
        middle.setFixedWidth(_WIDTH)
        inner = QVBoxLayout(middle)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(BETWEEN)
        inner.addWidget(self.banner)
        inner.addLayout(self.column)
        inner.addWidget(self._wait)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, 8)
        layout.addStretch(2)
        across = QHBoxLayout()  # an item with an alignment would keep the height from before the style sheet
        across.addStretch(1)
        across.addWidget(middle)
        across.addStretch(1)
        layout.addLayout(across)
        layout.addStretch(3)
        layout.addWidget(self.languages, 0, Qt.AlignmentFlag.AlignRight)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Enter presses the main button; while it cannot be pressed, the next empty field gets the keyboard."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        event.accept()
        empty = next((edit for edit in self.findChildren(QLineEdit) if edit.isVisible() and not edit.text()), None)
        if self.main is not None and self.main.isEnabled():
            self.main.click()
        elif empty is not None:
            empty.setFocus()

    def set_waiting(self, waiting: bool) -> None:
        """Show that work goes on, and keep the inputs from being used meanwhile."""
        self.waiting = waiting
        self._wait.setVisible(waiting)
        for index in range(self.column.count()):
            item = self.column.itemAt(index)
            widget = item.widget() if item else None
            if widget is not None:
                widget.setEnabled(not waiting)

    @staticmethod
    def _wait_line(words: str) -> QWidget:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(words)
        layout.addWidget(bar)
        layout.addWidget(text(words, Type.CAPTION, "second", wrap=True))
        holder.hide()
        return holder


def heading(words: str) -> QLabel:
    """The title of a gate."""
    return text(words, Type.TITLE)


def secret(words: str) -> QLabel:
    """What is shown once, large, and read aloud as a whole."""
    shown = text(words, Type.LEAD, wrap=True)
    shown.setObjectName("secret")
    shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
    shown.setMargin(12)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
    shown.setAccessibleName(words)
    return shown


def side_by_side(*widgets: QWidget) -> QWidget:
    """The first one wide, the others as they are."""
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for index, widget in enumerate(widgets):
        layout.addWidget(widget, 0 if index else 1)
    return holder
