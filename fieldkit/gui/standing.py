"""Who we are and what waits: read in one go for the sidebar, the status line and the home page."""

from dataclasses import dataclass

from fieldkit.domain.people import REVIEWERS, Role
from fieldkit.domain.records import State
from fieldkit.services.browsing import Browsing, Counts
from fieldkit.services.bundling import Bundling
from fieldkit.services.confirmations import HandedOver, handed_over
from fieldkit.services.projects import Projects
from fieldkit.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Standing:
    """The vault at a glance."""

    code: str
    """Own member code; empty outside a project."""
    role: Role | None
    project: str
    counts: Counts
    last_bundle: str
    """ISO moment of the last bundle written; empty if none was."""
    handed_over: HandedOver | None = None
    """How much the office has confirmed; None for those who confirm."""

    @property
    def waiting(self) -> int:
        """Records that wait for our review."""
        if self.role not in REVIEWERS:
            return 0
        return sum(map(self.counts.of, (State.SUBMITTED, State.DOUBTFUL, State.CONFLICT)))


def read(workspace: Workspace) -> Standing:
    """Read it; runs on the worker's thread."""
    view = Projects(workspace).view()
    return Standing(
        code=view.code if view else "",
        role=view.role if view else None,
        project=view.title if view else "",
        counts=Browsing(workspace).counts(),
        last_bundle=Bundling(workspace).last_written(),
        handed_over=handed_over(workspace),
    )
