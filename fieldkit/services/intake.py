"""Joining a checked bundle to the store: its roster, its logs, and what they change in records."""

from collections.abc import Iterable, Iterator

import msgspec

from fieldkit.domain.changes import NOTHING, Changes
from fieldkit.domain.clocks import turned_back
from fieldkit.domain.log import Entry, EntryKind, Line, entry_hash
from fieldkit.domain.records import State
from fieldkit.domain.waiting import Waiting
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.importer import LogSlice, Parcel
from fieldkit.exchange.plan import NOTHING_HELD, HeldLog, LogPlan, plan_log
from fieldkit.services import epochs, outcomes, rosters
from fieldkit.services.outcomes import Outcome, What
from fieldkit.services.workspace import Workspace
from fieldkit.store.store import Store

_ABOUT_A_RECORD = frozenset({EntryKind.REVISION, EntryKind.REVIEW, EntryKind.WITHDRAWAL})
_ORDER = (EntryKind.ROSTER, EntryKind.PUBLICATION, EntryKind.INSTRUMENT, EntryKind.WITHDRAWAL)
"""What is taken into account first, because it decides how the rest is read; the outcome is the same in any order."""


_NOT_JOINED = frozenset({Code.BUNDLE_GAP, Code.BUNDLE_FORK})


class RefusedItem(msgspec.Struct, frozen=True, kw_only=True):
    """A refused file (by its base name) or log (by its device)."""

    what: str
    code: Code
    file: str = ""
    """Base name of the file that brought a refused log, where an import tells of several files."""


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """Entries of a device that are known to exist and did not come yet."""

    device: str
    epoch: str
    first: int
    last: int


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What one bundle brought. Records are named by the numbers of their rows here."""

    new: frozenset[int] = frozenset()
    updated: frozenset[int] = frozenset()
    conflicts: frozenset[int] = frozenset()
    identical: frozenset[int] = frozenset()
    refused: tuple[RefusedItem, ...] = ()
    missing: tuple[Missing, ...] = ()
    heard: tuple[str, ...] = ()
    """Devices whose log came and fits what is held."""
    attachments: int = 0
    """Files whose content came and was not here."""
    outcomes: tuple[Outcome, ...] = ()
    """Of each record, if they were asked for."""
    forks: frozenset[str] = frozenset()
    """Devices as which two laptops turned out to write."""
    turned_back: frozenset[str] = frozenset()
    """Devices whose clock was turned back between entries that came."""
    kept: Waiting | None = None
    """The bundle, where all or a part of it waits until a laptop is enrolled."""
    released: str = ""
    """Name of the bundle if it waited until now."""
    changes: Changes = NOTHING


class ImportReport(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did, or would do, counted in records, and what was refused."""

    new: int
    """Not known here before."""
    updated: int
    """Known before; something about them came."""
    identical: int
    """All that came about them was here already."""
    conflicts: int
    """Touched by this import and now in conflict."""
    refused: tuple[RefusedItem, ...]
    missing: tuple[Missing, ...]
    changes: Changes
    attachments: int = 0
    """Files of answers whose content came and was not here."""
    left: int = 0
    """Files that were not looked at, because the person asked to stop."""
    backup: Code | None = None
    """BACKUP_NOT_MADE if there was no room for one before the import."""
    put_away: int = 0
    """Own records that this device can no longer read, by what the import brought."""
    outcomes: tuple[Outcome, ...] = ()
    """What came of each record, if that was asked for."""
    forks: tuple[str, ...] = ()
    """Devices as which two laptops turned out to write, sorted; what both wrote was kept."""
    turned_back: tuple[str, ...] = ()
    """Devices whose clock was turned back between entries that came, sorted."""
    to_recall: int = 0
    """Products given out of this vault with a record in them that, by what came, may not be used so any more."""
    kept: tuple[Waiting, ...] = ()
    """Bundles that came and wait, all or a part of each, until a laptop is enrolled."""
    released: int = 0
    """Bundles that had waited before, and were taken in now."""


def take(workspace: Workspace, parcel: Parcel, *, each_record: bool = False, doubtful: bool = False) -> Taken:
    """Apply a parcel inside a transaction of the caller. Raises Refusal before anything is written.

    What a revoked laptop says in its own bundle is left out unless `doubtful` things are asked for; what others pass
    on of it is taken, and marked by the projection (security notes, section 6).
    """
    store, changes = workspace.store, NOTHING
    if parcel.roster is not None:
        if not rosters.has_good_keys(parcel.roster.roster):
            raise Refusal(Code.BUNDLE_WEAK_KEY)
        changes = rosters.take(workspace, parcel.roster)
    plans: list[LogPlan] = []
    lines: list[Line] = []
    for log in parcel.logs:  # two of them may be of one device, each with what another laptop wrote
        unasked = not doubtful and log.head.head.device == parcel.manifest.device and _is_revoked(workspace, log)
        plans.append(plan_log(log, _held(store, log), revoked=unasked))
        lines += _join(store, plans[-1])
    twins = frozenset(
        plan.device
        for log, plan in zip(parcel.logs, plans, strict=True)
        if plan.forks or _is_of_a_twin(workspace, log, plan)
    )
    if workspace.identity.device in twins:
        epochs.begin(workspace)
    joined = (line for log, plan in zip(parcel.logs, plans, strict=True) if plan.code is None for line in log.lines)
    mentioned, touched = _records(joined), _records(lines)
    before = store.records.states(mentioned)
    changes |= store.projection.apply(sorted(lines, key=_turn))
    changes |= store.projection.weigh_again(_shaken(workspace, plans, lines))
    after = store.records.states(touched)
    updated = frozenset(record for record in touched if record in before and before[record][1] != State.WITHDRAWN.value)
    brought = {
        What.NEW: after.keys() - before.keys(),
        What.UPDATED: updated,
        What.IDENTICAL: before.keys() - updated,
    }
    conflicts = {record for record, (_, state) in after.items() if state == State.CONFLICT.value}
    numbers = {record: number for record, (number, _) in (before | after).items()}
    taken = Taken(
        new=frozenset(numbers[record] for record in brought[What.NEW]),
        updated=frozenset(numbers[record] for record in updated),
        conflicts=frozenset(numbers[record] for record in conflicts),
        identical=frozenset(numbers[record] for record in brought[What.IDENTICAL]),
        refused=(
            *(RefusedItem(what=log.device, code=log.code) for log in parcel.refused),
            *(RefusedItem(what=plan.device, code=plan.code) for plan in plans if plan.code is not None),
        ),
        missing=tuple(
            Missing(device=plan.device, epoch=log.head.head.epoch, first=plan.missing[0], last=plan.missing[1])
            for log, plan in zip(parcel.logs, plans, strict=True)
            if plan.missing is not None
        ),
        heard=tuple(plan.device for plan in plans if plan.code is None),
        forks=twins,
        turned_back=frozenset(plan.device for plan in plans if turned_back(_new_with_the_one_before(store, plan))),
        changes=changes,
    )
    if not each_record:
        return taken
    told = tuple(
        outcomes.told(record, store.records.row(record), what, conflict=record in conflicts)
        for what, records in brought.items()
        for record in records
    )
    return msgspec.structs.replace(taken, outcomes=told)


def _is_of_a_twin(workspace: Workspace, log: LogSlice, plan: LogPlan) -> bool:
    """Whether a slice that cannot be joined shows that somebody else goes on in the log that this device writes."""
    own, head = workspace.identity, log.head.head
    return plan.code in _NOT_JOINED and (head.device, head.epoch) == (own.device, own.epoch)


def _is_revoked(workspace: Workspace, log: LogSlice) -> bool:
    """Whether a log is of a revoked device and goes beyond what is known to be good of it."""
    device = workspace.require_roster().device(log.head.head.device)
    if device is None or not device.revoked_at:
        return False
    return device.trusted is msgspec.UNSET or log.head.head.hash not in device.trusted


def _new_with_the_one_before(store: Store, plan: LogPlan) -> Iterator[Entry]:
    """The new entries, after the held one that they go on from: a clock is turned back between any two of them."""
    if plan.new and (before := store.log.line(plan.new[0].entry.prev)):
        yield before.entry
    yield from (line.entry for line in plan.new)


def _shaken(workspace: Workspace, plans: list[LogPlan], lines: list[Line]) -> frozenset[str]:
    """Devices of which more or less may be in doubt by what came: twins, and the revoked if any of it is about them."""
    revoked = {device.id for device in workspace.require_roster().devices if device.revoked_at}
    about = {name for line in lines for name in (line.entry.device, line.entry.subject)}
    return frozenset(plan.device for plan in plans if plan.forks) | frozenset(revoked if revoked & about else ())


def _records(lines: Iterable[Line]) -> frozenset[str]:
    """Records that lines tell something about; without its body a line tells nothing."""
    return frozenset(
        line.entry.subject for line in lines if line.body is not None and line.entry.kind in _ABOUT_A_RECORD
    )


def _held(store: Store, log: LogSlice) -> HeldLog:
    device, epoch = log.head.head.device, log.head.head.epoch
    heads = store.log.heads_of(device, epoch)
    if not heads:
        return NOTHING_HELD
    reached = max(head.seq for head in heads)
    known = log.first <= reached  # a slice that only continues has nothing to fill
    return HeldLog(
        reached=reached,
        ends=frozenset(head.hash for head in heads),
        holds=store.log.holds,
        bodiless=store.log.bodiless(device, epoch, log.first, log.head.head.seq) if known else frozenset(),
    )


def _join(store: Store, plan: LogPlan) -> list[Line]:
    """Write the lines of a plan into the log; returns those that the projection has to look at."""
    if plan.head is not None:
        store.log.join(plan.new, plan.head)
    return [*plan.new, *(line for line in plan.fills if _fill(store, line))]


def _fill(store: Store, line: Line) -> bool:
    """Add what a line brings to an entry held without its body."""
    name = entry_hash(line.entry)
    return store.log.fill_sealed(name, line.sealed) if line.body is None else store.log.fill_body(name, line.body)


def _turn(line: Line) -> int:
    kind = line.entry.kind
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)
