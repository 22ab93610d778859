"""Before a report goes out: the people in it who agreed to be named, one after another, to be asked again.

The keys 1, 2, 3 write down what came of it and go on to the next, 4 leaves somebody unnamed; Escape writes no report.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from fieldkit.domain.changes import Changes
from fieldkit.domain.consent import Use
from fieldkit.domain.naming import Candidate
from fieldkit.domain.reconfirming import Said
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import INSIDE
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.boxes import column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import choices, chosen, field, line
from fieldkit.gui.widgets.text import text
from fieldkit.i18n import N_, Language
from fieldkit.messages import consent, naming
from fieldkit.services.browsing import Browsing
from fieldkit.services.figures import FigureBoard
from fieldkit.services.given_out import Register
from fieldkit.services.reconfirming import Reconfirming
from fieldkit.services.reporting import Order, Reporting
from fieldkit.services.workspace import Workspace

_ANSWERS = (
    (Said.AGREES, N_("Agrees still")),
    (Said.NO_LONGER, N_("Does not agree any more")),
    (Said.NOT_REACHED, N_("Could not be reached")),
)
_DAY_WIDTH, _MEMBER_WIDTH = 130, 150


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody to be asked again, and what is said of them."""

    candidate: Candidate
    told: str
    """Where the record is from."""
    given_out: int
    """Files that have their name in them already."""


@dataclass(frozen=True, slots=True)
class Round:
    """Everybody to be asked before one report."""

    people: tuple[Waiting, ...] = ()
    members: tuple[str, ...] = ()
    own: str = ""
    today: str = ""


class Asking(QFrame):
    """Hidden until it asks."""

    def __init__(self, desk: Desk, failed: Callable[[Exception], None]) -> None:
        super().__init__()
        _ = desk.language.gettext
        self.setObjectName("banner")
        self._desk, self._failed = desk, failed
        self._round = Round()
        self._at = 0
        self._then: Callable[[], None] | None = None
        self._title = text("", Type.HEADING)
        self._where = text("", Type.STRONG, wrap=True)
        self._told = text("", wrap=True)
        self._heard = text("", tone="second", wrap=True)
        self.member = choices(())
        self.member.setFixedWidth(_MEMBER_WIDTH)
        self.day = line()
        self.day.setFixedWidth(_DAY_WIDTH)
        self._sure = Ask(desk.language)
        self._sure.declined.connect(self._focus)
        self._answers = [button(f"{number}   {_(label)}", self._answer) for number, (_said, label) in _numbered()]
        for number, (said, label) in _numbered():
            made = self._answers[number - 1]
            made.setAccessibleName(_(label))
            made.setProperty("said", said.value)
            self._add_key(str(number), made.click)
        self._leave = button(f"{len(_ANSWERS) + 1}   " + _("Leave unnamed"), self._next)
        self._leave.setAccessibleName(_("Leave unnamed"))
        self._add_key(str(len(_ANSWERS) + 1), self._leave.click)
        self._rest = button(_("Write it, all others unnamed"), self._finish, "link")
        self._add_key("Escape", self.cancel)
        self._inside = QWidget()
        fields = row(field(_("Who asked"), self.member), field(_("On the day"), self.day))
        decide = row(*self._answers, self._leave)
        beside = row(self._rest, button(_("Cancel"), self.cancel, "link"))
        inner = column(self._title, self._where, self._told, self._heard, fields, decide, beside, spacing=INSIDE)
        self._inside.setLayout(inner)
        layout = column(self._inside, self._sure, spacing=INSIDE)
        layout.setContentsMargins(12, 8, 12, 8)
        self.setLayout(layout)
        self.hide()

    @property
    def asks(self) -> bool:
        """Whether somebody waits to be asked."""
        return self._then is not None

    def ask(self, people: Round, then: Callable[[], None]) -> None:
        """Ask for one after another; `then` follows once nobody is left."""
        self._round, self._at, self._then = people, 0, then
        self.member.clear()
        for code in people.members:
            self.member.addItem(code, code)
        self.member.setCurrentIndex(max(self.member.findData(people.own), 0))
        self.day.setText(people.today)
        self._show()

    def cancel(self) -> None:
        """Ask no more, and write nothing."""
        self._then = None
        self._sure.cancel()
        self.hide()

    def _show(self) -> None:
        language = self._desk.language
        _, number = language.gettext, language.number
        waiting = self._round.people[self._at]
        self._title.setText(
            _("Ask again before it goes out: {at} of {all}").format(
                at=number(self._at + 1), all=number(len(self._round.people))
            )
        )
        told = _(
            "The person in this record agreed to be named. Ask them, in a way that is safe for them, whether they "
            "still want their name to be printed. Whoever is not asked stays unnamed."
        )
        self._where.setText(waiting.told)
        self._told.setText(told)
        self._heard.setText(naming.heard(waiting.candidate.last, language))
        self._sure.cancel()
        self._inside.setEnabled(True)
        self.show()
        self._focus()

    def _focus(self) -> None:
        self._inside.setEnabled(True)
        self._answers[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _answer(self) -> None:
        said = Said(str(self.sender().property("said")))
        if said is not Said.NO_LONGER:
            self._write(said)
            return
        waiting = self._round.people[self._at]
        self._inside.setEnabled(False)
        question = consent.consequences((Use.REAL_NAME,), waiting.given_out, self._desk.language)
        self._sure.ask(question, self._desk.language.gettext("Take back"), self._take_back)

    def _take_back(self, _words: str) -> None:
        self._write(Said.NO_LONGER)

    def _write(self, said: Said) -> None:
        record = self._round.people[self._at].candidate.record
        job = partial(_note, record=record, said=said, by=chosen(self.member), on=self.day.text().strip())
        self._inside.setEnabled(False)
        self._desk.worker.write(job, self._written, self._refused)

    def _written(self, _changes: Changes) -> None:
        if self.asks:
            self._next()

    def _refused(self, error: Exception) -> None:
        self._focus()
        self._failed(error)

    def _next(self) -> None:
        self._at += 1
        if self._at < len(self._round.people):
            self._show()
        else:
            self._finish()

    def _finish(self) -> None:
        then = self._then
        self.cancel()
        if then is not None:
            then()

    def _add_key(self, keys: str, pressed: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)  # a key held down must not answer for the next person too
        shortcut.activated.connect(pressed)


def read(workspace: Workspace, order: Order, language: Language) -> Round:
    """Everybody to be asked before this report; runs on the worker's thread."""
    found = Reporting(workspace).waiting(order)
    roster = workspace.roster
    if not found or roster is None:
        return Round()
    own = roster.device(workspace.identity.device)
    register = Register(workspace)
    return Round(
        people=tuple(
            Waiting(
                candidate=each,
                told=_where(workspace, each, language),
                given_out=len(register.holding(each.record, (Use.REAL_NAME,))),
            )
            for each in found
        ),
        members=tuple(sorted(member.code for member in roster.members)),
        own=own.member if own else "",
        today=workspace.clock.now().date().isoformat(),
    )


def _where(workspace: Workspace, each: Candidate, language: Language) -> str:
    """Person, record, questionnaire, place and month."""
    row = Browsing(workspace).show(each.record, language.code).row
    form, month = words.form(row.form, row.title, language), FigureBoard(workspace).words(language).month(each.month)
    return "  ·  ".join(filter(None, (each.code, words.short_id(each.record), form, row.place, month)))


def _note(workspace: Workspace, *, record: str, said: Said, by: str, on: str) -> Changes:
    return Reconfirming(workspace).note(record, said, by=by, on=on)


def _numbered() -> tuple[tuple[int, tuple[Said, str]], ...]:
    return tuple(enumerate(_ANSWERS, start=1))
