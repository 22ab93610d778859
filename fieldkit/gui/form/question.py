"""One question on the screen: label in both languages, hint, control, chips for no answer, what is wrong with it."""

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fieldkit.domain.forms import Choice, Kind, NodeState
from fieldkit.gui.desk import Desk
from fieldkit.gui.form.chosen import Acknowledge, ChoiceList, Finder, Unanswerable
from fieldkit.gui.form.control import Control
from fieldkit.gui.form.filling import SPECIAL
from fieldkit.gui.form.typed import Line, LongText, Moment, Number
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.buttons import chip
from fieldkit.gui.widgets.flow import Flow
from fieldkit.gui.widgets.text import text

_LONG_LIST = 12
_LINES, _NARRATIVE = 2, 7
_MOMENTS = frozenset({Kind.DATE, Kind.TIME, Kind.DATETIME})
_UNANSWERABLE = frozenset({Kind.FILE})
_SELECTS = frozenset({Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.RANK})


class Question(QFrame):
    """Tells what was answered; shows what the session says."""

    answered = Signal(str, str)
    left = Signal(str)

    def __init__(self, desk: Desk, state: NodeState) -> None:
        super().__init__()
        self.ref = state.ref
        self._desk = desk
        self._shown: NodeState | None = None
        self._label = text("", Type.STRONG, wrap=True)
        self._required = text("", Type.CAPTION, "hint")
        self._second = text("", Type.CAPTION, "hint", wrap=True)
        self._hint = text("", Type.CAPTION, "second", wrap=True)
        self._complaint = text("", tone="stop", wrap=True)
        self._warning = QLabel()
        self._warning.setPixmap(desk.look.pixmap("warn", "stop", 16, self.devicePixelRatioF()))
        self.control = _control(desk, state)
        self.control.answered.connect(self._tell)
        self.control.left.connect(self._tell_left)
        self._chips: dict[str, QPushButton] = {}
        self._chip_row = QWidget()
        self._chip_flow = Flow(spacing=4)
        self._chip_row.setLayout(self._chip_flow)
        self._complaint_row = self._beside(self._warning, self._complaint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._beside(self._label, self._required, wide=0))
        for widget in (self._second, self._hint, self.control, self._chip_row, self._complaint_row):
            layout.addWidget(widget)
        self.setFocusProxy(self.control)

    def show_state(self, state: NodeState, second: str, complaint: str, *, wrong: bool) -> None:
        """Show how the question stands.

        Args:
            state: the node.
            second: its label in the other language.
            complaint: what is wrong, in words; empty if nothing.
            wrong: what stands in the control was not taken as an answer and must stay there.
        """
        self.setVisible(state.relevant)
        self._complaint.setText(complaint)
        self._complaint_row.setVisible(bool(complaint))
        self.control.mark_wrong(bool(complaint))
        self._second.setText(second)
        self._second.setVisible(bool(second) and second != state.label)
        if state == self._shown:
            return
        self._shown = state
        _ = self._desk.language.gettext
        self._label.setText(state.label)
        self._required.setText(_("required") if state.required and not state.readonly else "")
        self._hint.setText(state.hint)
        self._hint.setVisible(bool(state.hint))
        self.control.set_name(state.label or state.ref.rpartition("/")[2])
        self.control.setAccessibleDescription(complaint)
        if not wrong:
            self.control.show_state(self._for_control(state))
        self._show_chips(state)

    def _for_control(self, state: NodeState) -> NodeState:
        """Without the choices that are chips."""
        if state.kind not in _SELECTS:
            return state
        value = " ".join(code for code in state.value.split() if code not in SPECIAL)
        return msgspec.structs.replace(state, choices=_ordinary(state), value=value)

    def _show_chips(self, state: NodeState) -> None:
        special = [choice for choice in state.choices or () if choice.value in SPECIAL]
        if [choice.value for choice in special] != list(self._chips):
            for made in self._chips.values():
                made.deleteLater()
            self._chips = {choice.value: self._chip(choice) for choice in special}
        for choice in special:
            made = self._chips[choice.value]
            made.setText(choice.label)
            made.setAccessibleName(f"{state.label}: {choice.label}")
            made.setChecked(choice.value in state.value.split())
            made.setEnabled(not state.readonly)
        self._chip_row.setVisible(bool(special))

    def _chip(self, choice: Choice) -> QPushButton:
        made = chip(choice.label)
        made.setProperty("value", choice.value)
        made.clicked.connect(self._tell_special)
        self._chip_flow.addWidget(made)
        return made

    def _tell_special(self, checked: bool) -> None:
        made = self.sender()
        if made is not None:
            self.answered.emit(self.ref, str(made.property("value")) if checked else "")
            self.left.emit(self.ref)

    def _tell(self, value: str) -> None:
        self.answered.emit(self.ref, value)

    def _tell_left(self) -> None:
        self.left.emit(self.ref)

    @staticmethod
    def _beside(first: QWidget, second: QWidget, wide: int = 1) -> QWidget:
        holder = QWidget()
        layout = QHBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(first, 0 if wide else 1, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(second, wide, Qt.AlignmentFlag.AlignTop)
        return holder


class Note(QFrame):
    """Words of the form to the person who fills it."""

    def __init__(self, desk: Desk, state: NodeState) -> None:
        super().__init__()
        self.ref = state.ref
        icon = QLabel()
        icon.setPixmap(desk.look.pixmap("info", "accent", 16, self.devicePixelRatioF()))
        self._words = text("", tone="second", wrap=True)
        self._second = text("", Type.CAPTION, "hint", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._words)
        words.addWidget(self._second)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)

    def show_state(self, state: NodeState, second: str, complaint: str, *, wrong: bool) -> None:
        """Show the words."""
        del complaint, wrong
        self.setVisible(state.relevant)
        self._words.setText(state.label)
        self._second.setText(second)
        self._second.setVisible(bool(second))


def _ordinary(state: NodeState) -> tuple[Choice, ...]:
    return tuple(choice for choice in state.choices or () if choice.value not in SPECIAL)


def _control(desk: Desk, state: NodeState) -> Control:
    _ = desk.language.gettext
    kind = state.kind
    if kind is Kind.SELECT_ONE:
        return Finder() if len(_ordinary(state)) > _LONG_LIST else ChoiceList(several=False)
    if kind in _SELECTS:
        return ChoiceList(several=True)
    if kind in {Kind.INTEGER, Kind.DECIMAL}:
        return Number(whole=kind is Kind.INTEGER)
    if kind in _MOMENTS:
        return Moment(desk, kind)
    if kind is Kind.TEXT:
        return LongText(_NARRATIVE if "multiline" in state.appearance else _LINES)
    if kind is Kind.ACKNOWLEDGE:
        return Acknowledge()
    if kind in _UNANSWERABLE:
        return Unanswerable(_("Files cannot be attached on this laptop; keep them apart and note where they are."))
    return Line()
