"""Planning an import, purely: what a slice of a log adds to what is held, or why it cannot be joined to it."""

from bisect import bisect_left
from collections.abc import Callable

import msgspec

from fieldkit.domain.log import Line, SignedHead, entry_hash
from fieldkit.errors import Code
from fieldkit.exchange.importer import LogSlice


class HeldLog(msgspec.Struct, frozen=True, kw_only=True):
    """What is held of the same log, in however many parts."""

    reached: int
    """The highest number of an entry that is held."""
    ends: frozenset[str]
    """Hashes of the last entries: one, unless several laptops write this log."""
    holds: Callable[[str], bool]
    """Whether an entry is held, by its hash."""
    bodiless: frozenset[str] = frozenset()
    """Hashes of the entries that are held without body."""


NOTHING_HELD = HeldLog(reached=0, ends=frozenset(), holds=lambda _: False)


class LogPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What to do with one slice. With a `code` nothing is done: the log is refused and stays as it is."""

    device: str
    new: tuple[Line, ...] = ()
    fills: tuple[Line, ...] = ()
    """Lines held without a body that now bring it, or its sealed form."""
    identical: int = 0
    """Lines held already."""
    head: SignedHead | None = None
    """To be kept, if the log grows."""
    code: Code | None = None
    missing: tuple[int, int] | None = None
    """First and last number of the lines that lie between what is held and what came."""
    forks: bool = False
    """The new lines stand where others are held already: two laptops write as one device. Both are kept."""


def plan_log(came: LogSlice, held: HeldLog, *, revoked: bool) -> LogPlan:
    """Compare one slice with what is held.

    Two logs that agree on one entry agree on all before it, because each entry holds the hash of the one before; so a
    few comparisons find the last line that both have. What follows it goes on from there, or is a fork.

    Args:
        came: checked lines, `came.first` to `came.head`.
        held: the same device's and epoch's log in the store; NOTHING_HELD if there is none.
        revoked: it is the own word of a device that is no longer trusted, and nobody asked for it: nothing is added.
    """
    device = came.head.head.device
    known = bisect_left(came.lines, True, key=lambda line: not held.holds(entry_hash(line.entry)))
    before = entry_hash(came.lines[known - 1].entry) if known else came.lines[0].entry.prev
    if not known and came.first > 1 and not held.holds(before):
        if came.first > held.reached + 1:
            return LogPlan(device=device, code=Code.BUNDLE_GAP, missing=(held.reached + 1, came.first - 1))
        return LogPlan(device=device, code=Code.BUNDLE_FORK)  # and the lines that it goes on from did not come
    new = came.lines[known:]
    if new and revoked:
        return LogPlan(device=device, code=Code.BUNDLE_REVOKED_DEVICE)
    return LogPlan(
        device=device,
        new=new,
        fills=_fills(came.lines[:known], held.bodiless),
        identical=known,
        head=came.head if new else None,
        forks=bool(new) and held.reached > 0 and before not in held.ends,
    )


def _fills(known: tuple[Line, ...], bodiless: frozenset[str]) -> tuple[Line, ...]:
    if not bodiless:
        return ()
    return tuple(line for line in known if (line.body or line.sealed) and entry_hash(line.entry) in bodiless)
