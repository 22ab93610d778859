"""Whether the project keeps names and contact details, and which officers open the cards that they are sealed on."""

from functools import partial

from fieldkit.domain.changes import Changes
from fieldkit.domain.people import IDENTITY_OFFICERS
from fieldkit.gui.desk import Desk
from fieldkit.gui.project.part import Part
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import row
from fieldkit.gui.widgets.buttons import Button, button
from fieldkit.gui.widgets.fields import choices, chosen, field
from fieldkit.gui.widgets.text import text
from fieldkit.messages import identity
from fieldkit.services import identity_officers
from fieldkit.services.identity_officers import IdentityPolicy
from fieldkit.services.projects import ProjectView
from fieldkit.services.workspace import Workspace

_WIDTH = 320


class Identifying(Part):
    """Shown to whoever holds the project's key."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _(
            "Names and ways to reach people stand on cards beside a record, sealed to identity officers. "
            "Name two of these, so that one lost laptop loses nothing."
        )
        super().__init__(desk, banner, ask, _("Names and contact details"), told)
        self._allowed, self._named = False, frozenset[str]()
        self._policy = text("", wrap=True)
        self._officers = text("", wrap=True)
        self.decide = button("", self._ask_whether)
        self.officer = choices(())
        self.officer.setMaximumWidth(_WIDTH)
        self.officer.currentIndexChanged.connect(self._follow)
        self.appoint = button("", self._ask_officer)
        self.add(self._policy, row(self.decide), self._officers, field(_("Officer"), self.officer), row(self.appoint))

    def show_view(self, project: ProjectView, policy: IdentityPolicy) -> None:
        """Show what holds; the choice of an officer stays while it is there."""
        language, before = self.desk.language, chosen(self.officer)
        self._allowed, self._named = policy.allowed, frozenset(policy.officers)
        self._policy.setText(identity.allowed(policy.allowed, language))
        self._officers.setText(identity.officers(policy.officers, language))
        able = {each.code for each in project.members if each.role in IDENTITY_OFFICERS and not each.revoked}
        self.officer.clear()
        for code in sorted(able):
            self.officer.addItem(code, code)
        self.officer.setCurrentIndex(max(self.officer.findData(before), 0))
        _ = language.gettext
        _say(self.decide, _("Keep no names any more") if policy.allowed else _("Allow identity cards"))
        self._follow()

    def _follow(self, _index: int = 0) -> None:
        _ = self.desk.language.gettext
        ends = chosen(self.officer) in self._named
        _say(self.appoint, _("Seal no new cards to this officer") if ends else _("Make an identity officer"))

    def _ask_whether(self) -> None:
        _ = self.desk.language.gettext
        if self._allowed:
            question = _("Write no new cards in the whole project? Those that were written stay with the officers.")
        else:
            question = _(
                "Let names and contact details be kept? Only identity officers can read them; whoever takes one of "
                "their laptops while it is open can too."
            )
        self.ask(question, _("Decide"), partial(self._allow, not self._allowed), mild=self._allowed)

    def _allow(self, allowed: bool, _words: str) -> None:
        self.sign(partial(_allowed, allowed=allowed))

    def _ask_officer(self) -> None:
        _ = self.desk.language.gettext
        code = chosen(self.officer)
        ends = code in self._named
        if ends:
            question = _("Seal no new cards to {code}? Cards of before stay readable there.").format(code=code)
        else:
            question = _("Let {code} open the cards that are written from now on?").format(code=code)
        self.ask(question, _("Decide"), partial(self._appoint, code, not ends), mild=True)

    def _appoint(self, code: str, opens: bool, _words: str) -> None:
        self.sign(partial(_appointed, code=code, opens=opens))


def _say(made: Button, words: str) -> None:
    made.setText(words)
    made.setAccessibleName(words)


def _allowed(workspace: Workspace, *, allowed: bool) -> Changes:
    return identity_officers.allow(workspace, allowed=allowed)


def _appointed(workspace: Workspace, *, code: str, opens: bool) -> Changes:
    return identity_officers.appoint(workspace, code, opens=opens)
