"""Joining a checked bundle to the store: its roster, its logs, and what they change in records."""

import msgspec

from fieldkit.domain.changes import NOTHING, Changes
from fieldkit.domain.log import EntryKind, Line, entry_hash
from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.importer import LogSlice, Parcel
from fieldkit.exchange.plan import HeldLog, LogPlan, plan_log
from fieldkit.services import rosters
from fieldkit.services.workspace import Workspace
from fieldkit.store.store import Store

_ABOUT_A_RECORD = frozenset({EntryKind.REVISION, EntryKind.REVIEW, EntryKind.WITHDRAWAL})
_ORDER = (EntryKind.ROSTER, EntryKind.INSTRUMENT, EntryKind.WITHDRAWAL)
"""What is taken into account first, because it decides how the rest is read; the outcome is the same in any order."""


class RefusedItem(msgspec.Struct, frozen=True, kw_only=True):
    """A refused file (by its base name) or log (by its device)."""

    what: str
    code: Code


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """Entries of a device that are known to exist and did not come yet."""

    device: str
    first: int
    last: int


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What one bundle brought."""

    new: frozenset[str] = frozenset()
    updated: frozenset[str] = frozenset()
    conflicts: frozenset[str] = frozenset()
    identical: int = 0
    refused: tuple[RefusedItem, ...] = ()
    missing: tuple[Missing, ...] = ()
    changes: Changes = NOTHING


class ImportReport(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did, or would do: records that are new or updated, log entries held before, what was refused."""

    new: int
    updated: int
    identical: int
    conflicts: int
    """Records touched by this import that are now in conflict."""
    refused: tuple[RefusedItem, ...]
    missing: tuple[Missing, ...]
    changes: Changes


def report(all_taken: list[Taken]) -> ImportReport:
    """One report of several bundles; a record that two of them touch counts once."""
    new = frozenset[str]().union(*(taken.new for taken in all_taken))
    updated = frozenset[str]().union(*(taken.updated for taken in all_taken))
    conflicts: frozenset[str] = frozenset()
    changes = NOTHING
    for taken in all_taken:
        conflicts = (conflicts - taken.new - taken.updated) | taken.conflicts
        changes |= taken.changes
    return ImportReport(
        new=len(new),
        updated=len(updated - new),
        identical=sum(taken.identical for taken in all_taken),
        conflicts=len(conflicts),
        refused=tuple(item for taken in all_taken for item in taken.refused),
        missing=tuple(item for taken in all_taken for item in taken.missing),
        changes=changes,
    )


def take(workspace: Workspace, parcel: Parcel) -> Taken:
    """Apply a parcel inside a transaction of the caller. Raises Refusal before anything is written."""
    changes = NOTHING
    if parcel.roster is not None:
        if not rosters.has_good_keys(parcel.roster.roster):
            raise Refusal(Code.BUNDLE_DAMAGED)
        changes = rosters.take(workspace, parcel.roster)
    roster = workspace.require_roster()
    store = workspace.store
    plans: list[LogPlan] = []
    lines: list[Line] = []
    for log in parcel.logs:
        device = roster.device(log.head.head.device)
        plan = plan_log(log, _held(store, log), revoked=device is not None and bool(device.revoked_at))
        plans.append(plan)
        lines += _join(store, plan)
    touched = {line.entry.subject for line in lines if line.body is not None and line.entry.kind in _ABOUT_A_RECORD}
    before = {record: row.state for record in touched if (row := store.records.row(record)) is not None}
    for line in sorted(lines, key=_turn):
        changes |= store.projection.apply(line)
    after = {record: row.state for record in touched if (row := store.records.row(record)) is not None}
    return Taken(
        new=frozenset(after.keys() - before.keys()),
        updated=frozenset(record for record, state in before.items() if state != State.WITHDRAWN),
        conflicts=frozenset(record for record, state in after.items() if state == State.CONFLICT),
        identical=sum(plan.identical for plan in plans),
        refused=(
            *(RefusedItem(what=log.device, code=log.code) for log in parcel.refused),
            *(RefusedItem(what=plan.device, code=plan.code) for plan in plans if plan.code is not None),
        ),
        missing=tuple(
            Missing(device=plan.device, first=plan.missing[0], last=plan.missing[1])
            for plan in plans
            if plan.missing is not None
        ),
        changes=changes,
    )


def _held(store: Store, log: LogSlice) -> HeldLog | None:
    device, epoch = log.head.head.device, log.head.head.epoch
    signed = store.log.head(device, epoch)
    if signed is None:
        return None
    return HeldLog(
        head=signed.head,
        entry=lambda seq: store.log.entry(device, epoch, seq),
        bodiless=store.log.bodiless(device, epoch),
    )


def _join(store: Store, plan: LogPlan) -> list[Line]:
    """Write the lines of a plan into the log; returns those that the projection has to look at."""
    for line in plan.new:
        store.log.append(line)
    if plan.head is not None:
        store.log.put_head(plan.head)
    filled = [line for line in plan.fills if line.body and store.log.fill_body(entry_hash(line.entry), line.body)]
    return [*plan.new, *filled]


def _turn(line: Line) -> int:
    kind = line.entry.kind
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)
