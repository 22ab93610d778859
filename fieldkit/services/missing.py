"""The missing list: entries and bundles that are known to exist and have not come, who has them, and from what time.

Nothing that came anyway, with a later bundle, is missing. A bundle holds all that its sender had and its receivers
lacked, so a bundle that never came matters only until a later one of its sender has been taken in as a whole.
"""

import msgspec

from fieldkit.domain import bodies
from fieldkit.domain.bodies import Receipt
from fieldkit.domain.people import READERS, Device, Role, Roster
from fieldkit.services.workspace import Workspace
from fieldkit.store.arrivals import CameRow, GapRow


class MissingEntries(msgspec.Struct, frozen=True, kw_only=True):
    """Entries of one log that did not come."""

    member: str
    role: Role | None
    device: str
    first: int
    last: int
    after: str
    """When the entry before them was made, by the clock of its device; empty if none came."""
    before: str
    """When the oldest bundle, or receipt, was written that shows that they exist, by the clock of its device."""
    since: str
    """Since when that is known here."""
    holders: tuple[str, ...]
    """Members who have them, or what follows them, by their own word."""
    own: bool
    """Whether this device wrote them itself, before it was restored."""


class MissingBundles(msgspec.Struct, frozen=True, kw_only=True):
    """Bundles of one device that never came, though some did that were written with them or after them."""

    member: str
    role: Role | None
    device: str
    numbers: tuple[int, ...]
    after: str
    """When the last one before them was written, by the clock of its device; empty if none came."""
    before: str
    """When the first one after them was written; empty if none came."""


class MissingList(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known to be missing here, by member."""

    entries: tuple[MissingEntries, ...]
    bundles: tuple[MissingBundles, ...]


class _Sign(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that shows that a log goes on up to `last`."""

    last: int
    holder: str
    """A device."""
    written: str
    since: str


def missing(workspace: Workspace) -> MissingList:
    """Everything that is known to be missing. Raises Refusal(PROJECT_MISSING)."""
    roster = workspace.require_roster()
    gaps = workspace.store.arrivals.gaps()
    found = (
        _entries(workspace, roster, device, epoch, signs) for (device, epoch), signs in _signs(workspace, gaps).items()
    )
    entries = tuple(each for each in found if each is not None)
    bundles = tuple(_bundles(workspace, roster, gaps))
    return MissingList(
        entries=tuple(sorted(entries, key=lambda each: (each.member, each.device, each.first))),
        bundles=tuple(sorted(bundles, key=lambda each: (each.member, each.device, each.numbers))),
    )


def _signs(workspace: Workspace, gaps: tuple[GapRow, ...]) -> dict[tuple[str, str], list[_Sign]]:
    """By device and epoch: what bundles jumped over, and what others say in receipts that they hold."""
    signs: dict[tuple[str, str], list[_Sign]] = {}
    for gap in gaps:
        sign = _Sign(last=gap.last, holder=gap.sender, written=gap.written, since=gap.since)
        signs.setdefault((gap.device, gap.epoch), []).append(sign)
    log, own = workspace.store.log, workspace.identity.device
    for line in workspace.store.coverage.last_words():
        content = bodies.read(line)
        if line.entry.device != own and isinstance(content, Receipt):
            for head in content.heads:
                if head.seq > log.reached(head.device, head.epoch):
                    sign = _Sign(last=head.seq, holder=line.entry.device, written=content.at, since=content.at)
                    signs.setdefault((head.device, head.epoch), []).append(sign)
    return signs


def _entries(
    workspace: Workspace, roster: Roster, device_id: str, epoch: str, signs: list[_Sign]
) -> MissingEntries | None:
    """What is missing of one log; None if it need not come here, or is nobody's in good standing."""
    log, own, device = workspace.store.log, workspace.identity, roster.device(device_id)
    trusted = [sign for sign in signs if _is_trusted(roster.device(sign.holder))]
    comes_here = roster.role_of(own.device) in READERS or roster.role_of(device_id) in READERS
    if device is None or not trusted or not comes_here or not _is_trusted(device) or epoch == own.epoch:
        return None
    reached = log.reached(device_id, epoch)
    longest = max(log.heads_of(device_id, epoch), key=lambda head: head.seq, default=None)
    before = None if longest is None else log.on_the_way(longest, reached)
    oldest = min(trusted, key=lambda sign: sign.written)
    return MissingEntries(
        member=device.member,
        role=roster.role_of(device_id),
        device=device_id,
        first=reached + 1,
        last=max(sign.last for sign in trusted),
        after="" if before is None else before.at,
        before=oldest.written,
        since=min(sign.since for sign in trusted),
        holders=tuple(sorted({_member(roster, sign.holder) for sign in trusted})),
        own=device_id == own.device,
    )


def _bundles(workspace: Workspace, roster: Roster, gaps: tuple[GapRow, ...]) -> list[MissingBundles]:
    open_gaps = {(gap.sender, gap.sender_epoch, gap.number) for gap in gaps}
    senders: dict[tuple[str, str], dict[int, CameRow]] = {}
    for row in workspace.store.arrivals.all():
        senders.setdefault((row.device, row.epoch), {})[row.number] = row
    found: list[MissingBundles] = []
    for (device_id, epoch), came in senders.items():
        device = roster.device(device_id)
        whole = {
            number for number, row in came.items() if not row.refused and (device_id, epoch, number) not in open_gaps
        }
        to_readers = roster.role_of(workspace.identity.device) in READERS and roster.role_of(device_id) not in READERS
        numbers = _lost(came, whole, every=to_readers)
        if device is None or not _is_trusted(device) or not numbers:
            continue
        earlier = [row.written for number, row in came.items() if number < numbers[0]]
        later = [row.written for number, row in came.items() if number > numbers[-1]]
        found.append(
            MissingBundles(
                member=device.member,
                role=roster.role_of(device_id),
                device=device_id,
                numbers=numbers,
                after=earlier[-1] if earlier else "",
                before=later[0] if later else "",
            )
        )
    return found


def _lost(came: dict[int, CameRow], whole: set[int], *, every: bool) -> tuple[int, ...]:
    """Numbers that never came and that nothing makes up for.

    `every`: all bundles of this sender are for us too; else one that stands in no set may be for somebody else.
    """
    sets = {number: range(number - row.part + 1, number - row.part + 1 + row.parts) for number, row in came.items()}
    settled = max((span[-1] for span in sets.values() if whole.issuperset(span)), default=0)
    lost = {number for span in sets.values() for number in span}
    if every:
        lost.update(range(settled + 1, max(came) + 1))
    return tuple(sorted(number for number in lost if number > settled and number not in came))


def _is_trusted(device: Device | None) -> bool:
    return device is not None and not device.revoked_at


def _member(roster: Roster, device_id: str) -> str:
    device = roster.device(device_id)
    return "" if device is None else device.member
