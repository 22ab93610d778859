"""Entrusting the vault's key to the project's officers: who could open it, making, renewing and ending that.

Security notes, section 3. Two officers are wanted, so that the loss of one laptop loses nothing; one is allowed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from fieldkit import logs
from fieldkit.crypto import escrow, slots
from fieldkit.crypto.escrow import Trust
from fieldkit.crypto.kdf import FIELD_COST, Cost
from fieldkit.crypto.slot_file import MAX_OFFICERS
from fieldkit.crypto.slots import SlotFile, SlotType
from fieldkit.domain.people import Device, Role, Roster
from fieldkit.errors import Code, Refusal
from fieldkit.services import keyslots
from fieldkit.services.workspace import Workspace
from fieldkit.store import files as disk

WANTED = 2
"""Officers, so that one lost laptop does not lose the way back in."""


@dataclass(frozen=True, slots=True)
class EscrowState:
    """To whom the key is entrusted, by member codes, and to whom it should be now."""

    entrusted: bool
    openers: tuple[str, ...]
    """Who could open it now, whatever has become of them since."""
    gone: tuple[str, ...]
    """Those of the openers who are no officers any more, or whose device was revoked."""
    missing: tuple[str, ...]
    """Officers of today who could not open it."""
    unknown: int
    """Openers whose device is not in the roster."""
    officers: tuple[str, ...]
    """To whom it would be entrusted now."""
    left_out: int
    """Officers beyond those."""

    @property
    def current(self) -> bool:
        """Whether it is entrusted to exactly the officers of today."""
        return self.entrusted and not (self.gone or self.missing or self.unknown)


def state(workspace: Workspace) -> EscrowState:
    """What the slots and the roster say of it."""
    slot = keyslots.readable(workspace.files)[0].escrow
    marks = frozenset(slot.fp if slot else ())
    seed, roster = workspace.identity.sign_seed, workspace.roster
    devices = roster.devices if roster else ()
    known = {device.id: device for device in devices if escrow.mark(seed, device.recipient) in marks}
    able = _officers(workspace)
    chosen = able[:MAX_OFFICERS]
    wanted = {device.id for device in chosen}
    return EscrowState(
        entrusted=slot is not None,
        openers=_codes(known.values()),
        gone=_codes(device for device in known.values() if device.id not in {each.id for each in able}),
        missing=_codes(device for device in chosen if device.id not in known) if slot else (),
        unknown=len(marks) - len(known),
        officers=_codes(device for device in devices if device.id in wanted),
        left_out=len(able) - len(chosen),
    )


def trust(workspace: Workspace) -> Trust | None:
    """The officers of today; None if there is nobody."""
    officers = _officers(workspace)[:MAX_OFFICERS]
    if not officers:
        return None
    identity = workspace.identity
    recipients = tuple(device.recipient for device in officers)
    return Trust(device=identity.device, seed=identity.sign_seed, recipients=recipients)


def entrust(workspace: Workspace, passphrase: str, *, floor: Cost = FIELD_COST) -> EscrowState:
    """Entrust the key to the officers of today, and to nobody else any more.

    Raises Refusal: PROJECT_MISSING, ESCROW_NO_OFFICERS, what unlocking refuses, or the disk's reason.
    """
    workspace.require_roster()
    wanted = trust(workspace)
    if wanted is None:
        raise Refusal(Code.ESCROW_NO_OFFICERS)
    file, master = keyslots.unlock(workspace.files, SlotType.PASSPHRASE, passphrase, floor)
    _write(workspace, slots.with_escrow(file, master, wanted))
    logs.event("vault.entrusted", officers=len(wanted.recipients))
    return state(workspace)


def withdraw(workspace: Workspace, passphrase: str, *, floor: Cost = FIELD_COST) -> EscrowState:
    """Entrust the key to nobody; copies of the slots that somebody kept still open to the officers of before.

    Raises Refusal: ESCROW_NONE, what unlocking refuses, or the disk's reason.
    """
    file, master = keyslots.unlock(workspace.files, SlotType.PASSPHRASE, passphrase, floor)
    if file.escrow is None:
        raise Refusal(Code.ESCROW_NONE)
    _write(workspace, slots.without_escrow(file, master))
    logs.event("vault.escrow_withdrawn")
    return state(workspace)


def _write(workspace: Workspace, file: SlotFile) -> None:
    disk.write_slots(workspace.files, slots.encode(file))


def _officers(workspace: Workspace) -> tuple[Device, ...]:
    """Devices of officers that are not revoked, without this one, in the order in which they were enrolled."""
    roster, own = workspace.roster, workspace.identity.device
    return tuple(
        device for device in (roster.devices if roster else ()) if device.id != own and is_officer(roster, device)
    )


def is_officer(roster: Roster | None, device: Device) -> bool:
    """Whether a device is an officer's and trusted."""
    return roster is not None and not device.revoked_at and roster.role_of(device.id) is Role.OFFICER


def _codes(devices: Iterable[Device]) -> tuple[str, ...]:
    return tuple(sorted({device.member for device in devices}))
