"""How far readers have confirmed that they hold what this device recorded, by the receipts that came back."""

import msgspec

from fieldkit.domain import bodies
from fieldkit.domain.bodies import Receipt
from fieldkit.domain.log import EntryKind, Line, head_of
from fieldkit.domain.people import READERS, Roster
from fieldkit.services.workspace import Workspace

LAST_SEQ = "bundle.last_seq"
"""Setting: how many own entries the last bundle for readers held; later ones are not handed over yet."""


class Confirmed(msgspec.Struct, frozen=True, kw_only=True):
    """What receipts say of the own logs."""

    reach: dict[str, int]
    """By part of a log: the last own entry that a reader holds with all that was told before it."""
    unfitting: int = 0
    """Receipts for something else than this vault wrote: an older copy of it is open, or it has a twin."""

    def covers(self, epoch: str, seq: int) -> bool:
        """Whether an own entry is confirmed."""
        return seq <= self.reach.get(epoch, 0)


NOTHING_CONFIRMED = Confirmed(reach={})


class HandedOver(msgspec.Struct, frozen=True, kw_only=True):
    """Own records that went to readers, and how many of them a receipt confirms."""

    records: int
    confirmed: int
    unfitting: int = 0


def confirmed(workspace: Workspace) -> Confirmed:
    """Read the receipts for this device. One that does not fit the own log proves nothing."""
    store, own, roster = workspace.store, workspace.identity.device, workspace.roster
    reach: dict[str, int] = {}
    unfitting = 0
    for line in store.log.about(own):
        content = bodies.read(line) if line.entry.device != own and _is_entitled(line, roster) else None
        if not isinstance(content, Receipt):
            continue
        for head in content.heads:
            held = store.log.line(head.hash)
            if held is not None and held.entry.device == own and head_of(held.entry) == head:
                for place in store.log.parts.way(head.hash):
                    reach[place.part] = max(place.seq, reach.get(place.part, 0))
            else:
                unfitting += 1
    return Confirmed(reach=reach, unfitting=unfitting)


def handed_over(workspace: Workspace) -> HandedOver | None:
    """How many records went and are confirmed; None for readers, to whom nobody writes receipts, and outside projects.

    What was written before a restore counts as handed over: the log of that time does not grow any more.
    """
    if workspace.role is None or workspace.role in READERS:
        return None
    identity, store = workspace.identity, workspace.store
    went, receipts = int(store.settings.get(LAST_SEQ) or 0), confirmed(workspace)
    waiting: set[str] = set()
    unconfirmed: set[str] = set()
    records: set[str] = set()
    for record, epoch, seq in store.log.reach(identity.device):
        records.add(record)
        if epoch == identity.epoch and seq > went:
            waiting.add(record)
        if not receipts.covers(epoch, seq):
            unconfirmed.add(record)
    gone = records - waiting
    return HandedOver(records=len(gone), confirmed=len(gone - unconfirmed), unfitting=receipts.unfitting)


def _is_entitled(line: Line, roster: Roster | None) -> bool:
    device = roster.device(line.entry.device) if roster else None
    if roster is None or device is None or line.entry.kind is not EntryKind.RECEIPT:
        return False
    return not device.revoked_at and roster.role_of(device.id) in READERS
