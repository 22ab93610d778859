"""The chapter on mission, method and limits, with the real counts (report model, section 4)."""

from collections.abc import Callable, Sequence

from reportlab.platypus import Flowable

from fieldkit.domain.earlier import Part
from fieldkit.domain.figures import CountRow, Figures
from fieldkit.domain.naming import Naming
from fieldkit.domain.query import Level
from fieldkit.domain.reconfirming import DAYS
from fieldkit.reports import parts, style
from fieldkit.reports.charts import MOST, Bar, bars
from fieldkit.reports.parts import Column
from fieldkit.reports.words import NOTHING, Words, hiding

LISTED = 40
"""Lines that a list of single records may have; figures name the others."""


def chapter(figures: Figures, naming: Naming, words: Words) -> list[Flowable]:
    """Mission, protection, method, limits, neutrality, and the records that it all rests on."""
    _ = words.gettext
    return [
        *parts.chapter(_("Mission and method")),
        parts.text(_mission(figures, words)),
        parts.text(
            _(
                "Names have been changed wherever needed to protect those who spoke, and at their request. Age is "
                "given in bands, dates as months, places not more exactly than needed. Nobody is shown or named who "
                "did not agree twice."
            )
        ),
        parts.text(_method(figures, words)),
        *parts.section(_("Limits")),
        *_limits(figures, naming, words),
        *_hiding(figures, words),
        *parts.section(_("Neutrality")),
        parts.text(
            _(
                "A state or body named as an example is not the only one concerned; officials, employers and "
                "intermediaries of several states take part, and states of origin and of destination are both "
                "responsible."
            )
        ),
        *_records(figures, words),
    ]


def counts_table(title: str, rows: Sequence[CountRow], label: Callable[[str], str], words: Words) -> list[Flowable]:
    """A section with one table of counts, most frequent first; nothing if there are none."""
    _ = words.gettext
    if not rows:
        return []
    shown = [row for row in rows if row.count is not None]
    ordered = sorted(shown, key=lambda row: (-(row.count or 0), row.code))
    columns = [Column(head=_("Kind"), share=5), Column(head=_("Number"), share=1, number=True)]
    cells = [[label(row.code), words.count(row.count)] for row in ordered]
    made = parts.under(title, parts.table(columns, cells, width=parts.NARROW), len(cells))
    return [*(made if cells else parts.section(title)), *hidden_rows(len(rows) - len(shown), words)]


def cut_note(number: int, words: Words) -> list[Flowable]:
    """Says that a chart of `number` rows shows only the largest."""
    _ = words.gettext
    if number <= MOST:
        return []
    return [parts.note(_("The chart shows the {n} largest; the table has all.").format(n=words.language.number(MOST)))]


def listed(names: Sequence[str], words: Words) -> str:
    """Names one below the other; beyond the first ones only their number."""
    rest = len(names) - LISTED
    return "\n".join([*names[:LISTED], *([more(rest, words)] if rest > 0 else [])])


def more_note(number: int, words: Words) -> list[Flowable]:
    """Says that `number` lines more are not printed; nothing if there are none."""
    return [parts.note(more(number, words))] if number > 0 else []


def more(number: int, words: Words) -> str:
    """Words for lines that are not printed."""
    _ = words.gettext
    return _("and more: {n}").format(n=words.language.number(number))


def hidden_rows(number: int, words: Words) -> list[Flowable]:
    """How many rows a table keeps back, below it; nothing if it shows all."""
    _ = words.gettext
    if not number:
        return []
    return [
        parts.note(
            _("Rows hidden: {n}. They rest on too few records, or would give such values away.").format(
                n=words.language.number(number)
            )
        )
    ]


def _mission(figures: Figures, words: Words) -> str:
    _ = words.gettext
    records, contacts = figures.records, figures.contacts
    kinds = {row.code: row.count or 0 for row in records.by_instrument}
    return _(
        "Monitors recorded what happened (from {start} to {end}). Sites: {sites}; visits: {visits}; "
        "observations: {observations}; interviews: {interviews}; people who spoke, where they were counted: {speakers}."
        " An interview with a couple or a group is one interview."
    ).format(
        start=words.day(records.first),
        end=words.day(records.last),
        sites=words.hidden() if Part.SITES in figures.hiding.left_out else words.language.number(len(records.by_site)),
        visits=words.language.number(kinds.get("visit", 0)),
        observations=words.language.number(kinds.get("observation", 0)),
        interviews=words.language.number(contacts.interviews),
        speakers=words.language.number(contacts.speakers) if contacts.speakers_known_in else NOTHING,
    )


def _method(figures: Figures, words: Words) -> str:
    _ = words.gettext
    counted = _(
        "Amounts are kept in the currency in which they were told. Sums are made per currency and only over money paid "
        "or taken. Prices that were only named, usual prices, fears, demands without payment, tests by monitors, fees "
        "and fines are listed and never added. Ranges give a lower and an upper sum; unknown amounts are counted. "
        "Rates show numerator, denominator and a Wilson 95 % interval."
    )
    if figures.k <= 1:
        return counted
    hiding = _(
        "Values resting on fewer than {k} records are not shown, nor others from which they could be computed."
    ).format(k=words.language.number(figures.k))
    return f"{counted} {hiding}"


def _hiding(figures: Figures, words: Words) -> list[Flowable]:
    """What was hidden and why."""
    _ = words.gettext
    told = hiding(figures, words.language)
    return [*parts.section(_("What is hidden")), parts.text(" ".join(told))] if told else []


def _limits(figures: Figures, naming: Naming, words: Words) -> list[Flowable]:
    _ = words.gettext
    number = words.language.number
    sentences = [
        _(
            "This is not a probability sample. People who could be reached and who dared to speak are over-"
            "represented. Declined: {declined}; withdrew later: {withdrawn}."
        ).format(
            declined=number(figures.contacts.consent_declined), withdrawn=number(figures.contacts.consent_withdrawn)
        ),
        _(
            "Monitors could not watch the checks at {not_looked} of {visits} visits; these visits are not counted "
            "as zero."
        ).format(not_looked=number(figures.tally.not_looked), visits=number(figures.tally.visits)),
        _(
            "Not yet reviewed and therefore not in any figure: {count}. Hearsay, counted apart from other "
            "events: {hearsay}."
        ).format(count=number(figures.records.not_reviewed), hearsay=number(figures.records.events_hearsay)),
    ]
    if figures.records.doubtful:
        sentences.append(
            _("Signed by a laptop in wrong hands and therefore in doubt, not in any figure: {count}.").format(
                count=number(figures.records.doubtful)
            )
        )
    if figures.records.undated:
        sentences.append(
            _("Left out of this period because their date is not known: {count}.").format(
                count=number(figures.records.undated)
            )
        )
    if figures.query.level is not Level.INTERNAL:
        sentences.append(
            _(
                "Records that may be used against somebody, and those made while officials knew the observer, are not "
                "in this report."
            )
        )
    if figures.query.level is Level.INTERNAL and figures.records.name_consent_to_reconfirm:
        sentences.append(
            _(
                "People who agreed to be named and must be asked again before print: {count}. No name is printed here."
            ).format(count=number(figures.records.name_consent_to_reconfirm))
        )
    return [parts.text(sentence) for sentence in (*sentences, *_left_unnamed(naming, words))]


def _left_unnamed(naming: Naming, words: Words) -> list[str]:
    """How many people agreed to be named and are not: nothing is left out in silence."""
    _ = words.gettext
    number = words.language.number
    told = []
    if naming.to_ask:
        told.append(
            _(
                "People who agreed to be named, but did not say so again in the {days} days before this report, and "
                "are therefore not named: {count}."
            ).format(days=number(DAYS), count=number(naming.to_ask))
        )
    if others := naming.unasked + naming.barred:
        told.append(
            _("People who agreed to be named and are not named here for another reason: {count}.").format(
                count=number(others)
            )
        )
    return told


def _records(figures: Figures, words: Words) -> list[Flowable]:
    _ = words.gettext
    records = figures.records
    standing = [
        (_("Records in all"), records.all),
        (_("Give figures: accepted, with consent or without need of it"), records.active),
        (_("Not yet reviewed"), records.not_reviewed),
        *(((_("In doubt: signed by a revoked laptop"), records.doubtful),) if records.doubtful else ()),
        (_("Consent withdrawn"), records.withdrawn),
        (_("Duplicates"), records.duplicates),
        (_("Excluded"), records.excluded),
        (_("No consent for statistics"), records.without_consent),
        *(((_("Sealed, not readable on this laptop"), records.sealed),) if records.sealed else ()),
        (_("Records that concern children"), records.with_children),
        (_("Monitors"), records.monitors),
    ]
    findings = [
        Bar(label=words.label("finding_kind", row.code), value=row.count or 0, words=words.count(row.count))
        for row in sorted(records.by_finding, key=lambda row: (-(row.count or 0), row.code))
    ]
    columns = [Column(head=_("Records"), share=5), Column(head=_("Number"), share=1, number=True)]
    return [
        *parts.chapter(_("Records")),
        parts.table(columns, [[label, words.count(count)] for label, count in standing]),
        *(
            [parts.together(parts.text(_("Records by finding"), style.SECTION), bars(findings)), parts.gap(6)]
            if findings
            else []
        ),
        *counts_table(_("Records by questionnaire"), records.by_instrument, words.instrument, words),
        *counts_table(
            _("Records by kind of contact"),
            records.by_mode,
            lambda code: words.label("collection_mode", code),
            words,
        ),
        *counts_table(
            _("Records by certainty"), records.by_certainty, lambda code: words.label("certainty", code), words
        ),
    ]
