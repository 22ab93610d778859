"""Epochs: a device begins a new log when its old one may go on elsewhere, from a backup or a copy of the vault.

It may not hold then what it confirmed before. Epochs are random, and clocks prove nothing, so a device says in its
receipts which of its epochs came before. An epoch that it does not know of is another laptop's, or of another backup.
"""

import msgspec

from fieldkit.domain import bodies
from fieldkit.domain.bodies import Receipt
from fieldkit.services.workspace import Workspace
from fieldkit.store.store import Store

_OF_THE_EPOCH = ("bundle.number", "bundle.previous", "bundle.last_seq")
"""Settings that count what the log of one epoch handed over."""
_BEFORE = "epoch.before"
"""Setting: the epochs in which this vault wrote before its present one."""


def begin(workspace: Workspace) -> None:
    """Write into a new log from now on; the old one stays as it is."""
    store, identity = workspace.store, workspace.identity
    with store.transaction():
        store.settings.put(_BEFORE, " ".join((*store.settings.get(_BEFORE).split(), identity.epoch)))
        store.keyring.put_identity(msgspec.structs.replace(identity, epoch=workspace.clock.new_id()))
        for name in _OF_THE_EPOCH:
            store.settings.put(name, "")


def earlier(workspace: Workspace) -> tuple[str, ...]:
    """The epochs of this vault before its present one."""
    return tuple(workspace.store.settings.get(_BEFORE).split())


def newest(store: Store, device: str) -> str:
    """The epoch in which a device writes, as far as that is known here; empty if it may be one or another."""
    found = [signed.head.epoch for signed in store.log.heads() if signed.head.device == device]
    epochs = set(found)
    past = {epoch for each in epochs for epoch in _told_by(store, device, each)} if len(epochs) > 1 else set[str]()
    left = epochs - past
    newest = left.pop() if len(left) == 1 else ""
    return newest if found.count(newest) == 1 else ""  # two laptops that write as one hold different things


def _told_by(store: Store, device: str, epoch: str) -> tuple[str, ...]:
    """The epochs that a device named as past ones, by its last receipt in this epoch."""
    for line in store.coverage.receipts(device, epoch):
        content = bodies.read(line)
        if isinstance(content, Receipt):
            return content.earlier or ()
    return ()
