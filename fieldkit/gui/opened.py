"""What the window reads when the vault opens: who we are and what waits, and how the vault wants to be guarded."""

from dataclasses import dataclass

from fieldkit.gui import standing
from fieldkit.gui.standing import Standing
from fieldkit.services import habits
from fieldkit.services.habits import Habits
from fieldkit.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Opened:
    """Both in one go."""

    standing: Standing
    habits: Habits


def read(workspace: Workspace) -> Opened:
    """Read it; runs on the worker's thread."""
    return Opened(standing.read(workspace), habits.read(workspace))
