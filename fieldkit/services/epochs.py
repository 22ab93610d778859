"""Epochs: a device begins a new log when its old one may go on elsewhere, from a backup or a copy of the vault."""

import msgspec

from fieldkit.services.workspace import Workspace

_OF_THE_EPOCH = ("bundle.number", "bundle.previous", "bundle.last_seq")
"""Settings that count what the log of one epoch handed over."""


def begin(workspace: Workspace) -> None:
    """Write into a new log from now on; the old one stays as it is."""
    store = workspace.store
    with store.transaction():
        store.keyring.put_identity(msgspec.structs.replace(workspace.identity, epoch=workspace.clock.new_id()))
        for name in _OF_THE_EPOCH:
            store.settings.put(name, "")
