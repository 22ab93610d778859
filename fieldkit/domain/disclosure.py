"""Disclosure control: hides what rests on too few records, and what would give it away (events, rule 8).

Shown at every level are numbers of records by kind, consent, tallies of watched visits and negative observations.
Money, waiting and registration are shown from k records up. Differences between two products over other periods or
sites are not controlled here.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from fieldkit.domain.breakdown import PAYMENT_DIMENSIONS
from fieldkit.domain.concealment import conceal
from fieldkit.domain.figures import Figures, MoneyRow, Table
from fieldkit.domain.money import Payment, number_of, paid_in
from fieldkit.domain.reference import Reference
from fieldkit.domain.suppression import Attack, Cell, Relation, suppress

_LOST: Cell = ("lost",)
_UNKNOWN: Cell = ("unknown",)
_ACTIVE: Cell = ("active",)
_KEYS: dict[str, Callable[[Payment], str]] = {
    "site": lambda payment: payment.site,
    "purpose": lambda payment: payment.purpose,
    "payee": lambda payment: payment.payee,
}


class _Cells:
    """Collects counts, small cells and sums of one product, then decides what is hidden."""

    def __init__(self, k: int) -> None:
        self._k = k
        self._counts: dict[Cell, int] = {}
        self._small: set[Cell] = set()
        self._relations: list[Relation] = []

    def add(self, cell: Cell, count: int, records: int | None = None) -> Cell:
        """A cell with its count; small if it rests on fewer than k records (all counts alike unless told)."""
        self._counts[cell] = count
        if records is not None and 0 < records < self._k:
            self._small.add(cell)
        return cell

    def total(self, whole: Cell, parts: Sequence[Cell]) -> None:
        """The reader knows that `parts` add up to `whole`."""
        self._relations.append((whole, *parts))

    def hidden(self, attack: Attack | None) -> frozenset[Cell]:
        """Cells to hide."""
        return suppress(self._counts, self._small, self._relations, (_ACTIVE,), attack)


def protect(
    figures: Figures, payments: Iterable[Payment], reference: Reference, attack: Attack | None = None
) -> Figures:
    """The figures as the level of their query may show them, hidden cells safe from `attack`."""
    payments = tuple(payments)
    cells = _Cells(figures.k)
    _add_records(cells, figures)
    _add_money(cells, figures, payments, reference)
    _add_table(cells, figures.table)
    return conceal(figures, cells.hidden(attack))


def _add_records(cells: _Cells, figures: Figures) -> None:
    cells.add(_ACTIVE, figures.records.active)
    rows = [cells.add(("site", row.code), row.count or 0, row.count) for row in figures.records.by_site]
    cells.total(_ACTIVE, rows)


def _add_money(cells: _Cells, figures: Figures, payments: Sequence[Payment], reference: Reference) -> None:
    lost = [payment for payment in payments if payment.lost]
    cells.add(_LOST, number_of(lost), paid_in(lost))
    cells.add(_UNKNOWN, figures.money_lost.amount_unknown or 0)
    currencies = [_add_row(cells, ("currency",), row) for row in figures.money_lost.by_currency]
    cells.total(_LOST, (_UNKNOWN, *currencies))
    natures = reference.lists["payment_nature"]
    _add_counts(cells, "nature", lost, lambda payment: natures[payment.nature].parent)
    statuses = _add_counts(cells, "status", payments, lambda payment: payment.status, whole=None)
    taken = [cell for cell in statuses if cell[1] in {payment.status for payment in lost}]
    if number_of(payment for payment in payments if ("status", payment.status) in taken) == number_of(lost):
        cells.total(_LOST, taken)  # whatever was paid or taken is lost here, as a reader may guess
    _add_money_by(cells, "site", figures.money_lost.by_site, lost)
    _add_money_by(cells, "purpose", figures.money_lost.by_purpose, lost)
    _add_money_by(cells, "payee", figures.money_lost.by_payee, lost)


def _add_money_by(cells: _Cells, name: str, rows: Sequence[MoneyRow], lost: Sequence[Payment]) -> None:
    """A table by key and currency with both margins."""
    _add_counts(cells, f"lost {name}", lost, _KEYS[name])
    by_key: defaultdict[str, list[Cell]] = defaultdict(list)
    by_currency: defaultdict[str, list[Cell]] = defaultdict(list)
    for row in rows:
        cell = _add_row(cells, (name, row.key), row)
        by_key[row.key].append(cell)
        by_currency[row.currency].append(cell)
    for key, parts in by_key.items():
        cells.total((f"lost {name}", key), parts)
    for currency, parts in by_currency.items():
        cells.total(("currency", currency) if currency else _UNKNOWN, parts)


def _add_counts(
    cells: _Cells,
    name: str,
    payments: Iterable[Payment],
    key: Callable[[Payment], str],
    whole: Cell | None = _LOST,
) -> list[Cell]:
    groups: defaultdict[str, list[Payment]] = defaultdict(list)
    for payment in payments:
        groups[key(payment)].append(payment)
    parts = [cells.add((name, code), number_of(group), paid_in(group)) for code, group in sorted(groups.items())]
    if whole is not None and parts:
        cells.total(whole, parts)
    return parts


def _add_row(cells: _Cells, prefix: Cell, row: MoneyRow) -> Cell:
    return cells.add((*prefix, row.currency), row.payments or 0, row.records)


def _add_table(cells: _Cells, table: Table) -> None:
    """The table asked for, with the margins that the same question over fewer dimensions would show.

    Rows of payment dimensions add up in payments, because one record may stand in several; the others in records.
    """
    of_payments = any(name in PAYMENT_DIMENSIONS for name in table.dimensions)
    whole = cells.add(("all payments",), sum(row.payments or 0 for row in table.rows)) if of_payments else _ACTIVE
    margins: defaultdict[tuple[str, str], list[Cell]] = defaultdict(list)
    by_currency: defaultdict[str, list[Cell]] = defaultdict(list)
    sizes: Counter[tuple[str, str]] = Counter()
    for row in table.rows:
        size = (row.payments if of_payments else row.records) or 0
        cell = cells.add(("table", *row.keys), size, row.records)
        for margin in zip(table.dimensions, row.keys, strict=True):
            margins[margin].append(cell)
            sizes[margin] += size
        for money in row.money:
            by_currency[money.currency].append(_add_row(cells, ("table money", *row.keys), money))
    for name in table.dimensions:
        parts = [
            _add_margin(cells, margin, sizes[margin], of_payments=of_payments)
            for margin in margins
            if margin[0] == name
        ]
        cells.total(whole, parts)
    for margin, inner in margins.items():
        cells.total(_margin_cell(margin, of_payments=of_payments), inner)
    for currency, inner in by_currency.items():
        cells.total(("currency", currency) if currency else _UNKNOWN, inner)


def _margin_cell(margin: tuple[str, str], *, of_payments: bool) -> Cell:
    """The cell of a margin; those of sites and statuses stand in tables of their own."""
    name, key = margin
    if name == ("status" if of_payments else "site"):
        return (name, key)
    return ("margin", name, key)


def _add_margin(cells: _Cells, margin: tuple[str, str], size: int, *, of_payments: bool) -> Cell:
    return cells.add(_margin_cell(margin, of_payments=of_payments), size, None if of_payments else size)
