"""Controls for what is typed: lines, numbers, places, texts that grow."""

from PySide6.QtCore import QEvent, QObject, QRegularExpression, Qt
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from fieldkit.domain.forms import NodeState
from fieldkit.gui.form.control import Control
from fieldkit.gui.form.points import read_point, read_points, shown_points
from fieldkit.gui.widgets.fields import TabbingText, line
from fieldkit.gui.widgets.text import set_property

_INTEGER = r"[+-]?[0-9]{0,18}"
_DECIMAL = r"[+-]?[0-9]{0,18}([.,][0-9]{0,12})?"
_NARROW, _PLACE = 160, 280
_HIGHEST = 18
"""Lines up to which a text field grows."""


class _Typed(Control):
    """What lines and long texts have in common: one input, whose words may differ from what the form stores."""

    edit: QLineEdit | QPlainTextEdit

    def set_name(self, name: str) -> None:
        """Name the input."""
        self.edit.setAccessibleName(name)

    def show_state(self, state: NodeState) -> None:
        """Show the value unless somebody is typing."""
        self.edit.setReadOnly(state.readonly)
        if not self.edit.hasFocus():
            self.show_typed(self.shown(state.value))

    def mark_wrong(self, wrong: bool) -> None:
        """Colour the border."""
        set_property(self.edit, "wrong", wrong)

    def stops(self) -> list[QWidget]:
        """The input."""
        return [self.edit]

    def shown(self, value: str) -> str:
        """A stored value as it is typed."""
        return value

    def stored(self, typed: str) -> str:
        """What is typed as the form stores it."""
        return typed


class Line(_Typed):
    """One line of text."""

    edit: QLineEdit

    def __init__(self, placeholder: str = "") -> None:
        super().__init__()
        self.edit = line(placeholder)
        self.area.addWidget(self.edit)
        self.edit.textEdited.connect(self._tell)
        self.edit.editingFinished.connect(self.commit)
        self.edit.editingFinished.connect(self.left)
        self.setFocusProxy(self.edit)

    def show_typed(self, words: str) -> None:
        """Show words that are no answer, unless they stand there already."""
        if self.edit.text() != words:
            self.edit.setText(words)

    def _tell(self, typed: str) -> None:
        self.answered.emit(self.stored(typed))


class Number(Line):
    """A whole or decimal number; a comma may stand for the point."""

    def __init__(self, *, whole: bool) -> None:
        super().__init__()
        self.edit.setMaximumWidth(_NARROW)
        pattern = QRegularExpression(_INTEGER if whole else _DECIMAL)
        self.edit.setValidator(QRegularExpressionValidator(pattern, self.edit))
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)

    def shown(self, value: str) -> str:
        """A whole number without the fraction that decimals are stored with."""
        return value.removesuffix(".0")

    def stored(self, typed: str) -> str:
        """With a point."""
        return typed.replace(",", ".")


class Point(Line):
    """Latitude and longitude, typed or pasted."""

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder)
        self.edit.setMaximumWidth(_PLACE)

    def stored(self, typed: str) -> str:
        """As forms store it; what cannot be read stays as it is and is refused."""
        return read_point(typed) or typed


class LongText(_Typed):
    """A text that grows as it is written. `flowing`: Enter begins a new line, else it goes on to the next question."""

    edit: QPlainTextEdit

    def __init__(self, lines: int, *, flowing: bool) -> None:
        super().__init__()
        self.edit = TabbingText(lines)
        self._lines = lines
        self._flowing = flowing
        self.area.addWidget(self.edit)
        self.edit.document().documentLayout().documentSizeChanged.connect(self._grow)
        self.edit.textChanged.connect(self._tell)
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)
        self._grow()

    def show_typed(self, words: str) -> None:
        """Show words that are no answer, unless they stand there already."""
        if self.edit.toPlainText() != words:
            self.edit.blockSignals(True)
            self.edit.setPlainText(words)
            self.edit.blockSignals(False)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Notice when the person goes on, also by Enter where that does not begin a line."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not self._flowing:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
                event.ignore()  # and so it goes up to the question
                return True
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        self.answered.emit(self.stored(self.edit.toPlainText()))

    def _grow(self) -> None:
        """As high as the text, within limits; only beyond them it scrolls."""
        written = int(self.edit.document().size().height())
        lines = max(self._lines, min(written, _HIGHEST))
        policy = Qt.ScrollBarPolicy
        self.edit.setVerticalScrollBarPolicy(policy.ScrollBarAsNeeded if written > lines else policy.ScrollBarAlwaysOff)
        self.edit.setFixedHeight(self.edit.fontMetrics().lineSpacing() * lines + (20 if lines > 1 else 15))


class Points(LongText):
    """A line or an area: one point on each line."""

    def __init__(self, placeholder: str, *, closed: bool) -> None:
        super().__init__(3, flowing=True)
        self._closed = closed
        self.edit.setPlaceholderText(placeholder)

    def shown(self, value: str) -> str:
        """One point on a line."""
        return shown_points(value)

    def stored(self, typed: str) -> str:
        """As forms store it; what cannot be read stays as it is and is refused."""
        return read_points(typed, closed=self._closed) or typed
