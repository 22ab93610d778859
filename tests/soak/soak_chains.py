"""Faults during the mending of faults: 200 chains (T8); and 50 operations on disks that are too small (T4)."""

import random
import tempfile
from pathlib import Path

from tests.flow import chains, full_disk, laptops
from tests.flow.faults import Case
from tests.soak import pool
from tests.soak.outcome import Outcome

FIGURES = {"T8": 200, "T4": 50}
PART = 8


def main(seed: int, share: float = 1.0, *, chains: int = FIGURES["T8"], disks: int = FIGURES["T4"]) -> Outcome:
    """Try 200 chains and 50 disks (times `share`)."""
    chance, outcome = random.Random(seed), Outcome()
    with tempfile.TemporaryDirectory() as place:
        base = laptops.prepared()
        jobs = [
            (function, (base, Path(place), chance.getrandbits(32), part))
            for function, count in ((_chains, chains), (_disks, disks))
            for part in pool.parts(round(count * share), PART)
        ]
        for number, cases in pool.spread(jobs):
            for case in cases:
                outcome.take(f"{number} {'hit' if case.reached else 'missed'}, {case.state}", case.wrong)
    return outcome


def _chains(base: Path, _place: Path, seed: int, count: int) -> tuple[str, list[Case]]:
    return "T8", chains.chains(base, seed=seed, count=count)


def _disks(base: Path, place: Path, seed: int, count: int) -> tuple[str, list[Case]]:
    return "T4", full_disk.passes(base, place, seed=seed, count=count)
