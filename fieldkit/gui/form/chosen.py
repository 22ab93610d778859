"""Choices that stand on the sheet: a radio list for one answer, a check list for several."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QRadioButton,
    QWidget,
)

from fieldkit.domain.forms import Choice, NodeState
from fieldkit.gui.form.control import Control
from fieldkit.gui.widgets.boxes import clear, column, row
from fieldkit.gui.widgets.spoken import Spoken

_LONG_LABEL = 64
"""Longer labels get a wrapping text beside the indicator, which Qt's own cannot."""
_INDICATOR = 26
"""Where the words of a choice begin."""
_LONG_PAIR = 80
"""Labels in both languages that are longer together stand below one another."""
_SHORT_LABEL, _FEW = 14, 4
"""So few and short choices stand beside one another."""
_COLUMN_LABEL, _MANY = 30, 6
"""More choices with labels up to this length stand in two columns."""
_PAUSE = 900
"""Milliseconds after which typed letters begin another word."""
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class ChoiceList(Control):
    """Radio buttons for one answer, check boxes for several: one stop of Tab, arrows and first letters move inside."""

    def __init__(self, *, several: bool) -> None:
        super().__init__()
        self._several = several
        self._name = ""
        self._choices: tuple[Choice, ...] = ()
        self._second: Mapping[str, str] = {}
        self._built = False
        self._buttons: dict[str, QAbstractButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(not several)
        self._search = QTimer(self)
        self._search.setSingleShot(True)
        self._search.setInterval(_PAUSE)
        self._typed = ""

    def set_name(self, name: str) -> None:
        """Name the choices: question and choice."""
        self._name = name
        for choice in self._choices:
            self._buttons[choice.value].setAccessibleName(f"{name}: {choice.label}")
            self._buttons[choice.value].setAccessibleDescription(self._second.get(choice.value, ""))

    def show_second(self, labels: Mapping[str, str]) -> None:
        """Put these labels beside the choices, in lighter ink."""
        if labels != self._second:
            self._second = labels
            self._built = False

    def show_state(self, state: NodeState) -> None:
        """Show the choices and which are taken."""
        choices = state.choices or ()
        if choices != self._choices or not self._built:
            self._build(choices)
        taken = state.value.split()
        self._group.setExclusive(False)
        for value, made in self._buttons.items():
            made.setChecked(value in taken)
            made.setEnabled(not state.readonly)
        self._group.setExclusive(not self._several)
        self._stop_at(next((made for made in self._buttons.values() if made.isChecked()), None))

    def stops(self) -> list[QWidget]:
        """Every choice; only one of them lets Tab stop."""
        return list(self._buttons.values())

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Try the keys of a choice first, and notice the person coming and going."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QAbstractButton) and self._several:
            self._stop_at(watched)
        elif event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        """Find a choice by its first letters; Delete clears."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.answered.emit("")
            return True
        letter = event.text()
        if (
            letter
            and letter.isprintable()
            and not event.modifiers() & _COMMANDS
            and (letter != " " or self._seeks_on())
        ):
            self._find(letter)
            return True
        self._search.stop()
        return False

    def _seeks_on(self) -> bool:
        """Whether a space is needed to tell labels apart; else it chooses."""
        begun = [each.label.casefold() for each in self._choices if each.label.casefold().startswith(self._typed)]
        more = [label for label in begun if label.startswith(f"{self._typed} ")]
        return self._search.isActive() and len(more) > 0 and len(begun) > 1

    def _stop_at(self, wanted: QAbstractButton | None) -> None:
        """Let Tab stop at one choice: the one in use, else the first."""
        stop = wanted or next(iter(self._buttons.values()), None)
        for made in self._buttons.values():
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if made is stop else Qt.FocusPolicy.ClickFocus)
        if stop is not None:
            self.setFocusProxy(stop)

    def _find(self, letter: str) -> None:
        """Go to the next choice that begins with what was typed lately."""
        self._typed = self._typed + letter.casefold() if self._search.isActive() else letter.casefold()
        self._search.start()
        ordered = list(self._choices)
        here = next((at for at, each in enumerate(ordered) if self._buttons[each.value].hasFocus()), 0)
        start = here + (len(self._typed) == 1)
        for choice in ordered[start:] + ordered[:start]:
            if choice.label.casefold().startswith(self._typed):
                self._buttons[choice.value].setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _build(self, choices: tuple[Choice, ...]) -> None:
        clear(self.area)
        self._choices = choices
        self._buttons = {choice.value: self._button(choice) for choice in choices}
        self._built = True
        longest = max((self._length(choice) for choice in choices), default=0)
        placed = [self._placed(choice) for choice in choices]
        if len(choices) <= _FEW and longest <= _SHORT_LABEL:
            self.area.addLayout(row(*placed, spacing=24))
        elif len(choices) > _MANY and longest <= _COLUMN_LABEL:
            self.area.addLayout(_two_columns(placed))
        else:
            for widget in placed:
                self.area.addWidget(widget)
        self.set_name(self._name)

    def _button(self, choice: Choice) -> QAbstractButton:
        made: QAbstractButton = QCheckBox(self) if self._several else QRadioButton(self)
        made.installEventFilter(self)
        made.setProperty("value", choice.value)
        made.clicked.connect(self._tell)
        self._group.addButton(made)
        return made

    def _placed(self, choice: Choice) -> QWidget:
        made, second = self._buttons[choice.value], self._second.get(choice.value, "")
        wraps = len(choice.label) > _LONG_LABEL
        if not wraps:
            made.setText(choice.label.replace("&", "&&"))
            if not second:
                return made
        holder = QWidget(self)
        beside = not wraps and self._length(choice) <= _LONG_PAIR
        words = [Spoken(choice.label, made)] if wraps else []
        words += [Spoken(second, made, second=True, wrap=not beside)] if second else []
        if beside:
            holder.setLayout(row(made, *words))
        elif wraps:
            layout = row(made, column(*words, spacing=0), stretch=False)
            layout.setAlignment(made, Qt.AlignmentFlag.AlignTop)
            layout.setStretch(1, 1)
            holder.setLayout(layout)
        else:
            below = column(*words)
            below.setContentsMargins(_INDICATOR, 0, 0, 4)
            holder.setLayout(column(made, below, spacing=0))
        return holder

    def _length(self, choice: Choice) -> int:
        """Letters of a choice in both languages."""
        return len(choice.label) + len(self._second.get(choice.value, ""))

    def _tell(self) -> None:
        self.answered.emit(" ".join(value for value, made in self._buttons.items() if made.isChecked()))


def _two_columns(widgets: list[QWidget]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(2)
    half = (len(widgets) + 1) // 2
    for index, widget in enumerate(widgets):
        grid.addWidget(widget, index % half, index // half)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return grid
