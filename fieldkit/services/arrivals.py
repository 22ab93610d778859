"""What came from whom: the last entry held of every device, when it was heard of last, what is known to be missing."""

import msgspec

from fieldkit.domain.log import SignedHead
from fieldkit.domain.people import READERS, Device, Role, Roster
from fieldkit.errors import Code
from fieldkit.exchange.manifest import Manifest
from fieldkit.services.intake import Taken
from fieldkit.services.workspace import Workspace
from fieldkit.store.arrivals import CameRow, GapRow

_HEARD = "arrival.heard."
"""Setting per device: claimed time here at which a bundle with its log was last taken in."""


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """One device of somebody else, as far as its log has reached this vault."""

    member: str
    role: Role | None
    device: str
    revoked: bool
    entries: int
    """Number of the last entry held; 0 if nothing came yet."""
    last_entry: str
    """When that entry was made by the clock of its device; empty if nothing came yet."""
    heard: str
    """When a bundle with this log was last taken in, by the clock of this device; empty if none was."""
    parted: int
    """Number of the first entry that two laptops wrote differently as this device; 0 if none did."""
    missing: tuple[int, int] | None
    """First and last number of entries that are known to exist and did not come."""


def note(workspace: Workspace, bundle: Manifest, taken: Taken) -> None:
    """Remember who was heard of and what is missing. Belongs into the transaction that takes a bundle in."""
    store, now = workspace.store, workspace.now()
    for device in taken.heard:
        store.settings.put(_HEARD + device, now)
    part = bundle.part or None
    refused = sum(item.code is not Code.BUNDLE_GAP for item in taken.refused)
    number, parts = (1, 1) if part is None else (part.number, part.of)
    row = CameRow(bundle.device, bundle.epoch, bundle.seq, number, parts, bundle.created_claimed, refused)
    gaps = tuple(
        GapRow(gap.device, gap.epoch, gap.last, bundle.device, bundle.epoch, bundle.seq, bundle.created_claimed, now)
        for gap in taken.missing
    )
    store.arrivals.put(row, gaps)


def received(workspace: Workspace) -> tuple[Arrival, ...]:
    """Every device whose log may come to this vault, by member code. Raises Refusal(PROJECT_MISSING).

    A reader gets the logs of all others, everybody else those of the readers only.
    """
    roster, own = workspace.require_roster(), workspace.identity.device
    expected = READERS if roster.role_of(own) not in READERS else frozenset(Role)
    heads: dict[str, list[SignedHead]] = {}
    for signed in workspace.store.log.heads():
        heads.setdefault(signed.head.device, []).append(signed)
    found = [
        _arrival(workspace, roster, device, heads.get(device.id, []))
        for device in roster.devices
        if device.id != own and roster.role_of(device.id) in expected
    ]
    return tuple(sorted(found, key=lambda arrival: (arrival.member, arrival.device)))


def _arrival(workspace: Workspace, roster: Roster, device: Device, heads: list[SignedHead]) -> Arrival:
    epochs: dict[str, int] = {}
    for signed in heads:
        epochs[signed.head.epoch] = max(signed.head.seq, epochs.get(signed.head.epoch, 0))
    entries = sum(epochs.values())
    return Arrival(
        member=device.member,
        role=roster.role_of(device.id),
        device=device.id,
        revoked=bool(device.revoked_at),
        entries=entries,
        last_entry=max((_claimed(workspace, signed) for signed in heads), default=""),
        heard=workspace.store.settings.get(_HEARD + device.id),
        parted=min((fork.since for fork in workspace.store.log.parts.forks() if fork.device == device.id), default=0),
        missing=_missing(workspace, device.id),
    )


def _claimed(workspace: Workspace, signed: SignedHead) -> str:
    line = workspace.store.log.line(signed.head.hash)
    return "" if line is None else line.entry.at


def _missing(workspace: Workspace, device: str) -> tuple[int, int] | None:
    """What bundles jumped over and is still open."""
    for gap in workspace.store.arrivals.gaps():
        if gap.device == device:
            return workspace.store.log.reached(device, gap.epoch) + 1, gap.last
    return None
