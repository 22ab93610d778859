"""All numbers that fit some linear conditions, and how far apart sums of them can lie. The solver is SciPy's HiGHS."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

Name: TypeAlias = Hashable
_Of = TypeVar("_Of", bound=Hashable)
SLACK = 1e-6
"""Of the solver's numbers."""
_FAR = 1e6
"""No variable is looked at beyond: what has no greatest value lies far apart anyhow."""


@dataclass(frozen=True, slots=True)
class Line:
    """Variables with their factors, and a number."""

    terms: Mapping[Name, float]
    number: float = 0.0

    def less(self, other: "Line") -> "Line":
        """The difference of both."""
        terms = dict(self.terms)
        for name, factor in other.terms.items():
            terms[name] = terms.get(name, 0.0) - factor
        return Line({name: factor for name, factor in terms.items() if factor}, self.number - other.number)


def added(lines: Collection[Line]) -> Line:
    """The sum of lines."""
    whole = Line({})
    for line in lines:
        whole = line.less(Line({}).less(whole))
    return whole


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
        import numpy as np  # noqa: PLC0415  only products for outside the project need it
        from scipy.optimize import Bounds, LinearConstraint  # noqa: PLC0415

        self._column = {name: place for place, name in enumerate(least)}
        self._bounds = Bounds(np.array(list(least.values())), np.full(len(least), _FAR))
        low = np.array([-line.number for line in (*zero, *positive)])
        high = np.where(np.arange(len(low)) < len(zero), low, np.inf)
        self._rows = [LinearConstraint(self._matrix([*zero, *positive]), low, high)] if len(low) else []
        self._names = tuple(aims)
        self._aims = self._matrix([aim.line for aim in aims.values()])
        self._numbers = np.array([aim.line.number for aim in aims.values()])
        self._enough = np.array([aim.enough for aim in aims.values()])
        self._low = np.full(len(aims), np.inf)
        self._high = np.full(len(aims), -np.inf)

    def spans(self) -> dict[_Of, tuple[float, float]] | None:
        """Every solution tells something about all aims; first many are pulled apart at once, then one by one."""
        if not self._pull_apart():
            return None
        for place, enough in enumerate(self._enough):
            for sign in (1.0, -1.0):
                if self._high[place] - self._low[place] < enough:
                    self._solve({place: sign})
        ends = zip(self._names, self._low, self._high, strict=True)
        return {name: (float(low), float(high)) for name, low, high in ends}

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
        import numpy as np  # noqa: PLC0415
        from scipy.optimize import milp  # noqa: PLC0415  HiGHS with less around it than `linprog`

        weights = np.zeros(len(self._numbers))
        for place, weight in towards.items():
            weights[place] = weight
        solved = milp(self._aims.T @ weights, bounds=self._bounds, constraints=self._rows)
        if solved.x is None:
            return False
        values: NDArray[float64] = self._aims @ solved.x + self._numbers
        self._low = np.minimum(self._low, values)
        self._high = np.maximum(self._high, values)
        return True

    def _matrix(self, lines: Collection[Line]) -> "csr_array":
        """A row for each line."""
        from scipy.sparse import csr_array  # noqa: PLC0415

        cells = [
            (row, self._column[name], factor) for row, line in enumerate(lines) for name, factor in line.terms.items()
        ]
        rows, columns, factors = zip(*cells, strict=True) if cells else ((), (), ())
        return csr_array((factors, (rows, columns)), shape=(len(lines), len(self._column)))
