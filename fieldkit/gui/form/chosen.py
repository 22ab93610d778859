"""Controls for what is chosen: radio list, check list, a drop-down that finds as one types."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QCompleter,
    QGridLayout,
    QLabel,
    QListView,
    QRadioButton,
    QWidget,
)

from fieldkit.domain.forms import Choice, NodeState
from fieldkit.gui.form.control import Control
from fieldkit.gui.widgets.boxes import clear, row
from fieldkit.gui.widgets.text import set_property, text

_LONG_LABEL = 64
"""Longer labels get a wrapping text beside the indicator, which Qt's own cannot."""
_SHORT_LABEL, _FEW = 14, 4
"""So few and short choices stand beside one another."""
_COLUMN_LABEL, _MANY = 30, 6
"""More choices with labels up to this length stand in two columns."""


class _Words(QLabel):
    """The text of a choice; a click on it is a click on the choice."""

    def __init__(self, words: str, choice: QAbstractButton) -> None:
        super().__init__(words)
        self._choice = choice
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def mousePressEvent(self, event: QMouseEvent, /) -> None:
        """Press the choice."""
        event.accept()
        if self._choice.isEnabled():
            self._choice.setFocus()
            self._choice.click()


class ChoiceList(Control):
    """Radio buttons for one answer, check boxes for several."""

    def __init__(self, *, several: bool) -> None:
        super().__init__()
        self._several = several
        self._name = ""
        self._choices: tuple[Choice, ...] = ()
        self._buttons: dict[str, QAbstractButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(not several)

    def set_name(self, name: str) -> None:
        """Name the choices: question and choice."""
        self._name = name
        for choice in self._choices:
            self._buttons[choice.value].setAccessibleName(f"{name}: {choice.label}")

    def show_state(self, state: NodeState) -> None:
        """Show the choices and which are taken."""
        choices = state.choices or ()
        if choices != self._choices:
            self._build(choices)
        taken = state.value.split()
        self._group.setExclusive(False)
        for value, made in self._buttons.items():
            made.setChecked(value in taken)
            made.setEnabled(not state.readonly)
        self._group.setExclusive(not self._several)

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Notice when the person goes on to another question."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)

    def _build(self, choices: tuple[Choice, ...]) -> None:
        clear(self.area)
        self._choices = choices
        self._buttons = {choice.value: self._button(choice) for choice in choices}
        longest = max((len(choice.label) for choice in choices), default=0)
        placed = [self._placed(choice) for choice in choices]
        if len(choices) <= _FEW and longest <= _SHORT_LABEL:
            self.area.addLayout(row(*placed, spacing=24))
        elif len(choices) > _MANY and longest <= _COLUMN_LABEL:
            self.area.addLayout(_two_columns(placed))
        else:
            for widget in placed:
                self.area.addWidget(widget)
        self.set_name(self._name)
        first = next(iter(self._buttons.values()), None)
        if first is not None:
            self.setFocusProxy(first)

    def _button(self, choice: Choice) -> QAbstractButton:
        made: QAbstractButton = QCheckBox() if self._several else QRadioButton()
        made.setProperty("value", choice.value)
        made.clicked.connect(self._tell)
        made.installEventFilter(self)
        self._group.addButton(made)
        return made

    def _placed(self, choice: Choice) -> QWidget:
        made = self._buttons[choice.value]
        if len(choice.label) <= _LONG_LABEL:
            made.setText(choice.label.replace("&", "&&"))
            return made
        holder = QWidget()
        layout = row(made, spacing=8, stretch=False)
        layout.setAlignment(made, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(_Words(choice.label, made), 1)
        holder.setLayout(layout)
        return holder

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


class _Box(QComboBox):
    """A drop-down that the mouse wheel scrolls past instead of changing the answer."""

    def wheelEvent(self, event: QWheelEvent, /) -> None:
        """Let the page scroll."""
        event.ignore()


class Finder(Control):
    """A drop-down for long lists; typing any part of a label finds it."""

    def __init__(self) -> None:
        super().__init__()
        self._choices: tuple[Choice, ...] = ()
        self._value = ""
        self.box = _Box()
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setMaxVisibleItems(14)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = QCompleter(self.box.model(), self.box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        popup = QListView()
        popup.setObjectName("completion")
        completer.setPopup(popup)
        completer.activated.connect(self._commit)
        self.box.setCompleter(completer)
        self.box.activated.connect(self._commit)
        edit = self.box.lineEdit()
        if edit is not None:
            edit.editingFinished.connect(self._finish)
        self.area.addWidget(self.box)
        self.setFocusProxy(self.box)

    def set_name(self, name: str) -> None:
        """Name the input."""
        self.box.setAccessibleName(name)
        edit = self.box.lineEdit()
        if edit is not None:
            edit.setAccessibleName(name)

    def show_state(self, state: NodeState) -> None:
        """Show the choices and which is taken."""
        choices = state.choices or ()
        if choices != self._choices:
            self._choices = choices
            self.box.clear()
            for choice in choices:
                self.box.addItem(choice.label, choice.value)
        self._value = state.value
        self.box.setEnabled(not state.readonly)
        if not self.box.hasFocus():
            self._show_value()

    def mark_wrong(self, wrong: bool) -> None:
        """Colour the border."""
        set_property(self.box, "wrong", wrong)

    def _show_value(self) -> None:
        index = self.box.findData(self._value) if self._value else -1
        self.box.setCurrentIndex(index)
        if index < 0:
            self.box.clearEditText()

    def _commit(self, _chosen: object = None) -> None:
        """Take the label in the field as the answer if it is one; an emptied field clears the answer."""
        typed = self.box.currentText().strip()
        labels = {choice.label.casefold(): choice.value for choice in self._choices}
        if not typed:
            self._answer("")
        elif typed.casefold() in labels:
            self._answer(labels[typed.casefold()])

    def _finish(self) -> None:
        self._commit()
        self._show_value()
        self.left.emit()

    def _answer(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self.answered.emit(value)


class Acknowledge(Control):
    """One box to tick: seen and understood."""

    def __init__(self) -> None:
        super().__init__()
        self._box = QCheckBox("OK")
        self._box.clicked.connect(self._tell)
        self.area.addWidget(self._box)
        self.setFocusProxy(self._box)

    def set_name(self, name: str) -> None:
        """Name the box."""
        self._box.setAccessibleName(name)

    def show_state(self, state: NodeState) -> None:
        """Show whether it is ticked."""
        self._box.setChecked(bool(state.value))
        self._box.setEnabled(not state.readonly)

    def _tell(self, checked: bool) -> None:
        self.answered.emit("OK" if checked else "")


class Unanswerable(Control):
    """A kind of question that has no control: say so instead of leaving a gap."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.area.addWidget(text(words, tone="hint", wrap=True))
