"""The officer gives a member another role, and sees what each role may do."""

from functools import partial

from fieldkit.domain.changes import Changes
from fieldkit.domain.people import Role
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.project.part import Part
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import choices, chosen, field
from fieldkit.gui.widgets.text import roomy
from fieldkit.services import roles
from fieldkit.services.projects import ProjectView
from fieldkit.services.workspace import Workspace

_WIDTH = 320
_LINES = 2
"""What the longest meaning takes."""


class Roles(Part):
    """Shown to whoever holds the project's key, once somebody else takes part."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _("Who gets another task keeps the laptop and what it holds.")
        super().__init__(desk, banner, ask, _("Change a role"), told)
        self._roles: dict[str, Role] = {}
        self._meanings = {
            Role.MONITOR: _("Records and hands over. Cannot read what others record."),
            Role.SUPERVISOR: _("Reads all that is handed over, and reviews it."),
            Role.OFFICER: _("Reads and reviews, and decides on questionnaires, sites and code lists."),
            Role.ANALYST: _("Reads all that is handed over, counts and prints it. Decides on nothing."),
        }
        self.member = choices(())
        self.member.setMaximumWidth(_WIDTH)
        self.member.currentIndexChanged.connect(self._follow)
        self.role = choices(tuple((role.value, words.role(role, desk.language)) for role in Role))
        self.role.setMaximumWidth(_WIDTH)
        self.role.currentIndexChanged.connect(self._explain)
        self._meaning = roomy(_LINES)
        self.give = button(_("Give this role…"), self._ask_whether)
        self.add(field(_("Member"), self.member), field(_("New role"), self.role), self._meaning, row(self.give))

    def show_view(self, project: ProjectView) -> None:
        """Offer the other members; the choice stays while it is there, and the role while it differs from theirs."""
        before, wanted = chosen(self.member), chosen(self.role)
        self._roles = {each.code: each.role for each in project.members if each.code != project.code}
        self.member.clear()
        for code, role in self._roles.items():
            self.member.addItem(f"{code}  ·  {words.role(role, self.desk.language)}", code)
        self.member.setCurrentIndex(max(self.member.findData(before), 0))
        if before in self._roles:
            self.role.setCurrentIndex(self.role.findData(wanted))
        self._explain()
        self.setVisible(project.enrols and bool(self._roles))

    def _follow(self, _index: int = 0) -> None:
        """Begin with the role that the member has."""
        role = self._roles.get(chosen(self.member))
        if role is not None:
            self.role.setCurrentIndex(self.role.findData(role.value))
        self._explain()

    def _explain(self, _index: int = 0) -> None:
        picked = Role(chosen(self.role))
        self._meaning.setText(self._meanings[picked])
        self.give.setEnabled(picked is not self._roles.get(chosen(self.member), picked))

    def _ask_whether(self) -> None:
        _ = self.desk.language.gettext
        code, role = chosen(self.member), Role(chosen(self.role))
        question = _("Give {code} the role: {role}? {meaning}").format(
            code=code, role=words.role(role, self.desk.language), meaning=self._meanings[role]
        )
        self.ask(question, _("Decide"), partial(self._give, code, role), mild=True)

    def _give(self, code: str, role: Role, _words: str) -> None:
        self.sign(partial(_given, code=code, role=role))


def _given(workspace: Workspace, *, code: str, role: Role) -> Changes:
    return roles.give(workspace, code, role)
