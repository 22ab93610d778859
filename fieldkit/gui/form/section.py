"""One section on the screen: its questions, headings of inner groups, rows, repeats as cards."""

from collections import deque

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from fieldkit.domain.forms import Kind, NodeState
from fieldkit.gui.desk import Desk
from fieldkit.gui.form.beside import Beside
from fieldkit.gui.form.filling import Filling
from fieldkit.gui.form.named import label
from fieldkit.gui.form.note import Note
from fieldkit.gui.form.outline import Branch, Section
from fieldkit.gui.form.places import Place
from fieldkit.gui.form.question import Question
from fieldkit.gui.form.repeats import Repeat
from fieldkit.gui.form.together import Together, arranged
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.text import text

_GAP = 24
_AT_ONCE, _AT_A_TIME = 48, 2
"""What is made before the section is first seen, in widgets, and questions made between two events after that."""
_OWN = 6
"""Widgets of a question beside its choices."""


class SectionView(QWidget):
    """Made for one structure; `matches` tells when it must be made anew. What is out of sight is made a bit later."""

    answered = Signal(str, str)
    pending = Signal(str, str)
    left = Signal(str)
    hiding = Signal(str)
    passed = Signal(str)
    added = Signal(str)
    removed = Signal(str, int)
    returned = Signal()
    folded = Signal(str)

    def __init__(self, desk: Desk, filling: Filling, section: Section, closed: frozenset[str]) -> None:
        super().__init__()
        self._desk = desk
        self._filling = filling
        self._closed = closed
        self._places: dict[str, Place] = {}
        self._rows: list[Beside] = []
        self._repeats: list[Repeat] = []
        self._groups: list[tuple[str, Kind, QWidget]] = []
        self._states: dict[str, NodeState] = {}
        self._late: deque[str] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._make_some)
        self._shape = _shape(section.branches)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        whole = [branch.below if branch.state.kind is Kind.GROUP else [branch] for branch in section.branches]
        self._fill(column, [branch for part in whole for branch in part])

    @property
    def complete(self) -> bool:
        """Whether everything that is asked is on the screen."""
        return not self._late

    def matches(self, section: Section) -> bool:
        """Whether the section still has the questions and cards that are on the screen."""
        return self._shape == _shape(section.branches)

    def show_section(self, section: Section) -> None:
        """Bring every question up to date."""
        self._states = {state.ref: state for state in section.leaves()}
        self._late.clear()
        made = 0
        for ref, place in self._places.items():
            state = self._states[ref]
            if place.lacks(state):
                if made > _AT_ONCE:
                    self._late.append(ref)
                    continue
                made += _OWN + len(state.choices or ()) * (2 if self._filling.second_language else 1)
            place.show_state(state, self._filling)
        self._show_containers(section)
        if made:
            self._chain()
        if self._late:
            self._timer.start()

    def focused_ref(self) -> str:
        """The question that has the keyboard; empty if none has."""
        widget: QWidget | None = QApplication.focusWidget()
        while widget is not None and widget is not self:
            if isinstance(widget, Question):
                return widget.ref
            widget = widget.parentWidget()
        return ""

    def question(self, ref: str) -> Question | None:
        """A question that is asked now."""
        if ref in self._late:
            self._make_some(len(self._late))
        place = self._places.get(ref)
        return place.question if place is not None and place.isVisibleTo(self) else None

    def question_after(self, ref: str) -> Question | None:
        """The next question that can be answered; the first one for an empty ref."""
        refs = list(self._places)
        for following in refs[refs.index(ref) + 1 if ref in self._places else 0 :]:
            state = self._states.get(following)
            if state is not None and state.relevant and not state.readonly and state.kind is not Kind.NOTE:
                return self.question(following)
        return None

    def first_below(self, ref: str) -> Question | None:
        """The first question of a card."""
        inside = (each for each in self._places if each.startswith(f"{ref}/") and self._states[each].relevant)
        return self.question(next(inside, ""))

    def _make_some(self, many: int = _AT_A_TIME) -> None:
        for _ in range(min(many, len(self._late))):
            ref = self._late.popleft()
            self._places[ref].show_state(self._states[ref], self._filling)
        for each in self._rows:
            each.show_row(self._states)
        if not self._late:
            self._timer.stop()
            self._chain()

    def _chain(self) -> None:
        """Tab goes from question to question as they stand, whenever each was made."""
        before: QWidget | None = None
        for place in self._places.values():
            for stop in place.question.stops() if place.question is not None else ():
                if before is not None:
                    QWidget.setTabOrder(before, stop)
                before = stop

    def _show_containers(self, section: Section) -> None:
        containers = {(each.state.ref, each.state.kind): each for each in _containers(section.branches)}
        for ref, kind, widget in self._groups:
            branch = containers.get((ref, kind))
            if branch is not None:
                widget.setVisible(branch.state.relevant)
                if isinstance(widget, Repeat):
                    widget.show_instances(branch, self._filling)
        for each in self._rows:
            each.show_row(self._states)

    def _fill(self, column: QVBoxLayout, branches: list[Branch]) -> None:
        for part in arranged(branches, self._filling.roles):
            if isinstance(part, Together):
                self._add_row(column, part)
            elif part.state.kind is Kind.REPEAT:
                self._add_repeat(column, part)
            elif part.state.kind is Kind.GROUP:
                self._add_group(column, part)
            else:
                self._places[part.state.ref] = place = Place(self._make, self)
                column.addWidget(place)

    def _make(self, state: NodeState) -> Question | Note:
        if state.kind is Kind.NOTE:
            return Note(self._desk, state)
        question = Question(self._desk, state, draft=self._filling.draft, let_stand=self._filling.let_stand)
        self._listen(question)
        return question

    def _listen(self, question: Question) -> None:
        question.answered.connect(self.answered)
        question.pending.connect(self.pending)
        question.left.connect(self.left)
        question.hiding.connect(self.hiding)
        question.passed.connect(self.passed)
        question.remade.connect(self._chain)

    def _add_row(self, column: QVBoxLayout, part: Together) -> None:
        row = Beside(self._desk, part, self._filling.let_stand, self._listen)
        row.answered.connect(self.answered)
        self._rows.append(row)
        self._places.update(row.places)
        column.addWidget(row)

    def _add_group(self, column: QVBoxLayout, branch: Branch) -> None:
        box = QWidget(self)
        inner = QVBoxLayout(box)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(_GAP)
        if branch.state.label or branch.state.media:
            inner.addWidget(text(label(branch.state, self._desk.language), Type.HEADING, wrap=True))
        self._fill(inner, branch.below)
        self._groups.append((branch.state.ref, Kind.GROUP, box))
        column.addWidget(box)

    def _add_repeat(self, column: QVBoxLayout, branch: Branch) -> None:
        box = Repeat(self._desk, self._filling, branch, self._closed, self._fill)
        box.added.connect(self.added)
        box.removed.connect(self.removed)
        box.returned.connect(self.returned)
        box.folded.connect(self.folded)
        self._groups.append((branch.state.ref, Kind.REPEAT, box))
        column.addWidget(box)


def _shape(branches: list[Branch]) -> tuple[object, ...]:
    return tuple((branch.state.ref, branch.state.kind, _shape(branch.below)) for branch in branches)


def _containers(branches: list[Branch]) -> list[Branch]:
    found: list[Branch] = []
    for branch in branches:
        if branch.state.kind in {Kind.GROUP, Kind.REPEAT}:
            found.append(branch)
        found.extend(_containers(branch.below))
    return found
