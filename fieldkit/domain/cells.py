"""The cells of one product: their counts, which are small, and the sums that a reader knows; then what is hidden."""

from collections import deque
from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias

from fieldkit.domain.earlier import ACTIVE, Hidden, Others, Part, Shown, Tables, limit, missing, unhelpful
from fieldkit.domain.suppression import Attack, Cell, Relation, suppress
from fieldkit.errors import Code, Refusal

Decided: TypeAlias = tuple[frozenset[Cell], frozenset[Cell]]


class Cells:
    """Collects, then decides."""

    def __init__(self, k: int) -> None:
        self._k = k
        self._counts: dict[Cell, int] = {}
        self._records: dict[Cell, int] = {}
        self._small: set[Cell] = set()
        self._open: set[Cell] = {ACTIVE}
        self._relations: list[Relation] = []

    def add(self, cell: Cell, count: int, records: int | None = None) -> Cell:
        """A cell with its count; small if it rests on fewer than k records (all counts alike unless told)."""
        self._counts[cell] = count
        self._records[cell] = count if records is None else records
        if records is not None and 0 < records < limit(cell, self._k):
            self._small.add(cell)
        return cell

    def open(self, cell: Cell, count: int) -> Cell:
        """A cell that is shown whatever it rests on."""
        self._open.add(cell)
        return self.add(cell, count)

    def total(self, whole: Cell, parts: Sequence[Cell]) -> None:
        """The reader knows that `parts` add up to `whole`."""
        self._relations.append((whole, *parts))

    @property
    def small(self) -> frozenset[Cell]:
        """Cells that are hidden for what they rest on."""
        return frozenset(self._small)

    def known(self, hidden: Collection[Cell], attack: Attack | None) -> frozenset[Cell]:
        """Hidden cells that this product tells by itself, since nothing was left to hide beside them."""
        return frozenset() if attack is None else attack(self._counts, hidden, self._relations)

    def hidden_beside(self, others: Others, attack: Attack | None, outside: Callable[[Cell], bool]) -> Decided:
        """Cells to hide by themselves, and all to hide so that earlier products tell no more together with this one.

        Rows that an earlier one had and that are empty now may be among them: that they vanished tells something;
        but none that everybody knows to be `outside` of this one.
        Raises Refusal(FIGURES_TOO_ALIKE) if it tells too much with everything hidden.
        """
        for earlier in others.earlier:
            gone, self._relations = missing(self._counts, self._relations, earlier.tables)
            for cell in gone:
                self.open(cell, 0) if outside(cell) else self.add(cell, 0)
        fixed = frozenset(self._open) | unhelpful(self._counts, others, self._k)
        alone = hidden = self._hide(self._small, fixed, attack)
        while found := others.exposed(self.tables(hidden)):
            earlier, exposed = found
            more = {cell for cell in exposed if cell not in hidden and cell not in fixed}
            more = more & self._counts.keys() or self._next(exposed, hidden | fixed, earlier.tables.sums)
            if not more:
                raise Refusal(Code.FIGURES_TOO_ALIKE, count=earlier.came + earlier.went)
            hidden = self._hide(hidden | more, fixed, attack)
        return alone, hidden

    def tables(self, hidden: Collection[Cell]) -> Tables:
        """What readers know when these cells are hidden."""
        cells = {cell: tuple(map(str, cell)) for cell in self._counts}
        return Tables(
            k=self._k,
            shown=tuple(
                Shown(named, self._counts[cell], self._records[cell])
                for cell, named in cells.items()
                if cell not in hidden
            ),
            hidden=tuple(Hidden(named, min(1, self._counts[cell])) for cell, named in cells.items() if cell in hidden),
            sums=tuple(tuple(cells[cell] for cell in relation) for relation in self._relations),
        )

    def has(self, part: Part) -> bool:
        """Whether the product has anything of this part."""
        return any(part.holds(cell) for cell in self._counts)

    def without(self, parts: Collection[Part]) -> "Cells":
        """The same without parts that are left out."""
        left = Cells(self._k)
        kept = {cell for cell in self._counts if not any(part.holds(cell) for part in parts)}
        left._counts = {cell: count for cell, count in self._counts.items() if cell in kept}
        left._records = {cell: count for cell, count in self._records.items() if cell in kept}
        left._small, left._open = self._small & kept, self._open & kept
        left._relations = [relation for relation in self._relations if kept.issuperset(relation)]
        return left

    def _hide(self, primary: Collection[Cell], fixed: frozenset[Cell], attack: Attack | None) -> frozenset[Cell]:
        """These cells and what must go with them, from farther away if there is nothing left beside them."""
        hidden = suppress(self._counts, primary, self._relations, fixed, attack)
        while more := self._next(self.known(hidden, attack), hidden | fixed):
            hidden = suppress(self._counts, hidden | more, self._relations, fixed, attack)
        return hidden

    def _next(self, exposed: Collection[Cell], taken: Collection[Cell], sums: Sequence[Relation] = ()) -> set[Cell]:
        """A cell as near as possible, by sums of this product and of another, to one that is known too well."""
        of: dict[Cell, list[Relation]] = {}
        for relation in (*self._relations, *sums):
            for cell in relation:
                of.setdefault(cell, []).append(relation)
        for start in sorted(exposed, key=repr):
            waiting, seen = deque([start]), {start}
            while waiting:
                near = {cell for relation in of.get(waiting.popleft(), ()) for cell in relation} - seen
                free = [cell for cell in near if self._counts.get(cell, 0) > 0 and cell not in taken]
                if free:
                    return {min(free, key=lambda cell: (self._counts[cell], repr(cell)))}
                seen |= near
                waiting.extend(sorted(near, key=repr))
        return set()
