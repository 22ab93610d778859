"""What counts otherwise by a new roster: whose reviews, whether anybody's publications, what is in doubt."""

import msgspec

from fieldkit.domain.log import EntryKind
from fieldkit.domain.people import PUBLISHERS, READERS, REVIEWERS, Device, Roster, SignedRoster, changed
from fieldkit.store.database import Database


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """From one roster in force to the next."""

    reviewers: frozenset[str] = frozenset()
    """Devices whose reviews count now and did not, or the other way round."""
    publishers: bool = False
    """Whether there are other publishers."""
    doubts: bool = False
    """Whether other laptops are revoked, or others confirm what these wrote."""

    @classmethod
    def between(cls, before: SignedRoster | None, after: SignedRoster | None) -> "Shift":
        """What lies between two rosters; without one nobody has a role."""
        if after is None or before == after:
            return cls()
        one, other = before.roster if before else None, after.roster
        return cls(
            reviewers=changed(one, other, REVIEWERS),
            publishers=bool(changed(one, other, PUBLISHERS)),
            doubts=bool(changed(one, other, READERS)) or _revoked(one) != _revoked(other),
        )


def _revoked(roster: Roster | None) -> frozenset[Device]:
    return frozenset(device for device in (roster.devices if roster else ()) if device.revoked_at)


def told_by(database: Database, devices: frozenset[str], *kinds: EntryKind) -> tuple[str, ...]:
    """The records about which these devices wrote entries of these kinds, by their ids."""
    sql = "SELECT DISTINCT subject FROM entry WHERE device = ? AND kind IN (SELECT value FROM json_each(?))"
    wanted = msgspec.json.encode([kind.value for kind in kinds]).decode()
    rows = (database.rows(tuple[str], sql, each, wanted) for each in devices)
    return tuple(sorted({record for found in rows for (record,) in found}))
