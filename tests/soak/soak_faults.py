"""Faults at every step of what people do with a vault: a kill (T2, T14), a full disk (T4), a failing one (T7)."""

from pathlib import Path

from tests.flow import faults, laptops, operations
from tests.flow.faults import NEVER, Kind
from tests.soak import pool
from tests.soak.outcome import Outcome

FIGURES = {"T2": 3_000, "T4": 1_500, "T7": 4_000, "T14": 2_000}
_PROVES = {Kind.DEATH: "T2", Kind.FULL: "T4", Kind.ERROR: "T7", Kind.ERRORS: "T7"}
_MOST = {"T2": NEVER, "T4": 410, "T7": 300, "T14": NEVER}
"""Of one kind in one operation, evenly spread. A kill comes before every step of each, and a disk is full from every one
on but in an import beside a reader, which copies two megabytes first, page by page; reads, which fail too, are many
more."""


def main(seed: int, share: float) -> Outcome:
    """Faults at every step, or at as many as `_MOST` says (times `share`)."""
    outcome = Outcome()
    base = laptops.prepared()
    jobs = [
        (number, name, kind)
        for names, kinds in ((operations.OPERATIONS, _PROVES), (operations.MIGRATIONS, {Kind.DEATH: "T14"}))
        for name in names
        for kind, number in kinds.items()
    ]
    sweeps = pool.spread((_sweep, (base, name, kind, seed, share, _MOST[number])) for number, name, kind in jobs)
    for (number, name, kind), cases in zip(jobs, sweeps, strict=True):
        for case in cases:
            missed = () if case.reached else ("the fault did not happen",)
            outcome.take(f"{number} {name}, {kind.value}, {case.state}", (*case.wrong, *missed))
    return outcome


def _sweep(base: Path, name: str, kind: Kind, seed: int, share: float, most: int) -> list[faults.Case]:
    return faults.sweep(base, name, kind, seed=seed, most=most, share=share)
