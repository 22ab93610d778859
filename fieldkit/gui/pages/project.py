"""Project: the ways into one; within it who takes part, questionnaires, and the own passphrase."""

from dataclasses import dataclass

from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from fieldkit.domain.people import Role
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.page import Page
from fieldkit.gui.project.answering import Answering
from fieldkit.gui.project.beginning import Asking, Creating, Joining
from fieldkit.gui.project.enrolling import Enrolling
from fieldkit.gui.project.entrusting import Entrusting
from fieldkit.gui.project.identifying import Identifying
from fieldkit.gui.project.lists import Lists
from fieldkit.gui.project.passphrase import Passphrase
from fieldkit.gui.project.people import Ourselves, People
from fieldkit.gui.project.publishing import Publishing
from fieldkit.gui.project.questionnaires import Questionnaires
from fieldkit.gui.project.retaining import Retaining
from fieldkit.gui.project.revoking import Revoking
from fieldkit.gui.project.roles import Roles
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.boxes import Scrolled
from fieldkit.gui.widgets.halves import Halves
from fieldkit.gui.widgets.shelf import Shelf
from fieldkit.services import escrow, identity_officers
from fieldkit.services.escrow import EscrowState
from fieldkit.services.forms import Forms, InstrumentRow
from fieldkit.services.identity_officers import IdentityPolicy
from fieldkit.services.projects import Projects, ProjectView
from fieldkit.services.publishing import Publisher, Unpublished
from fieldkit.services.reference_changes import ReferenceDesk, ReferenceState
from fieldkit.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ProjectPageView:
    """What the page shows; no project where the vault takes part in none."""

    project: ProjectView | None
    asked: str
    """The code under which this device asked to take part and waits for the answer."""
    fingerprint: str
    forms: tuple[InstrumentRow, ...]
    unpublished: tuple[Unpublished, ...]
    entrusted: EscrowState
    lists: ReferenceState
    identity: IdentityPolicy | None
    """Whether names may be kept; None outside any project."""


def read(workspace: Workspace) -> ProjectPageView:
    """Read it; runs on the worker's thread."""
    projects = Projects(workspace)
    return ProjectPageView(
        project=projects.view(),
        asked=projects.asked(),
        fingerprint=projects.fingerprint(),
        forms=Forms(workspace).list(),
        unpublished=Publisher(workspace).unpublished(),
        entrusted=escrow.state(workspace),
        lists=ReferenceDesk(workspace).state(),
        identity=None if workspace.roster is None else identity_officers.policy(workspace),
    )


class ProjectPage(Page):
    """Shows the parts that fit where the person stands."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.language.gettext("Project"))
        self._ask = Ask(desk.language)
        self.asking = Asking(desk, self.banner, self._ask)
        self.joining = Joining(desk, self.banner, self._ask)
        self.creating = Creating(desk, self.banner, self._ask)
        self._ourselves = Ourselves(desk)
        self.enrolling = Enrolling(desk, self.banner, self._ask)
        self.answering = Answering(desk, self.banner, self._ask)
        self.roles = Roles(desk, self.banner, self._ask)
        self.revoking = Revoking(desk, self.banner, self._ask)
        self.retaining = Retaining(desk, self.banner, self._ask)
        self.identifying = Identifying(desk, self.banner, self._ask)
        self.people = People(desk)
        self.questionnaires = Questionnaires(desk, self.banner, self._ask)
        self.publishing = Publishing(desk, self.banner, self._ask)
        self.lists = Lists(desk, self.banner, self._ask)
        self.questionnaires.brought.connect(self.publishing.look_at)
        self.passphrase = Passphrase(desk, self.banner, self._ask)
        self.passphrase.renewed.connect(self.lock_asked)
        self.entrusting = Entrusting(desk, self.banner, self._ask)
        self._arriving = False
        self._outside: tuple[QWidget, ...] = (self.asking, self.joining, self.creating)
        self._inside: tuple[QWidget, ...] = (
            self._ourselves,
            self.enrolling,
            self.answering,
            self.people,
            self.roles,
            self.revoking,
            self.retaining,
            self.lists,
            self.identifying,
        )
        self._always: tuple[QWidget, ...] = (self.publishing, self.questionnaires, self.passphrase, self.entrusting)
        self._area = Scrolled()
        self._area.column.addWidget(Halves((*self._outside, *self._inside), self._always))
        for part in (*self._outside, *self._inside, *self._always):
            part.hide()
        self._area.column.addStretch(1)
        for changing in (self.asking, self.questionnaires, self.publishing, self.revoking, self.retaining, self.lists):
            changing.changed.connect(self.refresh)
        self.identifying.changed.connect(self.refresh)
        self.roles.changed.connect(self.refresh)
        self.body.addWidget(Shelf(self._ask))
        self.body.addWidget(self._area, 1)
        QShortcut(QKeySequence("Escape"), self).activated.connect(self._ask.decline)

    def refresh(self) -> None:
        """Read again; what is half typed stays."""
        self.ask(read, self._show)

    def leave(self) -> None:
        """A question without an answer means no; no secret stays in a field behind another page."""
        self._ask.decline()
        self.passphrase.forget()
        self.entrusting.forget()

    def showEvent(self, event: QShowEvent, /) -> None:
        """The keyboard goes to what comes next."""
        super().showEvent(event)
        self._arriving = True

    def _show(self, view: ProjectPageView) -> None:
        project = view.project
        for part in self._outside:
            part.setVisible(project is None)
        for part in self._inside:
            part.setVisible(project is not None)
        for part in self._always:
            part.show()
        self.entrusting.setVisible(project is not None)
        self.questionnaires.show_view(view.forms)
        self.publishing.show_view(view.unpublished)
        if project is None:
            self.asking.show_view(view.asked, view.fingerprint)
            self.joining.show_view(view.asked)
            self.set_state(self.desk.language.gettext("This vault takes part in no project yet"))
        else:
            self._ourselves.show_view(project)
            self.people.show_view(project)
            self.roles.show_view(project)
            self.revoking.show_view(project)
            self.enrolling.setVisible(project.enrols)
            self.retaining.setVisible(project.enrols)
            self.retaining.show_view(project)
            self.identifying.setVisible(project.enrols)
            if view.identity is not None:
                self.identifying.show_view(project, view.identity)
            self.lists.setVisible(project.role is Role.OFFICER)
            self.lists.show_view(view.lists)
            self.answering.setVisible(project.role is Role.OFFICER)
            self.entrusting.show_view(view.entrusted)
            self.set_state(self._state_of(project))
        if self._arriving:
            self._arriving = False
            self._focus(view)

    def _state_of(self, project: ProjectView) -> str:
        """`Border watch · M01 · monitor`."""
        role = words.role(project.role, self.desk.language)
        return "  ·  ".join(filter(None, (project.title, project.code, role)))

    def _focus(self, view: ProjectPageView) -> None:
        if view.project is None and not view.asked:
            self.asking.code.setFocus()
