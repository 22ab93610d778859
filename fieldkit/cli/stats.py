"""`fieldkit stats`: figures with their denominators."""

from collections.abc import Iterator

import click

from fieldkit.cli import opening
from fieldkit.cli.parts import Command, Option
from fieldkit.cli.scope import scope
from fieldkit.cli.settings import Settings
from fieldkit.cli.tables import columns
from fieldkit.domain.figures import Count, Figures, MoneyRow
from fieldkit.domain.periods import parse_period
from fieldkit.domain.query import Level, Query
from fieldkit.i18n import N_, Language
from fieldkit.services import figures_json
from fieldkit.services.figures import FigureBoard, hiding


@click.command(cls=Command, name="stats", help=N_("Print figures with their denominators."))
@click.option("--by", cls=Option, metavar="NAME,...", default="", help=N_("Break down, for example by site,month."))
@scope
@click.pass_obj
def command(settings: Settings, by: str, period: str, site: str, level: str) -> None:
    """Compute the figures of the vault."""
    with opening.workspace(settings) as workspace:
        query = Query(
            period=parse_period(period) if period else None,
            site=site,
            level=Level(level),
            by=tuple(name.strip() for name in by.split(",")) if by else (),
        )
        figures = FigureBoard(workspace).give_out(query)
    settings.give(figures_json.to_object(figures), _lines(figures, settings.language))


def _lines(figures: Figures, language: Language) -> Iterator[str]:
    _ = language.gettext
    records = figures.records
    yield _("Records: {all}; giving figures: {active}; withdrawn: {withdrawn}; duplicates: {duplicates}").format(
        all=records.all, active=records.active, withdrawn=records.withdrawn, duplicates=records.duplicates
    )
    yield _("Negative observations: {n}").format(n=records.negative_observations)
    lost = figures.money_lost
    yield _("Payments without right: {n}; amount unknown in {unknown}").format(
        n=_count(lost.payments), unknown=_count(lost.amount_unknown)
    )
    rows = [(_span(row, language), _count(row.payments)) for row in lost.by_currency]
    yield from columns((_("Money lost"), _("Payments")), rows)
    total = figures.tally.total
    yield _("Payments seen in visits: {seen} among {people} people").format(
        seen=total.payments_seen, people=total.people_processed
    )
    yield _("These are documented cases, not a sample: they say nothing about how often it happens.")
    yield from _table(figures, language)
    yield from hiding(figures, language)


def _table(figures: Figures, language: Language) -> Iterator[str]:
    _ = language.gettext
    rows = [
        (
            *row.keys,
            _count(row.records),
            _count(row.payments),
            "; ".join(_span(money, language) for money in row.money),
        )
        for row in figures.table.rows
    ]
    yield from columns((*figures.table.dimensions, _("Records"), _("Payments"), _("Money lost")), rows)


def _count(value: Count) -> str:
    return "*" if value is None else str(value)


def _span(money: MoneyRow, language: Language) -> str:
    """Lower and upper sum; a star where small numbers are hidden, a question mark where no amount is known."""
    if money.hidden:
        return "*"
    if money.low is None or money.high is None:
        return "?"
    low, high = language.number(money.low), language.number(money.high)
    return f"{low} {money.currency}" if low == high else f"{low}–{high} {money.currency}"
