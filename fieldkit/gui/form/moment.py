"""Controls for dates and times: typed in any usual way, chosen in a calendar, or now."""

import datetime as dt
import re

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QMenu, QWidget, QWidgetAction

from fieldkit.domain.forms import Kind
from fieldkit.gui.desk import Desk
from fieldkit.gui.form.dates import EXACT, MONTH, RANGE, TIME, YEAR, Dates, Reading
from fieldkit.gui.form.typed import Line
from fieldkit.gui.widgets.buttons import button, icon_button

_WIDTH = 172
_CLOCK = re.compile(r"(?:(?P<day>.*\S)[ T]+)?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?P<rest>:\d{2}.*)?\Z")
_COARSENESS = {"": 0, TIME: 0, EXACT: 0, MONTH: 1, YEAR: 2}


class _Typed(Line):
    """A line with buttons behind it."""

    def __init__(self, desk: Desk, placeholder: str) -> None:
        super().__init__(placeholder)
        self._desk = desk
        self._dates = Dates(desk.language.code)
        self._buttons: list[QWidget] = []
        self.edit.setMaximumWidth(_WIDTH)
        self.edit.setMinimumWidth(112)
        self.area.removeWidget(self.edit)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(4)
        self._beside.addWidget(self.edit, 1)
        self.area.addLayout(self._beside)

    def stops(self) -> list[QWidget]:
        """The line, then the buttons."""
        return [self.edit, *self._buttons]

    def set_name(self, name: str) -> None:
        """Name the line, and the buttons after it."""
        super().set_name(name)
        for made in self._buttons:
            words = str(made.property("words"))
            made.setAccessibleName(f"{name}: {words}")

    def _add(self, made: QWidget, words: str) -> None:
        made.setProperty("words", words)
        self._buttons.append(made)
        self._beside.addWidget(made)

    def _end(self) -> None:
        self._beside.addStretch(0)

    def _put(self, words: str) -> None:
        self.edit.setText(words)
        self._tell(words)
        self.commit()
        self.left.emit()


class Day(_Typed):
    """A date. `coarse`: a month or a year will do, and what was typed says how exact it is."""

    precision = Signal(str)
    """How exactly the date is known, by what was typed."""
    until = Signal(str)
    """The last possible date, where two were typed."""

    def __init__(self, desk: Desk, *, coarse: bool, appearance: str = "") -> None:
        _ = desk.language.gettext
        super().__init__(desk, _("DD.MM.YYYY"))
        self._coarse = coarse
        # ODK stores the first day where a form asks for a month or a year only.
        self._floor = 2 if appearance == "year" else 1 if appearance == "month-year" else 0
        self._known = ""
        words = _("Choose in a calendar")
        self._add(icon_button(desk.look.icon("calendar"), words, self._open_calendar), words)
        self._add(button(_("Today"), self._put_today, "quiet"), _("Today"))
        self._end()
        if coarse:
            self.edit.setToolTip(_("A month or a year alone will do: June 2009, 06.2009, 2009, April – May 2009."))

    def show_precision(self, code: str) -> bool:
        """How exactly the date is known by the answer to the question about it; whether that is news."""
        news, self._known = code != self._known, code
        return news

    def shown(self, value: str) -> str:
        """As it is typed in this language."""
        known = {0: self._known, 1: MONTH, 2: YEAR}[self._floor]
        return self._dates.shown(value, known)

    def stored(self, typed: str) -> str:
        """A whole date in its ISO form; what is coarser counts when the person goes on, because more may follow."""
        reading = self._dates.read(typed)
        exact = reading is not None and reading.precision == EXACT
        return reading.value if reading is not None and exact else typed.strip()

    def commit(self) -> None:
        """Take a month, a year or a range as typed, and say how exact that is."""
        reading = self._dates.read(self.edit.text())
        if reading is None:
            return
        if self._fits(reading):
            self.answered.emit(reading.value)
        if self._coarse:
            self._tell_precision(reading)

    def _fits(self, reading: Reading) -> bool:
        """Whether it may stand as an answer here."""
        if reading.precision == EXACT or self._coarse:
            return True
        return _COARSENESS.get(reading.precision, 3) <= self._floor

    def _tell_precision(self, reading: Reading) -> None:
        """Change what is said of the precision only where it says less or more than was typed."""
        if reading.precision == RANGE:
            self.precision.emit(RANGE)
            self.until.emit(reading.until)
        elif not self._known or _COARSENESS.get(reading.precision, 0) > _COARSENESS.get(self._known, 3):
            self.precision.emit(reading.precision)
        elif self._known in (MONTH, YEAR) and reading.precision == EXACT and not reading.value.endswith("-01"):
            self.precision.emit(EXACT)

    def _put_today(self) -> None:
        self._put(self._dates.shown(self._desk.clock.now().date().isoformat()))

    def _open_calendar(self) -> None:
        _open_calendar(self, self._dates.read(self.edit.text()), self._desk.clock.now().date())

    def put_day(self, day: QDate) -> None:
        """A day chosen in the calendar."""
        self._put(self._dates.shown(str(day.toString(Qt.DateFormat.ISODate))))


class Moment(_Typed):
    """A time, or a date and time, to the minute."""

    def __init__(self, desk: Desk, kind: Kind) -> None:
        _ = desk.language.gettext
        super().__init__(desk, _("HH:MM") if kind is Kind.TIME else _("DD.MM.YYYY HH:MM"))
        self._timed = kind is Kind.TIME
        if not self._timed:
            words = _("Choose in a calendar")
            self._add(icon_button(desk.look.icon("calendar"), words, self._open_calendar), words)
        self._add(button(_("Now"), self._put_now, "quiet"), _("Now"))
        self._end()

    def shown(self, value: str) -> str:
        """To the minute, the day as it is typed in this language."""
        if self._timed:
            return value[:5]
        day, mark, clock = value.partition("T")
        return f"{self._dates.shown(day)} {clock[:5]}" if mark else value

    def stored(self, typed: str) -> str:
        """In the form of ISO 8601; what cannot be read stays as it is and is refused."""
        match = _CLOCK.match(typed.strip())
        if match is None or bool(match["day"]) == self._timed:
            return typed.strip()
        clock = f"{int(match['hour']):02}:{match['minute']}{match['rest'] or ''}"
        if self._timed:
            return clock
        reading = self._dates.read(match["day"])
        return f"{reading.value}T{clock}" if reading is not None and reading.precision == EXACT else typed.strip()

    def _put_now(self) -> None:
        now = self._desk.clock.now()
        clock = f"{now:%H:%M}"
        self._put(clock if self._timed else f"{self._dates.shown(now.date().isoformat())} {clock}")

    def _open_calendar(self) -> None:
        day = self._dates.read(self.edit.text().rpartition(" ")[0])
        _open_calendar(self, day, self._desk.clock.now().date())

    def put_day(self, day: QDate) -> None:
        """A day chosen in the calendar; the time stays."""
        match = _CLOCK.match(self.edit.text().strip())
        clock = f"{match['hour']}:{match['minute']}" if match else "00:00"
        self._put(f"{self._dates.shown(str(day.toString(Qt.DateFormat.ISODate)))} {clock}")


def _open_calendar(control: "Day | Moment", reading: Reading | None, today: dt.date) -> None:
    menu = QMenu(control)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    calendar = QCalendarWidget()
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    typed = QDate.fromString(reading.value, Qt.DateFormat.ISODate) if reading else QDate()
    calendar.setSelectedDate(typed if typed.isValid() else QDate(today.year, today.month, today.day))
    calendar.clicked.connect(control.put_day)
    calendar.clicked.connect(menu.close)
    calendar.activated.connect(control.put_day)
    calendar.activated.connect(menu.close)
    action = QWidgetAction(menu)
    action.setDefaultWidget(calendar)
    menu.addAction(action)
    menu.popup(control.edit.mapToGlobal(control.edit.rect().bottomLeft()))
    calendar.setFocus()
