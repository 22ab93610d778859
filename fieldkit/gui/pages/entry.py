"""Filling a form: one section at a time, saved as one types, submitted when nothing stands in the way."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from fieldkit.domain.changes import NOTHING, Changes
from fieldkit.gui import words
from fieldkit.gui.desk import Desk, Place
from fieldkit.gui.form.keeper import Keeper
from fieldkit.gui.form.leftover import Leftover
from fieldkit.gui.form.outline import Section
from fieldkit.gui.form.rail import Rail
from fieldkit.gui.form.sheet import Sheet
from fieldkit.gui.form.tongues import Tongues
from fieldkit.gui.page import Page
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.buttons import button, icon_button
from fieldkit.gui.widgets.shelf import Shelf
from fieldkit.services.browsing import form_language
from fieldkit.services.drafts import Opened, Saved
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace

_SOON = 40
"""Milliseconds after a keystroke in which the rest of the screen follows."""


class Entry(Page):
    """One draft on the screen: sections on the left, questions on the right."""

    def __init__(self, desk: Desk, target: str) -> None:
        super().__init__(desk, "")
        _ = desk.language.gettext
        self._draft, _gap, self._stand_at = target.partition(" ")
        self.keeper: Keeper | None = None
        """Once the draft is open."""
        self._sections: list[Section] = []
        self._current = ""
        self._ask = Ask(desk.language)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self._show)
        self._rail = Rail(desk)
        self._rail.picked.connect(self.show_section)
        self.sheet = Sheet(desk)
        self._tongues = Tongues(desk)
        self._tongues.picked.connect(self._switch_languages)
        self._tongues.hide()
        self._submit = button(_("Submit"), self.submit, "primary")
        self._submit.setToolTip("Ctrl+Enter")
        discard = icon_button(desk.look.icon("trash"), _("Throw the draft away"), self._ask_discard)
        for widget in (discard, self._tongues, self._submit):
            self.add_action(widget)
        beside = QHBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self._rail)
        beside.addWidget(self.sheet, 1)
        self._leftover = Leftover(desk, self._submit)
        self._leftover.settled.connect(self._send)
        self._leftover.picked.connect(self._go_to)
        self.body.addWidget(Shelf(self._ask))
        self.body.addWidget(Shelf(self._leftover))
        self.body.addLayout(beside, 1)
        for keys, pressed in (
            ("Ctrl+Return", self.submit),
            ("Ctrl+Enter", self.submit),
            ("F8", self.next_problem),
            ("F7", self.next_mark),
            ("Ctrl+PgDown", self.next_section),
            ("Ctrl+PgUp", self.previous_section),
            ("Escape", self._go_home),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(pressed)

    def refresh(self) -> None:
        """Load the draft once; afterwards the session knows best."""
        draft = self._draft
        if self.keeper is None:
            self.ask(lambda workspace: Recording(workspace).open(draft, self.desk.language.code), self._begin)

    def on_changed(self, changes: Changes) -> None:
        """Nothing that others write changes what is being filled here."""

    def leave(self) -> None:
        """Save what is not yet saved."""
        if self.keeper is not None:
            self.sheet.commit()
            self.keeper.autosave.flush_if_waiting()

    def show_section(self, key: str) -> None:
        """Put another section on the screen."""
        if self.keeper is not None:
            self.sheet.commit()
            self._current = key
            self._show()
            self.sheet.verticalScrollBar().setValue(0)
            self.sheet.focus_first()

    def next_section(self) -> None:
        """Go on."""
        self._move(1)

    def previous_section(self) -> None:
        """Go back."""
        self._move(-1)

    def next_problem(self) -> None:
        """Go to the next question that stands in the way of submitting, round and round."""
        if self.keeper is None:
            return
        refs = self._judged(self.keeper)
        here = self.sheet.focused_ref
        if refs:
            self._go_to(refs[(refs.index(here) + 1) % len(refs)] if here in refs else refs[0])
        else:
            self.banner.tell(self.desk.language.gettext("Nothing stands in the way: the form can be submitted."))

    def next_mark(self) -> None:
        """Go to the next part of a text that gives somebody away."""
        if not self.sheet.next_mark():
            self.banner.tell(self.desk.language.gettext("Nothing is marked in the texts of this section."))

    def submit(self) -> None:
        """Make it a record, or say what is still needed."""
        if self.keeper is None or not self._submit.isEnabled():
            return
        if self.sheet.busy:
            self.banner.tell(
                self.desk.language.gettext("A file is still being taken in. Submit once it is there."), "care"
            )
            return
        refs = self._judged(self.keeper)
        if self.keeper.wait(self.submit):
            return
        if refs:
            told = self.desk.language.ngettext(
                "{n} question still needs an answer or holds one that cannot be right. F8 goes to the next one.",
                "{n} questions still need an answer or hold one that cannot be right. F8 goes to the next one.",
                len(refs),
            )
            self.banner.tell(told, "care")
            self._go_to(refs[0])
            return
        self._leftover.check(self.keeper.filling)

    def _send(self) -> None:
        """Make it a record: nothing is left to be said about its texts."""
        if self.keeper is None:
            return
        self.keeper.autosave.stop()
        self._submit.setEnabled(False)
        draft, answers = self._draft, self.keeper.filling.session.draft()

        def job(workspace: Workspace) -> Saved:
            return Recording(workspace).submit(draft, answers)

        self.desk.worker.run(job, self._submitted, self._refused)

    def _submitted(self, saved: Saved) -> None:
        self.desk.worker.changed.emit(saved.changes)
        self.noted.emit(self.desk.language.gettext("Submitted"))
        self.go(Place.RECORD, saved.id)

    def _refused(self, error: Exception) -> None:
        self._submit.setEnabled(True)
        self.sheet.setEnabled(True)
        self.banner.refuse(error)

    def _judged(self, keeper: Keeper) -> tuple[str, ...]:
        """What stands in the way of submitting; from now on every question says so itself."""
        self.sheet.commit()
        keeper.filling.show_all()
        self._show()
        return keeper.filling.problem_refs()

    def _begin(self, opened: Opened) -> None:
        session = opened.session
        language = form_language(session.instrument, self.desk.language.code)
        if language:
            session.set_language(language)
        self.keeper = keeper = Keeper(self.desk, self._draft, opened)
        keeper.changed.connect(self._soon.start)
        keeper.replaced.connect(self._show_anew)
        keeper.saved.connect(self._tell_saved)
        keeper.failed.connect(self._refused)
        sheet = self.sheet
        sheet.answered.connect(keeper.answer)
        sheet.pending.connect(keeper.pend)
        sheet.left.connect(keeper.leave)
        sheet.hiding.connect(self._hide_areas)
        sheet.added.connect(self._add_card)
        sheet.removed.connect(self._remove_card)
        sheet.returned.connect(self._put_back)
        sheet.thrown.connect(self._ask_discard)
        sheet.finished.connect(self._finish_section)
        self._tongues.show_languages(session.instrument.languages, session.language, keeper.filling.second_language)
        self.set_title(words.form(session.instrument.form, session.instrument.title, self.desk.language))
        told = words.on_opening(opened, self.desk.language)
        if told:
            self.banner.tell(told, "care")
        self._show()
        self._stand_at = self._stand_at or next((each.ref for each in opened.asked), "")
        if self._stand_at:
            self._go_to(self._stand_at)
        else:
            sheet.focus_first()

    def _show(self) -> None:
        """Bring the screen up to what the session says."""
        self._soon.stop()
        if self.keeper is None:
            return
        filling = self.keeper.filling
        found = filling.sections()
        self._sections = [section for section in found if section.relevant]
        if self._current not in {section.key for section in self._sections}:
            self._current = self._sections[0].key
        last = self._current == self._sections[-1].key
        section = next(section for section in self._sections if section.key == self._current)
        self.sheet.show_section(filling, section, last=last, halted=filling.halted(found))
        bad = {each.key for each in self._sections if any(filling.complaint(state) for state in each.leaves())}
        self._rail.show_sections(self._sections, self._current, frozenset(bad))
        self._tell_progress()

    def _show_anew(self) -> None:
        self.sheet.start_over()
        self.sheet.setEnabled(True)
        self._show()

    def _add_card(self, repeat: str) -> None:
        if self.keeper is not None:
            added = self.keeper.add_card(repeat)
            self._show()
            self.sheet.focus_first(added)

    def _remove_card(self, repeat: str, index: int) -> None:
        if self.keeper is not None:
            self.keeper.remove_card(repeat, index)
            self.sheet.start_over(repeat, index)
            self._show()
            self.sheet.focus_undo()

    def _put_back(self) -> None:
        if self.keeper is not None:
            self.sheet.setEnabled(False)  # nothing may be typed into a session that is about to go
            self.keeper.put_back()

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
            if any(state.ref == ref for state in section.leaves()) and section.key != self._current:
                self._current = section.key
                self._show()
        self.sheet.focus(ref)

    def _switch_languages(self, first: str, second: str) -> None:
        if self.keeper is not None:
            self.keeper.filling.set_languages(first, second)
            self._show()

    def _tell_saved(self) -> None:
        _ = self.desk.language.gettext
        self.noted.emit(_("Saved {time}").format(time=self.desk.clock.now().strftime("%H:%M")))

    def _tell_progress(self) -> None:
        _ = self.desk.language.gettext
        number = self.desk.language.number
        counts = [section.progress for section in self._sections]
        done, asked = sum(done for done, _asked in counts), sum(asked for _done, asked in counts)
        self.set_state(_("{done} of {asked} answered").format(done=number(done), asked=number(asked)))

    def _ask_discard(self) -> None:
        _ = self.desk.language.gettext
        self._ask.ask(_("Throw this draft away? It cannot be brought back."), _("Throw away"), self._discard)

    def _discard(self, _words: str) -> None:
        draft = self._draft
        if self.keeper is not None:
            self.keeper.autosave.stop()
        self.write(lambda workspace: Recording(workspace).discard(draft), self._go_home)

    def _hide_areas(self, ref: str) -> None:
        self.go(Place.HIDING, f"{self._draft} {ref}")

    def _go_home(self, _changes: Changes = NOTHING) -> None:
        self.go(Place.HOME)
