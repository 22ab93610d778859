"""How easily people can be singled out by what others may know of them: sizes of classes, and the risks of them.

A class is all records with the same key; f is its size. Formulas: security notes, section 8, after sdcMicro
(`indivRisk`, method "approx") and ARX (`RiskModelSampleRisks`). A caseload is nearly the population that it is about,
so p = 1 and r = 1/f unless somebody knows better.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from math import log1p

import msgspec

THRESHOLDS = (2, 3, 5)
"""Class sizes that reports of risk name by custom."""
_SMALL, _TERMS = 0.01, 10


class Risk(msgspec.Struct, frozen=True, kw_only=True):
    """Risks of one set of records under one choice of keys. Of an empty set everything is 0."""

    records: int
    classes: int
    smallest: int
    """k of k-anonymity."""
    below: tuple[tuple[int, int], ...]
    """Threshold and number of records in smaller classes, for each of `THRESHOLDS`."""
    highest: float
    """Prosecutor's and, without a table of the population, journalist's risk: one out of the smallest class."""
    average: float
    """Marketer's risk: classes out of records, which is one out of the mean class."""
    expected: float
    """Expected number of people recognised."""

    @property
    def overall(self) -> float:
        """The expected share of people recognised; what is published should stay below 0.03 (OCHA)."""
        return self.expected / self.records if self.records else 0.0


def measure(keys: Iterable[Hashable], share: float = 1.0) -> Risk:
    """Risks of records with these keys, of which `share` of the population (0 to 1) is in the set."""
    sizes = tuple(Counter(keys).values())
    records = sum(sizes)
    if not records:
        return Risk(
            records=0, classes=0, smallest=0, below=tuple((t, 0) for t in THRESHOLDS), highest=0, average=0, expected=0
        )
    return Risk(
        records=records,
        classes=len(sizes),
        smallest=min(sizes),
        below=tuple((threshold, sum(f for f in sizes if f < threshold)) for threshold in THRESHOLDS),
        highest=1 / min(sizes),
        average=len(sizes) / records,
        expected=sum(f * individual(f, share) for f in sizes),
    )


def individual(size: int, share: float = 1.0) -> float:
    """The risk of one record whose class has `size` in the set, f, and f / `share` in the population.

    Raises ValueError unless size >= 1 and 0 < share <= 1.
    """
    if size < 1 or not 0 < share <= 1:
        raise ValueError
    rest = 1 - share
    if size == 1:
        return 1.0 if not rest else share / rest * -log1p(-rest)
    if size == 2:
        return _of_a_pair(share, rest)
    return share / (size - rest)


def _of_a_pair(share: float, rest: float) -> float:
    """p/q - (p/q)^2 ln(1/p), with q = 1 - p; for a small q by its series, where the difference would lose digits."""
    if rest < _SMALL:
        return share - share * share * sum(rest**power / (power + 2) for power in range(_TERMS))
    return share / rest - (share / rest) ** 2 * -log1p(-rest)
