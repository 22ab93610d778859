"""Sites and code lists: saved as a table, changed by one; what it would change is shown before anything is done."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from fieldkit import messages
from fieldkit.domain.changes import Changes
from fieldkit.domain.reference import SITES
from fieldkit.domain.reference_plan import ReferencePlan, Wrong
from fieldkit.gui.desk import Desk
from fieldkit.gui.models.lines import LinesModel
from fieldkit.gui.project.part import Part
from fieldkit.gui.theme.tokens import INSIDE
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import clear, column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.table import Table
from fieldkit.gui.widgets.text import text
from fieldkit.messages import reference as told_of
from fieldkit.services.reference_changes import ReferenceDesk, ReferenceState, refusal
from fieldkit.services.workspace import Workspace

_MOST_WRONG = 12
_PATTERN = "*.csv"
_ALL_LISTS = ""


class Lists(Part):
    """Of the officer."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _("Save a list as a table, change it in a spreadsheet, bring it back. What records name always stays.")
        super().__init__(desk, banner, ask, _("Sites and code lists"), told)
        self._plan: ReferencePlan | None = None
        self._state = text("", wrap=True)
        self._disputed = text("", tone="care", wrap=True)
        self.model = LinesModel((_("Code"), _("Name"), _("What happens")))
        self._effect = Table(_("What the table changes"), self.model, wide=1)
        self._same = text("", tone="second", wrap=True)
        self._wrong = QWidget()
        self._lines = column(spacing=4)
        self._wrong.setLayout(self._lines)
        self.change = button(_("Change by a table…"), self._choose)
        self.save_sites = button(_("Save the sites…"), self._save_sites)
        self.save_codes = button(_("Save the code lists…"), self._save_codes)
        self.add(self._state, self._disputed, row(self.change, self.save_sites, self.save_codes))
        self.add(column(self._effect, self._same, spacing=INSIDE), self._wrong)
        ask.declined.connect(self._fold)
        self._fold()

    def show_view(self, state: ReferenceState) -> None:
        """Show how the lists stand; a question that is open stays."""
        language = self.desk.language
        _ = language.gettext
        sites = language.ngettext("{n} site is offered", "{n} sites are offered", state.sites)
        retired = language.ngettext("{n} is retired", "{n} are retired", state.retired)
        codes = language.ngettext(
            "{n} code of other lists is the project's own",
            "{n} codes of other lists are the project's own",
            state.codes,
        )
        said = [sites, *([retired] if state.retired else []), *([codes] if state.codes else [])]
        self._state.setText("  ·  ".join(said))
        names = ", ".join(each.label(language.code) for each in state.disputed[:_MOST_WRONG])
        told = _("Officers disagree, and the later word holds: {names}. Bring a table with what is right.")
        self._disputed.setText(told.format(names=names))
        self._disputed.setVisible(bool(state.disputed))

    def _choose(self) -> None:
        path = self.desk.files.one(self, _PATTERN)
        if path is not None:
            self._fold()
            job = partial(_planned, path=path)
            self.work(self.desk.language.gettext("Reading the table…"), job, self._ask_whether)

    def _ask_whether(self, plan: ReferencePlan) -> None:
        language = self.desk.language
        if plan.wrong:
            self._tell_wrong(plan.wrong)
            self.banner.tell(messages.sentence(refusal(plan), language), "stop")
            return
        if not plan.changing:
            self.banner.tell(language.gettext("The table says nothing new."))
            return
        self._plan = plan
        self.model.set_rows(
            tuple(
                (each.row.code, told_of.named(each, language), told_of.steps(each, language)) for each in plan.changing
            )
        )
        same = len(plan.planned) - len(plan.changing)
        self._same.setText(language.ngettext("{n} row changes nothing.", "{n} rows change nothing.", same))
        self._same.setVisible(bool(same))
        self._effect.show()
        question = language.ngettext(
            "Change {n} site or code for everybody?", "Change {n} sites and codes for everybody?", len(plan.changing)
        )
        self.ask(question, language.gettext("Change"), self._apply, mild=True)

    def _apply(self, _words: str) -> None:
        if self._plan is not None:
            job = partial(_applied, plan=self._plan)
            self._fold()
            self.work(self.desk.language.gettext("Changing the lists…"), job, self._tell)

    def _tell(self, changes: Changes) -> None:
        self.banner.tell(self.desk.language.gettext("Changed. The next bundle to each device carries it."))
        self.desk.worker.changed.emit(changes)
        self.changed.emit()

    def _tell_wrong(self, wrong: tuple[Wrong, ...]) -> None:
        language = self.desk.language
        for each in wrong[:_MOST_WRONG]:
            self._lines.addWidget(text(told_of.line(each, language), tone="stop", wrap=True))
        more = len(wrong) - _MOST_WRONG
        if more > 0:
            self._lines.addWidget(text(language.ngettext("and {n} more", "and {n} more", more), tone="second"))
        self._wrong.show()

    def _save_sites(self) -> None:
        self._save("sites.csv", SITES)

    def _save_codes(self) -> None:
        self._save("lists.csv", _ALL_LISTS)

    def _save(self, name: str, listed: str) -> None:
        path = self.desk.files.save(self, name)
        if path is not None:
            job = partial(_save, path=path, listed=listed)
            self.work(self.desk.language.gettext("Writing the table…"), job, self._tell_saved)

    def _tell_saved(self, _done: None) -> None:
        self.banner.tell(self.desk.language.gettext("Saved. The copy is not encrypted."), "care")

    def _fold(self) -> None:
        """Neither a plan nor faults are shown."""
        self._plan = None
        clear(self._lines)
        for each in (self._effect, self._same, self._wrong):
            each.hide()


def _planned(workspace: Workspace, *, path: Path) -> ReferencePlan:
    return ReferenceDesk(workspace).plan(path)


def _applied(workspace: Workspace, *, plan: ReferencePlan) -> Changes:
    return ReferenceDesk(workspace).apply(plan)


def _save(workspace: Workspace, *, path: Path, listed: str) -> None:
    ReferenceDesk(workspace).export(path, listed)
