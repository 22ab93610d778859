"""Filling a form: one section at a time, saved as one types, submitted when nothing stands in the way."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from fieldkit.domain.changes import NOTHING, Changes
from fieldkit.domain.forms import Session
from fieldkit.gui import words
from fieldkit.gui.desk import Desk, Place
from fieldkit.gui.form.autosave import Autosave
from fieldkit.gui.form.filling import Filling
from fieldkit.gui.form.outline import Section
from fieldkit.gui.form.rail import Rail
from fieldkit.gui.form.sheet import Sheet
from fieldkit.gui.page import Page
from fieldkit.gui.theme.tokens import MARGIN
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.boxes import row
from fieldkit.gui.widgets.buttons import button, icon_button
from fieldkit.gui.widgets.fields import choices, chosen
from fieldkit.services.browsing import form_language
from fieldkit.services.recording import Recording, Saved
from fieldkit.services.workspace import Workspace


class Entry(Page):
    """One draft. The session lives here; the worker only ever gets its frozen answers."""

    def __init__(self, desk: Desk, draft: str) -> None:
        super().__init__(desk, "")
        _ = desk.language.gettext
        self._draft = draft
        self.filling: Filling | None = None
        self.autosave: Autosave | None = None
        self._sections: list[Section] = []
        self._current = ""
        self._ask = Ask(desk.language)
        self._rail = Rail(desk)
        self._rail.picked.connect(self.show_section)
        self._sheet = Sheet(desk)
        self._sheet.answered.connect(self._answer)
        self._sheet.left.connect(self._leave_question)
        self._sheet.added.connect(self._add_card)
        self._sheet.removed.connect(self._remove_card)
        self._sheet.finished.connect(self._finish_section)
        self._languages = choices(())
        self._languages.setAccessibleName(_("Language of the questions"))
        self._languages.setToolTip(_("Language of the questions"))
        self._languages.activated.connect(self._switch_language)
        self._submit = button(_("Submit"), self.submit, "primary")
        self._submit.setToolTip("Ctrl+Enter")
        discard = icon_button(desk.look.icon("trash"), _("Throw the draft away"), self._ask_discard)
        for widget in (discard, self._languages, self._submit):
            self.add_action(widget)
        asking = row(self._ask, stretch=False)
        asking.setContentsMargins(MARGIN, 0, MARGIN, 0)
        beside = QHBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self._rail)
        beside.addWidget(self._sheet, 1)
        self.body.addLayout(asking)
        self.body.addLayout(beside, 1)
        for keys, pressed in (
            ("Ctrl+Return", self.submit),
            ("Ctrl+Enter", self.submit),
            ("F8", self.next_problem),
            ("Ctrl+PgDown", self.next_section),
            ("Ctrl+PgUp", self.previous_section),
            ("Escape", self._go_home),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(pressed)

    def refresh(self) -> None:
        """Load the draft once; afterwards the session knows best."""
        draft = self._draft
        if self.filling is None:
            self.ask(lambda workspace: Recording(workspace).resume(draft), self._begin)

    def on_changed(self, changes: Changes) -> None:
        """Nothing that others write changes what is being filled here."""

    def leave(self) -> None:
        """Save what is not yet saved."""
        if self.autosave is not None:
            self.autosave.flush_if_waiting()

    def show_section(self, key: str) -> None:
        """Put another section on the screen."""
        if self.filling is None:
            return
        self._current = key
        self._show()
        self._sheet.verticalScrollBar().setValue(0)
        self._sheet.focus_first()

    def next_section(self) -> None:
        """Go on."""
        self._move(1)

    def previous_section(self) -> None:
        """Go back."""
        self._move(-1)

    def next_problem(self) -> None:
        """Go to the next question that stands in the way of submitting, round and round."""
        if self.filling is None:
            return
        _ = self.desk.language.gettext
        self.filling.show_all()
        refs = self.filling.problem_refs()
        here = self._sheet.focused_ref
        if not refs:
            self.banner.tell(_("Nothing stands in the way: the form can be submitted."))
        following = refs[(refs.index(here) + 1) % len(refs) :] if here in refs else refs
        self._show()
        if following:
            self._go_to(following[0])

    def submit(self) -> None:
        """Make it a record, or say what is still needed."""
        if self.filling is None or self.autosave is None:
            return
        self.filling.show_all()
        refs = self.filling.problem_refs()
        if refs:
            self.banner.tell(
                self.desk.language.ngettext(
                    "{n} question still needs an answer or holds one that cannot be right. F8 goes to the next one.",
                    "{n} questions still need an answer or hold one that cannot be right. F8 goes to the next one.",
                    len(refs),
                ),
                "care",
            )
            self._show()
            self._go_to(refs[0])
            return
        self.autosave.stop()
        self._submit.setEnabled(False)
        draft, answers = self._draft, self.filling.session.draft()

        def job(workspace: Workspace) -> Saved:
            recording = Recording(workspace)
            recording.save(draft, answers)
            return recording.submit(draft, answers)

        self.desk.worker.run(job, self._submitted, self._refused)

    def _submitted(self, saved: Saved) -> None:
        self.desk.worker.changed.emit(saved.changes)
        self.noted.emit(self.desk.language.gettext("Submitted"))
        self.go(Place.RECORD, saved.id)

    def _refused(self, error: Exception) -> None:
        self._submit.setEnabled(True)
        self.banner.refuse(error)

    def _begin(self, session: Session) -> None:
        language = form_language(session.instrument, self.desk.language.code)
        if language:
            session.set_language(language)
        self.filling = Filling(session, self.desk.language)
        self.autosave = Autosave(self.desk.worker, self._draft, session.draft)
        self.autosave.saved.connect(self._tell_saved)
        self.autosave.failed.connect(self.banner.refuse)
        for name in session.instrument.languages:
            self._languages.addItem(name.rpartition(" (")[0] or name, name)
        self._languages.setCurrentIndex(self._languages.findData(session.language))
        self._languages.setVisible(len(session.instrument.languages) > 1)
        self.set_title(words.form(session.instrument.form, session.instrument.title, self.desk.language))
        self._show()
        self._sheet.focus_first()

    def _show(self) -> None:
        """Bring the screen up to what the session says."""
        if self.filling is None:
            return
        self._sections = [section for section in self.filling.sections() if section.relevant]
        if self._current not in {section.key for section in self._sections}:
            self._current = self._sections[0].key
        self._sheet.show_section(self.filling, self._section(), last=self._current == self._sections[-1].key)
        bad = {each.key for each in self._sections if any(self.filling.complaint(state) for state in each.leaves())}
        self._rail.show_sections(self._sections, self._current, frozenset(bad))
        self._tell_progress()

    def _section(self) -> Section:
        return next(section for section in self._sections if section.key == self._current)

    def _answer(self, ref: str, value: str) -> None:
        if self.filling is not None and self.autosave is not None:
            self.filling.answer(ref, value)
            self.autosave.note()
            self._show()

    def _leave_question(self, ref: str) -> None:
        if self.filling is not None:
            self.filling.leave(ref)
            QTimer.singleShot(0, self, self._show)  # not while the focus is still on its way

    def _add_card(self, ref: str) -> None:
        if self.filling is not None:
            self._change_cards()
            added = self.filling.session.add_repeat(ref)
            self._show()
            self._sheet.focus_first(f"{added}/")

    def _remove_card(self, ref: str, index: int) -> None:
        if self.filling is not None:
            self._change_cards()
            self.filling.session.remove_repeat(ref, index)
            self._show()

    def _change_cards(self) -> None:
        if self.filling is not None and self.autosave is not None:
            self.filling.forget_places()
            self._sheet.start_over()
            self.autosave.note()

    def _finish_section(self) -> None:
        if self._current == self._sections[-1].key:
            self.submit()
        else:
            self.next_section()

    def _move(self, by: int) -> None:
        keys = [section.key for section in self._sections]
        if self._current in keys:
            self.show_section(keys[max(0, min(keys.index(self._current) + by, len(keys) - 1))])

    def _go_to(self, ref: str) -> None:
        """Show the section of a question and give it the keyboard."""
        for section in self._sections:
            if any(state.ref == ref for state in section.leaves()):
                self._current = section.key
                self._show()
        self._sheet.focus(ref)

    def _switch_language(self) -> None:
        if self.filling is not None:
            self.filling.session.set_language(chosen(self._languages))
            self._show()

    def _tell_saved(self) -> None:
        _ = self.desk.language.gettext
        self.noted.emit(_("Saved {time}").format(time=self.desk.clock.now().strftime("%H:%M")))

    def _tell_progress(self) -> None:
        if self.filling is not None:
            _ = self.desk.language.gettext
            done, asked = self.filling.progress
            number = self.desk.language.number
            self.set_state(_("{done} of {asked} answered").format(done=number(done), asked=number(asked)))

    def _ask_discard(self) -> None:
        _ = self.desk.language.gettext
        self._ask.ask(_("Throw this draft away? It cannot be brought back."), _("Throw away"), self._discard)

    def _discard(self, _words: str) -> None:
        draft = self._draft
        if self.autosave is not None:
            self.autosave.stop()
        self.write(lambda workspace: Recording(workspace).discard(draft), self._discarded)

    def _discarded(self, _changes: Changes = NOTHING) -> None:
        self.go(Place.HOME)

    def _go_home(self) -> None:
        self.go(Place.HOME)
