"""Receipts: a reader's word to a member that what the member's laptops wrote has come and can be read."""

from fieldkit.domain import bodies
from fieldkit.domain.bodies import Receipt
from fieldkit.domain.log import EntryKind, Head, head_of
from fieldkit.domain.people import READERS, Device
from fieldkit.services.journal import Journal
from fieldkit.services.workspace import Workspace


def write(workspace: Workspace, devices: tuple[Device, ...]) -> None:
    """Tell in the own log, for each of the devices, how far its logs are held; nothing if that was told already.

    A body that is sealed to others only, or that did not come, is not held: the receipt ends before it.
    """
    if workspace.role not in READERS:
        return
    for device in devices:
        logs = (signed.head for signed in workspace.store.log.heads() if signed.head.device == device.id)
        heads = tuple(head for log in logs if (head := _reached(workspace, log)) is not None)
        if heads and heads != _told(workspace, device):
            Journal(workspace).append(EntryKind.RECEIPT, device.id, Receipt(heads=heads, at=workspace.now()))


def _reached(workspace: Workspace, head: Head) -> Head | None:
    log = workspace.store.log
    unread = log.first_unread(head)
    if unread is None:
        return head
    entry = log.on_the_way(head, unread - 1)
    return None if entry is None else head_of(entry)


def _told(workspace: Workspace, device: Device) -> tuple[Head, ...]:
    """What the last own receipt for a device says."""
    own = workspace.identity.device
    lines = [line for line in workspace.store.log.about(device.id) if line.entry.device == own]
    content = bodies.read(lines[-1]) if lines else None
    return content.heads if isinstance(content, Receipt) else ()
