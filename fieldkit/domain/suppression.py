"""Which cells of additive tables to hide so that no small one can be read or computed.

Cells are named by tuples. A relation states a sum that a reader can know: its first cell is the total of the others.
Primary cells are hidden because they are small; others are hidden as well (complementary) until no hidden cell follows
from the shown ones: neither from one sum alone nor from several together (solved exactly as linear equations), nor
because the hidden parts of a shown total must all be one; and until an attacker, if one is given, cannot narrow any
down too far.
"""

from collections import deque
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import TypeAlias

Cell: TypeAlias = tuple[Hashable, ...]
Relation: TypeAlias = tuple[Cell, ...]

Attack: TypeAlias = Callable[[Mapping[Cell, int], Collection[Cell], Sequence[Relation]], frozenset[Cell]]
"""Gives the hidden cells about which the shown ones of these tables tell too much."""

_PRIME = 2_147_483_647
"""Equations are solved modulo this prime: exact enough, since their coefficients are 1 and -1."""


def suppress(
    counts: Mapping[Cell, int],
    primary: Collection[Cell],
    relations: Sequence[Relation],
    fixed: Collection[Cell] = (),
    attack: Attack | None = None,
) -> frozenset[Cell]:
    """All cells to hide: `primary` and what must go with them. Cells in `fixed` are always shown.

    A relation whose other cells are all fixed or already hidden cannot protect its only hidden one; callers fix
    totals only where a total is no secret.
    """
    suppressor = _Suppressor(counts, relations, frozenset(fixed))
    hidden = suppressor.run(primary)
    while attack is not None and suppressor.widen(attack(counts, hidden, relations)):
        hidden = suppressor.run(())
    return hidden


class _Suppressor:
    def __init__(self, counts: Mapping[Cell, int], relations: Sequence[Relation], fixed: frozenset[Cell]) -> None:
        self._counts = counts
        self._relations = relations
        self._fixed = fixed
        self._of: dict[Cell, list[int]] = {}
        for number, relation in enumerate(relations):
            for cell in relation:
                self._of.setdefault(cell, []).append(number)
        self._hidden: set[Cell] = set()
        self._waiting: deque[int] = deque()

    def run(self, primary: Collection[Cell]) -> frozenset[Cell]:
        for cell in sorted(primary, key=repr):
            self._hide(cell)
        self._settle()
        while self._widen_all():
            self._settle()
        return frozenset(self._hidden)

    def widen(self, known: Collection[Cell]) -> bool:
        """Hide one more cell beside one that is known too well; False if nothing is left to hide."""
        return any(self._widen(cell) for cell in sorted(known, key=repr))

    def _hide(self, cell: Cell) -> None:
        self._hidden.add(cell)
        self._waiting.extend(self._of.get(cell, ()))

    def _settle(self) -> None:
        """Hide a further cell in every relation that gives a hidden one away by itself."""
        while self._waiting:
            relation = self._relations[self._waiting.popleft()]
            while self._gives_away(relation):
                other = self._next(relation)
                if other is None:
                    break
                self._hide(other)

    def _gives_away(self, relation: Relation) -> bool:
        hidden = [cell for cell in relation if cell in self._hidden]
        if len(hidden) == 1:
            return True
        total_shown = relation[0] not in self._hidden
        return bool(hidden) and total_shown and sum(self._counts[cell] for cell in hidden) <= len(hidden)

    def _next(self, relation: Relation) -> Cell | None:
        """The smallest part that may still be hidden, else the total."""
        free = [c for c in relation if c not in self._hidden and c not in self._fixed and self._counts[c] > 0]
        if not free:
            return None
        return min(free, key=lambda cell: (cell == relation[0], self._counts[cell], repr(cell)))

    def _widen_all(self) -> bool:
        """Hide one more cell beside every derivable one; False if there is nothing left to do."""
        return sum(self._widen(cell) for cell in sorted(self._derivable(), key=repr)) > 0

    def _widen(self, cell: Cell) -> bool:
        """Hide one more cell: beside this one, or where nothing is left to hide there, beside the nearest hidden one.

        A cell can be narrowed down by sums that it does not stand in, through others that are hidden as well.
        """
        near, seen = deque(self._of.get(cell, ())), set(self._of.get(cell, ()))
        while near:
            relation = self._relations[near.popleft()]
            other = self._next(relation)
            if other is not None:
                self._hide(other)
                return True
            further = {number for each in relation if each in self._hidden for number in self._of[each]} - seen
            near.extend(sorted(further))
            seen |= further
        return False

    def _derivable(self) -> set[Cell]:
        """Hidden cells that the equations determine."""
        pivots: dict[Cell, dict[Cell, int]] = {}
        for relation in self._relations:
            row = {
                cell: (_PRIME - 1 if place == 0 else 1) for place, cell in enumerate(relation) if cell in self._hidden
            }
            for pivot, known in pivots.items():
                _eliminate(row, pivot, known)
            if not row:
                continue
            lead = min(row, key=repr)
            inverse = pow(row[lead], -1, _PRIME)
            row = {cell: value * inverse % _PRIME for cell, value in row.items()}
            for known in pivots.values():
                _eliminate(known, lead, row)
            pivots[lead] = row
        return {cell for cell, row in pivots.items() if len(row) == 1}


def _eliminate(row: dict[Cell, int], pivot: Cell, known: Mapping[Cell, int]) -> None:
    """Subtract from `row` the multiple of `known` that clears `pivot`."""
    factor = row.get(pivot)
    if factor is None:
        return
    for cell, value in known.items():
        left = (row.get(cell, 0) - factor * value) % _PRIME
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)
