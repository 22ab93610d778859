"""Planning an import, purely: what a slice of a log adds to what is held, or why it cannot be joined to it."""

from collections.abc import Callable

import msgspec

from fieldkit.domain.log import Entry, Head, Line, SignedHead, entry_hash
from fieldkit.errors import Code
from fieldkit.exchange.importer import LogSlice


class HeldLog(msgspec.Struct, frozen=True, kw_only=True):
    """What is held of the same log. `entry` looks one up by its number; `bodiless` are numbers held without body."""

    head: Head
    entry: Callable[[int], Entry | None]
    bodiless: frozenset[int] = frozenset()


class LogPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What to do with one slice. With a `code` nothing is done: the log is refused and stays as it is."""

    device: str
    new: tuple[Line, ...] = ()
    fills: tuple[Line, ...] = ()
    """Lines held without a body that now bring it, or its sealed form."""
    identical: int = 0
    """Lines held already."""
    head: SignedHead | None = None
    """To be kept instead of the one held, if the log grows."""
    code: Code | None = None
    missing: tuple[int, int] | None = None
    """First and last number of the lines that lie between what is held and what came."""


def plan_log(came: LogSlice, held: HeldLog | None, *, revoked: bool) -> LogPlan:
    """Compare one slice with what is held.

    Two logs that agree on one entry agree on all before it, because each entry holds the hash of the one before; so a
    single comparison tells a duplicate or a continuation from a fork (two laptops writing as one device).

    Args:
        came: checked lines, `came.first` to `came.head`.
        held: the same device's and epoch's log in the store; None if there is none.
        revoked: the device is no longer trusted: what is held stays, nothing is added (security notes, section 6).
    """
    device = came.head.head.device
    reached = 0 if held is None else held.head.seq
    if came.first > reached + 1:
        return LogPlan(device=device, code=Code.BUNDLE_GAP, missing=(reached + 1, came.first - 1))
    if held is not None and _is_fork(came, held):
        return LogPlan(device=device, code=Code.BUNDLE_FORK)
    new = came.lines[reached + 1 - came.first :]
    if new and revoked:
        return LogPlan(device=device, code=Code.BUNDLE_REVOKED_DEVICE)
    known = came.lines[: reached + 1 - came.first]
    bodiless = frozenset() if held is None else held.bodiless
    return LogPlan(
        device=device,
        new=new,
        fills=tuple(line for line in known if (line.body or line.sealed) and line.entry.seq in bodiless),
        identical=len(known),
        head=came.head if new else None,
    )


def _is_fork(came: LogSlice, held: HeldLog) -> bool:
    reached = held.head.seq
    if came.first == reached + 1:
        return came.lines[0].entry.prev != held.head.hash
    if came.head.head.seq >= reached:
        return entry_hash(came.lines[reached - came.first].entry) != held.head.hash
    common = held.entry(came.head.head.seq)
    return common is None or entry_hash(common) != came.head.head.hash
