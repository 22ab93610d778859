"""What may be done with a submitted record: a reviewer's four decisions with what each has to ask, and withdrawal."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from fieldkit.domain.bodies import Remark
from fieldkit.domain.changes import Changes
from fieldkit.domain.consent import Use
from fieldkit.domain.listing import RecordRow
from fieldkit.domain.products import GivenOut
from fieldkit.gui.desk import Desk
from fieldkit.gui.records.returning import Returning
from fieldkit.gui.records.twin import Twin
from fieldkit.gui.records.withdrawing import Withdrawing
from fieldkit.gui.theme.tokens import BETWEEN, MARGIN
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.boxes import column
from fieldkit.gui.worker import Task
from fieldkit.services.answers import Section
from fieldkit.services.consenting import Agreement, Consenting
from fieldkit.services.resolving import Resolving
from fieldkit.services.reviewing import Reviewing
from fieldkit.services.workspace import Workspace

Write = Callable[[Callable[[Workspace], Changes], Callable[[Changes], None]], Task]


class Decisions(QWidget):
    """Asks in the page, then writes. Holds the record that is looked at."""

    decided = Signal(str)
    """What was done, in words."""
    unresolved = Signal()
    """The decision on a conflict was refused; it can be changed."""

    def __init__(self, desk: Desk, write: Write, failed: Callable[[Exception], None]) -> None:
        super().__init__()
        self._desk = desk
        self._write = write
        self._row: RecordRow | None = None
        self._done = ""
        self.asking = Ask(desk.language)
        self.twin = Twin(desk, failed)
        self.returning = Returning(desk)
        self.withdrawing = Withdrawing(desk)
        self._parts = (self.asking, self.twin, self.returning, self.withdrawing)
        self._sections: tuple[Section, ...] = ()
        inside = column(*self._parts)
        inside.setContentsMargins(MARGIN, BETWEEN, MARGIN, 0)
        self.setLayout(inside)
        for part in self._parts:
            part.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Take no room while nothing is asked."""
        if event.type() in {QEvent.Type.ShowToParent, QEvent.Type.HideToParent}:
            self.setVisible(self.asks)
        return super().eventFilter(watched, event)

    @property
    def asks(self) -> bool:
        """Whether a question waits for an answer."""
        return not all(part.isHidden() for part in self._parts)

    def look_at(self, row: RecordRow | None, sections: tuple[Section, ...] = ()) -> None:
        """Another record with its questions, or the same one read again; what was asked about another is dropped."""
        if row is None or self._row is None or row.id != self._row.id:
            self.cancel()
        self._row = row
        self._sections = sections

    def cancel(self) -> None:
        """Ask no more."""
        for part in self._parts:
            part.cancel()

    def accept(self) -> None:
        """Let it give figures."""
        row = self._row
        if row is not None:
            self.cancel()
            self._do(lambda desk: desk.accept(row.id), self._desk.language.gettext("Accepted"))

    def take_up(self, version: str) -> None:
        """Let a version hold that was set aside as in doubt."""
        _ = self._desk.language.gettext
        question = _(
            "A revoked laptop signed this version, so it may be forged. Take it up only if you know from its author"
            " that it is true: it then takes the place of what holds now, and the record is accepted."
        )
        self._ask(question, _("Take it up"), "", partial(self._take_up, version))

    def send_back(self) -> None:
        """Back to its author, with reasons."""
        if self._row is not None:
            self.cancel()
            self.returning.ask(self._sections, partial(self._send_back, self._row.id))

    def exclude(self) -> None:
        """Out of all figures, with a reason."""
        _ = self._desk.language.gettext
        question = _("Keep this record out of all figures? It stays in the vault with your reason.")
        self._ask(question, _("Exclude"), _("Reason"), self._exclude)

    def duplicate(self) -> None:
        """It tells what another record tells."""
        if self._row is not None:
            self.cancel()
            self.twin.ask(self._row, partial(self._duplicate, self._row.id))

    def resolve(self, choices: object) -> None:
        """Decide a conflict question by question."""
        if self._row is not None and isinstance(choices, dict):
            self._resolve(partial(Resolving.decide, record=self._row.id, choices=choices))

    def take(self, version: int) -> None:
        """Decide a conflict for one version as a whole."""
        if self._row is not None:
            self._resolve(partial(Resolving.take, record=self._row.id, version=version))

    def withdraw(self, agreement: Agreement, given_out: tuple[GivenOut, ...]) -> None:
        """The person took back their consent, for everything or for some uses."""
        self.cancel()
        self.withdrawing.ask(agreement, given_out, partial(self._withdraw, agreement.record))

    def _ask(self, question: str, yes: str, words: str, then: Callable[[str, str], None]) -> None:
        if self._row is not None:
            self.cancel()
            self.asking.ask(question, yes, partial(then, self._row.id), words)

    def _take_up(self, version: str, record: str, _words: str) -> None:
        self._do(lambda desk: desk.accept(record, version=version), self._desk.language.gettext("Taken up"))

    def _send_back(self, record: str, reason: str, remarks: tuple[Remark, ...]) -> None:
        done = self._desk.language.gettext("Returned")
        self._do(lambda desk: desk.return_to_author(record, reason, remarks), done)

    def _exclude(self, record: str, reason: str) -> None:
        self._do(lambda desk: desk.exclude(record, reason), self._desk.language.gettext("Excluded"))

    def _duplicate(self, record: str, other: str) -> None:
        self._do(lambda desk: desk.duplicate(record, other), self._desk.language.gettext("Marked as a duplicate"))

    def _withdraw(self, record: str, uses: tuple[Use, ...]) -> None:
        _ = self._desk.language.gettext
        self._done = _("Taken back") if uses else _("Erased")
        self._write(lambda workspace: Consenting(workspace).withdraw(record, uses), self._tell)

    def _do(self, decide: Callable[[Reviewing], Changes], done: str) -> None:
        self._done = done
        self._write(lambda workspace: decide(Reviewing(workspace)), self._tell)

    def _resolve(self, decide: Callable[[Resolving], Changes]) -> None:
        self._done = self._desk.language.gettext("Decided")
        self._write(lambda workspace: decide(Resolving(workspace)), self._tell).failed.connect(self._tell_unresolved)

    def _tell_unresolved(self, _error: object) -> None:
        self.unresolved.emit()

    def _tell(self, _changes: Changes) -> None:
        self.decided.emit(self._done)
