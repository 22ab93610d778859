"""Records by their standing, finding, form, contact, certainty and place; and the breakdown that was asked for."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from fieldkit.domain.figures import TableRow
from fieldkit.gui.figures.money import money_columns
from fieldkit.gui.figures.view import FiguresView, block, chart, counted, hidden_note, note, small
from fieldkit.gui.theme.look import Look
from fieldkit.gui.theme.tokens import MEASURE
from fieldkit.gui.widgets.charts import Mark
from fieldkit.gui.widgets.sheet import Column, Sheet
from fieldkit.i18n import N_, Language
from fieldkit.services.figures import Words, cells

_DIMENSIONS = {
    "site": N_("Place"),
    "month": N_("Month"),
    "instrument": N_("Form"),
    "finding": N_("Finding"),
    "actor": N_("Payee"),
    "purpose": N_("Step"),
    "status": N_("Status"),
    "currency": N_("Currency"),
}


def dimension(name: str, language: Language) -> str:
    """What a dimension of the breakdown is called."""
    return language.gettext(_DIMENSIONS.get(name, name))


def parts(view: FiguresView, look: Look) -> list[QWidget]:
    """From top to bottom."""
    _ = view.words.gettext
    words, records = view.words, view.figures.records

    def finding(code: str) -> str:
        return words.label("finding_kind", code)

    def mode(code: str) -> str:
        return words.label("collection_mode", code)

    def certainty(code: str) -> str:
        return words.label("certainty", code)

    kinds = _("Records by finding")
    most = sorted(records.by_finding, key=lambda row: (-(row.count or 0), row.code))
    marks = [Mark(label=finding(row.code), value=row.count or 0, words=words.count(row.count)) for row in most]
    return [
        _standing(view),
        *([block(kinds, *chart(view, look, kinds, marks))] if marks else []),
        *counted(view, _("Records by questionnaire"), _("Form"), records.by_instrument, words.instrument),
        *counted(view, _("Records by kind of contact"), _("Kind"), records.by_mode, mode),
        *counted(view, _("Records by certainty"), _("Kind"), records.by_certainty, certainty),
        *counted(view, _("Records by place"), _("Place"), records.by_site, words.site),
    ]


def breakdown(view: FiguresView, look: Look) -> list[QWidget]:
    """The table by the dimension that was asked for, and a chart of it."""
    _ = view.words.gettext
    table = view.figures.table
    if not table.dimensions:
        return [note(_("Choose above by what the records shall be broken down."))]
    words, name = view.words, table.dimensions[0]
    label = _label(name, words)
    head = dimension(name, words.language)
    title = _("Records broken down: {dimension}").format(dimension=head)
    most = sorted(table.rows, key=lambda row: (row.records is None, -(row.records or 0), row.keys))
    marks = [
        Mark(label=label(row.keys[0]), value=row.records, words=words.count(row.records))
        for row in most
        if row.records is not None
    ]
    order = sorted(table.rows, key=lambda row: row.keys) if name == "month" else most
    columns = (Column(head), Column(_("Records"), number=True), Column(_("Payments"), number=True))
    lost = [Column(head), *money_columns(words)]
    counts = Sheet(title, columns, [_counts(row, label, words) for row in order])
    counts.setMaximumWidth(MEASURE)
    sums = [[label(row.keys[0]), *cells.money(money, words)] for row in order for money in row.money]
    hidden = any(row.hidden or any(money.hidden for money in row.money) for row in table.rows)
    below = small(_("A record with several payments may stand in several rows."))
    return [
        block(
            title,
            *chart(view, look, title, marks),
            counts,
            *([Sheet(_("Money paid or taken"), lost, sums)] if sums else []),
            *([hidden_note(view)] if hidden else []),
            *([below] if name not in {"site", "month", "instrument", "finding"} else []),
        )
    ]


def _counts(row: TableRow, label: Callable[[str], str], words: Words) -> tuple[str, ...]:
    return label(row.keys[0]), words.count(row.records), words.count(row.payments)


def _label(name: str, words: Words) -> Callable[[str], str]:
    def coded(code: str) -> str:
        lists = {"finding": "finding_kind", "actor": "actor", "purpose": "payment_purpose", "status": "payment_status"}
        return words.label(lists[name], code)

    def currency(code: str) -> str:
        return code or words.not_stated()

    known = {"site": words.site, "month": words.month, "instrument": words.instrument, "currency": currency}
    return known.get(name, coded)


def _standing(view: FiguresView) -> QWidget:
    _ = view.words.gettext
    records = view.figures.records
    rows = (
        (_("Records in all"), records.all),
        (_("Give figures: accepted, with consent or without need of it"), records.active),
        (_("Not yet reviewed"), records.not_reviewed),
        *(((_("In doubt: signed by a revoked laptop"), records.doubtful),) if records.doubtful else ()),
        (_("Consent withdrawn"), records.withdrawn),
        (_("Duplicates"), records.duplicates),
        (_("Excluded"), records.excluded),
        (_("No consent for statistics"), records.without_consent),
        *(((_("Sealed, not readable on this laptop"), records.sealed),) if records.sealed else ()),
        (_("Date unknown, left out of the period"), records.undated),
        (_("Records that concern children"), records.with_children),
        (_("Monitors"), records.monitors),
    )
    title = _("Records")
    columns = (Column(_("Records")), Column(_("Number"), number=True))
    sheet = Sheet(title, columns, [(label, view.words.count(count)) for label, count in rows])
    sheet.setMaximumWidth(MEASURE)
    hidden = [hidden_note(view)] if records.with_children is None or records.monitors is None else []
    return block(title, sheet, *hidden)
