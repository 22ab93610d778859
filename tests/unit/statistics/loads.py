"""Case loads by chance, reports on them one after the other, and somebody who collects what was given out.

The attacker here is written apart from the program's own: one linear program with the records that came and went as
variables of their own, solved as it stands.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import highspy
import numpy as np

from fieldkit.domain.earlier import ACTIVE, Earlier, Others, Tables, family, of_records
from fieldkit.domain.facts import RecordFacts
from fieldkit.domain.figures import Figures
from fieldkit.domain.query import Level, Period, Query
from fieldkit.domain.selection import Selection
from fieldkit.domain.statistics import compute
from fieldkit.errors import Code, Refusal
from fieldkit.privacy import bounding, differencing
from fieldkit.services import reference
from tests.unit.statistics.sample import paid, record

CODES = reference.load()
SITES = ("kz_almaty", "market_madina", "kz_astana", "kg_south")
MONTHS = ("2009-05", "2009-06")
BY = ((), ("site",), ("site", "month"), ("month",), ("actor", "site"), ("finding",))
NEAR = 1e-6
FAR = 1e6
"""No variable is looked at beyond: far more than there are records."""


@dataclass(frozen=True)
class Load:
    """Records, and what somebody asks of them."""

    records: tuple[RecordFacts, ...]
    query: Query


def load(chance: random.Random, most: int = 40) -> Load:
    """Up to so many records; few sites have most of them."""
    weights = [chance.random() ** 2 for _ in SITES]
    records = tuple(one(chance, f"R{number:04d}", weights) for number in range(chance.randint(0, most)))
    return Load(records, Query(level=chance.choice((Level.PARTNER, Level.PUBLIC)), by=chance.choice(BY)))


def one(chance: random.Random, name: str, weights: list[float]) -> RecordFacts:
    """A record with up to two payments."""
    facts = {
        "record.site": chance.choices(SITES, weights)[0],
        "record.date": f"{chance.choice(MONTHS)}-{chance.choice((5, 14, 25)):02d}",
        "record.finding": chance.choice(("event", "event", "event", "negative_observed")),
    }
    payments = tuple(
        paid(
            chance.choice(("100", "250", "")),
            chance.choice(("KZT", "KZT", "KGS")),
            payee=chance.choice(("police", "customs")),
            purpose=chance.choice(("pass_check", "registration")),
        )
        for _ in range(chance.choice((0, 1, 1, 2)))
    )
    return record(name, facts, payments)


def next_load(chance: random.Random, before: Load) -> Load:
    """Some time later: records came, others went, were moved to another site, or another period is asked for."""
    weights = [chance.random() ** 2 for _ in SITES]
    left = [each for each in before.records if chance.random() >= chance.choice((0, 0, 0.02, 0.2))]
    came = [one(chance, f"S{number:04d}", weights) for number in range(chance.choice((0, 1, 3, 6, 12, 30)))]
    records = tuple(left + came)
    query = before.query
    if chance.random() < 0.4:
        query = replace_query(query, by=chance.choice(BY))
    if chance.random() < 0.2:
        query = replace_query(
            query, period=Period(start=date(2009, 6, chance.choice((1, 10, 20))), end=date(2009, 6, 30))
        )
    if chance.random() < 0.1:
        query = replace_query(query, site=chance.choice(SITES))
    if chance.random() < 0.2:
        query = replace_query(query, level=chance.choice((Level.PARTNER, Level.PUBLIC)))
    return replace(before, records=records, query=query)


def replace_query(query: Query, **changes: object) -> Query:
    known = {"period": query.period, "site": query.site, "level": query.level, "by": query.by}
    return Query(**{**known, **changes})  # type: ignore[arg-type]


def names(asked: Load) -> set[str]:
    """The records that a product on this rests on."""
    return {case.record for case in Selection(asked.records, asked.query).active}


def report(asked: Load, *earlier: tuple[Load, Figures]) -> Figures | None:
    """What is given out; None if it is refused beside what was given out before."""
    own = names(asked)
    others = Others(
        tuple(
            Earlier(
                number=number,
                tables=figures.tables,
                came=len(own - names(before)),
                went=len(names(before) - own),
            )
            for number, (before, figures) in enumerate(earlier)
        ),
        differencing.exposed,
    )
    attack = partial(bounding.narrowed, width=asked.query.level.k - 1)
    try:
        return compute(asked.records, CODES, asked.query, attack, others)
    except Refusal as refusal:
        if refusal.code is not Code.FIGURES_TOO_ALIKE:
            raise
        return None


class Holder:
    """Has one product, or two with what their numbers say of how many records came and went."""

    def __init__(self, first: Tables, second: Tables | None = None, came: int = 0, went: int = 0) -> None:
        self._names: dict[object, int] = {}
        self._equal: list[dict[int, float]] = []
        self._values: list[float] = []
        self._bounds: list[tuple[float, float | None]] = []
        self._k = min(first.k, second.k if second is not None else first.k)
        self.targets: list[tuple[str, dict[int, float], int]] = []
        self._read("first", first)
        if second is not None:
            self._alike = first.k == second.k
            self._read("second", second)
            self._compare(first, second, came, went)

    def recovered(self) -> Iterator[str]:
        """What they know within k-1, or exactly."""
        for what, aim, k in self.targets:
            low, high = self._span(aim, k - 1)
            if high - low >= k - 1 - NEAR:
                continue
            if what.startswith(("came", "went")):
                if NEAR < low < k - NEAR:
                    yield f"{what}: {low:g} to {high:g}"
            elif not (low >= k - NEAR and not getattr(self, "_alike", True)):
                yield f"{what}: {low:g} to {high:g}"

    def _read(self, side: str, tables: Tables) -> None:
        for shown in tables.shown:
            self._variable((side, shown.cell), shown.count, shown.count)
        for hidden in tables.hidden:
            place = self._variable((side, hidden.cell), hidden.least, None)
            self.targets.append((f"{side} {hidden.cell}", {place: 1.0}, self._k))
        for whole, *parts in tables.sums:
            row = {self._names[side, part]: 1.0 for part in parts}
            self._row(row | {self._names[side, whole]: -1.0}, 0)

    def _compare(self, first: Tables, second: Tables, came: int, went: int) -> None:
        sides = {"first": first.cells(), "second": second.cells()}
        families = {side: set(map(family, cells)) for side, cells in sides.items()}
        both = [
            cell
            for cell in dict.fromkeys((*sides["first"], *sides["second"]))
            if all(cell in sides[side] or family(cell) in families[side] for side in sides)
        ]
        for cell in both:
            for side in sides:
                if (side, cell) not in self._names:
                    self._variable((side, cell), 0, 0)
            more = self._variable(("came", cell), 0, came if of_records(cell) or not came else None)
            less = self._variable(("went", cell), 0, went if of_records(cell) or not went else None)
            stays = self._variable(("stays", cell), 0, None)
            self._row({self._names["first", cell]: -1.0, stays: 1.0, less: 1.0}, 0)
            self._row({self._names["second", cell]: -1.0, stays: 1.0, more: 1.0}, 0)
            if cell != ACTIVE:
                self.targets += [(f"came {cell}", {more: 1.0}, self._k), (f"went {cell}", {less: 1.0}, self._k)]
        self._row({self._names["came", ACTIVE]: 1.0}, came)
        self._row({self._names["went", ACTIVE]: 1.0}, went)
        heads = [{(whole, frozenset(map(family, parts))): parts for whole, *parts in t.sums} for t in (first, second)]
        for whole, families_of_parts in {**heads[0], **heads[1]}:
            known = [found.get((whole, families_of_parts)) for found in heads]
            holds = all(
                parts is not None or whole not in t.cells() for parts, t in zip(known, (first, second), strict=True)
            )
            parts = {part for each in known for part in each or ()}
            if holds and whole in both and parts <= set(both):
                for what in ("came", "went", "stays"):
                    row = {self._names[what, part]: 1.0 for part in parts}
                    self._row(row | {self._names[what, whole]: -1.0}, 0)

    def _variable(self, name: object, low: float, high: float | None) -> int:
        self._names[name] = len(self._bounds)
        self._bounds.append((low, high))
        return self._names[name]

    def _row(self, row: dict[int, float], value: float) -> None:
        self._equal.append(row)
        self._values.append(value)

    def _span(self, aim: dict[int, float], enough: float) -> tuple[float, float]:
        """The least and greatest value, or two that are apart enough; every solution is looked at before it counts."""
        if not hasattr(self, "_solver"):
            self._solutions: list[np.ndarray] = []
            self._conditions = np.zeros((len(self._equal), len(self._bounds)))
            for number, row in enumerate(self._equal):
                self._conditions[number, list(row)] = list(row.values())
            self._least = np.array([low for low, _high in self._bounds])
            self._most = np.array([FAR if high is None else high for _low, high in self._bounds])
            self._solver = self._program()
        found = [sum(value * solution[place] for place, value in aim.items()) for solution in self._solutions]
        if found and max(found) - min(found) >= enough:
            return min(found), max(found)
        ends = []
        for sign in (1, -1):
            for place, value in aim.items():
                self._solver.changeColCost(place, sign * value)
            self._solver.run()
            assert self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal, "what they know does not fit"
            solution = np.array(self._solver.getSolution().col_value)
            self._look_at(solution)
            self._solutions.append(solution)
            ends.append(sum(value * solution[place] for place, value in aim.items()))
        for place in aim:
            self._solver.changeColCost(place, 0.0)
        return ends[0], ends[1]

    def _program(self) -> highspy.Highs:
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("presolve", "off")
        solver.addVars(len(self._least), self._least, self._most)
        for row, value in zip(self._equal, self._values, strict=True):
            solver.addRow(value, value, len(row), np.array(list(row), np.int32), np.array(list(row.values())))
        return solver

    def _look_at(self, solution: np.ndarray) -> None:
        assert np.abs(self._conditions @ solution - self._values).max(initial=0) < NEAR
        assert ((self._least - NEAR < solution) & (solution < self._most + NEAR)).all()


def faults(before: Load, after: Load) -> tuple[str, list[str]]:
    """How the second of two reports ended, and what somebody recovers from the first, from the second, from both."""
    first, second = report(before), None
    assert first is not None
    second = report(after, (before, first))
    found = [f"first: {each}" for each in Holder(first.tables).recovered()]
    if second is None:
        return "refused", found
    came, went = len(names(after) - names(before)), len(names(before) - names(after))
    found += [f"second: {each}" for each in Holder(second.tables).recovered()]
    found += [f"both: {each}" for each in Holder(first.tables, second.tables, came, went).recovered()]
    hiding = second.hiding
    return "left out" if hiding.left_out else "hidden" if hiding.differing else "as it is", found
