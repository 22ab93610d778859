"""What devices are known to hold, by their own receipts and by nothing else: sticks get lost.

A receipt counts if it fits the log held here, vouches for every body that its writer would be given now, and stands in
the log that its device writes today: after a restore it may not hold what it confirmed before.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import msgspec

from fieldkit.domain import bodies
from fieldkit.domain.bodies import Receipt, Scope
from fieldkit.domain.log import Head, entry_hash
from fieldkit.domain.people import READERS, Roster
from fieldkit.services import epochs
from fieldkit.store.store import Store


class Holdings(msgspec.Struct, frozen=True, kw_only=True):
    """By hash of the head of a log held here: the last line before it up to which it is held with all that it tells."""

    reach: Mapping[str, int] = MappingProxyType({})
    own: frozenset[str] = frozenset()
    """Heads of logs that receivers write themselves. They hold these, unless there is a second laptop, or an older copy
    of the vault, that writes as the same device: the last line goes along with other things and shows it."""

    def after(self, head: Head) -> int:
        """The number of that line; 0 if nothing is known."""
        return self.reach.get(head.hash, 0)


NOTHING_HELD = Holdings()


def common(store: Store, roster: Roster, devices: Iterable[str]) -> Holdings:
    """What every one of these devices is known to hold."""
    heads = tuple(signed.head for signed in store.log.heads())
    writing = {device: epochs.newest(store, device) for device in devices}
    each = [_of(store, roster, device, epoch, heads) for device, epoch in writing.items()]
    logs = set(each[0]).intersection(*each[1:]) if each else set[str]()
    return Holdings(
        reach={log: min(reach[log] for reach in each) for log in logs},
        own=frozenset(head.hash for head in heads if writing.get(head.device) == head.epoch),
    )


def _of(store: Store, roster: Roster, device: str, epoch: str, heads: tuple[Head, ...]) -> dict[str, int]:
    """What one device is known to hold, of the logs held here, by its receipts in the epoch in which it writes."""
    if not epoch:
        return {}
    scopes = {Scope.ALL} if roster.role_of(device) in READERS else set(Scope)
    told: dict[tuple[str, str], list[Head]] = {}
    for named in _named(store, device, epoch, device, scopes):
        told.setdefault((named.device, named.epoch), []).append(named)
    reach: dict[str, int] = {}
    for head in heads:
        log = head.device, head.epoch
        if log == (device, epoch):
            reach[head.hash] = head.seq  # its own
            continue
        confirmed = _named(store, device, epoch, head.device, scopes) if head.device != device else iter(())
        best = _fitting(store, head, (named for named in confirmed if named.epoch == head.epoch))
        reach[head.hash] = max(best, _fitting(store, head, sorted(told.get(log, ()), key=_by_number, reverse=True)))
    return reach


def _named(store: Store, device: str, epoch: str, subject: str, scopes: set[Scope]) -> Iterator[Head]:
    """Heads in the receipts of a device about a subject, the newest receipt first."""
    for line in store.coverage.receipts(device, epoch, subject):
        content = bodies.read(line)
        if isinstance(content, Receipt) and content.scope in scopes:
            yield from content.heads


def _fitting(store: Store, head: Head, told: Iterable[Head]) -> int:
    """The first that is on the way to our head; they go backwards. 0 as soon as one is of another history."""
    for each in told:
        entry = store.log.on_the_way(head, each.seq)
        if entry is not None:
            return each.seq if entry_hash(entry) == each.hash else 0
    return 0


def _by_number(head: Head) -> int:
    return head.seq
