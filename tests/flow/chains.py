"""T8: one fault after the other: what mends an operation that was cut short is cut short too, by a kill or a full disk."""

import random
from pathlib import Path

from tests.flow.faults import Bench, Case, Fault, Kind, bench, complaints
from tests.flow.operations import OPERATIONS

KINDS = (Kind.DEATH, Kind.FULL, Kind.ERRORS)
LONGEST = 4
OPENING = 40
"""Steps within which an opening is hit."""


def chains(base: Path, *, seed: int, count: int) -> list[Case]:
    """So many chains of two to four faults: the first one hits an operation, the others hit the opening after it."""
    chance = random.Random(seed)
    return [_chain(bench(base, chance.choice(sorted(OPERATIONS))), chance) for _ in range(count)]


def _chain(tried: Bench, chance: random.Random) -> Case:
    first = _fault(chance, tried)
    later = [_fault(chance) for _ in range(chance.randint(1, LONGEST - 1))]
    tried.begin()
    judge, end = tried.act(first)
    hits, ends = int(judge.reached), [end.how]
    wrong = complaints(first, end, "after")
    for fault in later:
        judge, opening = tried.open(fault)
        hits += judge.reached
        ends.append(opening.how)
        wrong += complaints(fault, opening, "after")
    state, faults = tried.seen()
    if (end.done or end.said) and state != "after":
        faults.append("said to be kept, and lost")
    return Case(hits > 1, state, ", then ".join(ends), (*wrong, *faults))


def _fault(chance: random.Random, tried: Bench | None = None) -> Fault:
    """A fault at any step of an operation, or at one of the first steps of an opening."""
    kind = chance.choice(KINDS)
    return Fault(kind, chance.randint(1, tried.steps(kind) if tried else OPENING))
