"""The chapter with what people said, as they said it: without names, and under them where they wanted that again."""

from reportlab.platypus import Flowable

from fieldkit.domain.figures import Figures
from fieldkit.domain.naming import Naming
from fieldkit.domain.reconfirming import DAYS
from fieldkit.reports import parts, style
from fieldkit.reports.words import Words


def chapter(figures: Figures, naming: Naming, words: Words) -> list[Flowable]:
    """All quotations, and how many are left out; no chapter without any."""
    _ = words.gettext
    if not figures.quotes and not figures.withheld and not naming.quotes:
        return []
    story = parts.chapter(_("In their own words"))
    if figures.quotes or figures.withheld:
        told = _("Only words whose speakers agreed to a quotation without their name, as they were told.")
        story.append(parts.text(told))
    for quote in figures.quotes:
        story += _quote(quote.text, (words.month(quote.month), quote.record), words)
    if naming.quotes:
        told = _(
            "These people agreed twice that their name is published, and once more in the {days} days before this "
            "report."
        )
        story += parts.section(_("Under their names"))
        story.append(parts.text(told.format(days=words.language.number(DAYS))))
    for named in naming.quotes:
        story += _quote(named.text, (named.name, words.month(named.month)), words)
    if figures.withheld:
        story.append(
            parts.note(
                words.language.ngettext(
                    "{n} quotation is left out, because something in it may give somebody away.",
                    "{n} quotations are left out, because something in them may give somebody away.",
                    figures.withheld,
                )
            )
        )
    return story


def _quote(said: str, source: tuple[str, ...], words: Words) -> list[Flowable]:
    return [
        parts.text(f"«{said}»" if words.guillemets else f"“{said}”", style.QUOTE),
        parts.text(" · ".join(filter(None, source)), style.SOURCE),
    ]
