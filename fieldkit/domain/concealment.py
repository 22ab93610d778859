"""Taking hidden values out of figures: what disclosure control decided, applied to every table."""

import msgspec

from fieldkit.domain.earlier import CHILDREN
from fieldkit.domain.figures import (
    Count,
    CountRow,
    Figures,
    MoneyLost,
    MoneyRow,
    PriceRow,
    PrivateLoss,
    PrivateLossRow,
    RecordCounts,
    Registration,
    RegistrationRow,
    Table,
    TableRow,
    WaitingRow,
)
from fieldkit.domain.query import K_MINORS
from fieldkit.domain.suppression import Cell
from fieldkit.domain.table_cells import counts_payments, money_cell, row_cell

MONITORS_SHOWN_FROM = 3
SOURCES_SHOWN_FROM = 2
"""A price of a single source is announced without its amount."""


def conceal(figures: Figures, hidden: frozenset[Cell]) -> Figures:
    """The figures without hidden cells, without record ids, and without small values of tables that have no total."""
    k = figures.k
    return msgspec.structs.replace(
        figures,
        records=_records(figures.records, hidden),
        payments_by_status=_count_rows(figures.payments_by_status, "status", hidden),
        money_lost=_money_lost(figures.money_lost, hidden),
        private_loss=_private_loss(figures.private_loss, k, hidden),
        apart=tuple(
            msgspec.structs.replace(row, rows=_shown(("status", row.status), row.rows, hidden), listed=())
            for row in figures.apart
        ),
        prices=tuple(_price(row) for row in figures.prices),
        waiting=tuple(_waiting(row, k, hidden) for row in figures.waiting),
        registration=Registration(
            cases=(), by_rule=tuple(_rule(row, k, hidden) for row in figures.registration.by_rule)
        ),
        negative=tuple(msgspec.structs.replace(item, record="") for item in figures.negative),
        quotes=tuple(msgspec.structs.replace(quote, record="") for quote in figures.quotes),
        table=_table(figures.table, hidden),
    )


def _shown(cell: Cell, count: Count, hidden: frozenset[Cell]) -> Count:
    return None if cell in hidden else count


def _small(count: Count, k: int) -> bool:
    return count is None or 0 < count < k


def _count_rows(rows: tuple[CountRow, ...], name: str, hidden: frozenset[Cell]) -> tuple[CountRow, ...]:
    return tuple(CountRow(code=row.code, count=_shown((name, row.code), row.count, hidden)) for row in rows)


def _records(records: RecordCounts, hidden: frozenset[Cell]) -> RecordCounts:
    return msgspec.structs.replace(
        records,
        left_out=0,
        with_children=None
        if _small(records.with_children, K_MINORS)
        else _shown(CHILDREN, records.with_children, hidden),
        monitors=None if _small(records.monitors, MONITORS_SHOWN_FROM) else records.monitors,
        by_site=_count_rows(records.by_site, "site", hidden),
    )


def _money_row(row: MoneyRow, prefix: Cell, hidden: frozenset[Cell]) -> MoneyRow:
    if (*prefix, row.currency) not in hidden:
        return row
    return MoneyRow(key=row.key, currency=row.currency, records=None, payments=None, units=None, hidden=True)


def _money_rows(rows: tuple[MoneyRow, ...], name: str, hidden: frozenset[Cell]) -> tuple[MoneyRow, ...]:
    return tuple(_money_row(row, (name, row.key), hidden) for row in rows)


def _money_lost(lost: MoneyLost, hidden: frozenset[Cell]) -> MoneyLost:
    return MoneyLost(
        payments=_shown(("lost",), lost.payments, hidden),
        amount_unknown=_shown(("unknown",), lost.amount_unknown, hidden),
        by_currency=tuple(_money_row(row, ("currency",), hidden) for row in lost.by_currency),
        by_site=_money_rows(lost.by_site, "site", hidden),
        by_purpose=_money_rows(lost.by_purpose, "purpose", hidden),
        by_payee=_money_rows(lost.by_payee, "payee", hidden),
        payments_by_nature_group=_count_rows(lost.payments_by_nature_group, "nature", hidden),
        payments_by_payee=_count_rows(lost.payments_by_payee, "lost payee", hidden),
        payments_by_purpose=_count_rows(lost.payments_by_purpose, "lost purpose", hidden),
        payments_by_site=_count_rows(lost.payments_by_site, "lost site", hidden),
    )


def _private_loss(loss: PrivateLoss, k: int, hidden: frozenset[Cell]) -> PrivateLoss:
    rows = tuple(
        PrivateLossRow(currency=row.currency, records=None, open=None)
        if _small(row.records, k) or ("private", row.currency) in hidden
        else row
        for row in loss.by_currency
    )
    unknown = None if _small(loss.amount_unknown, k) else _shown(("private unknown",), loss.amount_unknown, hidden)
    return PrivateLoss(by_currency=rows, amount_unknown=unknown)


def _price(row: PriceRow) -> PriceRow:
    if row.records >= SOURCES_SHOWN_FROM:
        return row
    return msgspec.structs.replace(row, lowest=None, highest=None)


def _waiting(row: WaitingRow, k: int, hidden: frozenset[Cell]) -> WaitingRow:
    if not _small(row.n, k) and ("waiting", row.site) not in hidden:
        return row
    return WaitingRow(site=row.site, n=None, median=None, shortest=None, longest=None)


def _rule(row: RegistrationRow, k: int, hidden: frozenset[Cell]) -> RegistrationRow:
    small = _small(row.in_time, k) or _small(row.late, k)
    if not small and hidden.isdisjoint({("in time", row.rule), ("late", row.rule)}):
        return row
    return msgspec.structs.replace(row, in_time=None, late=None)


def _table(table: Table, hidden: frozenset[Cell]) -> Table:
    names = table.dimensions
    return Table(dimensions=names, rows=tuple(_table_row(row, names, hidden) for row in table.rows))


def _table_row(row: TableRow, dimensions: tuple[str, ...], hidden: frozenset[Cell]) -> TableRow:
    """The number of payments is shown where the rows count payments: elsewhere it may rest on very few records."""
    if row_cell(dimensions, row.keys) in hidden:
        return TableRow(keys=row.keys, records=None, payments=None, money=(), hidden=True)
    money = tuple(_money_row(inner, money_cell(dimensions, row.keys), hidden) for inner in row.money)
    payments = row.payments if counts_payments(dimensions) else None
    return TableRow(keys=row.keys, records=row.records, payments=payments, money=money)
