"""The officer gives a member another role: what they may read, review and publish from the next roster on.

Who becomes a reader gets what was held back from them by the next bundle. Who ceases to be one keeps what they hold,
since nobody can take that back; nothing new is sealed to them, and their reviews count no more.
"""

from fieldkit.domain.changes import NOTHING, Changes
from fieldkit.domain.people import Member, Role
from fieldkit.errors import Code, Refusal
from fieldkit.services import rosters
from fieldkit.services.workspace import Workspace


def give(workspace: Workspace, code: str, role: Role) -> Changes:
    """Publish a roster in which a member has a role; nothing happens if they have it.

    An identity officer who gets another role is named anew if they ever become an officer again.

    Raises Refusal: PROJECT_MISSING, PROJECT_NOT_OFFICER, PROJECT_MEMBER_UNKNOWN, PROJECT_OWN_ROLE, PROJECT_ROSTER_OLD.
    """
    roster = workspace.require_roster()
    rosters.key(workspace)
    member = roster.member(code)
    if member is None:
        raise Refusal(Code.PROJECT_MEMBER_UNKNOWN, member=code)
    if member.role is role:
        return NOTHING
    if code == workspace.identity.code:
        raise Refusal(Code.PROJECT_OWN_ROLE)
    return rosters.amend(workspace, roster.with_member(Member(code=code, role=role)), "project.role")
