"""T3: 5,000 power cuts at random moments of what people do with a vault, with what was not synced lost in pieces."""

from pathlib import Path

from tests.flow import laptops, operations, power
from tests.soak import pool
from tests.soak.outcome import Outcome

FIGURES = {"T3": 5_000}


def main(seed: int, share: float) -> Outcome:
    """Cut the power 5,000 times (times `share`)."""
    outcome = Outcome()
    names = sorted(operations.OPERATIONS)
    base = laptops.prepared()
    count = -(-round(FIGURES["T3"] * share) // len(names))
    for name, cuts in zip(names, pool.spread((_cut, (base, name, seed, count)) for name in names), strict=True):
        for cut in cuts:
            outcome.take(f"T3 {name}, {cut.state}", cut.wrong)
    return outcome


def _cut(base: Path, name: str, seed: int, count: int) -> list[power.Cut]:
    return power.cuts(base, name, seed=seed, count=count)
