"""Watched visits with their rates, waiting, registration, and where nothing was found."""

from collections import Counter

from PySide6.QtWidgets import QWidget

from fieldkit.domain.figures import Tally
from fieldkit.gui.figures.view import FiguresView, block, chart, hidden_note, note, small
from fieldkit.gui.theme.look import Look
from fieldkit.gui.widgets.charts import Mark
from fieldkit.gui.widgets.sheet import Column, Sheet
from fieldkit.services.figures import NOTHING


def parts(view: FiguresView, look: Look) -> list[QWidget]:
    """From top to bottom."""
    return [*_tallies(view, look), *negative(view), *_waiting(view), *_registration(view)]


def negative(view: FiguresView) -> list[QWidget]:
    """Where somebody looked or asked and nothing was found: as prominent as the findings."""
    _ = view.words.gettext
    words, tally = view.words, view.figures.tally.total
    title = _("Looked and asked, nothing found")
    watched = _("At {n} of {m} watched visits no payment was seen.").format(
        n=words.language.number(tally.with_zero), m=words.language.number(tally.watched)
    )
    groups = Counter((item.month, item.site, item.finding) for item in view.figures.negative)
    if not groups:
        return [block(title, note(watched), note(_("There is no record of this kind.")))]
    columns = (Column(_("Place")), Column(_("Month")), Column(_("Finding")), Column(_("Number"), number=True))
    cells = [
        (words.site(site), words.month(month), words.label("finding_kind", finding), words.language.number(count))
        for (month, site, finding), count in groups.items()
    ]
    return [block(title, note(watched), Sheet(title, columns, cells))]


def rate_marks(view: FiguresView) -> list[Mark]:
    """Rates with intervals of the sites where most people were counted."""
    words = view.words
    most = sorted(view.figures.tally.by_site, key=lambda tally: (-tally.people_processed, tally.site))
    return [
        Mark(
            label=words.site(tally.site),
            value=float(tally.per_100),
            low=tally.interval.low,
            high=tally.interval.high,
            words=f"{words.rate(tally.per_100)} ({words.range_of(tally.interval)})",
        )
        for tally in most
        if tally.per_100 is not None and tally.interval is not None
    ]


def _tallies(view: FiguresView, look: Look) -> list[QWidget]:
    _ = view.words.gettext
    tallies = view.figures.tally
    title = _("Watched visits")
    if not tallies.total.watched:
        return [block(title, note(_("No visit was watched.")))]
    columns = (
        Column(_("Place")),
        Column(_("Watched visits"), number=True),
        Column(_("Minutes"), number=True),
        Column(_("People processed"), number=True),
        Column(_("Payments seen"), number=True),
        Column(_("Per 100 people"), number=True),
        Column(_("95 % interval"), number=True),
    )
    cells = [_tally(view, view.words.site(tally.site), tally) for tally in tallies.by_site]
    cells.append(_tally(view, _("All sites"), tallies.total))
    told = _(
        "Counts, not money: payments seen among the people processed while somebody watched. Visits without watching "
        "are left out and never read as zero. This is not a probability sample."
    )
    rates = _("Payments seen per 100 people, with interval")
    shown = chart(view, look, rates, rate_marks(view))
    return [block(rates, *shown), block(title, Sheet(title, columns, cells), small(told))]


def _tally(view: FiguresView, place: str, tally: Tally) -> tuple[str, ...]:
    number, words = view.words.language.number, view.words
    return (
        place,
        number(tally.watched),
        number(tally.minutes),
        number(tally.people_processed),
        number(tally.payments_seen),
        NOTHING if tally.per_100 is None else words.rate(tally.per_100),
        words.range_of(tally.interval) if tally.interval else NOTHING,
    )


def _waiting(view: FiguresView) -> list[QWidget]:
    _ = view.words.gettext
    words, rows = view.words, view.figures.waiting
    title = _("Waiting time in minutes")
    if not rows:
        return [block(title, note(_("No record tells a waiting time in numbers.")))]
    columns = (
        Column(_("Place")),
        Column(_("Records"), number=True),
        Column(_("Median"), number=True),
        Column(_("From–to"), number=True),
    )
    number = words.language.number
    cells = [
        (
            words.site(row.site),
            words.count(row.n),
            words.hidden() if row.n is None else words.amount(row.median),
            words.hidden()
            if row.shortest is None or row.longest is None
            else f"{number(row.shortest)}–{number(row.longest)}",
        )
        for row in rows
    ]
    hidden = [hidden_note(view)] if any(row.n is None for row in rows) else []
    told = _("Median of the midpoints of what was told or measured; “hours” without a number is not part of it.")
    return [block(title, Sheet(title, columns, cells), *hidden, small(told))]


def _registration(view: FiguresView) -> list[QWidget]:
    _ = view.words.gettext
    words, rows = view.words, view.figures.registration.by_rule
    if not rows:
        return []
    title = _("Registration")
    columns = (
        Column(_("Rule")),
        Column(_("Days allowed"), number=True),
        Column(_("In time"), number=True),
        Column(_("Late"), number=True),
    )
    cells = [
        (words.rule(row.rule), words.language.number(row.limit), words.count(row.in_time), words.count(row.late))
        for row in rows
    ]
    hidden = [hidden_note(view)] if any(row.late is None for row in rows) else []
    told = _("State of the rules as their source gives it; not legal advice.")
    bases = [small(words.basis(row)) for row in rows]
    return [block(title, Sheet(title, columns, cells), *hidden, *bases, small(told))]
