"""Controls for what is typed: text, numbers, dates and times."""

from PySide6.QtCore import QDate, QEvent, QObject, QRegularExpression, Qt
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QMenu, QPlainTextEdit, QWidgetAction

from fieldkit.clock import Clock
from fieldkit.domain.forms import Kind, NodeState
from fieldkit.gui.desk import Desk
from fieldkit.gui.form.control import Control
from fieldkit.gui.widgets.buttons import button, icon_button
from fieldkit.gui.widgets.fields import TabbingText, line
from fieldkit.gui.widgets.text import set_property

_INTEGER = r"[+-]?[0-9]{0,18}"
_DECIMAL = r"[+-]?[0-9]{0,18}([.,][0-9]{0,12})?"
_NARROW, _MOMENT = 160, 200
_MINUTES = 16
"""Length of `2009-06-14 08:30`."""
_HIGHEST = 18
"""Lines up to which a text field grows."""


class Line(Control):
    """One line of text."""

    def __init__(self) -> None:
        super().__init__()
        self.edit = line()
        self.area.addWidget(self.edit)
        self.edit.textEdited.connect(self._tell)
        self.edit.editingFinished.connect(self.left)
        self.setFocusProxy(self.edit)

    def set_name(self, name: str) -> None:
        """Name the input."""
        self.edit.setAccessibleName(name)

    def show_state(self, state: NodeState) -> None:
        """Show the value unless somebody is typing."""
        self.edit.setReadOnly(state.readonly)
        shown = self.shown(state.value)
        if not self.edit.hasFocus() and self.edit.text() != shown:
            self.edit.setText(shown)

    def mark_wrong(self, wrong: bool) -> None:
        """Colour the border."""
        set_property(self.edit, "wrong", wrong)

    def shown(self, value: str) -> str:
        """A stored value as it is typed."""
        return value

    def stored(self, typed: str) -> str:
        """What is typed as the form stores it."""
        return typed

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

    def stored(self, typed: str) -> str:
        """With a point."""
        return typed.replace(",", ".")


class Moment(Line):
    """A date or time in its ISO form, with a calendar and a button for now."""

    def __init__(self, desk: Desk, kind: Kind) -> None:
        super().__init__()
        _ = desk.language.gettext
        self._clock: Clock = desk.clock
        self._kind = kind
        self.edit.setMaximumWidth(_MOMENT)
        self.edit.setPlaceholderText(
            {
                Kind.DATE: _("YYYY-MM-DD"),
                Kind.TIME: _("HH:MM"),
                Kind.DATETIME: _("YYYY-MM-DD HH:MM"),
            }[kind]
        )
        self.area.removeWidget(self.edit)
        beside = QHBoxLayout()
        beside.setSpacing(4)
        beside.addWidget(self.edit)
        if kind is not Kind.TIME:
            beside.addWidget(icon_button(desk.look.icon("calendar"), _("Choose in a calendar"), self._open_calendar))
        now = _("Today") if kind is Kind.DATE else _("Now")
        beside.addWidget(button(now, self._put_now, "quiet"))
        beside.addStretch(1)
        self.area.addLayout(beside)

    def shown(self, value: str) -> str:
        """To the minute, with a space."""
        if self._kind is Kind.DATETIME:
            return value[:_MINUTES].replace("T", " ")
        return value[:5] if self._kind is Kind.TIME else value

    def stored(self, typed: str) -> str:
        """With the T of ISO 8601."""
        text = typed.strip()
        return text.replace(" ", "T", 1) if self._kind is Kind.DATETIME else text

    def _put(self, text: str) -> None:
        self.edit.setText(text)
        self._tell(text)
        self.left.emit()

    def _put_now(self) -> None:
        now = self._clock.now()
        form = {Kind.DATE: "%Y-%m-%d", Kind.TIME: "%H:%M", Kind.DATETIME: "%Y-%m-%d %H:%M"}[self._kind]
        self._put(now.strftime(form))

    def _open_calendar(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        typed = QDate.fromString(self.edit.text()[:10], Qt.DateFormat.ISODate)
        today = self._clock.now().date()
        calendar.setSelectedDate(typed if typed.isValid() else QDate(today.year, today.month, today.day))
        calendar.clicked.connect(self._put_day)
        calendar.clicked.connect(menu.close)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        menu.popup(self.edit.mapToGlobal(self.edit.rect().bottomLeft()))

    def _put_day(self, day: QDate) -> None:
        text = day.toString(Qt.DateFormat.ISODate)
        self._put(text if self._kind is Kind.DATE else f"{text} {self.edit.text()[11:_MINUTES] or '00:00'}")


class LongText(Control):
    """Several lines: the narrative."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self.edit: QPlainTextEdit = TabbingText(lines)
        self._lines = lines
        self.area.addWidget(self.edit)
        self.edit.document().documentLayout().documentSizeChanged.connect(self._grow)
        self.edit.textChanged.connect(self._tell)
        self.edit.installEventFilter(self)
        self.setFocusProxy(self.edit)

    def set_name(self, name: str) -> None:
        """Name the input."""
        self.edit.setAccessibleName(name)

    def show_state(self, state: NodeState) -> None:
        """Show the value unless somebody is typing."""
        self.edit.setReadOnly(state.readonly)
        if not self.edit.hasFocus() and self.edit.toPlainText() != state.value:
            self.edit.blockSignals(True)
            self.edit.setPlainText(state.value)
            self.edit.blockSignals(False)

    def mark_wrong(self, wrong: bool) -> None:
        """Colour the border."""
        set_property(self.edit, "wrong", wrong)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Notice when the person goes on."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        self.answered.emit(self.edit.toPlainText())

    def _grow(self) -> None:
        """As high as the text, within limits."""
        lines = max(self._lines, min(int(self.edit.document().size().height()), _HIGHEST))
        self.edit.setFixedHeight(self.edit.fontMetrics().lineSpacing() * lines + 20)
