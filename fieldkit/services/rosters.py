"""Rosters taken over or published: checked keys, never backwards, and records seen anew where a role changed."""

import hashlib

import msgspec

from fieldkit import logs
from fieldkit.crypto import sealing, signing
from fieldkit.domain.changes import NOTHING, Changes
from fieldkit.domain.log import EntryKind
from fieldkit.domain.people import MAX_GENERATION, Device, Roster, SignedRoster, roster_message
from fieldkit.errors import Code, Refusal
from fieldkit.services import spoken
from fieldkit.services.journal import Journal
from fieldkit.services.workspace import Workspace

_FINGERPRINT_CONTEXT = b"fieldkit-device-fingerprint-v1\0"


def fingerprint(device: Device) -> str:
    """Thirty digits in groups, about 99 bits, that name a device's keys: to be read aloud when two people meet."""
    keys = f"{device.id}\0{device.sign_key}\0{device.recipient}".encode()
    return spoken.numbers(hashlib.sha256(_FINGERPRINT_CONTEXT + keys).digest())


def is_authentic(signed: SignedRoster) -> bool:
    """Whether the project key that the roster itself names signed it; whose key that is, the caller has to know."""
    message = roster_message(signed.roster)
    return any(signing.verify(signed.roster.project_key, message, signature) for signature in signed.signatures)


def has_good_keys(roster: Roster) -> bool:
    """Whether every device key binds its holder and keeps secret what is sealed to it."""
    try:
        for device in roster.devices:
            sealing.check_recipient(device.recipient)
    except sealing.BadRecipient:
        return False
    return all(signing.is_sign_key(device.sign_key) for device in roster.devices)


def take(workspace: Workspace, signed: SignedRoster) -> Changes:
    """Keep a verified roster if it is newer than the one held. Belongs into a transaction of the caller."""
    held, came = workspace.roster, signed.roster
    if held is not None and came.generation <= held.generation:
        return NOTHING
    return workspace.store.projection.learn_roster(signed)


def key(workspace: Workspace) -> bytes:
    """The project key that signs rosters. Raises Refusal(PROJECT_NOT_OFFICER) where this vault does not hold it."""
    seed = workspace.store.keyring.project_seed()
    if seed is None:
        raise Refusal(Code.PROJECT_NOT_OFFICER)
    return seed


def amend(workspace: Workspace, changed: Roster, event: str) -> Changes:
    """Publish the roster in force with changes, as its next generation; nothing happens where it says the same.

    Args:
        workspace: an open vault with the project key.
        changed: the roster in force, but for what is to change.
        event: what the log file of the program says of it.

    Raises Refusal (PROJECT_MISSING, PROJECT_NOT_OFFICER, PROJECT_ROSTER_OLD).
    """
    roster, seed = workspace.require_roster(), key(workspace)
    if changed == roster:
        return NOTHING
    if roster.generation >= MAX_GENERATION:
        raise Refusal(Code.PROJECT_ROSTER_OLD)
    newer = msgspec.structs.replace(changed, generation=roster.generation + 1, at=workspace.now())
    with workspace.store.transaction():
        changes = publish(workspace, newer, seed)
    logs.event(event, generation=newer.generation)
    return changes


def publish(workspace: Workspace, roster: Roster, seed: bytes) -> Changes:
    """Sign a roster, keep it and tell of it in the log, so that it travels. Belongs into a transaction."""
    signed = SignedRoster(roster=roster, signatures=(signing.sign(seed, roster_message(roster)),))
    changes = take(workspace, signed)
    _, told = Journal(workspace).append(EntryKind.ROSTER, str(roster.generation), signed)
    return changes | told
