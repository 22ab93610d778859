"""The tables of a product as whoever reads it knows them, and products that were given out before another one is made.

What is kept of a product is what its readers got: counts that were hidden are not in it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TypeAlias

import msgspec

from fieldkit.domain.query import K_MINORS
from fieldkit.domain.suppression import Cell, Relation

ACTIVE: Cell = ("active",)
"""The number of records, which is shown at every level."""
CHILDREN: Cell = ("children",)
BY = ("records by ", "payments by ", "money by ")
OF = ("records of ", "payments of ")
"""How names of cells begin that belong to a table that was asked for, and to its margins."""
Family: TypeAlias = tuple[str, int]


class Part(StrEnum):
    """What a product can do without."""

    TABLE = "table"
    """The table asked for."""
    SITES = "sites"
    """The numbers of records by site."""

    def holds(self, cell: Cell) -> bool:
        """Whether a cell belongs to it."""
        if self is Part.TABLE:
            return str(cell[0]).startswith((*BY, *OF)) or cell == ("all payments",)
        return cell[0] == "site" and len(cell) == len(("site", ""))


class Shown(msgspec.Struct, frozen=True, array_like=True):
    """A cell with a number."""

    cell: tuple[str, ...]
    count: int
    records: int
    """What the number rests on; readers are not told."""


class Hidden(msgspec.Struct, frozen=True, array_like=True):
    """A cell without one."""

    cell: tuple[str, ...]
    least: int
    """What it is at least: 1, or 0 where the row stands only because an earlier product had it."""


class Tables(msgspec.Struct, frozen=True):
    """Everything additive that one product shows."""

    k: int = 1
    shown: tuple[Shown, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    sums: tuple[tuple[tuple[str, ...], ...], ...] = ()
    """Relations, see `fieldkit.domain.suppression`."""

    def values(self) -> dict[Cell, int]:
        """The numbers by cell."""
        return {each.cell: each.count for each in self.shown}

    def cells(self) -> dict[Cell, int]:
        """Every cell with what it is at least."""
        found: dict[Cell, int] = {each.cell: 1 for each in self.shown}
        return found | {each.cell: each.least for each in self.hidden}


class Hiding(msgspec.Struct, frozen=True, kw_only=True):
    """What disclosure control did: how many cells it hid, and why."""

    small: int = 0
    """They rest on too few records."""
    beside: int = 0
    """Those could be computed from them."""
    differing: int = 0
    """Together with a product that was given out before they would tell too much."""
    left_out: tuple[Part, ...] = ()
    """Parts without which the product had to do."""
    compared: int = 0
    """Products that were given out before, and with which this one was compared."""


class Suppression(msgspec.Struct, frozen=True, kw_only=True):
    """How many medians the two outer levels hide."""

    public_k: int
    partner_k: int
    medians_hidden_public: int
    medians_hidden_partner: int


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """A product that was given out, as it stands to the one being made."""

    number: int
    """In the register."""
    tables: Tables
    came: int
    """Records that are in the new one only, or changed since."""
    went: int
    """Records that are in the earlier one only, or changed since."""


Compare: TypeAlias = Callable[[Tables, Earlier], frozenset[Cell]]
"""Gives the cells about which both products together tell too much."""


class Others(msgspec.Struct, frozen=True):
    """What a new product is compared with, and by whom."""

    earlier: tuple[Earlier, ...] = ()
    compare: Compare = lambda _own, _earlier: frozenset()

    def fewest(self) -> int:
        """By how many records the earlier product that is most like the new one differs from it."""
        return min((earlier.came + earlier.went for earlier in self.earlier), default=0)

    def exposed(self, own: Tables) -> tuple[Earlier, frozenset[Cell]] | None:
        """The first earlier product that tells too much together with this one; None if there is none."""
        for earlier in self.earlier:
            found = self.compare(own, earlier)
            if found:
                return earlier, found
        return None


def family(cell: Cell) -> Family:
    """Cells of one table have the same; a product that shows one of them shows all that are not zero."""
    return str(cell[0]), len(cell)


def of_records(cell: Cell) -> bool:
    """Whether the cell counts records; others count payments, of which one record may have several."""
    return cell == ACTIVE or Part.SITES.holds(cell) or str(cell[0]).startswith((BY[0], OF[0]))


def limit(cell: Cell, k: int) -> int:
    """Records from which on the cell is shown."""
    return max(k, K_MINORS) if cell == CHILDREN else k


def head_of(relation: Relation) -> tuple[Cell, frozenset[Family]]:
    """What is the same of one sum in two products, whatever rows each has."""
    return relation[0], frozenset(map(family, relation[1:]))


def missing(own: Mapping[Cell, int], sums: Sequence[Relation], earlier: Tables) -> tuple[set[Cell], list[Relation]]:
    """Rows of an earlier product that are empty now, and the sums of now with them."""
    families = set(map(family, own))
    gone = {cell for cell in earlier.cells() if cell not in own and family(cell) in families}
    parts: dict[tuple[Cell, frozenset[Family]], list[Cell]] = {}
    more: list[Relation] = []
    for relation in earlier.sums:
        parts.setdefault(head_of(relation), []).extend(cell for cell in relation[1:] if cell in gone)
        if relation[0] in gone and all(cell in gone or cell in own for cell in relation):
            more.append(relation)
    return gone, [(*relation, *parts.get(head_of(relation), ())) for relation in sums] + more


def common(first: Tables, second: Tables) -> Iterator[tuple[Cell, set[Cell]]]:
    """Sums that hold in both products, and so for what is in one of them only: the whole and all of its parts.

    A row that one product does not have has no parts there.
    """
    sums: dict[tuple[Cell, frozenset[Family]], set[Cell]] = {}
    known = [(tables.cells(), {head_of(relation): relation for relation in tables.sums}) for tables in (first, second)]
    for _cells, heads in known:
        for head, relation in heads.items():
            sums.setdefault(head, set()).update(relation[1:])
    for head, parts in sums.items():
        if all(head in heads or head[0] not in cells for cells, heads in known):
            yield head[0], parts


def unhelpful(own: Mapping[Cell, int], others: Others, k: int) -> frozenset[Cell]:
    """Cells of which an earlier product for the same or more readers tells so much that hiding them hides nothing."""
    return frozenset(
        cell
        for earlier in others.earlier
        if earlier.tables.k >= k
        for cell in earlier.tables.values()
        if cell in own and earlier.came + earlier.went < (k - 1 if of_records(cell) else 1)
    )
