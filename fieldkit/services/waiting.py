"""Bundles of laptops that the roster does not name yet: kept whole and sealed as they came, until it does.

Whoever knows our public key can seal as much as they like to us, so there is a limit to what is kept, and nothing that
waits ever makes room for what comes later. What one laptop may fill is a part of it; all laptops that no roster signed
by the project names share the part of a single one, so that strangers cannot keep out those who are only early.
"""

import hashlib
import io

import msgspec

from fieldkit import canonical, logs
from fieldkit.crypto import blobs
from fieldkit.domain.people import Device, Roster
from fieldkit.domain.waiting import Waiting
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.importer import UnknownSender
from fieldkit.exchange.limits import MAX_FILE, MIB
from fieldkit.exchange.manifest import Manifest
from fieldkit.services import rosters
from fieldkit.services.intake import RefusedItem, Taken
from fieldkit.services.workspace import Workspace
from fieldkit.store.waiting import WaitingRow

_NAME_BYTES = 16
_SHORTEST = 8
"""Letters of a name by which a bundle may be discarded."""
MOST_AWAITED = 1_000
"""Devices that one bundle may wait for."""


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """How much may wait."""

    files: int
    size: int
    """Bytes."""


ROOM = Room(files=1_000, size=1024 * MIB)
SHARE = Room(files=100, size=256 * MIB)
"""Of one laptop; and of all laptops together that nobody vouches for."""


def waiting(workspace: Workspace) -> tuple[Waiting, ...]:
    """All bundles that wait, in the order in which they came. Raises Refusal(PROJECT_MISSING)."""
    roster = workspace.require_roster()
    return tuple(_told(row, roster) for row in workspace.store.waiting.all())


def of_device(workspace: Workspace, device: Device) -> int:
    """How many bundles wait for exactly this laptop; others may use its id with a key of their own."""
    rows = workspace.store.waiting.all()
    return sum(
        device.id in row.awaited.split() and (row.device != device.id or row.sign_key == device.sign_key)
        for row in rows
    )


def discard(workspace: Workspace, name: str) -> None:
    """Let a bundle go, by its name or the beginning of it. Raises Refusal(BUNDLE_NOT_WAITING)."""
    store = workspace.store
    found = [row for row in store.waiting.all() if len(name) >= _SHORTEST and row.sha256.startswith(name)]
    if len(found) != 1:
        raise Refusal(Code.BUNDLE_NOT_WAITING)
    with store.transaction():
        store.waiting.drop(found[0])
    logs.event("bundle.discarded")


def discard_all(workspace: Workspace) -> int:
    """Let everything go that waits; returns the number of bundles. May belong into a transaction of the caller."""
    store = workspace.store
    rows = store.waiting.all()
    with store.transaction():
        for row in rows:
            store.waiting.drop(row)
    return len(rows)


def ready(workspace: Workspace, *, again: bool = False) -> tuple[WaitingRow, ...]:
    """What can be taken in by now; with `again` also what was refused when that was tried before."""
    roster = workspace.require_roster()
    gaps = {(gap.sender, gap.sender_epoch, gap.number) for gap in workspace.store.arrivals.gaps()}
    rows = workspace.store.waiting.all()
    return tuple(row for row in rows if _is_ready(row, roster, gaps, again=again))


def sealed(workspace: Workspace, row: WaitingRow) -> bytes:
    """The file as it came. Raises Refusal: BUNDLE_DAMAGED if it is not whole any more, or the disk's reason."""
    try:
        data = b"".join(workspace.store.blobs.unseal(row.blob, row.key, limit=row.size))
    except Refusal as refusal:
        if refusal.code not in {Code.ATTACHMENT_MISSING, Code.ATTACHMENT_DAMAGED}:
            raise
        raise Refusal(Code.BUNDLE_DAMAGED) from None
    if hashlib.sha256(data).hexdigest() != row.sha256:
        raise Refusal(Code.BUNDLE_DAMAGED)
    return data


def keep_stranger(workspace: Workspace, data: bytes, sender: UnknownSender, *, write: bool) -> Waiting:
    """Keep the bundle of a laptop that no roster here names. Belongs into a transaction of the caller.

    With `write` false everything is done but for writing the file. Raises Refusal(BUNDLE_NO_ROOM).
    """
    said = sender.stranger.manifest
    device = sender.stranger.roster.roster.device(said.device)
    named = device if device is not None and device.sign_key == said.signer else None
    return _keep(workspace, data, said, named, (said.device,), write=write)


def keep_rest(workspace: Workspace, data: bytes, said: Manifest, taken: Taken, *, write: bool) -> Taken:
    """After a bundle was taken in: keep it for the logs in it that are of unknown devices, or let it go if it waited.

    Belongs into the transaction that takes the bundle in. A bundle that waited stays if anything of it is refused.
    """
    store = workspace.store
    held = store.waiting.of_bundle(bundle_of(said))
    unknown = tuple(sorted({item.what for item in taken.refused if item.code is Code.BUNDLE_UNKNOWN_DEVICE}))
    others = tuple(item for item in taken.refused if item.code is not Code.BUNDLE_UNKNOWN_DEVICE)
    if unknown:
        sender = workspace.require_roster().device(said.device)
        try:
            kept = _keep(workspace, data, said, sender, unknown, write=write)
        except Refusal as refusal:
            full = tuple(RefusedItem(what=device, code=refusal.code) for device in unknown)
            return msgspec.structs.replace(taken, refused=(*full, *others))
        return msgspec.structs.replace(taken, refused=others, kept=kept)
    if held is not None and others:
        store.waiting.put(msgspec.structs.replace(held, awaited=said.device, code=others[0].code.value))
    elif held is not None:
        store.waiting.drop(held)
    return msgspec.structs.replace(taken, released="" if held is None or others else held.sha256)


def refuse(workspace: Workspace, row: WaitingRow, code: Code) -> None:
    """Note why a bundle cannot be taken in; it stays until somebody discards it."""
    with workspace.store.transaction():
        workspace.store.waiting.put(msgspec.structs.replace(row, code=code.value))


def bundle_of(said: Manifest) -> str:
    """What names a bundle however often it is sealed: all its content hangs on the signed manifest."""
    return hashlib.sha256(canonical.encode(said)).hexdigest()


def _keep(
    workspace: Workspace, data: bytes, said: Manifest, named: Device | None, awaited: tuple[str, ...], *, write: bool
) -> Waiting:
    table, roster = workspace.store.waiting, workspace.require_roster()
    held = table.of_bundle(bundle_of(said))
    if held is not None:
        row = msgspec.structs.replace(held, awaited=" ".join(awaited), code="")
        if row != held:
            table.put(row)
        return _told(row, roster)
    row = WaitingRow(
        sha256=hashlib.sha256(data).hexdigest(),
        bundle=bundle_of(said),
        device=said.device,
        epoch=said.epoch,
        number=said.seq,
        sign_key=said.signer,
        member="" if named is None else named.member,
        recipient="" if named is None else named.recipient,
        awaited=" ".join(awaited),
        came=workspace.now(),
        size=len(data),
    )
    _require_room(table.all(), row)
    if write:
        key, blob = blobs.new_key(workspace.clock), workspace.clock.random_bytes(_NAME_BYTES).hex()
        table.write(blob, blobs.seal(key, io.BytesIO(data), limit=MAX_FILE))
        row = msgspec.structs.replace(row, key=key, blob=blob)
    table.put(row)
    logs.event("bundle.kept", size=len(data))
    return _told(row, roster)


def _require_room(rows: tuple[WaitingRow, ...], row: WaitingRow) -> None:
    """Raise Refusal(BUNDLE_NO_ROOM) where all together, or the share of one sender, would grow too large."""
    same = tuple(each for each in rows if _share(each) == _share(row))
    for room, held in ((ROOM, rows), (SHARE, same)):
        if len(held) >= room.files or sum(each.size for each in held) + row.size > room.size:
            raise Refusal(Code.BUNDLE_NO_ROOM)
    if len(row.awaited.split()) > MOST_AWAITED:
        raise Refusal(Code.BUNDLE_NO_ROOM)


def _share(row: WaitingRow) -> str:
    """Whose part of the room a bundle fills; empty for all whom no roster names."""
    return row.device if row.member else ""


def _is_ready(row: WaitingRow, roster: Roster, gaps: set[tuple[str, str, int]], *, again: bool) -> bool:
    if not any(roster.device(device) for device in row.awaited.split()):
        return False
    closed = row.code == Code.BUNDLE_GAP and (row.device, row.epoch, row.number) not in gaps
    return again or not row.code or closed


def _told(row: WaitingRow, roster: Roster) -> Waiting:
    device = Device(id=row.device, member=row.member, sign_key=row.sign_key, recipient=row.recipient)
    return Waiting(
        name=row.sha256,
        device=row.device,
        member=row.member,
        fingerprint=rosters.fingerprint(device) if row.member else "",
        awaited=tuple(row.awaited.split()),
        came=row.came,
        size=row.size,
        ready=_is_ready(row, roster, set(), again=True),
        code=Code(row.code) if row.code else None,
    )
