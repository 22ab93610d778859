"""Chapters on money: lost, listed apart, prices named, private loss. No table adds up different currencies."""

from collections import Counter
from collections.abc import Callable, Sequence

from reportlab.platypus import Flowable

from fieldkit.domain.figures import Figures, MoneyRow
from fieldkit.reports import cells, parts
from fieldkit.reports.charts import MOST, Bar, bars
from fieldkit.reports.method import counts_table, cut_note, hidden_rows, listed
from fieldkit.reports.parts import Column
from fieldkit.reports.words import Words


def lost(figures: Figures, words: Words) -> list[Flowable]:
    """Money paid or taken: per currency, by payee, step, site."""
    _ = words.gettext
    money = figures.money_lost
    head = parts.chapter(_("Money paid or taken"))
    if money.payments == 0:
        return [*head, parts.text(_("There is no record of this kind."))]
    payees = sorted(money.payments_by_payee, key=lambda row: (-(row.count or 0), row.code))
    chart = [
        Bar(label=words.label("actor", row.code), value=row.count, words=words.count(row.count))
        for row in payees
        if row.count is not None
    ]
    return [
        *head,
        parts.text(
            _(
                "Payments: {payments}; amount unknown: {unknown}. One row per currency; currencies are never added."
            ).format(payments=words.count(money.payments), unknown=words.count(money.amount_unknown))
        ),
        *_money_table(_("Currency"), money.by_currency, str, words),
        *parts.section(_("Who received it")),
        *([bars(chart[:MOST]), *cut_note(len(chart), words), parts.gap(8)] if chart else []),
        *_money_table(_("Payee"), money.by_payee, lambda code: words.label("actor", code), words),
        *counts_table(
            _("By kind of money"),
            money.payments_by_nature_group,
            lambda code: words.label("payment_nature", code),
            words,
        ),
        *parts.section(_("What it was for")),
        *_money_table(_("Step"), money.by_purpose, lambda code: words.label("payment_purpose", code), words),
        *parts.section(_("Where")),
        *_money_table(_("Place"), money.by_site, words.site, words),
    ]


def apart(figures: Figures, words: Words) -> list[Flowable]:
    """All payment rows by status, and those that are listed and never added."""
    _ = words.gettext
    if not figures.payments_by_status:
        return []
    present = [row for row in figures.apart if row.rows != 0]
    rows = [
        [words.label("payment_status", row.status), listed(row.listed, words), words.count(row.rows)]
        for row in present
        if row.rows is not None
    ]
    inside = any(names for _status, names, _count in rows)
    columns = [
        Column(head=_("Status"), share=4),
        *([Column(head=_("Record, row and amount as told"), share=4)] if inside else []),
        Column(head=_("Rows"), share=1, number=True),
    ]
    return [
        *parts.chapter(_("Shown apart, never added")),
        *([parts.table(columns, [row if inside else [row[0], row[2]] for row in rows])] if rows else []),
        *hidden_rows(len(present) - len(rows), words),
        *counts_table(
            _("All payment rows by status"),
            figures.payments_by_status,
            lambda code: words.label("payment_status", code),
            words,
        ),
    ]


def prices(figures: Figures, words: Words) -> list[Flowable]:
    """Prices posted, named or usual: lowest and highest per item and currency."""
    _ = words.gettext
    if not figures.prices:
        return []
    columns = [
        Column(head=_("What for"), share=3.2),
        Column(head=_("Source"), share=2.6),
        Column(head=_("Month"), share=1.6),
        Column(head=_("Records"), share=1.1, number=True),
        Column(head=_("Currency"), share=1.3, number=True),
        Column(head=_("Price"), share=1.9, number=True),
    ]
    rows = [cells.price(row, words) for row in figures.prices]
    return [*parts.chapter(_("Prices named, not payments")), parts.table(columns, rows)]


def private(figures: Figures, words: Words) -> list[Flowable]:
    """Private loss still open: deducted, stolen, owed, less what was recovered."""
    _ = words.gettext
    loss = figures.private_loss
    if not loss.by_currency and not loss.amount_unknown:
        return []
    columns = [
        Column(head=_("Currency"), share=3),
        Column(head=_("Records"), share=2, number=True),
        Column(head=_("Still open"), share=3, number=True),
    ]
    rows = [cells.private_loss(row, words) for row in loss.by_currency]
    return [
        *parts.chapter(_("Private loss still open")),
        parts.text(
            _("Deducted, stolen or owed, less what was recovered. Rows with an unknown amount: {count}.").format(
                count=words.count(loss.amount_unknown)
            )
        ),
        *([parts.table(columns, rows, width=parts.NARROW)] if rows else []),
        *hidden_note(figures, words, any(row.records is None for row in loss.by_currency)),
    ]


def hidden_note(figures: Figures, words: Words, hidden: bool) -> list[Flowable]:
    """What `hidden` means, below a table that has such cells."""
    _ = words.gettext
    if not hidden:
        return []
    return [
        parts.note(
            _("hidden: rests on fewer than {k} records, or would give such a value away").format(
                k=words.language.number(figures.k)
            )
        )
    ]


def _money_table(head: str, rows: Sequence[MoneyRow], label: Callable[[str], str], words: Words) -> list[Flowable]:
    """Rows of one key and one currency each; those of unknown amount have no currency."""
    _ = words.gettext
    shown = [row for row in rows if not row.hidden]
    keyed = any(row.key for row in rows)
    columns = [
        *([Column(head=head, share=3.2)] if keyed else []),
        Column(head=_("Currency"), share=1.95),
        Column(head=_("Payments"), share=1.4, number=True),
        Column(head=_("Lower sum"), share=1.9, number=True),
        Column(head=_("Upper sum"), share=1.9, number=True),
        Column(head=_("Median for one payer"), share=1.8, number=True),
        Column(head=_("From–to"), share=2.3, number=True),
    ]
    lines = [[*([label(row.key)] if keyed else []), *cells.money(row, words)] for row in _frequent_first(shown)]
    return [
        *([parts.table(columns, lines, grouped=keyed)] if lines else []),
        *hidden_rows(len(rows) - len(shown), words),
    ]


def _frequent_first(rows: Sequence[MoneyRow]) -> list[MoneyRow]:
    """Keys by their number of payments, the currencies of one key together, unknown amounts last."""
    payments = Counter[str]()
    for row in rows:
        payments[row.key] += row.payments or 0
    return sorted(rows, key=lambda row: (-payments[row.key], row.key, not row.currency, row.currency))
