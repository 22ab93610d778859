"""Questions beside one another in lines: money, and dates with their precision; complaints stand below the lines."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldkit.domain.forms import Kind, NodeState
from fieldkit.domain.linting import LetStand
from fieldkit.gui.desk import Desk
from fieldkit.gui.form.moment import Day
from fieldkit.gui.form.note import Note
from fieldkit.gui.form.places import Place
from fieldkit.gui.form.question import Question
from fieldkit.gui.form.together import Together
from fieldkit.gui.theme.tokens import INSIDE

_SHARES = {Kind.INTEGER: 2, Kind.DECIMAL: 2, Kind.SELECT_ONE: 3, Kind.DATE: 4, Kind.TEXT: 6}
"""Parts of the width of a line; a text with no more than a code in it gets less by what stands beside it."""
_WORDS = 2


class Beside(QWidget):
    """A row made of places. For dates it passes the precision along, in both directions."""

    answered = Signal(str, str)

    def __init__(self, desk: Desk, row: Together, let_stand: LetStand, listen: Callable[[Question], None]) -> None:
        super().__init__()
        self._desk = desk
        self._row = row
        self._let_stand = let_stand
        self._listen = listen
        self.places: dict[str, Place] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(INSIDE)
        for number, line in enumerate(row.lines):
            layout = QHBoxLayout()
            layout.setSpacing(INSIDE)
            for branch in line:
                place = Place(self._make, self)
                share = _SHARES.get(branch.state.kind, _WORDS)
                short = branch.state.kind is Kind.TEXT and number == 0
                layout.addWidget(place, _WORDS if short else share)
                self.places[branch.state.ref] = place
            self._column.addLayout(layout)

    def show_row(self, states: dict[str, NodeState]) -> None:
        """Take no space where nothing is asked; let dates be shown as exactly as they are known."""
        self.setVisible(any(states[ref].relevant for ref in self.places))
        self._complain_once()
        if not self._row.dated:
            return
        precision = states[self._row.lines[0][0].state.ref]
        for ref, place in self.places.items():
            question = place.question
            if question is not None and isinstance(question.control, Day):
                until = ref == self._row.lines[0][-1].state.ref and len(self._row.lines[0]) > _WORDS
                if question.control.show_precision("" if until else precision.value):
                    question.refresh()

    def _complain_once(self) -> None:
        """The same words are said once for the row; every field that they are about has a coloured border."""
        said: set[str] = set()
        for place in self.places.values():
            question = place.question
            if question is not None and not question.complaint_row.isHidden():
                question.complaint_row.setHidden(question.complaint in said)
                said.add(question.complaint)

    def _make(self, state: NodeState) -> Question | Note:
        dated = self._row.dated and state.kind is Kind.DATE
        coarse = dated and state.ref == self._first_date
        question = Question(self._desk, state, small=True, coarse=coarse, let_stand=self._let_stand)
        self._listen(question)
        if isinstance(question.control, Day):
            question.control.precision.connect(self._tell_precision)
            question.control.until.connect(self._tell_until)
        self._column.addWidget(question.complaint_row)
        return question

    @property
    def _first_date(self) -> str:
        return self._row.lines[0][1].state.ref

    def _tell_precision(self, code: str) -> None:
        self.answered.emit(self._row.lines[0][0].state.ref, code)

    def _tell_until(self, day: str) -> None:
        dates = self._row.lines[0][1:]
        if len(dates) > 1:
            self.answered.emit(dates[1].state.ref, day)
