"""Chapters on what was found besides money: empty findings, waiting and watched visits, registration, words told."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from fieldkit.domain.figures import Figures, Tally
from fieldkit.reports import parts, style
from fieldkit.reports.charts import MOST, Whisker, whiskers
from fieldkit.reports.method import LISTED, cut_note, listed, more_note
from fieldkit.reports.money import hidden_note
from fieldkit.reports.parts import Column
from fieldkit.reports.words import NOTHING, Words


def negative(figures: Figures, words: Words) -> list[Flowable]:
    """Where somebody looked or asked and nothing was found, as prominent as the findings."""
    _ = words.gettext
    tally = figures.tally.total
    head = parts.chapter(_("Looked and asked, nothing found"))
    watched = parts.text(
        _("At {n} of {m} watched visits no payment was seen.").format(
            n=words.language.number(tally.with_zero), m=words.language.number(tally.watched)
        )
    )
    if not figures.negative:
        return [*head, watched, parts.text(_("There is no record of this kind."))]
    inside = any(item.record for item in figures.negative)
    groups: dict[tuple[str, str, str], list[str]] = {}
    for item in figures.negative:
        groups.setdefault((item.month, item.site, item.finding), []).append(item.record)
    columns = [
        Column(head=_("Place"), share=4),
        Column(head=_("Month"), share=1.6),
        Column(head=_("Finding"), share=3),
        *([Column(head=_("Record"), share=2)] if inside else []),
        Column(head=_("Number"), share=1, number=True),
    ]
    rows = [
        [
            words.site(site),
            words.month(month),
            words.label("finding_kind", finding),
            *([listed(records, words)] if inside else []),
            words.language.number(len(records)),
        ]
        for (month, site, finding), records in groups.items()
    ]
    return [*head, watched, parts.table(columns, rows)]


def border(figures: Figures, words: Words) -> list[Flowable]:
    """Waiting times and the tally of watched visits."""
    _ = words.gettext
    return [
        *parts.chapter(_("Border and transport")),
        *parts.section(_("Watched visits")),
        *_tally(figures, words),
        *parts.section(_("Waiting time in minutes")),
        *_waiting(figures, words),
    ]


def registration(figures: Figures, words: Words) -> list[Flowable]:
    """Days to registration against the rules of the host countries."""
    _ = words.gettext
    head = parts.chapter(_("Registration"))
    rules = figures.registration.by_rule
    if not rules:
        return [*head, parts.text(_("No record tells the days to registration under a rule that is known here."))]
    columns = [
        Column(head=_("Rule"), share=4),
        Column(head=_("Days allowed"), share=1.5, number=True),
        Column(head=_("In time"), share=1.3, number=True),
        Column(head=_("Late"), share=1.3, number=True),
    ]
    rows = [
        [words.rule(row.rule), words.language.number(row.limit), words.count(row.in_time), words.count(row.late)]
        for row in rules
    ]
    cases = [
        _("{record}: registered on day {days}, limit {limit}, late by {late}.").format(
            record=case.record, days=case.days, limit=case.limit, late=max(case.late_by, 0)
        )
        for case in figures.registration.cases
    ]
    return [
        *head,
        parts.table(columns, rows),
        *hidden_note(figures, words, any(row.late is None for row in rules)),
        *[parts.note(words.basis(row)) for row in rules],
        *_undecided(figures, words),
        parts.note(_("State of the rules as their source gives it; not legal advice.")),
        *[parts.text(case) for case in cases[:LISTED]],
        *more_note(len(cases) - LISTED, words),
    ]


def _undecided(figures: Figures, words: Words) -> list[Flowable]:
    count = figures.registration.undecided
    told = words.language.ngettext(
        "{n} record falls under rules with different limits and is not counted.",
        "{n} records fall under rules with different limits and are not counted.",
        count,
    )
    return [parts.note(told)] if count else []


def _tally(figures: Figures, words: Words) -> list[Flowable]:
    _ = words.gettext
    tallies = figures.tally
    if not tallies.total.watched:
        return [parts.text(_("No visit was watched."))]
    columns = [
        Column(head=_("Place"), share=3.4),
        Column(head=_("Watched visits"), share=1.9, number=True),
        Column(head=_("Minutes"), share=1.2, number=True),
        Column(head=_("People processed"), share=1.6, number=True),
        Column(head=_("Payments seen"), share=1.4, number=True),
        Column(head=_("Per 100 people"), share=1.3, number=True),
        Column(head=_("95 % interval"), share=1.7, number=True),
    ]
    rows = [_tally_row(words.site(tally.site), tally, words) for tally in tallies.by_site]
    rows.append(_tally_row(_("All sites"), tallies.total, words))
    return [
        parts.table(columns, rows),
        *_tally_chart(tallies.by_site, words),
        parts.note(
            _(
                "Counts, not money: payments seen among the people processed while somebody watched. Visits without "
                "watching are left out and never read as zero. This is not a probability sample."
            )
        ),
    ]


def _tally_chart(tallies: Sequence[Tally], words: Words) -> list[Flowable]:
    """Rates with intervals of the sites where most people were counted."""
    _ = words.gettext
    most = sorted(tallies, key=lambda tally: (-tally.people_processed, tally.site))
    items = [
        Whisker(
            label=words.site(tally.site),
            low=tally.interval.low,
            value=float(tally.per_100),
            high=tally.interval.high,
            words=f"{words.rate(tally.per_100)} ({words.range_of(tally.interval)})",
        )
        for tally in most
        if tally.interval is not None and tally.per_100 is not None
    ]
    if not items:
        return []
    title = parts.text(_("Payments seen per 100 people, with interval"), style.SECTION)
    return [parts.together(title, whiskers(items[:MOST])), *cut_note(len(items), words), parts.gap(4)]


def _tally_row(place: str, tally: Tally, words: Words) -> list[str]:
    number = words.language.number
    interval = tally.interval
    return [
        place,
        number(tally.watched),
        number(tally.minutes),
        number(tally.people_processed),
        number(tally.payments_seen),
        NOTHING if tally.per_100 is None else words.rate(tally.per_100),
        words.range_of(interval) if interval else NOTHING,
    ]


def _waiting(figures: Figures, words: Words) -> list[Flowable]:
    _ = words.gettext
    if not figures.waiting:
        return [parts.text(_("No record tells a waiting time in numbers."))]
    columns = [
        Column(head=_("Place"), share=5),
        Column(head=_("Records"), share=1.4, number=True),
        Column(head=_("Median"), share=1.4, number=True),
        Column(head=_("From–to"), share=1.8, number=True),
    ]
    number = words.language.number
    rows = [
        [
            words.site(row.site),
            words.count(row.n),
            words.amount(row.median),
            NOTHING if row.shortest is None or row.longest is None else f"{number(row.shortest)}–{number(row.longest)}",
        ]
        for row in figures.waiting
    ]
    return [
        parts.table(columns, rows),
        *hidden_note(figures, words, any(row.n is None for row in figures.waiting)),
        parts.note(
            _("Median of the midpoints of what was told or measured; “hours” without a number is not part of it.")
        ),
    ]
