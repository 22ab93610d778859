"""Rows that disclosure control adds to figures or takes from them, beside the values that it hides."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

import msgspec

from fieldkit.domain.earlier import Part
from fieldkit.domain.figures import CountRow, Figures, MoneyLost, MoneyRow, Table, TableRow
from fieldkit.domain.suppression import Cell
from fieldkit.domain.table_cells import money_cell, row_cell


def without_parts(figures: Figures, parts: Collection[Part]) -> Figures:
    """The figures without what cannot be protected."""
    if Part.TABLE in parts:
        figures = msgspec.structs.replace(figures, table=Table(dimensions=figures.table.dimensions, rows=()))
    if Part.SITES in parts:
        figures = msgspec.structs.replace(figures, records=msgspec.structs.replace(figures.records, by_site=()))
    return figures


def with_rows(figures: Figures, hidden: Collection[Cell]) -> Figures:
    """The figures with a row for every hidden cell that has none: an earlier product had it, and it is empty now."""
    return msgspec.structs.replace(
        figures,
        records=msgspec.structs.replace(figures.records, by_site=_counts(figures.records.by_site, "site", hidden)),
        payments_by_status=_counts(figures.payments_by_status, "status", hidden),
        money_lost=_money_lost(figures.money_lost, hidden),
        table=_table(figures.table, hidden),
    )


def _named(cells: Collection[Cell], name: str, keys: int) -> Iterator[tuple[str, ...]]:
    """The keys of cells of one table."""
    for cell in cells:
        if cell[0] == name and len(cell) == keys + 1:
            yield tuple(str(key) for key in cell[1:])


def _counts(rows: tuple[CountRow, ...], name: str, hidden: Collection[Cell]) -> tuple[CountRow, ...]:
    known = {row.code for row in rows}
    more = (CountRow(code=code, count=0) for (code,) in _named(hidden, name, 1) if code not in known)
    return tuple(sorted((*rows, *more), key=lambda row: row.code))


def _money_lost(lost: MoneyLost, hidden: Collection[Cell]) -> MoneyLost:
    return msgspec.structs.replace(
        lost,
        by_currency=_sorted(
            [*lost.by_currency, *_empty(lost.by_currency, (("", *keys) for keys in _named(hidden, "currency", 1)))]
        ),
        by_site=_money(lost.by_site, "site", hidden),
        by_purpose=_money(lost.by_purpose, "purpose", hidden),
        by_payee=_money(lost.by_payee, "payee", hidden),
        payments_by_nature_group=_counts(lost.payments_by_nature_group, "nature", hidden),
        payments_by_payee=_counts(lost.payments_by_payee, "lost payee", hidden),
        payments_by_purpose=_counts(lost.payments_by_purpose, "lost purpose", hidden),
        payments_by_site=_counts(lost.payments_by_site, "lost site", hidden),
    )


def _money(rows: tuple[MoneyRow, ...], name: str, hidden: Collection[Cell]) -> tuple[MoneyRow, ...]:
    return _sorted([*rows, *_empty(rows, _named(hidden, name, 2))])


def _empty(rows: Collection[MoneyRow], keys: Iterable[tuple[str, ...]]) -> Iterator[MoneyRow]:
    known = {(row.key, row.currency) for row in rows}
    for key, currency in keys:
        if (key, currency) not in known:
            yield MoneyRow(key=key, currency=currency, records=0, payments=0)


def _sorted(rows: list[MoneyRow]) -> tuple[MoneyRow, ...]:
    return tuple(sorted(rows, key=lambda row: (row.key, row.currency)))


def _table(table: Table, hidden: Collection[Cell]) -> Table:
    names, known = table.dimensions, {row.keys for row in table.rows}
    more = [
        TableRow(keys=keys, records=0, payments=0, money=())
        for keys in _named(hidden, str(row_cell(names, ())[0]), len(names))
        if keys not in known
    ]
    money: defaultdict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for keys in _named(hidden, str(money_cell(names, ())[0]), len(names) + 1):
        money[keys[:-1]].append(("", keys[-1]))
    rows = (
        msgspec.structs.replace(row, money=_sorted([*row.money, *_empty(row.money, money[row.keys])]))
        for row in (*table.rows, *more)
    )
    return Table(dimensions=names, rows=tuple(sorted(rows, key=lambda row: row.keys)))
