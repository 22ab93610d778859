"""Counting cases and values of which each may stand for several."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from fieldkit.domain.case import Case


def number(cases: Iterable[Case]) -> int:
    """How many records the cases stand for."""
    return sum(case.times for case in cases)


def count(cases: Iterable[Case], key: Callable[[Case], str]) -> Counter[str]:
    """How many records have each value."""
    found: Counter[str] = Counter()
    for case in cases:
        found[key(case)] += case.times
    return found


def median(values: Mapping[Decimal, int]) -> Decimal:
    """The middle of values that occur so often each, as `statistics.median` of all of them; there must be one."""
    whole = sum(values.values())
    passed, before = 0, Decimal(0)
    for value, times in sorted(values.items()):
        if 2 * passed == whole:  # as many lie below as above
            return (before + value) / 2
        passed, before = passed + times, value
        if 2 * passed > whole:
            break
    return before
