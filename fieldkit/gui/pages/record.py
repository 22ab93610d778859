"""One record: its answers like a page, beside them what may be done with it and what happened to it so far."""

from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from fieldkit.domain.changes import Changes
from fieldkit.domain.records import State
from fieldkit.gui.desk import Desk, Place
from fieldkit.gui.page import Page
from fieldkit.gui.records import shown
from fieldkit.gui.records.agreed import AgreedView
from fieldkit.gui.records.answers import AnswersView
from fieldkit.gui.records.aside import Aside
from fieldkit.gui.records.cards import CardsView
from fieldkit.gui.records.comparison import ComparisonView
from fieldkit.gui.records.decisions import Decisions
from fieldkit.gui.records.history import History
from fieldkit.gui.records.moving import MovingView, question
from fieldkit.gui.records.notice import notice
from fieldkit.gui.records.resolution import resolution
from fieldkit.gui.records.risk import RiskView, measure
from fieldkit.gui.records.shown import RecordSight
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, INSIDE, MARGIN, MEASURE
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.boxes import Scrolled, clear, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.shelf import Shelf
from fieldkit.gui.widgets.text import set_property, text
from fieldkit.services.attachments import Attachments
from fieldkit.services.comparing import Comparing, Comparison
from fieldkit.services.migrating import Migrating, Preview
from fieldkit.services.recording import Recording
from fieldkit.services.risk import RecordRisk
from fieldkit.services.workspace import Workspace

_ASIDE = 264


class OneRecord(Page):
    """Opened from a list; Escape leads back to it."""

    def __init__(self, desk: Desk, record: str) -> None:
        super().__init__(desk, "")
        _ = desk.language.gettext
        self._record = record
        self._sight: RecordSight | None = None
        self._correct = button(_("Correct it"), self._amend)
        self._accept = button(_("Accept"), self._do_accept, "primary")
        for made in (self._correct, self._accept):
            made.hide()
            self.add_action(made)
        self.decisions = Decisions(desk, self.write, self.banner.refuse)
        self.decisions.decided.connect(self._decided)
        self._ask = Ask(desk.language)
        self._ask.declined.connect(self.refresh)
        self._answers = Scrolled(MEASURE, spacing=MARGIN)
        self._aside = Scrolled(spacing=INSIDE)
        self._aside.setObjectName("aside")
        self._aside.setFixedWidth(_ASIDE)
        self._aside.set_margins(BETWEEN, BETWEEN)
        beside = QHBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self._answers, 1)
        beside.addWidget(self._aside)
        self.body.addWidget(self.decisions)
        self.body.addWidget(Shelf(self._ask))
        self.body.addLayout(beside, 1)
        QShortcut(QKeySequence("Escape"), self).activated.connect(self._go_back)

    def refresh(self) -> None:
        """Read again."""
        self.ask(partial(shown.read, record=self._record, language=self.desk.language.code), self._show)

    def on_changed(self, changes: Changes) -> None:
        """Read again what concerns this record, or who may do what with it."""
        if changes.touches(self._record) or changes.project or changes.reference:
            self.refresh()

    def _show(self, sight: RecordSight) -> None:
        self._sight = sight
        self._ask.cancel()
        language = self.desk.language
        self.set_title(shown.title(sight.row, language))
        self.set_state(shown.state_line(sight.row, language))
        self.decisions.look_at(sight.row, sight.askable)
        self._show_actions(sight)
        column = self._answers.column
        clear(column)
        told = notice(self.desk, sight)
        if told is not None:
            column.addWidget(told)
        if sight.conflict is not None:
            column.addWidget(resolution(self.desk, sight.conflict, self.decisions, self._answers))
        elif sight.versions is not None:
            column.addWidget(ComparisonView(self.desk, sight.versions))
        if sight.aside is not None:
            aside = Aside(self.desk, sight.aside, sight.row.doubt, may_decide=sight.may_decide)
            aside.asked.connect(self.decisions.take_up)
            column.addWidget(aside)
        if sight.versions is None and sight.sections:
            answers = AnswersView(self.desk, sight.sections, self._record, copying=True)
            answers.copy_asked.connect(self._ask_copy)
            column.addWidget(answers)
        column.addStretch(1)
        self._show_aside(sight)

    def _show_actions(self, sight: RecordSight) -> None:
        returned = sight.row.state == State.RETURNED
        _ = self.desk.language.gettext
        self._correct.setText(_("Correct with a new record") if sight.row.sealed else _("Correct it"))
        self._correct.setAccessibleName(self._correct.text())
        self._correct.setVisible(sight.may_correct)
        self._accept.setVisible(sight.may_decide and sight.row.state == State.SUBMITTED)
        set_property(self._correct, "kind", "primary" if returned else "plain")

    def _show_aside(self, sight: RecordSight) -> None:
        _ = self.desk.language.gettext
        column = self._aside.column
        clear(column)
        for made in self._further(sight):
            column.addWidget(made)
        if sight.agreement is not None:
            column.addSpacing(INSIDE if column.count() else 0)
            column.addWidget(AgreedView(self.desk, sight.agreement, sight.given_out))
        if sight.history:
            column.addSpacing(INSIDE if column.count() else 0)
            column.addWidget(text(_("History"), Type.HEADING))
            history = History(self.desk, sight.history)
            history.change_asked.connect(self._ask_change)
            column.addWidget(history)
        column.addStretch(1)

    def _further(self, sight: RecordSight) -> list[QPushButton]:
        """What is done seldom, out of the way of the answers."""
        _ = self.desk.language.gettext
        made: list[QPushButton] = []
        if sight.newer:
            made.append(button(_("Move to the newest version"), self._preview_move))
        if sight.may_decide:
            if sight.row.state not in {State.ACCEPTED, State.SUBMITTED}:
                made.append(button(_("Accept after all"), self._do_accept))
            made.append(button(_("Return with a reason"), self.decisions.send_back))
            made.append(button(_("Exclude from figures"), self.decisions.exclude))
            made.append(button(_("Mark as a duplicate"), self.decisions.duplicate))
        if sight.cards.uses or (sight.cards.opens and sight.cards.rows):
            made.append(button(_("Identity cards"), self._show_cards))
        if sight.agreement is not None and sight.row.state != State.WITHDRAWN and not sight.row.sealed:
            made.append(button(_("Risk of being recognised"), self._ask_risk))
        if sight.role is not None and sight.agreement is not None and sight.row.state != State.WITHDRAWN:
            made.append(button(_("Withdraw consent"), self._ask_withdrawal, "danger"))
        return made

    def leave(self) -> None:
        """No name stays in a field, or on the screen, behind another page."""
        for view in self.findChildren(CardsView):
            view.forget()

    def _do_accept(self) -> None:
        self.decisions.accept()

    def _show_cards(self) -> None:
        if self._sight is None:
            return
        _ = self.desk.language.gettext
        view = CardsView(self.desk, self._record, self._sight.cards, self.banner)
        view.sealed.connect(self.refresh)
        self._show_alone(_("Identity cards"), view, button(_("Show all answers"), self.refresh))
        view.begin()

    def _ask_risk(self) -> None:
        self.ask(partial(measure, record=self._record), self._show_risk)

    def _show_risk(self, risk: RecordRisk | None) -> None:
        _ = self.desk.language.gettext
        back = button(_("Show all answers"), self.refresh)
        self._show_alone(_("Risk of being recognised"), RiskView(self.desk, risk), back)
        back.setFocus()

    def _ask_withdrawal(self) -> None:
        if self._sight is not None and self._sight.agreement is not None:
            self.decisions.withdraw(self._sight.agreement, self._sight.given_out)

    def _decided(self, done: str) -> None:
        self.banner.tell(done)

    def _amend(self) -> None:
        record = self._record

        def amend(workspace: Workspace) -> str:
            return Recording(workspace).amend(record)

        self.ask(amend, self._open_draft)

    def _preview_move(self) -> None:
        self.decisions.cancel()
        record, language = self._record, self.desk.language.code
        self.ask(lambda workspace: Migrating(workspace).preview(record, language=language), self._ask_move)

    def _ask_move(self, preview: Preview) -> None:
        """Show what moving would do, and ask."""
        _ = self.desk.language.gettext
        self._show_alone(_("Another version of the questionnaire"), MovingView(self.desk, preview))
        then, mild = partial(self._move, preview.newer), not preview.lost
        self._ask.ask(question(self.desk, preview), _("Go on in the new version"), then, mild=mild)

    def _move(self, version: str, _words: str) -> None:
        record, language = self._record, self.desk.language.code

        def move(workspace: Workspace) -> Preview:
            return Migrating(workspace).move(record, version, language, lose=True)

        self.desk.worker.run(move, self._moved, self._not_moved)

    def _moved(self, preview: Preview) -> None:
        self.desk.worker.changed.emit(preview.changes)
        self._open_draft(preview.draft)

    def _not_moved(self, error: Exception) -> None:
        self.refresh()
        self.banner.refuse(error)

    def _open_draft(self, draft: str) -> None:
        self.go(Place.ENTRY, draft)

    def _ask_change(self, revision: str) -> None:
        record, language = self._record, self.desk.language.code

        def change(workspace: Workspace) -> Comparison:
            return Comparing(workspace).change(record, revision, language)

        self.ask(change, self._show_change)

    def _show_change(self, comparison: Comparison) -> None:
        """Put what a revision changed above the answers."""
        _ = self.desk.language.gettext
        back = button(_("Show all answers"), self.refresh)
        self._show_alone(_("What changed"), ComparisonView(self.desk, comparison), back)
        back.setFocus()

    def _show_alone(self, title: str, view: QWidget, *below: QWidget) -> None:
        """Show something in place of the answers."""
        self._ask.cancel()
        column = self._answers.column
        clear(column)
        column.addWidget(text(title, Type.HEADING))
        column.addWidget(view)
        column.addLayout(row(*below))
        column.addStretch(1)
        self._answers.verticalScrollBar().setValue(0)

    def _ask_copy(self, name: str) -> None:
        _ = self.desk.language.gettext
        question = _("The copy will not be encrypted: whoever finds it can open it. Save it all the same?")
        self._ask.ask(question, _("Save a copy"), partial(self._save_copy, name), mild=True)

    def _save_copy(self, name: str, _words: str) -> None:
        target = self.desk.files.save(self, name)
        if target is None:
            return
        record = self._record

        def write(workspace: Workspace) -> None:
            Attachments(workspace).write_to(record, name, target)

        self.ask(write, self._tell_copied)

    def _tell_copied(self, _nothing: None) -> None:
        self.banner.tell(self.desk.language.gettext("Saved. The copy is not encrypted."), "care")

    def _go_back(self) -> None:
        if self.decisions.asks:
            self.decisions.cancel()
        elif not self._ask.isHidden():
            self._ask.decline()
        else:
            self.go(Place.RECORDS)
