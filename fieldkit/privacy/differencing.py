"""What two products tell together that neither tells alone: the attacker who holds both, by linear programming.

They know every number shown in either, the sums within each, which records both rest on as far as their numbers say
(how many came, how many went), and that a group of records cannot count less than nothing. They learn too much if they
can narrow a hidden cell down, or the records that came or went in one cell, if these are few.

Source: security notes, section 8, rule 6 ("compare with the previous published table").
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from fieldkit.domain.earlier import ACTIVE, Earlier, Tables, common, family, limit
from fieldkit.domain.suppression import Cell
from fieldkit.privacy.lines import Line, Name, added
from fieldkit.privacy.polytope import SLACK, Aim, Polytope


class _Side(StrEnum):
    EARLIER = "earlier"
    OWN = "own"
    CAME = "came"
    WENT = "went"


_CHANGES = (_Side.CAME, _Side.WENT)
_Target: TypeAlias = tuple[_Side, Cell]


def exposed(own: Tables, earlier: Earlier) -> frozenset[Cell]:
    """Cells, by the names that they have in both, about which the two products together tell too much.

    What one of them tells by itself is not meant: no other product can mend that.
    """
    pair = _Pair(own, earlier)
    found = pair.narrow(pair.targets(), linked=True)
    if found is None:  # records changed in more ways than came and went: nobody can know the one from the other
        found = pair.narrow(pair.targets(), linked=False) or frozenset()
    if not found:
        return frozenset()
    alone = pair.narrow(found, linked=False) or frozenset()
    shown = own.values()
    return frozenset(
        target[1] for target in found if target not in alone or (target[0] in _CHANGES and target[1] in shown)
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What one product says of its cells."""

    side: _Side
    values: Mapping[Cell, int]
    records: Mapping[Cell, int]
    least: Mapping[Cell, int]
    """Of hidden cells."""
    families: frozenset[object]

    def says(self, cell: Cell) -> bool:
        return cell in self.values or cell in self.least or family(cell) in self.families

    def line(self, cell: Cell) -> Line:
        """The cell as a variable or a number; 0 where the product has no such row."""
        return Line({(self.side, cell): 1.0}) if cell in self.least else Line({}, self.values.get(cell, 0))


def _known(side: _Side, tables: Tables) -> _Known:
    return _Known(
        side,
        tables.values(),
        {each.cell: each.records for each in tables.shown},
        {each.cell: each.least for each in tables.hidden},
        frozenset(map(family, tables.cells())),
    )


class _Pair:
    def __init__(self, own: Tables, earlier: Earlier) -> None:
        self._own, self._before = _known(_Side.OWN, own), _known(_Side.EARLIER, earlier.tables)
        self._tables = (own, earlier.tables)
        self._came, self._went = earlier.came, earlier.went
        self._k = min(own.k, earlier.tables.k)
        self._unlike = own.k != earlier.tables.k
        cells = dict.fromkeys((*own.cells(), *earlier.tables.cells()))
        self._both = tuple(cell for cell in cells if self._own.says(cell) and self._before.says(cell))

    def targets(self) -> frozenset[_Target]:
        """All that must not be known too well."""
        return frozenset(
            [(known.side, cell) for known in (self._own, self._before) for cell in known.least]
            + [(side, cell) for side in _CHANGES for cell in self._both if cell != ACTIVE]
        )

    def narrow(self, targets: Collection[_Target], *, linked: bool) -> frozenset[_Target] | None:
        """Those that are known too well; None if no tables fit what is taken for known."""
        known = (self._own, self._before)
        least: dict[Name, float] = {
            (each.side, cell): float(value) for each in known for cell, value in each.least.items()
        }
        mixed = linked and self._came > 0 and self._went > 0
        if mixed:
            least |= {(_Side.CAME, cell): 0.0 for cell in self._both}
        polytope = Polytope(least)
        for each, tables in zip(known, self._tables, strict=True):
            for whole, *parts in tables.sums:
                polytope.zero(added([each.line(part) for part in parts]).less(each.line(whole)))
        if linked and not all(self._mix(polytope) if mixed else self._compare(polytope)):
            return None
        aims = {target: Aim(self._line(*target, mixed=mixed), limit(target[1], self._k) - 1) for target in targets}
        spans = polytope.spans(dict(sorted(aims.items(), key=repr)))
        if spans is None:
            return None
        return frozenset(target for target, (low, high) in spans.items() if self._tells(*target, low, high))

    def _line(self, side: _Side, cell: Cell, *, mixed: bool) -> Line:
        if side not in _CHANGES:
            return (self._own if side is _Side.OWN else self._before).line(cell)
        came = Line({(_Side.CAME, cell): 1.0}) if mixed else self._difference(cell)
        if side is _Side.CAME:
            return came
        return came.less(self._difference(cell)) if mixed else Line({}).less(came)

    def _tells(self, side: _Side, cell: Cell, low: float, high: float) -> bool:
        least = limit(cell, self._k)
        if high - low >= least - 1 - SLACK:
            return False
        if side in _CHANGES:  # that something came or went here, and how little it was
            return low > SLACK and (low < least - SLACK or self._rests_on_few(cell, least))
        return not (self._unlike and low >= least - SLACK)  # readers of the more open product may see that anyhow

    def _rests_on_few(self, cell: Cell, least: int) -> bool:
        """Whether few records came to a number or left it, however many payments they tell of."""
        if cell in self._own.least or cell in self._before.least:
            return False
        return 0 < abs(self._own.records.get(cell, 0) - self._before.records.get(cell, 0)) < least

    def _difference(self, cell: Cell) -> Line:
        return self._own.line(cell).less(self._before.line(cell))

    def _compare(self, polytope: Polytope) -> Iterator[bool]:
        """Records only came, or only went, or are the same."""
        for cell in self._both:
            difference = self._difference(cell)
            if not self._went:
                yield polytope.positive(difference)
            if not self._came:
                yield polytope.positive(Line({}).less(difference))

    def _mix(self, polytope: Polytope) -> Iterator[bool]:
        """Some came and others went: what came to a cell, what went from it and what stayed is never less than 0."""
        for cell in self._both:
            came = Line({(_Side.CAME, cell): 1.0})
            yield polytope.positive(came.less(self._difference(cell)))
            yield polytope.positive(self._own.line(cell).less(came))
        yield polytope.zero(Line({(_Side.CAME, ACTIVE): 1.0}, -self._came))
        for whole, cells in common(*self._tables):
            if whole in self._both and cells <= set(self._both):
                parts = [Line({(_Side.CAME, cell): 1.0}) for cell in sorted(cells)]
                yield polytope.zero(added(parts).less(Line({(_Side.CAME, whole): 1.0})))
