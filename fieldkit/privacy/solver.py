"""Linear programs that differ only in what is made least, solved one after the other by HiGHS.

HiGHS keeps the basis of the last solution: the next aim starts where that one ended (HiGHS documentation, hot start).
Source of the method: Huangfu and Hall, Parallelizing the dual revised simplex method, 2018.
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from fieldkit.privacy.lines import Line, Name

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    Vector: TypeAlias = NDArray[float64]


class Rows:
    """Lines over numbered variables, as the solver takes them."""

    def __init__(self, lines: Sequence[Line], column: Mapping[Name, int]) -> None:
        import numpy as np  # noqa: PLC0415  only products for outside the project need it

        cells = [(row, column[name], factor) for row, line in enumerate(lines) for name, factor in line.terms.items()]
        self.numbers = np.array([line.number for line in lines], np.float64)
        self.starts = np.array([0, *accumulate(len(line.terms) for line in lines)], np.int32)[:-1]
        self.columns = np.array([column for _row, column, _factor in cells], np.int32)
        self.factors = np.array([factor for _row, _column, factor in cells], np.float64)
        self._of = np.array([row for row, _column, _factor in cells], np.int32)
        self._width = len(column)

    def values(self, solution: "Vector") -> list[float]:
        """What each line comes to."""
        import numpy as np  # noqa: PLC0415

        sums = np.bincount(self._of, self.factors * solution[self.columns], len(self.numbers))
        return [float(value) for value in sums + self.numbers]

    def sum(self, weights: Mapping[int, float]) -> "Vector":
        """The factor of each variable in the sum of some lines, each with its weight."""
        import numpy as np  # noqa: PLC0415

        each = np.zeros(len(self.numbers))
        each[list(weights)] = list(weights.values())
        return np.bincount(self.columns, self.factors * each[self._of], self._width).astype(np.float64)


class Solver:
    """Variables between their least values and one greatest, and conditions on them."""

    def __init__(self, least: Sequence[float], most: float) -> None:
        import highspy  # noqa: PLC0415  only products for outside the project need it
        import numpy as np  # noqa: PLC0415

        self._optimal, self._infinity = highspy.HighsModelStatus.kOptimal, highspy.kHighsInf
        self._every = np.arange(len(least), dtype=np.int32)
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call] # their constructor has no annotations
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("presolve", "off")  # it would forget the basis
        self._solver.setOptionValue("threads", 1)
        self._solver.addVars(len(least), np.array(least, np.float64), np.full(len(least), most))

    def bound(self, rows: Rows, *, equal: bool) -> None:
        """Each line is 0 (`equal`) or not less."""
        import numpy as np  # noqa: PLC0415

        low = -rows.numbers
        high = low if equal else np.full(len(low), self._infinity)
        self._solver.addRows(len(low), low, high, len(rows.columns), rows.starts, rows.columns, rows.factors)

    def least(self, costs: "Vector") -> "Vector | None":
        """A solution in which the variables times their costs come to the least; None if nothing fits."""
        import numpy as np  # noqa: PLC0415

        self._solver.changeColsCost(len(self._every), self._every, costs)
        self._solver.run()
        if self._solver.getModelStatus() != self._optimal:
            return None
        return np.array(self._solver.getSolution().col_value)
