"""The first view: cards with numerators and denominators, and beside them what the figures cannot say."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from fieldkit.domain.rates import wilson
from fieldkit.gui.figures import visits
from fieldkit.gui.figures.view import FiguresView, block, chart
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.look import Look
from fieldkit.gui.theme.tokens import BETWEEN, INSIDE
from fieldkit.gui.widgets.boxes import Card
from fieldkit.gui.widgets.charts import Mark
from fieldkit.gui.widgets.text import text

_SIDE = 264


def parts(view: FiguresView, look: Look) -> list[QWidget]:
    """From top to bottom."""
    _ = view.words.gettext
    rates = _("Payments seen per 100 people, with interval")
    shown = chart(view, look, rates, visits.rate_marks(view))
    received = _("Payments by who received them")
    most = sorted(view.figures.money_lost.payments_by_payee, key=lambda row: (-(row.count or 0), row.code))
    marks = [
        Mark(label=view.words.label("actor", row.code), value=row.count, words=view.words.count(row.count))
        for row in most
        if row.count is not None
    ]
    return [
        _top(view),
        *([block(rates, *shown)] if shown else []),
        *([block(received, *chart(view, look, received, marks))] if marks else []),
    ]


def _top(view: FiguresView) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(INSIDE)
    grid.setVerticalSpacing(INSIDE)
    for index, card in enumerate(_cards(view)):
        grid.addWidget(card, index // 2, index % 2)
    grid.addWidget(_limits(view), 0, 2, -1, 1, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(2, _SIDE)
    return holder


def _cards(view: FiguresView) -> list[Card]:
    _ = view.words.gettext
    words, number = view.words, view.words.language.number
    figures, tally = view.figures, view.figures.tally.total
    interval, zero = tally.interval, wilson(tally.with_zero, tally.watched)
    money = figures.money_lost
    rate = _("{payments} payments seen, {people} people processed; 95 % interval: {interval}")
    return [
        _card(
            _("Payments seen per 100 people"),
            words.rate(tally.per_100) if tally.per_100 is not None else "–",
            rate.format(
                payments=number(tally.payments_seen),
                people=number(tally.people_processed),
                interval=words.range_of(interval) if interval else "–",
            ),
        ),
        _card(
            _("Watched visits without any payment"),
            _("{n} of {m}").format(n=number(tally.with_zero), m=number(tally.watched)),
            _("95 % interval: {interval} %; not watched and not counted: {n}").format(
                interval=f"{number(round(zero.low))}–{number(round(zero.high))}" if zero else "–",
                n=number(figures.tally.not_looked),
            ),
        ),
        _card(
            _("Looked and asked, nothing found"),
            _("{n} of {m}").format(n=number(figures.records.negative_observations), m=number(figures.records.active)),
            _("records that give figures; events without hearsay: {n}").format(
                n=number(figures.records.events_without_hearsay)
            ),
        ),
        _card(
            _("Payments made or taken"),
            words.count(money.payments),
            _("amount unknown in {n} of them; sums stand apart for each currency").format(
                n=words.count(money.amount_unknown)
            ),
        ),
        _card(
            _("People processed while somebody watched"),
            number(tally.people_processed),
            _("in {n} watched visits of {m}, {minutes} minutes in all").format(
                n=number(tally.watched), m=number(figures.tally.visits), minutes=number(tally.minutes)
            ),
        ),
        _card(
            _("Records that give figures"),
            _("{n} of {m}").format(n=number(figures.records.active), m=number(figures.records.all)),
            _("not yet reviewed: {waiting}; consent withdrawn: {withdrawn}; duplicates: {duplicates}").format(
                waiting=number(figures.records.not_reviewed),
                withdrawn=number(figures.records.withdrawn),
                duplicates=number(figures.records.duplicates),
            ),
        ),
    ]


def _card(title: str, figure: str, below: str) -> Card:
    heading = text(title, Type.STRONG, wrap=True)
    card = Card(heading, text(figure, Type.FIGURE), text(below, Type.CAPTION, "second", wrap=True), spacing=2)
    card.column.addStretch(1)
    card.setAccessibleName(f"{title}: {figure}. {below}")
    card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return card


def _limits(view: FiguresView) -> Card:
    """What nobody may read out of these figures."""
    _ = view.words.gettext
    figures, number = view.figures, view.words.language.number
    sentences = [
        _("This is not a probability sample: people who could be reached and who dared to speak stand out."),
        _("Rates hold for the visits that were watched. They say nothing about other hours, days or places."),
        _("Amounts are as told, each in its currency. Different currencies are never added or compared."),
        _("Not yet reviewed and therefore in no figure: {n}.").format(n=number(figures.records.not_reviewed)),
        _("Hearsay, counted apart: {n}.").format(n=number(figures.records.events_hearsay)),
    ]
    if figures.records.undated:
        sentences.append(
            _("Left out of this period because their date is not known: {count}.").format(
                count=number(figures.records.undated)
            )
        )
    if figures.k > 1:
        sentences.append(
            _(
                "Values resting on fewer than {k} records are not shown, nor others from which they could be computed."
            ).format(k=number(figures.k))
        )
    labels = [text(sentence, Type.CAPTION, "second", wrap=True) for sentence in sentences]
    card = Card(text(_("What this cannot say"), Type.STRONG, wrap=True), *labels, spacing=INSIDE)
    card.setFixedWidth(_SIDE)
    card.column.setContentsMargins(BETWEEN, 12, BETWEEN, BETWEEN)
    return card
