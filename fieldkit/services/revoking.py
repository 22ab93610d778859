"""Trusting a laptop no more, after it was lost, seized or given back.

From the next generation of the roster on, no bundle is sealed to it, and what it signed is in doubt: all but the
entries that this vault holds by then and that were claimed to be made before the moment from which it is suspect. The
roster names the last of these, so that all devices judge alike. Its member may be enrolled with another laptop. Whoever
learns later that it was in wrong hands earlier revokes it again, from that moment.
"""

from collections import deque
from datetime import datetime
from itertools import takewhile

import msgspec

from fieldkit.domain.changes import Changes
from fieldkit.domain.log import Head, entry_hash, head_of
from fieldkit.domain.people import MAX_TRUSTED, Device, Roster
from fieldkit.domain.periods import utc
from fieldkit.errors import Code, Refusal
from fieldkit.services import rosters
from fieldkit.services.workspace import Workspace
from fieldkit.store.log import Log


class Revoking:
    """What an officer does about laptops in wrong hands."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def revoke(self, named: str, since: str = "") -> Changes:
        """Revoke a laptop, or a revoked one again from an earlier moment.

        Args:
            named: id of the device, or the code of a member who has one in use, or else one that is revoked.
            since: day or moment from which it is not trusted, ISO 8601, by the clock here; now if empty.

        Raises Refusal: PROJECT_MISSING, PROJECT_NOT_OFFICER, PROJECT_MEMBER_UNKNOWN, PROJECT_SEVERAL_DEVICES,
        PROJECT_OWN_DEVICE, PROJECT_BAD_MOMENT, PROJECT_REVOKED_ALREADY, PROJECT_ROSTER_OLD.
        """
        workspace = self._workspace
        roster = workspace.require_roster()
        rosters.key(workspace)  # who may not do it need not hear whom there is
        device = _named(roster, named)
        if device.id == workspace.identity.device:
            raise Refusal(Code.PROJECT_OWN_DEVICE)
        moment = self._moment(since)
        if device.revoked_at and utc(moment) >= utc(device.revoked_at):
            raise Refusal(Code.PROJECT_REVOKED_ALREADY, member=device.member)
        revoked = msgspec.structs.replace(device, revoked_at=moment, trusted=_trusted(workspace, device, moment))
        changed = msgspec.structs.replace(
            roster, devices=tuple(revoked if each.id == device.id else each for each in roster.devices)
        )
        return rosters.amend(workspace, changed, "project.revoked")

    def _moment(self, since: str) -> str:
        """The moment with its offset, to the second, never after now."""
        now = self._workspace.clock.now()
        try:
            moment = datetime.fromisoformat(since) if since else now
        except ValueError:
            raise Refusal(Code.PROJECT_BAD_MOMENT) from None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
        if moment > now:
            raise Refusal(Code.PROJECT_BAD_MOMENT)
        return moment.isoformat(timespec="seconds")


def _trusted(workspace: Workspace, device: Device, moment: str) -> tuple[str, ...]:
    """The last entry of each log of a device before the first one that was claimed to be made at that moment or later.

    What came after it was revoked may be made up, whatever it claims: then only what was good so far can stay so.
    A claim is no proof: whoever holds the laptop may turn its clock back, and then an officer who names an earlier
    moment is right. What readers had confirmed by then is good whatever it claims (`fieldkit.store.doubts`).
    """
    log = workspace.store.log
    found: set[str] = set()
    for head in _ends(log, device):
        before = takewhile(lambda line: utc(line.entry.at) < utc(moment), log.lines_to(head))
        found.update(entry_hash(line.entry) for line in deque(before, maxlen=1))
    return tuple(sorted(found)[:MAX_TRUSTED])


def _ends(log: Log, device: Device) -> tuple[Head, ...]:
    """Up to where the logs of a device are good now."""
    if not device.revoked_at:
        return tuple(signed.head for signed in log.heads() if signed.head.device == device.id)
    pinned = () if device.trusted is msgspec.UNSET else device.trusted
    return tuple(head_of(line.entry) for name in pinned if (line := log.line(name)) is not None)


def _named(roster: Roster, named: str) -> Device:
    """A device by its id, or the only one in use by a member, or else the only one they have."""
    exact = roster.device(named)
    found = [exact] if exact else [each for each in roster.devices if each.member == named]
    if not found:
        raise Refusal(Code.PROJECT_MEMBER_UNKNOWN)
    wanted = [each for each in found if not each.revoked_at] or found
    if len(wanted) > 1:
        raise Refusal(Code.PROJECT_SEVERAL_DEVICES, member=named)
    return wanted[0]
