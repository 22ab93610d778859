"""Records for a partner, one by one: what others may know of people is told as coarsely as k records alike need.

Source: security notes, section 8, rules 4 and 5. Nothing else of a record is told but what kind of record it is.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import ne

import msgspec

from fieldkit.domain import risk
from fieldkit.domain.case import Case
from fieldkit.domain.ladders import LADDERS, Rung, Variable, coarsen
from fieldkit.domain.reference import Reference
from fieldkit.domain.risk import Risk

NEVER = frozenset({(Variable.PLACE, Rung.RECORDED), (Variable.TIME, Rung.RECORDED)})
"""No partner is told the site or the day, however many records are alike."""
KINDS: Mapping[str, Callable[[Case], str]] = {
    "instrument": lambda case: case.instrument,
    "finding": lambda case: case.finding,
    "certainty": lambda case: case.first("record.certainty"),
}
"""What is told beside the key variables."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """How a key variable is told, and of how many records that is less than was recorded."""

    variable: Variable
    rung: Rung
    changed: int


class Microdata(msgspec.Struct, frozen=True, kw_only=True):
    """What a partner gets."""

    k: int
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """Sorted by what they tell: their order tells nothing."""
    told: tuple[Told, ...]
    risk: Risk


def release(cases: Sequence[Case], reference: Reference, k: int) -> Microdata | None:
    """Rows of which each is like k - 1 others in all key variables; None if there are fewer than k.

    A variable that no step of its ladder makes coarse enough is left out in every row.
    """
    steps = {
        variable: [(rung, read) for rung, read in ladder if (variable, rung) not in NEVER]
        for variable, ladder in LADDERS.items()
    }
    table = [[[read(case, reference) for case in cases] for _, read in ladder] for ladder in steps.values()]
    heights = coarsen(table, k)
    if heights is None:
        return None
    shown = [rungs[height] for rungs, height in zip(table, heights, strict=True)]
    exact = [[ladder[0][1](case, reference) for case in cases] for ladder in LADDERS.values()]
    told = tuple(
        Told(variable=variable, rung=steps[variable][height][0], changed=sum(map(ne, values, recorded)))
        for variable, height, values, recorded in zip(steps, heights, shown, exact, strict=True)
    )
    keys = list(zip(*shown, strict=True))
    kinds = [tuple(read(case) for read in KINDS.values()) for case in cases]
    return Microdata(
        k=k,
        columns=(*(variable.value for variable in steps), *KINDS),
        rows=tuple(sorted((*key, *kind) for key, kind in zip(keys, kinds, strict=True))),
        told=told,
        risk=risk.measure(keys),
    )
