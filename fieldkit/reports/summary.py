"""The report `summary`: all that the figures say, with the method and its limits, for one level of disclosure."""

from dataclasses import dataclass
from datetime import date

from reportlab.platypus import Flowable, PageBreak

from fieldkit.domain.figures import Figures
from fieldkit.domain.naming import NOBODY, Naming
from fieldkit.domain.periods import EARLIEST, LATEST
from fieldkit.domain.reference import Reference
from fieldkit.i18n import Language
from fieldkit.progress import NO_PROGRESS, Progress
from fieldkit.reports import annexes, findings, method, money, parts, quotations, style
from fieldkit.reports.fonts import register
from fieldkit.reports.page import Rendered, Running, render
from fieldkit.reports.words import Words

KIND = "summary"


@dataclass(frozen=True, kw_only=True)
class Content:
    """What goes into the report. `notice` is printed on every page (that the data are made up, for example)."""

    figures: Figures
    naming: Naming = NOBODY
    reference: Reference
    language: Language
    as_of: date
    title: str = ""
    notice: str = ""


def make(content: Content, progress: Progress = NO_PROGRESS) -> Rendered:
    """The report as PDF bytes; the same content gives the same bytes.

    Raises:
        Cancelled: the person stopped it.
    """
    register()
    words = Words(content.language, content.reference)
    figures = content.figures
    story: list[Flowable] = [
        *_cover(content, words),
        *method.chapter(figures, content.naming, words),
        *findings.negative(figures, words),
        *findings.border(figures, words),
        *money.lost(figures, words),
        *money.apart(figures, words),
        *money.prices(figures, words),
        *money.private(figures, words),
        *findings.registration(figures, words),
        *quotations.chapter(figures, content.naming, words),
        *annexes.sites(figures, words, content.reference),
        *annexes.terms(words),
    ]
    return render(story, _running(content, words), progress)


def _running(content: Content, words: Words) -> Running:
    _ = words.gettext
    return Running(
        head=_("Report"),
        notice=content.notice,
        level=words.level(content.figures.query.level).upper(),
        as_of=_("as of {date}").format(date=words.language.date(content.as_of)),
        page_of=_("page {page} of {pages}"),
        language=words.language.code,
    )


def _cover(content: Content, words: Words) -> list[Flowable]:
    _ = words.gettext
    figures = content.figures
    tally = figures.tally.total
    numbers = [
        (words.count(figures.records.active), _("records that give figures")),
        (words.count(figures.records.events_without_hearsay), _("events without hearsay")),
        (words.count(figures.records.negative_observations), _("times nothing was found")),
        (words.count(tally.people_processed), _("people processed while somebody watched")),
    ]
    return [
        parts.gap(70),
        parts.text(content.title or _("Report"), style.TITLE),
        parts.text(_("Summary of records and figures"), style.LEAD),
        parts.text(_scope(figures, words), style.LEAD),
        *([parts.text(content.notice, style.NOTICE)] if content.notice else []),
        parts.gap(24),
        parts.key_numbers(numbers),
        parts.gap(6),
        parts.text(words.level(figures.query.level).upper(), style.LEVEL),
        parts.text(words.reader(figures.query.level), style.NOTE),
        parts.gap(26),
        parts.text(_("Contents"), style.SECTION),
        parts.contents(),
        PageBreak(),
    ]


def _scope(figures: Figures, words: Words) -> str:
    """Period and place in one line."""
    _ = words.gettext
    period = figures.query.period
    start, end = figures.records.first, figures.records.last
    if period:  # an open end is where the records end
        start = start if period.start == EARLIEST else period.start
        end = end if period.end == LATEST else period.end
    when = f"{words.day(start)} – {words.day(end)}" if start or end else _("undated")
    return f"{when} · {words.site(figures.query.site)}" if figures.query.site else when
