"""One question on the screen: label in both languages, hint, control, chips for no answer, what is wrong with it."""

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from fieldkit.domain.forms import Choice, Kind, NodeState
from fieldkit.domain.linting import LetStand
from fieldkit.gui.desk import Desk
from fieldkit.gui.form.attached import FileAnswer
from fieldkit.gui.form.chosen import ChoiceList
from fieldkit.gui.form.control import Control
from fieldkit.gui.form.controls import SELECTS, control, needs_finding, ordinary
from fieldkit.gui.form.dates import Dates
from fieldkit.gui.form.filling import SPECIAL
from fieldkit.gui.form.named import UNTRANSLATED, files, named
from fieldkit.gui.form.second import Second
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.boxes import row
from fieldkit.gui.widgets.buttons import chip
from fieldkit.gui.widgets.flow import Flow
from fieldkit.gui.widgets.text import text

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Question(QFrame):
    """Tells what was answered; shows what the session says. `small`: part of a row, whose complaints stand below it."""

    answered = Signal(str, str)
    pending = Signal(str, str)
    left = Signal(str)
    hiding = Signal(str)
    """Areas of the picture that answers it shall be hidden."""
    passed = Signal(str)
    """The person pressed Enter: on to the next question."""
    remade = Signal()
    """It has other stops of Tab than before."""

    def __init__(
        self,
        desk: Desk,
        state: NodeState,
        *,
        small: bool = False,
        coarse: bool = False,
        draft: str = "",
        let_stand: LetStand | None = None,
    ) -> None:
        super().__init__()
        self.ref = state.ref
        self._desk = desk
        self._small = small
        self._told: tuple[NodeState, Second] | None = None
        self._shown: NodeState | None = None
        """As it was told, with names where the form has no words."""
        self._typed = False
        self._label = text("", Type.CAPTION if small else Type.STRONG, "second" if small else "", wrap=True)
        self._required = text("", Type.CAPTION, "hint")
        self._second = text("", Type.CAPTION, "hint", wrap=True)
        self._files = text("", Type.CAPTION, "hint", wrap=True)
        self._hint = text("", Type.CAPTION, "second", wrap=True)
        self._guidance = text("", Type.CAPTION, "hint", wrap=True)
        self._given = text("", tone="second", wrap=True)
        self._complaint = text("", Type.CAPTION if small else Type.BODY, "stop", wrap=True)
        self.complaint_row = self._complaining()
        self._coarse = coarse
        self._draft = draft
        self._let_stand = let_stand
        self.control = self._controlling(state)
        self._chips: dict[str, QPushButton] = {}
        self._chip_row = QWidget(self)
        self._chip_flow = Flow(spacing=4)
        self._chip_row.setLayout(self._chip_flow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        if small:
            layout.addStretch(1)
        head = row(spacing=8, stretch=False)
        head.addWidget(self._label, 1)
        head.addWidget(self._required, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(head)
        above = self._second, self._files, self._hint, self._guidance
        for widget in (*above, self.control, self._given, self._chip_row):
            widget.hide()
            layout.addWidget(widget)
        if not small:
            layout.addWidget(self.complaint_row)
        self.setFocusProxy(self.control)

    def show_state(self, state: NodeState, second: Second, complaint: str, typed: str | None) -> None:
        """Show how the question stands.

        Args:
            state: the node.
            second: what it says in the other language.
            complaint: what is wrong, in words; empty if nothing.
            typed: what stands in the control and is no answer; None if the answer stands there.
        """
        self._complaint.setText(complaint)
        self.complaint_row.setVisible(bool(complaint) and state.relevant)
        self.control.mark_wrong(bool(complaint))
        self.control.setAccessibleDescription(complaint)
        if typed is not None:
            self.control.show_typed(typed)
        was_typed, self._typed = self._typed, typed is not None
        if (state, second) == self._told and was_typed == self._typed:
            return
        self._told = state, second
        self._shown = state = named(state, self._desk.language)
        self._suit_choices(state)
        self._show_words(state, second)
        self.control.set_name(state.label)
        self.control.show_second(second.choices)
        self.control.setVisible(not state.readonly)
        self._given.setVisible(state.readonly)
        if state.readonly:
            self._given.setText(self._in_words(state))
        if typed is None:
            self.control.show_state(self._for_control(state))
        self._show_chips(state)

    @property
    def complaint(self) -> str:
        """What is wrong, in words; empty if nothing."""
        return self._complaint.text()

    def refresh(self) -> None:
        """Show the same state again: what it is shown beside has changed."""
        if self._shown is not None:
            self.control.show_state(self._for_control(self._shown))

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return [*self.control.stops(), *self._chips.values()]

    def press_chip(self, number: int) -> None:
        """Press one of the chips, or choose the code where it is in the list; counted from 1."""
        state = self._shown
        offered = [choice.value for choice in state.choices or () if choice.value in SPECIAL] if state else []
        if state is not None and number <= len(offered) and not state.readonly:
            code = offered[number - 1]
            self.answered.emit(self.ref, "" if state.value == code else code)
            self.left.emit(self.ref)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Enter goes on where the control has no use for it."""
        plain = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and event.modifiers() in plain:
            event.accept()
            self.control.commit()
            self.passed.emit(self.ref)
        else:
            super().keyPressEvent(event)

    def _show_words(self, state: NodeState, second: Second) -> None:
        """The label and everything in smaller print below it."""
        self._label.setText(state.label)
        self._show_required(state)
        pictures = files(state.media, self._desk.language)
        for label, words in (
            (self._second, second.label),
            (self._files, pictures if pictures != state.label else ""),
            (self._hint, state.hint),
            (self._guidance, state.guidance),
        ):
            label.setText(words)
            label.setVisible(words not in UNTRANSLATED)

    def _show_required(self, state: NodeState) -> None:
        _ = self._desk.language.gettext
        needed = state.required and not state.readonly
        if self._small:
            self._label.setText(f"{self._label.text()}\u00a0*" if needed else self._label.text())
            self._label.setToolTip(_("required") if needed else "")
        else:
            self._required.setText(_("required") if needed else "")

    def _for_control(self, state: NodeState) -> NodeState:
        """Without the choices that are chips."""
        if state.kind not in SELECTS or self._small:
            return state
        value = " ".join(code for code in state.value.split() if code not in SPECIAL)
        return msgspec.structs.replace(state, choices=ordinary(state), value=value)

    def _in_words(self, state: NodeState) -> str:
        """A value that nobody can change here."""
        labels = {choice.value: choice.label for choice in state.choices or ()}
        if state.kind is Kind.DATE:
            return Dates(self._desk.language.code).shown(state.value)
        if labels:
            return ", ".join(labels.get(code, code) for code in state.value.split()) or "–"
        return state.value.removesuffix(".0") or "–"

    def _show_chips(self, state: NodeState) -> None:
        special = [choice for choice in state.choices or () if choice.value in SPECIAL and not self._small]
        if [choice.value for choice in special] != list(self._chips):
            for made in self._chips.values():
                made.deleteLater()
            self._chips = {choice.value: self._chip(choice, place) for place, choice in enumerate(special, 1)}
        for choice in special:
            made = self._chips[choice.value]
            made.setText(choice.label)
            made.setAccessibleName(f"{state.label}: {choice.label}")
            made.setChecked(choice.value in state.value.split())
            made.setEnabled(not state.readonly)
        self._chip_row.setVisible(bool(special) and not state.readonly)

    def _chip(self, choice: Choice, place: int) -> QPushButton:
        made = chip(choice.label)
        made.setProperty("value", choice.value)
        made.setToolTip(f"Alt+{place}")
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

    def _tell_pending(self, words: str) -> None:
        self.pending.emit(self.ref, words)

    def _tell_left(self) -> None:
        self.left.emit(self.ref)

    def _tell_hiding(self) -> None:
        self.hiding.emit(self.ref)

    def _controlling(self, state: NodeState) -> Control:
        made = control(
            self._desk,
            state,
            small=self._small,
            coarse=self._coarse,
            draft=self._draft,
            let_stand=self._let_stand,
        )
        made.answered.connect(self._tell)
        made.pending.connect(self._tell_pending)
        made.left.connect(self._tell_left)
        if isinstance(made, FileAnswer):
            made.hiding.connect(self._tell_hiding)
        return made

    def _suit_choices(self, state: NodeState) -> None:
        """Choices that depend on answers may become so many that they must be found by typing."""
        if isinstance(self.control, ChoiceList) and needs_finding(state):
            before = self.control
            self.control = self._controlling(state)
            layout = self.layout()
            if layout is not None:
                layout.replaceWidget(before, self.control)
            before.deleteLater()
            self.setFocusProxy(self.control)
            self.remade.emit()

    def _complaining(self) -> QWidget:
        warning = QLabel()
        warning.setPixmap(self._desk.look.pixmap("warn", "stop", 16, self.devicePixelRatioF()))
        holder = QWidget()
        layout = row(spacing=8, stretch=False)
        layout.addWidget(warning, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._complaint, 1)
        holder.setLayout(layout)
        holder.hide()
        return holder
