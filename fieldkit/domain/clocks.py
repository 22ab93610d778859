"""Clocks that were turned back: their claims are kept and order nothing; a jump is told (security notes, section 7)."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from fieldkit.domain.log import Entry

TOLERANCE = timedelta(minutes=2)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def turned_back(entries: Iterable[Entry]) -> bool:
    """Whether, of entries of one log in order, any claims to be made more than two minutes before the one before it."""
    return any(_moment(before) - _moment(after) > TOLERANCE for before, after in pairwise(entries))


def _moment(entry: Entry) -> timedelta:
    """Time since an epoch; a moment that no calendar has is taken for that."""
    try:
        return datetime.fromisoformat(entry.at).astimezone(UTC) - _EPOCH
    except (ValueError, OverflowError):
        return timedelta(0)
