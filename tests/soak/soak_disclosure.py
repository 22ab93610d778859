"""T38: 10,000 random case loads, two reports on each; somebody who holds both bounds what was hidden, and what changed."""

import random

from tests.soak import pool
from tests.soak.outcome import Outcome
from tests.unit.statistics import loads

FIGURES = {"T38": 10_000}
_AT_ONCE = 20
_MOST = 30
"""Records of a case load."""


def main(seed: int, share: float) -> Outcome:
    """10,000 case loads (times `share`), each with a second report over other records, another period or table."""
    chance, outcome = random.Random(seed), Outcome()
    sizes = pool.parts(max(1, round(FIGURES["T38"] * share)), _AT_ONCE)
    for found in pool.spread((_some, (chance.getrandbits(32), size)) for size in sizes):
        for ended, wrong in found:
            outcome.take(f"T38 {ended}", wrong)
    return outcome


def _some(seed: int, size: int) -> list[tuple[str, list[str]]]:
    """How each second report ended, and what was recovered."""
    chance, found = random.Random(seed), []
    for _ in range(size):
        before = loads.load(chance, _MOST)
        ended, recovered = loads.faults(before, loads.next_load(chance, before))
        found.append((ended, [f"of the case loads of seed {seed}: {each}" for each in recovered]))
    return found
