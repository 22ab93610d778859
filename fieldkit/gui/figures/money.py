"""Money paid or taken by currency, payee, step and place; what is listed beside it and never added."""

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from fieldkit.domain.figures import CountRow, MoneyRow
from fieldkit.gui.figures.view import FiguresView, block, chart, counted, hidden_note, note
from fieldkit.gui.theme.look import Look
from fieldkit.gui.theme.tokens import MEASURE
from fieldkit.gui.widgets.charts import Mark
from fieldkit.gui.widgets.sheet import Column, Sheet
from fieldkit.services.figures import Words, cells


def parts(view: FiguresView, look: Look) -> list[QWidget]:
    """From top to bottom."""
    _ = view.words.gettext
    words, money = view.words, view.figures.money_lost

    def payee(code: str) -> str:
        return words.label("actor", code)

    def purpose(code: str) -> str:
        return words.label("payment_purpose", code)

    told = _("Payments: {payments}; amount unknown: {unknown}. One row per currency; currencies are never added.")
    lost = note(told.format(payments=words.count(money.payments), unknown=words.count(money.amount_unknown)))
    if money.payments == 0:
        return [block(_("Money paid or taken"), note(_("There is no record of this kind."))), *_apart(view)]
    return [
        block(_("Money paid or taken"), lost, *_table(view, _("Money paid or taken"), "", money.by_currency, str)),
        *_by(view, look, _("Who received it"), _("Payee"), money.payments_by_payee, money.by_payee, payee),
        *_by(view, look, _("What it was for"), _("Step"), money.payments_by_purpose, money.by_purpose, purpose),
        *_by(view, look, _("Where"), _("Place"), money.payments_by_site, money.by_site, words.site),
        *_apart(view),
    ]


def money_columns(words: Words) -> list[Column]:
    """The heads of such cells."""
    _ = words.gettext
    return [
        Column(_("Currency")),
        Column(_("Payments"), number=True),
        Column(_("Lower sum"), number=True),
        Column(_("Upper sum"), number=True),
        Column(_("Median for one payer"), number=True),
        Column(_("From–to"), number=True),
    ]


def _by(
    view: FiguresView,
    look: Look,
    title: str,
    head: str,
    counts: Sequence[CountRow],
    rows: Sequence[MoneyRow],
    label: Callable[[str], str],
) -> list[QWidget]:
    """A chart of payments by key, and the table with the sums."""
    most = sorted(counts, key=lambda row: (-(row.count or 0), row.code))
    marks = [
        Mark(label=label(row.code), value=row.count, words=view.words.count(row.count))
        for row in most
        if row.count is not None
    ]
    return [block(title, *chart(view, look, title, marks), *_table(view, title, head, rows, label))]


def _table(
    view: FiguresView, title: str, head: str, rows: Sequence[MoneyRow], label: Callable[[str], str]
) -> list[QWidget]:
    """Rows of one key and one currency each, keys by their number of payments; without a head there is no key."""
    payments = Counter[str]()
    for row in rows:
        payments[row.key] += row.payments or 0
    ordered = sorted(rows, key=lambda row: (-payments[row.key], row.key, not row.currency, row.currency))
    columns = [*([Column(head)] if head else []), *money_columns(view.words)]
    lines = [[*([label(row.key)] if head else []), *cells.money(row, view.words)] for row in ordered]
    hidden = [hidden_note(view)] if any(row.hidden for row in rows) else []
    return [Sheet(title, columns, lines), *hidden]


def _apart(view: FiguresView) -> list[QWidget]:
    """All payment rows by status; what is never added; prices; private loss."""
    _ = view.words.gettext
    words = view.words

    def status(code: str) -> str:
        return words.label("payment_status", code)

    title = _("All payment rows by status")
    return [
        *_listed(view, status),
        *counted(view, title, _("Status"), view.figures.payments_by_status, status),
        *_prices(view),
        *_private(view),
    ]


def _listed(view: FiguresView, status: Callable[[str], str]) -> list[QWidget]:
    _ = view.words.gettext
    rows = [row for row in view.figures.apart if row.rows != 0]
    if not rows:
        return []
    inside = any(row.listed for row in rows)
    columns = [
        Column(_("Status")),
        *([Column(_("Record, row and amount as told"))] if inside else []),
        Column(_("Rows"), number=True),
    ]
    lines = [
        [status(row.status), *(["\n".join(row.listed)] if inside else []), view.words.count(row.rows)] for row in rows
    ]
    title = _("Shown apart, never added")
    hidden = [hidden_note(view)] if any(row.rows is None for row in rows) else []
    return [block(title, Sheet(title, columns, lines), *hidden)]


def _prices(view: FiguresView) -> list[QWidget]:
    _ = view.words.gettext
    words, rows = view.words, view.figures.prices
    if not rows:
        return []
    columns = (
        Column(_("What for")),
        Column(_("Source")),
        Column(_("Month")),
        Column(_("Records"), number=True),
        Column(_("Currency")),
        Column(_("Price"), number=True),
    )
    title = _("Prices named, not payments")
    return [block(title, Sheet(title, columns, [cells.price(row, words) for row in rows]))]


def _private(view: FiguresView) -> list[QWidget]:
    _ = view.words.gettext
    words, loss = view.words, view.figures.private_loss
    if not loss.by_currency and not loss.amount_unknown:
        return []
    columns = (Column(_("Currency")), Column(_("Records"), number=True), Column(_("Still open"), number=True))
    rows = [cells.private_loss(row, words) for row in loss.by_currency]
    title = _("Private loss still open")
    told = _("Deducted, stolen or owed, less what was recovered. Rows with an unknown amount: {count}.")
    sheet = Sheet(title, columns, rows)
    sheet.setMaximumWidth(MEASURE)
    return [block(title, note(told.format(count=words.count(loss.amount_unknown))), *([sheet] if rows else []))]
