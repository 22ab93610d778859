"""The officer revokes a laptop that is lost or in wrong hands."""

from functools import partial

from fieldkit.domain.changes import Changes
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.form.dates import EXACT, Dates
from fieldkit.gui.project.part import Part
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import choices, chosen, field, line
from fieldkit.services.projects import MemberRow, ProjectView
from fieldkit.services.revoking import Revoking as Service
from fieldkit.services.workspace import Workspace

_WIDTH = 320


class Revoking(Part):
    """Shown while the project has laptops besides this one."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _(
            "After a laptop was lost or seized: nothing new of it is taken over, and no bundle is sealed to it. "
            "What it handed over before stays. Its owner may be enrolled with another laptop."
        )
        super().__init__(desk, banner, ask, _("Revoke a laptop"), told)
        self._dates = Dates(desk.language.code)
        self.laptop = choices(())
        self.laptop.setMaximumWidth(_WIDTH)
        self.since = line(_("DD.MM.YYYY"))
        self.since.setMaximumWidth(_WIDTH)
        self.since.returnPressed.connect(self.begin)
        hint = _("The day on which it got out of hand; from now on, if left empty. What it signed since is in doubt.")
        self.add(
            field(_("Laptop"), self.laptop),
            field(_("Not trusted since"), self.since, hint),
            row(button(_("Revoke this laptop…"), self.begin, "danger")),
        )

    def show_view(self, project: ProjectView) -> None:
        """Offer the laptops in use, then those to revoke again from an earlier day; the choice stays while it is so."""
        before = chosen(self.laptop)
        others = [each for each in project.members if each.device != project.device]
        self.laptop.clear()
        for each in sorted(others, key=lambda each: each.revoked):
            self.laptop.addItem(self._named(each), each.device)
        known = {each.device for each in others if not each.revoked}
        self.laptop.setCurrentIndex(max(self.laptop.findData(before), 0) if before in known else 0)
        self.setVisible(project.enrols and bool(others))

    def begin(self) -> None:
        """It cannot be taken back, so ask first."""
        _ = self.desk.language.gettext
        since = self._day(self.since.text())
        named = self.laptop.currentText()
        told = _("Revoke {laptop}? It cannot be undone; the laptop would have to be enrolled anew with a new vault.")
        question = told.format(laptop=named)
        if since:
            told = _(
                "Revoke {laptop}, not trusted since {day}? It cannot be undone; "
                "the laptop would have to be enrolled anew with a new vault."
            )
            question = told.format(laptop=named, day=self._dates.shown(since))
        self.ask(question, _("Revoke"), partial(self._revoke, chosen(self.laptop), since))

    def _day(self, typed: str) -> str:
        """In its ISO form where it is a whole day; else as it was typed, for the service to look at."""
        reading = self._dates.read(typed)
        return reading.value if reading is not None and reading.precision == EXACT else typed.strip()

    def _revoke(self, device: str, since: str, _words: str) -> None:
        self.work(self.desk.language.gettext("Revoking…"), partial(_revoked, device=device, since=since), self._done)

    def _done(self, changes: Changes) -> None:
        self.since.clear()
        _ = self.desk.language.gettext
        told = _("Revoked. Write bundles for everybody soon: until they take them in, their laptops go on trusting it.")
        self.banner.tell(told)
        self.desk.worker.changed.emit(changes)
        self.changed.emit()

    def _named(self, member: MemberRow) -> str:
        role = words.role(member.role, self.desk.language)
        gone = self.desk.language.gettext("revoked") if member.revoked else ""
        return "  ·  ".join(filter(None, (member.code, role, words.short_id(member.device), gone)))


def _revoked(workspace: Workspace, *, device: str, since: str) -> Changes:
    return Service(workspace).revoke(device, since)
