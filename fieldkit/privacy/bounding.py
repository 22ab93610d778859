"""How far a reader can narrow hidden cells of published tables down: the attacker, by linear programming.

Source: security notes, section 8, rule 6.
"""

from collections.abc import Collection, Mapping, Sequence

from fieldkit.domain.suppression import Cell, Relation
from fieldkit.privacy.lines import Line, added
from fieldkit.privacy.polytope import SLACK, Aim, Polytope


def narrowed(
    counts: Mapping[Cell, int], hidden: Collection[Cell], relations: Sequence[Relation], width: int
) -> frozenset[Cell]:
    """Hidden cells of which the shown ones leave less than `width` between the least and the greatest reading.

    A reader knows the sums, every shown count, and that a row stands in a table because something was counted: a
    hidden cell is 1 at least, but for rows that stand only because an earlier product had them.
    """
    known = frozenset(hidden)
    polytope = Polytope({cell: min(1, counts[cell]) for cell in sorted(known, key=repr)})

    def line(cell: Cell) -> Line:
        return Line({cell: 1.0}) if cell in known else Line({}, counts[cell])

    for whole, *parts in relations:
        polytope.zero(added([line(part) for part in parts]).less(line(whole)))
    spans = polytope.spans({cell: Aim(line(cell), width) for cell in sorted(known, key=repr)}) or {}
    return frozenset(cell for cell, (low, high) in spans.items() if high - low < width - SLACK)
