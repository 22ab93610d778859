"""The clock of this laptop: what it claims is kept as it is, and that it was turned back is told."""

from fieldkit.domain.clocks import turned_back
from fieldkit.services.workspace import Workspace


def is_turned_back(workspace: Workspace) -> bool:
    """Whether the last own entry claims to be made before the one that precedes it: somebody turned the clock back."""
    identity, log = workspace.identity, workspace.store.log
    signed = log.head(identity.device, identity.epoch)
    last = signed.head.seq if signed else 0
    entries = (log.entry(identity.device, identity.epoch, seq) for seq in (last - 1, last))
    return turned_back(entry for entry in entries if entry is not None)
