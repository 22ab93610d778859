"""Annexes: the sites of the records, and the terms that tables use."""

from reportlab.platypus import Flowable

from fieldkit.domain.figures import Figures
from fieldkit.domain.reference import Reference
from fieldkit.reports import parts
from fieldkit.reports.money import hidden_note
from fieldkit.reports.parts import Column
from fieldkit.reports.words import Words


def sites(figures: Figures, words: Words, reference: Reference) -> list[Flowable]:
    """Every site with records: code, name, kind, country, number of records."""
    _ = words.gettext
    if not figures.records.by_site:
        return []
    columns = [
        Column(head=_("Code"), share=3.6),
        Column(head=_("Name"), share=3.6),
        Column(head=_("Kind"), share=2.9),
        Column(head=_("Country"), share=2.2),
        Column(head=_("Records"), share=1.3, number=True),
    ]
    rows = []
    for row in figures.records.by_site:
        site = reference.sites.get(row.code)
        countries = site.country.split(";") if site else []
        rows.append(
            [
                row.code or words.not_stated(),
                words.site(row.code),
                words.label("site_type", site.kind) if site else "",
                ", ".join(words.label("country", country) for country in countries),
                words.count(row.count),
            ]
        )
    return [
        *parts.chapter(_("Annex: sites")),
        parts.table(columns, rows),
        *hidden_note(figures, words, any(row.count is None for row in figures.records.by_site)),
    ]


def terms(words: Words) -> list[Flowable]:
    """What the words of the tables mean."""
    _ = words.gettext
    entries = [
        (_("Record"), _("one filled questionnaire: a visit, an observation or an interview")),
        (
            _("Gives figures"),
            _("accepted by a reviewer, consent not withdrawn, consent for statistics given or not needed"),
        ),
        (
            _("Money paid or taken"),
            _("paid or confiscated without right; never prices, fears, demands, tests, fees, fines"),
        ),
        (_("Lower and upper sum"), _("sums of the lowest and of the highest reading of every known amount")),
        (
            _("Median for one payer"),
            _("the middle value; totals are divided by the number of payers, ranges give their midpoint"),
        ),
        (_("Private loss"), _("money withheld, stolen or owed between private people; a table of its own")),
        (_("Hearsay"), _("heard without a source, or a rumour; counted apart")),
        (_("Watched visit"), _("a visit at which the monitor could see the checks and counted people and payments")),
        (_("Wilson 95 % interval"), _("how far the share may lie from the one counted, by chance alone")),
    ]
    columns = [Column(head=_("Term"), share=2), Column(head=_("Meaning"), share=5)]
    return [*parts.chapter(_("Annex: terms")), parts.table(columns, [[term, meaning] for term, meaning in entries])]
