"""All numbers that fit some linear conditions, and how far apart sums of them can lie."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Generic, TypeVar

from fieldkit.privacy.lines import Line, Name
from fieldkit.privacy.solver import Rows, Solver

_Of = TypeVar("_Of", bound=Hashable)
SLACK = 1e-6
"""Of the solver's numbers."""
_FAR = 1e6
"""No variable is looked at beyond: what has no greatest value lies far apart anyhow."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A line that is looked at, and how far apart its ends have to be for nobody to learn anything."""

    line: Line
    enough: float


class Polytope:
    """Variables with least values and conditions on them, solved in parts that have nothing to do with each other."""

    def __init__(self, least: Mapping[Name, float]) -> None:
        self._least = dict(least)
        self._zero: list[Line] = []
        self._positive: list[Line] = []

    def zero(self, line: Line) -> bool:
        """The line is 0; False if it has no variables and is not."""
        if line.terms:
            self._zero.append(line)
        return bool(line.terms) or abs(line.number) < SLACK

    def positive(self, line: Line) -> bool:
        """The line is 0 or more; False if it has no variables and is not."""
        if line.terms:
            self._positive.append(line)
        return bool(line.terms) or line.number > -SLACK

    def spans(self, aims: Mapping[_Of, Aim]) -> dict[_Of, tuple[float, float]] | None:
        """Of each aim, the least and greatest value, or two that are far enough apart; None if nothing fits."""
        found = {name: (aim.line.number, aim.line.number) for name, aim in aims.items() if not aim.line.terms}
        for part in self._parts([aim.line for aim in aims.values()]):
            inside = {name: aim for name, aim in aims.items() if not part.keys().isdisjoint(aim.line.terms)}
            if inside:
                solved = _Part(part, self._within(part, self._zero), self._within(part, self._positive), inside).spans()
                if solved is None:
                    return None
                found |= solved
        return found

    @staticmethod
    def _within(part: Mapping[Name, float], lines: Collection[Line]) -> list[Line]:
        return [line for line in lines if not part.keys().isdisjoint(line.terms)]

    def _parts(self, lines: Collection[Line]) -> list[dict[Name, float]]:
        parent: dict[Name, Name] = {name: name for name in self._least}

        def root(name: Name) -> Name:
            while parent[name] != name:
                parent[name] = name = parent[parent[name]]
            return name

        for line in (*self._zero, *self._positive, *lines):
            first, *rest = line.terms or (None,)
            for name in rest:
                parent[root(name)] = root(first)
        parts: dict[Name, dict[Name, float]] = {}
        for name, least in self._least.items():
            parts.setdefault(root(name), {})[name] = least
        return list(parts.values())


class _Part(Generic[_Of]):
    def __init__(
        self, least: Mapping[Name, float], zero: list[Line], positive: list[Line], aims: Mapping[_Of, Aim]
    ) -> None:
        column = {name: place for place, name in enumerate(least)}
        self._solver = Solver(list(least.values()), _FAR)
        self._solver.bound(Rows(zero, column), equal=True)
        self._solver.bound(Rows(positive, column), equal=False)
        self._names = tuple(aims)
        self._aims = Rows([aim.line for aim in aims.values()], column)
        self._enough = [aim.enough for aim in aims.values()]
        self._low = [inf] * len(aims)
        self._high = [-inf] * len(aims)

    def spans(self) -> dict[_Of, tuple[float, float]] | None:
        """Every solution tells something about all aims; first many are pulled apart at once, then one by one."""
        if not self._pull_apart():
            return None
        for place, enough in enumerate(self._enough):
            for sign in (1.0, -1.0):
                if self._high[place] - self._low[place] < enough:
                    self._solve({place: sign})
        ends = zip(self._names, self._low, self._high, strict=True)
        return {name: (low, high) for name, low, high in ends}

    def _pull_apart(self) -> bool:
        """Look into several directions at once, as long as that helps; False if nothing fits."""
        close, left, turn = list(range(len(self._enough))), len(self._enough) + 1, 0
        while close and len(close) < left:
            left = len(close)
            towards = {place: 1.0 if place >> turn & 1 else -1.0 for place in close}
            for sign in (1.0, -1.0):
                if not self._solve({place: sign * each for place, each in towards.items()}):
                    return False
            close = [place for place in close if self._high[place] - self._low[place] < self._enough[place]]
            turn += 1
        return True

    def _solve(self, towards: Mapping[int, float]) -> bool:
        """Take the solution with which the sum of these aims is least into account; False if there is none."""
        solution = self._solver.least(self._aims.sum(towards))
        if solution is None:
            return False
        values = self._aims.values(solution)
        self._low = list(map(min, self._low, values))
        self._high = list(map(max, self._high, values))
        return True
