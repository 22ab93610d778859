"""The officer's decision how long monitors' laptops can read what was recorded on them; it travels with the roster."""

import msgspec

from fieldkit.domain.changes import Changes
from fieldkit.domain.people import Retention
from fieldkit.services import rosters
from fieldkit.services.workspace import Workspace


def set_retention(workspace: Workspace, retention: Retention) -> Changes:
    """Decide; each laptop is told by the next bundle for it.

    Raises Refusal (PROJECT_MISSING, PROJECT_NOT_OFFICER, PROJECT_ROSTER_OLD).
    """
    roster = workspace.require_roster()
    kept = msgspec.UNSET if retention is Retention.KEEP else retention
    return rosters.amend(workspace, msgspec.structs.replace(roster, retention=kept), "project.retention")
