"""The officer revokes a laptop that is lost or in wrong hands."""

from functools import partial

from fieldkit.domain.changes import Changes
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.project.part import Part
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import choices, chosen, field
from fieldkit.services.projects import MemberRow, ProjectView
from fieldkit.services.revoking import Revoking as Service
from fieldkit.services.workspace import Workspace

_WIDTH = 320


class Revoking(Part):
    """Shown while the project has laptops besides this one that are trusted."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _(
            "After a laptop was lost or seized: nothing new of it is taken over, and no bundle is sealed to it. "
            "What it handed over before stays. Its owner may be enrolled with another laptop."
        )
        super().__init__(desk, banner, ask, _("Revoke a laptop"), told)
        self.laptop = choices(())
        self.laptop.setMaximumWidth(_WIDTH)
        self.add(field(_("Laptop"), self.laptop), row(button(_("Revoke this laptop…"), self.begin, "danger")))

    def show_view(self, project: ProjectView) -> None:
        """Offer the laptops that may be revoked; the choice stays while it is there."""
        before = chosen(self.laptop)
        others = [each for each in project.members if not each.revoked and each.device != project.device]
        self.laptop.clear()
        for each in others:
            self.laptop.addItem(self._named(each), each.device)
        self.laptop.setCurrentIndex(max(self.laptop.findData(before), 0))
        self.setVisible(project.enrols and bool(others))

    def begin(self) -> None:
        """It cannot be taken back, so ask first."""
        _ = self.desk.language.gettext
        told = _("Revoke {laptop}? It cannot be undone; the laptop would have to be enrolled anew with a new vault.")
        question = told.format(laptop=self.laptop.currentText())
        self.ask(question, _("Revoke"), partial(self._revoke, chosen(self.laptop)))

    def _revoke(self, device: str, _words: str) -> None:
        self.work(self.desk.language.gettext("Revoking…"), partial(_revoked, device=device), self._done)

    def _done(self, changes: Changes) -> None:
        _ = self.desk.language.gettext
        told = _("Revoked. Write bundles for everybody soon: until they take them in, their laptops go on trusting it.")
        self.banner.tell(told)
        self.desk.worker.changed.emit(changes)
        self.changed.emit()

    def _named(self, member: MemberRow) -> str:
        role = words.role(member.role, self.desk.language)
        return f"{member.code}  ·  {role}  ·  {words.short_id(member.device)}"


def _revoked(workspace: Workspace, *, device: str) -> Changes:
    return Service(workspace).revoke(device)
