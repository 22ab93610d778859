"""The officer's decision how long monitors' laptops can read what was recorded on them; it travels with the roster."""

import msgspec

from fieldkit import logs
from fieldkit.domain.changes import NOTHING, Changes
from fieldkit.domain.people import MAX_GENERATION, Retention
from fieldkit.errors import Code, Refusal
from fieldkit.services import rosters
from fieldkit.services.workspace import Workspace


def set_retention(workspace: Workspace, retention: Retention) -> Changes:
    """Decide; each laptop is told by the next bundle for it.

    Raises Refusal (PROJECT_MISSING, PROJECT_NOT_OFFICER, PROJECT_ROSTER_OLD).
    """
    roster = workspace.require_roster()
    seed = workspace.store.keyring.project_seed()
    if seed is None:
        raise Refusal(Code.PROJECT_NOT_OFFICER)
    if roster.keeps is retention:
        return NOTHING
    if roster.generation >= MAX_GENERATION:
        raise Refusal(Code.PROJECT_ROSTER_OLD)
    newer = msgspec.structs.replace(
        roster,
        generation=roster.generation + 1,
        at=workspace.now(),
        retention=msgspec.UNSET if retention is Retention.KEEP else retention,
    )
    with workspace.store.transaction():
        changes = rosters.publish(workspace, newer, seed)
    logs.event("project.retention")
    return changes
