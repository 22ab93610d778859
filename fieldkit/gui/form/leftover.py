"""Before submitting: texts of a draft in which something still gives somebody away. It is said, and stops nobody."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy

from fieldkit.domain.forms import Kind
from fieldkit.domain.linting import LetStand, Mark
from fieldkit.gui.desk import Desk
from fieldkit.gui.form.filling import Filling
from fieldkit.gui.form.marks import tell
from fieldkit.gui.form.named import label
from fieldkit.gui.widgets.boxes import clear, column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.text import text

_LISTED = 5
"""Questions that are listed; the rest is counted."""
_TOLD = 3
"""Marks of one question that are told."""


@dataclass(frozen=True, slots=True)
class Left:
    """Marks in the answer to one question."""

    ref: str
    label: str
    marks: tuple[Mark, ...]


class Leftover(QFrame):
    """Looks through all texts on another thread; then tells that nothing is left, or asks."""

    settled = Signal()
    """Nothing is left, or the person submits all the same."""
    picked = Signal(str)
    """A question to go to."""

    def __init__(self, desk: Desk, submitting: QPushButton) -> None:
        super().__init__()
        _ = desk.language.gettext
        self.setObjectName("banner")
        self._desk = desk
        self._submitting = submitting
        self._let_stand = LetStand()
        self._question = text("", wrap=True)
        self._rows = column(spacing=0)
        self._anyway = button(_("Submit all the same"), self._go_on)
        back = button(_("Look at the texts"), self._look)
        layout = column(self._question, self._rows, row(back, self._anyway))
        layout.setContentsMargins(12, 8, 12, 8)
        self.setLayout(layout)
        self._first = ""
        self.hide()

    def check(self, filling: Filling) -> None:
        """Look through the texts of the form."""
        self.hide()
        self._submitting.setEnabled(False)  # until the outcome is known
        self._let_stand = filling.let_stand
        told = tuple(
            (node.ref, label(node, self._desk.language), node.value)
            for node in filling.session.nodes()
            if node.kind is Kind.TEXT and not node.sealed and node.relevant and node.value.strip() and not node.readonly
        )
        self._desk.worker.call_beside(_looking(told), self._weigh, self._give_up)

    def _weigh(self, found: tuple[Left, ...]) -> None:
        left = [Left(each.ref, each.label, self._let_stand.without(each.marks)) for each in found]
        left = [each for each in left if each.marks]
        if not left:
            self.settled.emit()
            return
        language = self._desk.language
        many = sum(len(each.marks) for each in left)
        self._question.setText(
            language.ngettext(
                "{n} part of the texts may give somebody away. While it stands, the text does not leave the project.",
                "{n} parts of the texts may give somebody away. While they stand, the texts do not leave the project.",
                many,
            )
        )
        self._list(left)
        self._submitting.setEnabled(True)

    def _list(self, left: list[Left]) -> None:
        language = self._desk.language
        clear(self._rows)
        rows: list[QPushButton] = []
        for each in left[:_LISTED]:
            told = "; ".join(tell(mark, self._desk) for mark in each.marks[:_TOLD])
            words = language.gettext("{question}: {marks}").format(question=each.label, marks=told)
            made = button(words, self._pick, "link")
            made.setProperty("ref", each.ref)
            made.setToolTip(words)
            made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # long words do not widen the page
            self._rows.addWidget(made)
            rows.append(made)
        more = len(left) - _LISTED
        if more > 0:
            counted = language.ngettext("and {n} more question", "and {n} more questions", more)
            self._rows.addWidget(text(counted, tone="second"))
        self._first = left[0].ref
        self.show()
        rows[0].setFocus()

    def _pick(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.picked.emit(str(sender.property("ref")))

    def _look(self) -> None:
        self.hide()
        self.picked.emit(self._first)

    def _go_on(self) -> None:
        self.hide()
        self.settled.emit()

    def _give_up(self, _error: Exception) -> None:
        """A look that fails must not keep anybody from submitting; what leaves is looked at again then."""
        self.settled.emit()


def _looking(told: tuple[tuple[str, str, str], ...]) -> Callable[[], tuple[Left, ...]]:
    def look() -> tuple[Left, ...]:
        from fieldkit.services.linting import Linting  # noqa: PLC0415  brings the rules and lists

        linting = Linting()
        return tuple(Left(ref, words, linting.marks(value)) for ref, words, value in told)

    return look
