"""Receipts: a device's word in its own log on how far it holds the logs of others with all that they tell.

A reader confirms to each member, in an entry about the member's device, what came; that entry goes back to the member.
About the logs of readers everybody, readers too, writes a single entry that only readers can read; it names only what
grew, so that a log does not grow with the number of those that it speaks of. A receipt is written with a bundle, and
only if something other than receipts has happened: two devices with nothing to tell come to rest.
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import msgspec

from fieldkit.domain import bodies
from fieldkit.domain.bodies import Receipt, Scope
from fieldkit.domain.log import Entry, EntryKind, Head, entry_hash, head_of
from fieldkit.domain.people import READERS
from fieldkit.services.epochs import earlier
from fieldkit.services.journal import Journal
from fieldkit.services.parcels import OFFICE_NEWS, Audience
from fieldkit.services.workspace import Workspace

Told: TypeAlias = Mapping[tuple[str, str], list[tuple[int, str]]]
"""By device and epoch of a log: numbers and hashes of lines up to which it was told to be held."""


def write(workspace: Workspace, audience: Audience) -> None:
    """Tell in the own log what came and was not told yet, as far as it concerns this audience."""
    reads = workspace.role in READERS
    heads = tuple(signed.head for signed in workspace.store.log.heads())
    lost = _lost(workspace) if reads else ()
    if reads:
        for device in _members(workspace, audience):
            _confirm(workspace, device, tuple(head for head in heads if head.device == device), lost)
    if not audience.member:
        _tell(workspace, heads, lost, reads=reads)


def _members(workspace: Workspace, audience: Audience) -> tuple[str, ...]:
    """Devices to which this audience can bring a receipt: its own, or through other readers those of every member."""
    if audience.member:
        return tuple(device.id for device in audience.devices)
    return tuple(sorted(_not_reading(workspace)))


def _not_reading(workspace: Workspace) -> frozenset[str]:
    roster = workspace.require_roster()
    reading = {member.code for member in roster.members if member.role in READERS}
    return frozenset(device.id for device in roster.devices if device.member not in reading)


def _confirm(workspace: Workspace, device: str, logs: tuple[Head, ...], lost: tuple[Entry, ...]) -> None:
    """Tell one member's device how far its logs are held."""
    if not logs:
        return
    told = _last_word(workspace, device)
    heads = tuple(reached for head in logs if (reached := _reached(workspace, head, Scope.ALL, lost)) is not None)
    if any(_has_news(workspace, head, told) for head in heads):
        _append(workspace, device, heads, Scope.ALL)


def _tell(workspace: Workspace, heads: tuple[Head, ...], lost: tuple[Entry, ...], *, reads: bool) -> None:
    """Tell readers how far all other logs are held."""
    own, scope = workspace.identity, Scope.ALL if reads else Scope.SHOWN
    left_out = _not_reading(workspace) - {own.device} if reads else frozenset({own.device})
    told, last = _words(workspace, scope)
    reached = (
        _reached(workspace, head, scope, lost)
        for head in heads
        if head.device not in left_out and (head.device, head.epoch) != (own.device, own.epoch)
    )
    grown = tuple(head for head in reached if head and head.seq > _told(workspace, head, told))
    mine = Journal(workspace).head()
    spoke = mine is not None and workspace.store.coverage.has_news(mine, last)
    if grown and (spoke or any(_has_news(workspace, head, told) for head in grown)):
        _append(workspace, own.device, grown, scope)


def _append(workspace: Workspace, subject: str, heads: tuple[Head, ...], scope: Scope) -> None:
    before = earlier(workspace)
    receipt = Receipt(heads=heads, at=workspace.now(), scope=scope, earlier=before or msgspec.UNSET)
    Journal(workspace).append(EntryKind.RECEIPT, subject, receipt)


def _reached(workspace: Workspace, head: Head, scope: Scope, lost: tuple[Entry, ...]) -> Head | None:
    """The last line before which nothing is lacking. Bodies that are sealed to others only are lacking."""
    log, coverage, own = workspace.store.log, workspace.store.coverage, workspace.identity.device
    if scope is Scope.ALL:
        lacking = coverage.first_lacking(head, own)
    else:
        lacking = coverage.first_withheld(head, own, OFFICE_NEWS)
    gone = (entry.seq for entry in lost if (entry.device, entry.epoch) == (head.device, head.epoch))
    missing = min((seq for seq in (lacking, *gone) if seq is not None), default=None)
    if missing is None:
        return head
    entry = log.on_the_way(head, missing - 1)
    return None if entry is None else head_of(entry)


def _lost(workspace: Workspace) -> tuple[Entry, ...]:
    """Entries of files that were here and that the disk no longer has, or that a restored backup names without them."""
    store = workspace.store
    rows = (row for row in store.attachments.all() if row.entry and row.blob and not store.blobs.is_there(row.blob))
    return tuple(line.entry for row in rows if (line := store.log.line(row.entry)) is not None)


def _has_news(workspace: Workspace, head: Head, told: Told) -> bool:
    return workspace.store.coverage.has_news(head, _told(workspace, head, told))


def _told(workspace: Workspace, head: Head, told: Told) -> int:
    """How far on the way to a head was told already."""
    for seq, name in sorted(told.get((head.device, head.epoch), ()), reverse=True):
        entry = workspace.store.log.on_the_way(head, seq) if seq <= head.seq else None
        if entry is not None and entry_hash(entry) == name:
            return seq
    return 0


def _last_word(workspace: Workspace, device: str) -> Told:
    """What the last own receipt for a device of somebody else says."""
    own = workspace.identity
    for line in workspace.store.coverage.receipts(own.device, own.epoch, device):
        content = bodies.read(line)
        return _by_log(content.heads if isinstance(content, Receipt) and content.scope is Scope.ALL else ())
    return {}


def _words(workspace: Workspace, scope: Scope) -> tuple[Told, int]:
    """How far this device told readers that it holds each log, in this epoch, and the number of its last such entry."""
    own, heads, last = workspace.identity, list[Head](), 0
    for line in workspace.store.coverage.receipts(own.device, own.epoch, own.device):
        content = bodies.read(line)
        last = max(last, line.entry.seq)
        if isinstance(content, Receipt) and content.scope in {Scope.ALL, scope}:
            heads.extend(content.heads)
    return _by_log(heads), last


def _by_log(heads: Iterable[Head]) -> Told:
    told: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for head in heads:
        told.setdefault((head.device, head.epoch), []).append((head.seq, head.hash))
    return told
