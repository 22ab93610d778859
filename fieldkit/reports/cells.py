"""Rows about money put into words, cell by cell: the same on screens and on paper."""

from fieldkit.domain.figures import MoneyRow, PriceRow, PrivateLossRow
from fieldkit.reports.words import NOTHING, Words


def money(row: MoneyRow, words: Words) -> list[str]:
    """Currency, payments, lower and upper sum, median, range; those of unknown amount have no currency."""
    _ = words.gettext
    if row.hidden:
        return [words.currency(row.currency) if row.currency else _("amount unknown"), *[words.hidden()] * 5]
    if not row.currency:
        return [_("amount unknown"), words.count(row.payments), *[NOTHING] * 4]
    return [
        row.currency,
        words.count(row.payments),
        words.amount(row.low),
        words.amount(row.high),
        words.amount(row.median),
        words.span(row.smallest, row.largest),
    ]


def price(row: PriceRow, words: Words) -> list[str]:
    """What for, source, months, records, currency, lowest and highest price."""
    _ = words.gettext
    return [
        words.label("payment_purpose", row.purpose),
        words.price_source(row.source),
        words.months(row.months),
        words.language.number(row.records),
        words.currency(row.currency),
        _("one source") if row.lowest is None else words.span(row.lowest, row.highest),
    ]


def private_loss(row: PrivateLossRow, words: Words) -> list[str]:
    """Currency, records, what is still open."""
    hidden = row.records is None
    return [row.currency, words.count(row.records), words.hidden() if hidden else words.amount(row.open)]
