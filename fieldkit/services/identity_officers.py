"""Whether the project keeps names and contact details at all, and who may open the cards that they are sealed on.

Both are an officer's decisions, signed with the roster, which carries them to every laptop. They bind what is written
from then on: a card stays sealed to those who were identity officers when it was saved.
"""

import msgspec

from fieldkit.domain.changes import Changes
from fieldkit.domain.people import IDENTITY_OFFICERS, Member
from fieldkit.errors import Code, Refusal
from fieldkit.services import rosters
from fieldkit.services.workspace import Workspace


class IdentityPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """What holds on this device."""

    allowed: bool
    officers: tuple[str, ...]
    """Codes of the members who open cards."""
    opens: bool
    """Whether this device is one of theirs."""
    decides: bool
    """Whether it may be changed here."""


def policy(workspace: Workspace) -> IdentityPolicy:
    """What the roster in force says. Raises Refusal(PROJECT_MISSING)."""
    roster, devices = workspace.require_roster(), workspace.require_roster().identity_officers()
    return IdentityPolicy(
        allowed=roster.cards is True,
        officers=tuple(sorted({device.member for device in devices})),
        opens=any(device.id == workspace.identity.device for device in devices),
        decides=workspace.store.keyring.project_seed() is not None,
    )


def allow(workspace: Workspace, *, allowed: bool) -> Changes:
    """Decide whether cards may be written.

    Raises Refusal: PROJECT_MISSING, PROJECT_NOT_OFFICER, PROJECT_ROSTER_OLD.
    """
    roster = workspace.require_roster()
    changed = msgspec.structs.replace(roster, cards=True if allowed else msgspec.UNSET)
    return rosters.amend(workspace, changed, "identity.allowed" if allowed else "identity.forbidden")


def appoint(workspace: Workspace, code: str, *, opens: bool = True) -> Changes:
    """Make an officer one who opens cards, or one who opens no cards that are written from now on.

    Raises Refusal: PROJECT_MISSING, PROJECT_NOT_OFFICER, PROJECT_MEMBER_UNKNOWN, IDENTITY_NO_SUCH_OFFICER,
    PROJECT_ROSTER_OLD.
    """
    roster = workspace.require_roster()
    member = roster.member(code)
    if member is None:
        raise Refusal(Code.PROJECT_MEMBER_UNKNOWN, member=code)
    if opens and member.role not in IDENTITY_OFFICERS:
        raise Refusal(Code.IDENTITY_NO_SUCH_OFFICER, member=code)
    named = Member(code=member.code, role=member.role, identity=True if opens else msgspec.UNSET)
    changed = roster.with_member(named)
    return rosters.amend(workspace, changed, "identity.appointed" if opens else "identity.dismissed")
