"""Where a question or note stands on the sheet; it is made when it is first asked, because most never are."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldkit.domain.forms import NodeState
from fieldkit.gui.form.filling import Filling
from fieldkit.gui.form.note import Note
from fieldkit.gui.form.question import Question
from fieldkit.gui.form.second import NOTHING, second

Make: TypeAlias = Callable[[NodeState], Question | Note]


class Place(QWidget):
    """Hidden and empty until its node is relevant."""

    def __init__(self, make: Make, above: QWidget | None = None) -> None:
        super().__init__(above)
        self.item: Question | Note | None = None
        self._second = NOTHING
        self._second_of: tuple[NodeState, str] | None = None
        self._make = make
        self._area = QVBoxLayout(self)
        self._area.setContentsMargins(0, 0, 0, 0)
        self.hide()

    @property
    def question(self) -> Question | None:
        """The question, once it is made."""
        return self.item if isinstance(self.item, Question) else None

    def lacks(self, state: NodeState) -> bool:
        """Whether something must be made to show the state."""
        return state.relevant and self.item is None

    def show_state(self, state: NodeState, filling: Filling) -> None:
        """Show what the session says of the node."""
        if self.lacks(state):
            self.item = self._make(state)
        if self.item is not None and state.relevant:
            self._translate(state, filling)
            if isinstance(self.item, Question):
                self.item.show_state(state, self._second, filling.complaint(state), filling.typed(state.ref))
            else:
                self.item.show_state(state, self._second.label)
            if self._area.isEmpty():
                self._area.addWidget(self.item)  # complete: laid out and polished once
        self.setVisible(state.relevant)
        if self.question is not None and not state.relevant:
            self.question.complaint_row.hide()

    def _translate(self, state: NodeState, filling: Filling) -> None:
        """Ask for the other language only when something is new: at a keystroke most questions are as they were."""
        wanted = state, filling.second_language
        if wanted != self._second_of:
            self._second_of = wanted
            self._second = second(filling.session, *wanted)
