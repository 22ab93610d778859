"""How far a reader can narrow hidden cells of published tables down: the attacker, by linear programming.

Source: security notes, section 8, rule 6. The solver is SciPy's HiGHS.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from math import inf

from fieldkit.domain.suppression import Cell, Relation

_SLACK = 1e-6
"""Of the solver's numbers."""
_UNBOUNDED = 3
"""Status of a problem without a largest value."""


def narrowed(
    counts: Mapping[Cell, int], hidden: Collection[Cell], relations: Sequence[Relation], width: int
) -> frozenset[Cell]:
    """Hidden cells of which the shown ones leave less than `width` between the least and the greatest reading.

    A reader knows the sums, every shown count, and that a row stands in a table because something was counted: a
    hidden cell is 1 at least.
    """
    known = frozenset(hidden)
    found: set[Cell] = set()
    for part in _parts(known, relations):
        found.update(_Part(counts, known, part).narrowed(width))
    return frozenset(found)


class _Part:
    """Sums that hang together by hidden cells, and these cells."""

    def __init__(self, counts: Mapping[Cell, int], hidden: frozenset[Cell], relations: Sequence[Relation]) -> None:
        import numpy as np  # noqa: PLC0415  only products for outside the project need it

        self._cells = sorted({cell for relation in relations for cell in relation if cell in hidden}, key=repr)
        column = {cell: place for place, cell in enumerate(self._cells)}
        self._sums = np.zeros((len(relations), len(self._cells)))
        self._shown = np.zeros(len(relations))
        for row, relation in enumerate(relations):
            for place, cell in enumerate(relation):
                sign = 1 if place else -1
                if cell in hidden:
                    self._sums[row, column[cell]] += sign
                else:
                    self._shown[row] -= sign * counts[cell]
        self._least = np.full(len(self._cells), inf)
        self._most = np.full(len(self._cells), -inf)

    def narrowed(self, width: int) -> Iterator[Cell]:
        """Cells with less than `width` between their ends; every solution tells something about all cells."""
        for place, cell in enumerate(self._cells):
            for sign in (1, -1):
                if self._most[place] - self._least[place] < width:
                    self._solve(place, sign)
            if self._most[place] - self._least[place] < width - _SLACK:
                yield cell

    def _solve(self, place: int, sign: int) -> None:
        import numpy as np  # noqa: PLC0415
        from scipy.optimize import linprog  # noqa: PLC0415

        aim = np.zeros(len(self._cells))
        aim[place] = sign
        solved = linprog(aim, A_eq=self._sums, b_eq=self._shown, bounds=(1, None), method="highs")
        if solved.status == _UNBOUNDED:
            self._most[place] = inf
        elif solved.x is not None:
            self._least = np.minimum(self._least, solved.x)
            self._most = np.maximum(self._most, solved.x)


def _parts(hidden: frozenset[Cell], relations: Sequence[Relation]) -> Iterator[list[Relation]]:
    """Relations with hidden cells, in groups that share none."""
    left = [relation for relation in relations if not hidden.isdisjoint(relation)]
    while left:
        part = [left.pop()]
        reached = set(hidden.intersection(part[0]))
        grown = True
        while grown:
            joined = [relation for relation in left if not reached.isdisjoint(relation)]
            left = [relation for relation in left if reached.isdisjoint(relation)]
            part += joined
            reached |= {cell for relation in joined for cell in relation if cell in hidden}
            grown = bool(joined)
        yield part
