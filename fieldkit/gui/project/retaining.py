"""How long monitors' laptops can read what was recorded on them: the officer's decision, and what each choice means."""

from functools import partial

from fieldkit.domain.changes import Changes
from fieldkit.domain.people import Retention
from fieldkit.gui.desk import Desk
from fieldkit.gui.project.part import Part
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import choices, chosen, field
from fieldkit.gui.widgets.text import roomy, text
from fieldkit.services.policies import set_retention
from fieldkit.services.projects import ProjectView
from fieldkit.services.workspace import Workspace

_WIDTH = 320
_LINES = 3
"""What the longest meaning takes."""


class Retaining(Part):
    """Shown to whoever holds the project's key."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _("A laptop that is taken at a checkpoint shows no more than it can read itself.")
        super().__init__(desk, banner, ask, _("What monitors' laptops keep"), told)
        self._meanings = {
            Retention.KEEP: _("Everything recorded stays readable on the laptop. Only the passphrase protects it."),
            Retention.UNTIL_RECEIPT: _(
                "A record leaves the laptop once a bundle from the office confirms that it came. "
                "One that came back for correction stays until the correction is confirmed."
            ),
            Retention.SEAL_AT_SUBMIT: _(
                "A submitted record can be read by supervisors, officers and analysts only. "
                "Its author corrects it with a new record. Records of before are sealed too, and that cannot be undone."
            ),
        }
        options = (
            (Retention.KEEP.value, _("Keep")),
            (Retention.UNTIL_RECEIPT.value, _("Until the office has confirmed it")),
            (Retention.SEAL_AT_SUBMIT.value, _("Seal when it is submitted")),
        )
        self._now = Retention.KEEP
        self.choice = choices(options)
        self.choice.currentIndexChanged.connect(self._explain)
        self.choice.setFixedWidth(_WIDTH)
        self._meaning = roomy(_LINES)
        self.decide = button(_("Decide"), self._ask_whether)
        readers = text(_("Supervisors, officers and analysts keep all that comes."), tone="second", wrap=True)
        self.add(field(_("Records on monitors' laptops"), self.choice), self._meaning, readers, row(self.decide))

    def show_view(self, project: ProjectView) -> None:
        """Show what holds; a choice that somebody is making stays."""
        if Retention(chosen(self.choice)) is self._now:
            self.choice.setCurrentIndex(self.choice.findData(project.retention.value))
        self._now = project.retention
        self._explain()

    def _explain(self, _index: int = 0) -> None:
        picked = Retention(chosen(self.choice))
        self._meaning.setText(self._meanings[picked])
        self.decide.setEnabled(picked is not self._now)

    def _ask_whether(self) -> None:
        _ = self.desk.language.gettext
        picked = Retention(chosen(self.choice))
        question = _("Decide so for every monitor's laptop? {meaning}").format(meaning=self._meanings[picked])
        self.ask(question, _("Decide"), partial(self._set, picked), mild=picked is Retention.KEEP)

    def _set(self, picked: Retention, _words: str) -> None:
        def job(workspace: Workspace) -> Changes:
            return set_retention(workspace, picked)

        self.sign(job)
