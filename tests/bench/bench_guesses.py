"""T19: what one guess at a passphrase costs a thief, in seconds of one processor."""

import resource
from collections.abc import Iterator

from fieldkit.clock import SystemClock
from fieldkit.crypto import kdf
from fieldkit.crypto.kdf import FIELD_COST, SMALL_COST, Cost
from fieldkit.services import tuning
from tests.bench.measure import Result, seconds

LEAST = 0.5
"""Seconds of a processor for one guess: two a second and core."""
LEAST_SMALL = 0.25
"""On a laptop with little memory, whose owner is told."""
ROUNDS = 5


def main() -> Iterator[Result]:
    """Processor time of the floors, and the wall time of what this machine would choose."""
    yield _guess("a guess at the floor of the field", FIELD_COST, LEAST)
    yield _guess("a guess at the floor of small laptops", SMALL_COST, LEAST_SMALL)
    chosen = tuning.cost_here(FIELD_COST, SystemClock())
    note = f"m={chosen.m // 1024} MiB, t={chosen.t}"
    yield Result("unlocking a vault made here", seconds(lambda: _derive(chosen)), "s", most=3.0, note=note)


def _guess(what: str, cost: Cost, least: float) -> Result:
    _derive(cost)
    found = min(_processor_seconds(cost) for _ in range(ROUNDS))
    return Result(what, found, "s", least=least, note=f"m={cost.m // 1024} MiB, t={cost.t}, one processor")


def _processor_seconds(cost: Cost) -> float:
    before = _used()
    _derive(cost)
    return _used() - before


def _used() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _derive(cost: Cost) -> None:
    kdf.stretch("выдуманная фраза", bytes(16), cost)
