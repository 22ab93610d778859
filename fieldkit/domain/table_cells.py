"""How the cells of tables that were asked for are called: the same in every product, so that they can be compared."""

from collections.abc import Sequence

from fieldkit.domain.breakdown import PAYMENT_DIMENSIONS
from fieldkit.domain.earlier import BY, OF
from fieldkit.domain.suppression import Cell


def counts_payments(dimensions: Sequence[str]) -> bool:
    """Whether the rows add up in payments; else they do in records."""
    return any(name in PAYMENT_DIMENSIONS for name in dimensions)


def row_cell(dimensions: Sequence[str], keys: Sequence[str]) -> Cell:
    """The cell of a row of a table that was asked for."""
    return (BY[counts_payments(dimensions)] + ",".join(dimensions), *keys)


def money_cell(dimensions: Sequence[str], keys: Sequence[str]) -> Cell:
    """The same for money lost in one of its currencies, which follows."""
    return (BY[2] + ",".join(dimensions), *keys)


def margin_cell(name: str, key: str, *, of_payments: bool) -> Cell:
    """The cell of a margin, which is the same for whatever table; those of sites and statuses are tables anyhow."""
    if name == ("status" if of_payments else "site"):
        return (name, key)
    return (OF[of_payments] + name, key)
