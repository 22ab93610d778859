"""Deciding a conflict: a row per question that clashes, the answer of each version beside the other, one of them right.

The keys 1, 2, … choose for the question in turn and go on to the next, so that ten conflicts take few minutes.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from fieldkit.domain.forms import Kind
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.records import shown
from fieldkit.gui.records.decisions import Decisions
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, INSIDE
from fieldkit.gui.widgets.boxes import column, row, rule
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.spoken import Spoken
from fieldkit.gui.widgets.text import text
from fieldkit.services.resolving import Conflict, Question

_MOST_KEYS = 9


def resolution(desk: Desk, conflict: Conflict, decisions: Decisions) -> "Resolution":
    """The questions of a conflict, whose answers `decisions` writes."""
    made = Resolution(desk, conflict)
    made.decided.connect(decisions.resolve)
    made.taken.connect(decisions.take)
    return made


class Resolution(QWidget):
    """Nothing is chosen at first: a decision is somebody's, never the program's."""

    decided = Signal(object)
    """Ref of each question -> number of the version that is right, from 0."""
    taken = Signal(int)
    """Number of the version that is right as a whole."""

    def __init__(self, desk: Desk, conflict: Conflict) -> None:
        super().__init__()
        _ = desk.language.gettext
        self._desk = desk
        self._conflict = conflict
        self._groups: list[QButtonGroup] = []
        self._save = button(_("Save the decision"), self._decide, "primary")
        self._save.setEnabled(False)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(BETWEEN)
        self._grid.setVerticalSpacing(INSIDE)
        for number in range(len(conflict.versions)):
            self._grid.setColumnStretch(number + 1, 1)
        self._add_heads()
        for question in conflict.questions:
            self._add_question(question)
        told = _("Press 1, 2, … to choose an answer and go on. What does not clash has been combined already.")
        if conflict.whole:
            told = _("The versions answer different questionnaires: only one of them as a whole can be right.")
        self.setLayout(
            column(text(told, Type.CAPTION, "second", wrap=True), self._grid, row(self._save), spacing=BETWEEN)
        )
        self._save.setVisible(not conflict.whole)
        for number in range(min(len(conflict.versions), _MOST_KEYS)):
            shortcut = QShortcut(QKeySequence(str(number + 1)), self)
            shortcut.setProperty("version", number)
            shortcut.activated.connect(self._choose)

    def choices(self) -> dict[str, int]:
        """What is chosen so far."""
        chosen = zip(self._conflict.questions, self._groups, strict=True)
        return {question.ref: group.checkedId() for question, group in chosen if group.checkedId() >= 0}

    def _add_heads(self) -> None:
        language = self._desk.language
        for number, version in enumerate(self._conflict.versions):
            name = language.gettext("Take this version as a whole")
            whole = button(name, self._take, "link")
            whole.setProperty("version", number)
            whole.setAccessibleName(f"{name}: {version.author}")
            moment = words.moment(version.at, language)
            head = column(text(f"{number + 1}   {version.author}", Type.STRONG), text(moment, Type.CAPTION, "second"))
            head.addLayout(row(whole))
            self._grid.addLayout(head, 0, number + 1, Qt.AlignmentFlag.AlignTop)

    def _add_question(self, question: Question) -> None:
        place = self._grid.rowCount()
        self._grid.addWidget(rule(), place, 0, 1, len(self._conflict.versions) + 1)
        asked = column(text(question.label, tone="second", wrap=True), spacing=0)
        if question.section:
            asked.addWidget(text(question.section, Type.CAPTION, "hint", wrap=True))
        asked.addStretch(1)
        self._grid.addLayout(asked, place + 1, 0)
        group = QButtonGroup(self)
        for number, told in enumerate(self._told(question)):
            radio = QRadioButton()
            radio.setAccessibleName(f"{question.label}: {told}")
            group.addButton(radio, number)
            said = Spoken(told, radio)
            said.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
            beside = row(radio, said, stretch=False, spacing=4)
            beside.setStretch(1, 1)
            beside.setAlignment(radio, Qt.AlignmentFlag.AlignTop)
            self._grid.addLayout(beside, place + 1, number + 1)
        group.idToggled.connect(self._weigh)
        self._groups.append(group)

    def _told(self, question: Question) -> tuple[str, ...]:
        _ = self._desk.language.gettext
        if question.kind is Kind.INSTANCE:
            return tuple(_("keep it") if value else _("leave it out") for value in question.values)
        language = self._desk.language
        return tuple(shown.value(value, question.kind, language) or _("no answer") for value in question.values)

    def _choose(self) -> None:
        """Take an answer for the question that has the keyboard, else for the first that is open."""
        sender = self.sender()
        number = int(sender.property("version")) if sender else 0
        group = next((each for each in self._groups if any(made.hasFocus() for made in each.buttons())), None)
        group = group or next((each for each in self._groups if each.checkedId() < 0), None)
        if group is None:
            return
        group.button(number).setChecked(True)
        following = next((each for each in self._groups if each.checkedId() < 0), None)
        (following.button(0) if following else self._save).setFocus(Qt.FocusReason.TabFocusReason)

    def _weigh(self, _number: int, _checked: bool) -> None:
        self._save.setEnabled(len(self.choices()) == len(self._groups))

    def _decide(self) -> None:
        self.decided.emit(self.choices())

    def _take(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.taken.emit(int(sender.property("version")))
