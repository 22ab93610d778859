"""Parting what does not fit into one bundle into several that may be imported in any order.

A log can be parted only where its device signed a head: at the waypoints that the store keeps. Each part is a bundle of
its own; one that comes before the part that it follows is a gap, told and closed when the other has come.
"""

from collections.abc import Iterator

import msgspec

from fieldkit.domain.log import Head, SignedHead, entry_hash
from fieldkit.exchange.limits import BYTES_PER_BUNDLE, ENTRIES_PER_BUNDLE, MAX_LOGS
from fieldkit.exchange.payload import LogHeading
from fieldkit.store.store import Store


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """How much one bundle takes: some way below what its reader accepts."""

    entries: int = ENTRIES_PER_BUNDLE
    bytes: int = BYTES_PER_BUNDLE
    """Of entries and bodies; as they travel it is somewhat more."""
    logs: int = MAX_LOGS


_ROOM = Room()


def parts(store: Store, headings: tuple[LogHeading, ...], room: Room = _ROOM) -> tuple[tuple[LogHeading, ...], ...]:
    """The same lines in as many groups as there have to be bundles; none without lines."""
    found: list[tuple[LogHeading, ...]] = []
    part: list[LogHeading] = []
    entries = size = 0
    for piece in (piece for heading in headings for piece in _pieces(store, heading)):
        weight = _weight(store, piece)
        continues = bool(part) and _is_next(part[-1], piece)
        full = entries + piece.size > room.entries or size + weight > room.bytes
        if part and (full or (len(part) >= room.logs and not continues)):
            found.append(tuple(part))
            part, entries, size, continues = [], 0, 0, False
        if continues:
            part[-1] = LogHeading(head=piece.head, first=part[-1].first)
        else:
            part.append(piece)
        entries += piece.size
        size += weight
    return (*found, tuple(part)) if part else ()


def _pieces(store: Store, heading: LogHeading) -> Iterator[LogHeading]:
    """One slice cut at every waypoint in it."""
    head, first = heading.head.head, heading.first
    stops = (stop for stop in store.log.waypoints(head.device, head.epoch, first - 1) if _leads_to(store, stop, head))
    for stop in (*stops, heading.head):
        yield LogHeading(head=stop, first=first)
        first = stop.head.seq + 1


def _leads_to(store: Store, stop: SignedHead, head: Head) -> bool:
    """Whether a waypoint lies before a head, and not in what another laptop wrote as the same device."""
    entry = store.log.on_the_way(head, stop.head.seq) if stop.head.seq < head.seq else None
    return entry is not None and entry_hash(entry) == stop.head.hash


def _weight(store: Store, piece: LogHeading) -> int:
    return store.log.weight(piece.head.head, piece.first - 1)


def _is_next(before: LogHeading, piece: LogHeading) -> bool:
    one, other = before.head.head, piece.head.head
    return (one.device, one.epoch, one.seq + 1) == (other.device, other.epoch, piece.first)
