"""Disclosure control: hides what rests on too few records, and what would give it away (events, rule 8).

Shown at every level are numbers of records by kind, consent, tallies of watched visits and negative observations.
Money, waiting and registration are shown from k records up. What a product hides, or what came to it or went from it
since an earlier one, must not follow from both together (`fieldkit.domain.earlier`). A table that can only be hidden
whole, and would be known all the same, is left out.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial

import msgspec

from fieldkit.domain.cells import Cells
from fieldkit.domain.concealment import conceal
from fieldkit.domain.earlier import ACTIVE, CHILDREN, Hiding, Others, Part
from fieldkit.domain.figures import Figures, MoneyRow, Table
from fieldkit.domain.money import Payment, number_of, paid_in
from fieldkit.domain.periods import span_of, within
from fieldkit.domain.query import Query
from fieldkit.domain.reference import Reference
from fieldkit.domain.rows import with_rows, without_parts
from fieldkit.domain.suppression import Attack, Cell
from fieldkit.domain.table_cells import counts_payments, margin_cell, money_cell, row_cell
from fieldkit.errors import Code, Refusal

NEGATIVE = frozenset({"negative_observed", "negative_reported"})
"""Findings of records that are listed one by one at every level."""
_MONTH = re.compile(r"\d{4}-\d\d\Z")
_LOST: Cell = ("lost",)
_UNKNOWN: Cell = ("unknown",)
_SHOWN_WHOLE = ("instrument", "finding")
"""Dimensions of which every product tells the numbers of records."""
_KEYS: dict[str, Callable[[Payment], str]] = {
    "site": lambda payment: payment.site,
    "purpose": lambda payment: payment.purpose,
    "payee": lambda payment: payment.payee,
}


NOBODY = Others()
"""Nothing was given out before."""
_LEFT_OUT = ((), (Part.TABLE,), (Part.TABLE, Part.SITES))
"""What is left out, if hiding does not help: as little as possible."""


def protect(
    figures: Figures,
    payments: Iterable[Payment],
    reference: Reference,
    attack: Attack | None = None,
    others: Others = NOBODY,
) -> Figures:
    """The figures as the level of their query may show them, hidden cells safe from `attack` and beside `others`.

    Raises Refusal(FIGURES_TOO_ALIKE) if they tell too much together with an earlier product, whatever is hidden; so it
    is with a row that only the earlier one had, if sums say that it is empty.
    """
    payments = tuple(payments)
    every = Cells(figures.k)
    _add_records(every, figures)
    _add_money(every, figures, payments, reference)
    _add_table(every, figures.table)
    _add_rest(every, figures)
    for left_out in _LEFT_OUT:
        cells = every.without(left_out)
        alone, hidden = cells.hidden_beside(others, attack, partial(_outside, figures.query, reference))
        if not cells.known(hidden, attack):
            break
    else:
        raise Refusal(Code.FIGURES_TOO_ALIKE, count=others.fewest())
    shown = msgspec.structs.replace(
        figures,
        tables=cells.tables(hidden),
        hiding=Hiding(
            small=len(hidden & cells.small),
            beside=len(hidden & alone - cells.small),
            differing=len(hidden - alone - cells.small),
            left_out=tuple(part for part in left_out if every.has(part)),
            compared=len(others.earlier),
        ),
    )
    return conceal(with_rows(without_parts(shown, left_out), hidden), hidden)


def _outside(query: Query, reference: Reference, cell: Cell) -> bool:
    """Whether a row cannot be in figures of this site or period."""
    keys = [str(key) for key in cell[1:]]
    elsewhere = bool(query.site) and any(key in reference.sites and key != query.site for key in keys)
    months = [span_of(key, "", "") for key in keys if _MONTH.match(key)]
    return elsewhere or any(query.period and span and not within(span, query.period) for span in months)


def _add_records(cells: Cells, figures: Figures) -> None:
    cells.open(ACTIVE, figures.records.active)
    rows = [cells.add(("site", row.code), row.count or 0, row.count) for row in figures.records.by_site]
    cells.total(ACTIVE, rows)
    cells.add(CHILDREN, figures.records.with_children or 0, figures.records.with_children)


def _add_rest(cells: Cells, figures: Figures) -> None:
    """What stands in no sum."""
    for wait in figures.waiting:
        cells.add(("waiting", wait.site), wait.n or 0, wait.n)
    for loss in figures.private_loss.by_currency:
        cells.add(("private", loss.currency), loss.records or 0, loss.records)
    unknown = figures.private_loss.amount_unknown
    cells.add(("private unknown",), unknown or 0, unknown)
    for rule in figures.registration.by_rule:
        cells.add(("in time", rule.rule), rule.in_time or 0, rule.in_time)
        cells.add(("late", rule.rule), rule.late or 0, rule.late)


def _add_money(cells: Cells, figures: Figures, payments: Sequence[Payment], reference: Reference) -> None:
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


def _add_money_by(cells: Cells, name: str, rows: Sequence[MoneyRow], lost: Sequence[Payment]) -> None:
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
    cells: Cells,
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


def _add_row(cells: Cells, prefix: Cell, row: MoneyRow) -> Cell:
    return cells.add((*prefix, row.currency), row.payments or 0, row.records)


def _add_table(cells: Cells, table: Table) -> None:
    """The table asked for, with the margins that the same question over fewer dimensions would show.

    Rows of payment dimensions add up in payments, because one record may stand in several; the others in records.
    """
    if not table.rows:
        return
    of_payments = counts_payments(table.dimensions)
    whole = cells.add(("all payments",), sum(row.payments or 0 for row in table.rows)) if of_payments else ACTIVE
    margins: defaultdict[tuple[str, str], list[Cell]] = defaultdict(list)
    by_currency: defaultdict[str, list[Cell]] = defaultdict(list)
    sizes: Counter[tuple[str, str]] = Counter()
    for row in table.rows:
        size = (row.payments if of_payments else row.records) or 0
        cell = row_cell(table.dimensions, row.keys)
        listed = _is_listed(table.dimensions, row.keys)
        cells.open(cell, size) if listed else cells.add(cell, size, row.records)
        for margin in zip(table.dimensions, row.keys, strict=True):
            margins[margin].append(cell)
            sizes[margin] += size
        for money in row.money:
            by_currency[money.currency].append(_add_row(cells, money_cell(table.dimensions, row.keys), money))
    for name in table.dimensions:
        parts = [
            _add_margin(cells, margin, sizes[margin], of_payments=of_payments)
            for margin in margins
            if margin[0] == name
        ]
        cells.total(whole, parts)
    for margin, inner in margins.items():
        cells.total(margin_cell(*margin, of_payments=of_payments), inner)
    for currency, inner in by_currency.items():
        cells.total(("currency", currency) if currency else _UNKNOWN, inner)


def _is_listed(dimensions: Sequence[str], keys: Sequence[str]) -> bool:
    """Whether every product lists one by one what the row counts."""
    known = dict(zip(dimensions, keys, strict=True))
    return known.keys() <= {"site", "month", "finding"} and known.get("finding") in NEGATIVE


def _add_margin(cells: Cells, margin: tuple[str, str], size: int, *, of_payments: bool) -> Cell:
    cell = margin_cell(*margin, of_payments=of_payments)
    if margin[0] in _SHOWN_WHOLE and not of_payments:
        return cells.open(cell, size)
    return cells.add(cell, size, None if of_payments else size)
