"""Before a way with checks: everything onto a stick, and nothing of it left on the laptop."""

from functools import partial
from pathlib import Path

from fieldkit.domain.people import READERS, Role
from fieldkit.errors import Code, Refusal
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.sticks.parts import Line, shown
from fieldkit.gui.sticks.task import StickTask
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.text import text
from fieldkit.progress import Progress
from fieldkit.services.travelling import Departed, Plan, Travelling
from fieldkit.services.workspace import Workspace

_BEFORE, _DECIDE, _DONE = range(3)
_MOST_DRAFTS = 5


class Leaving(StickTask):
    """For monitors; readers hold what others recorded and do not travel with it."""

    def __init__(self, desk: Desk, banner: Banner) -> None:
        _ = desk.language.gettext
        super().__init__(desk, banner, _("Before a border"), (_("Before"), _("What goes"), _("Pull it out")))
        self.set_leading(leads=False)
        self._folder = Path()

    def show_view(self, role: Role | None) -> None:
        """Show the first step, unless somebody is in the middle of another."""
        self.setVisible(role is not None and role not in READERS)
        if self._at == _BEFORE and not self.working:
            self._show_before()

    def choose(self) -> None:
        """Ask for the stick, then tell what would go."""
        folder = None if self.working else self.desk.files.folder(self)
        if folder is not None:
            self._folder = folder
            self.work(self.desk.language.gettext("Looking…"), _plan, self._show_plan, may_stop=False)

    def back(self) -> None:
        """Nothing was changed yet, or all is done."""
        if not self.working and self._at != _BEFORE:
            self._show_before()
            self.focus()

    def _show_before(self) -> None:
        _ = self.desk.language.gettext
        self.begin_step(_BEFORE)
        told = _(
            "Everything recorded goes onto a stick, for supervisors, officers and analysts. Once it is read back, "
            "this laptop can no longer read any of it, and its older backups are removed."
        )
        self.add(text(told, tone="second", wrap=True))
        self.add_buttons(_("Empty this laptop…"), self.choose)

    def _show_plan(self, plan: Plan) -> None:
        language = self.desk.language
        _ = language.gettext
        self.begin_step(_DECIDE)
        self.add(Line(self.desk, "folder", "ink2", shown(self._folder)))
        records = language.ngettext("{n} record leaves this laptop", "{n} records leave this laptop", plan.records)
        only = _("Until somebody has taken the stick in, it is the only copy. Keep it apart from the laptop.")
        self.add(Line(self.desk, "records", "ink2", records, only))
        self.add(Line(self.desk, "lock", "ink2", _("For {codes}").format(codes=", ".join(plan.readers))))
        cancel = button(_("Cancel"), self.back)
        if not plan.drafts:
            self.add_buttons(_("Write and empty"), self._depart_at_once, cancel)
        else:
            titles = ", ".join(words.form(each.form, each.title, language) for each in plan.drafts[:_MOST_DRAFTS])
            drafts = language.ngettext("{n} draft", "{n} drafts", len(plan.drafts))
            told = _("Drafts never leave a laptop. Decide what becomes of them: {titles}").format(titles=titles)
            self.add(Line(self.desk, "draft", "ink2", drafts, told))
            throw = button(_("Throw drafts away, write and empty"), self._depart_without_drafts, "danger")
            self.add_buttons(_("Keep drafts, write and empty"), self._depart_with_drafts, throw, cancel)
        self.focus()

    def _depart_at_once(self) -> None:
        self._depart(discard=None)

    def _depart_with_drafts(self) -> None:
        self._depart(discard=False)

    def _depart_without_drafts(self) -> None:
        self._depart(discard=True)

    def _depart(self, *, discard: bool | None) -> None:
        job = partial(_depart, folder=self._folder, discard=discard)
        going_on = self.desk.language.gettext("Writing, then reading back. Leave the stick in.")
        self.work(going_on, job, self._show_done, may_stop=False)

    def _show_done(self, done: Departed) -> None:
        language = self.desk.language
        _ = language.gettext
        self.begin_step(_DONE)
        self.add(text(_("You can pull the stick out now."), Type.LEAD, "good"))
        names = ", ".join(path.name for path in done.files)
        told = _("Written, read back and found the same: {names}").format(names=names)
        self.add(Line(self.desk, "done", "good", told, shown(self._folder)))
        gone = language.ngettext(
            "{n} record can no longer be read on this laptop.",
            "{n} records can no longer be read on this laptop.",
            done.records,
        )
        key = _("On an SSD old pages may survive; a new key, by the command vault rotate, makes them useless.")
        self.add(Line(self.desk, "lock", "ink2", gone, key))
        if done.waiting:
            went = language.ngettext(
                "{n} bundle that waited for a laptop to be enrolled went too; its sender hands all of it over again.",
                "{n} bundles that waited for laptops to be enrolled went too; their senders hand all of it over again.",
                done.waiting,
            )
            self.add(Line(self.desk, "info", "ink2", went))
        if done.left:
            stayed = _("Records that this version of fieldkit cannot read and that stayed here: {n}")
            self.add(Line(self.desk, "info", "care", stayed.format(n=language.number(done.left))))
        self.add_buttons(_("Done"), self.back)
        self.focus()
        self.desk.worker.changed.emit(done.changes)
        self.finished.emit()


def _plan(workspace: Workspace, _progress: Progress) -> Plan:
    return Travelling(workspace).plan()


def _depart(workspace: Workspace, progress: Progress, *, folder: Path, discard: bool | None) -> Departed:
    """A stick that was pulled out must not come back as a folder of the laptop."""
    if not folder.is_dir():
        raise Refusal(Code.FILE_MISSING)
    return Travelling(workspace).depart(folder, discard_drafts=discard, progress=progress)
