"""Deciding a conflict: a row per question that clashes, the answer of each version beside the other, one of them right.

The keys 1, 2, … choose for the question in turn and go on to the next, Backspace takes the last choice back, Enter
saves when nothing is open any more: so ten conflicts take few minutes.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QRadioButton, QScrollArea, QWidget

from fieldkit.domain.forms import Kind
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.records import shown
from fieldkit.gui.records.choosing import Choices
from fieldkit.gui.records.decisions import Decisions
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, INSIDE
from fieldkit.gui.widgets.boxes import column, row, rule
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.spoken import Spoken
from fieldkit.gui.widgets.text import set_property, text
from fieldkit.services.resolving import Conflict, Question

_MOST_KEYS = 9
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def resolution(desk: Desk, conflict: Conflict, decisions: Decisions, area: QScrollArea) -> "Resolution":
    """The questions of a conflict, whose answers `decisions` writes; `area` follows the keyboard."""
    made = Resolution(desk, conflict)
    made.decided.connect(decisions.resolve)
    made.taken.connect(decisions.take)
    decisions.unresolved.connect(made.open_again)
    made.turned.connect(area.ensureWidgetVisible)
    return made


class Resolution(QWidget):
    """Nothing is chosen at first, and what is chosen can be taken back until it is saved."""

    decided = Signal(object)
    """Ref of each question -> number of the version that is right, from 0."""
    taken = Signal(int)
    """Number of the version that is right as a whole."""
    turned = Signal(QWidget)
    """The keyboard is here now."""

    def __init__(self, desk: Desk, conflict: Conflict) -> None:
        super().__init__()
        _ = desk.language.gettext
        self._desk = desk
        self._conflict = conflict
        self._choices = Choices(len(conflict.questions))
        self._groups: list[QButtonGroup] = []
        self._asked: list[QLabel] = []
        self._save = button("", self._decide, "primary")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(BETWEEN)
        self._grid.setVerticalSpacing(INSIDE)
        for number in range(len(conflict.versions)):
            self._grid.setColumnStretch(number + 1, 1)
        self._add_heads()
        for question in conflict.questions:
            self._add_question(question)
        told = _(
            "1, 2, … choose an answer and go on; Backspace takes the last choice back; Enter saves when none is open."
            " What does not clash has been combined already."
        )
        if conflict.whole:
            told = _(
                "The versions answer different questionnaires: only one of them as a whole can be right. 1, 2, …"
                " choose it, Backspace takes the choice back, Enter saves."
            )
        self.setLayout(
            column(text(told, Type.CAPTION, "second", wrap=True), self._grid, row(self._save), spacing=BETWEEN)
        )
        for number in range(min(len(conflict.versions), _MOST_KEYS)):
            self._add_key(str(number + 1)).setProperty("version", number)
        self._add_key("Backspace").activated.connect(self._undo)
        self._tell()

    def choices(self) -> dict[str, int]:
        """What is chosen so far."""
        chosen = zip(self._conflict.questions, self._choices.versions, strict=True)
        return {question.ref: version for question, version in chosen if version is not None}

    def focus_open(self) -> None:
        """Put the keyboard on the first open question, or on the button that saves."""
        at = self._choices.first_open
        target: QWidget = self._save
        if not self._choices.complete:
            target = self._groups[at].button(0) if at is not None else self
        target.setFocus(Qt.FocusReason.TabFocusReason)
        self.turned.emit(target)

    def open_again(self) -> None:
        """The decision was refused: let it be changed."""
        self.setEnabled(True)
        self.focus_open()

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Enter saves wherever the keyboard is among the answers, once nothing is open."""
        if event.key() in _ENTER and not event.isAutoRepeat():
            self._decide()
            return
        super().keyPressEvent(event)

    def _add_key(self, keys: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setAutoRepeat(False)  # a key held down must not choose for the next question too
        if keys.isdigit():
            shortcut.activated.connect(self._choose)
        return shortcut

    def _add_heads(self) -> None:
        language = self._desk.language
        for number, version in enumerate(self._conflict.versions):
            name = language.gettext("Take this version as a whole")
            whole = button(name, self._choose_whole, "link")
            whole.setProperty("version", number)
            whole.setAccessibleName(f"{name}: {version.author}")
            moment = words.moment(version.at, language)
            head = column(text(f"{number + 1}   {version.author}", Type.STRONG), text(moment, Type.CAPTION, "second"))
            head.addLayout(row(whole))
            self._grid.addLayout(head, 0, number + 1, Qt.AlignmentFlag.AlignTop)

    def _add_question(self, question: Question) -> None:
        place = self._grid.rowCount()
        self._grid.addWidget(rule(), place, 0, 1, len(self._conflict.versions) + 1)
        label = text(question.label, tone="second", wrap=True)
        asked = column(label, spacing=0)
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
        group.setProperty("question", len(self._groups))
        group.idClicked.connect(self._clicked)
        self._groups.append(group)
        self._asked.append(label)

    def _told(self, question: Question) -> tuple[str, ...]:
        _ = self._desk.language.gettext
        if question.kind is Kind.INSTANCE:
            return tuple(_("keep it") if value else _("leave it out") for value in question.values)
        language = self._desk.language
        return tuple(shown.value(value, question.kind, language) or _("no answer") for value in question.values)

    def _choose(self) -> None:
        """Take an answer for the question that has the keyboard, else for the first that is open; then go on."""
        version = _version(self.sender())
        if self._conflict.whole:
            self._choices.choose_whole(version)
        else:
            here = (at for at, group in enumerate(self._groups) if any(each.hasFocus() for each in group.buttons()))
            at = next(here, self._choices.first_open)
            if at is None:
                return
            self._choices.choose(at, version)
        self._tell()
        self.focus_open()

    def _choose_whole(self) -> None:
        self._choices.choose_whole(_version(self.sender()))
        self._tell()
        self.focus_open()

    def _clicked(self, version: int) -> None:
        sender = self.sender()
        if sender is not None:
            self._choices.choose(int(sender.property("question")), version)
            self._tell()

    def _undo(self) -> None:
        self._choices.undo()
        self._tell()
        self.focus_open()

    def _tell(self) -> None:
        """Let the page show what is chosen, which question is in turn, and what would be saved."""
        _ = self._desk.language.gettext
        in_turn = self._choices.first_open
        for at, (group, label) in enumerate(zip(self._groups, self._asked, strict=True)):
            _check(group, self._choices.versions[at])
            set_property(label, "tone", "accent" if at == in_turn else "second")
        whole = self._choices.whole
        told = _("Save the decision")
        if whole is not None:
            told = _("Save: the version of {code} as a whole").format(code=self._conflict.versions[whole].author)
        self._save.setText(told)
        self._save.setAccessibleName(told)
        self._save.setEnabled(self._choices.complete)

    def _decide(self) -> None:
        if not self._choices.complete or not self.isEnabled():
            return
        self.setEnabled(False)  # until it is written, or refused
        if self._choices.whole is not None:
            self.taken.emit(self._choices.whole)
        else:
            self.decided.emit(self.choices())


def _version(sender: object) -> int:
    return int(sender.property("version")) if isinstance(sender, QShortcut | QWidget) else 0


def _check(group: QButtonGroup, version: int | None) -> None:
    """Show a choice, or that there is none: a group that is exclusive would not let go of its last one."""
    group.setExclusive(False)
    for number, made in enumerate(group.buttons()):
        made.setChecked(number == version)
    group.setExclusive(True)
