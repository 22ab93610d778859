"""People who agreed to be named, in words: what they said when asked again, and why somebody stays unnamed."""

from fieldkit.domain import reconfirming
from fieldkit.domain.naming import Bar, Naming
from fieldkit.domain.reconfirming import DAYS, Heard, Said
from fieldkit.i18n import N_, Language

_SAID = {
    Said.AGREES: N_("still agrees to be named"),
    Said.NO_LONGER: N_("does not agree any more"),
    Said.NOT_REACHED: N_("could not be reached"),
}
_BARS = {
    Bar.LESS: N_("the record asks to tell less than a name"),
    Bar.NO_WORDS: N_("nothing that they said may be quoted"),
    Bar.MARKED: N_("their words may give somebody away"),
    Bar.SEVERAL: N_("several people of the record have a card"),
    Bar.TO_ASK: N_("to be asked again"),
    Bar.NO_CARD: N_("no card with the name is here"),
}
_MAY_BE_NAMED = N_("may be named")


def said(value: Said, language: Language) -> str:
    """What came of asking."""
    return language.gettext(_SAID[value])


def heard(last: Heard | None, language: Language) -> str:
    """The same with the day and who asked."""
    _ = language.gettext
    if last is None:
        return _("not asked again yet")
    day = reconfirming.day(last.on)
    return _("{said}: asked on {day} by {member}").format(
        said=said(last.said, language), day=last.on if day is None else language.date(day), member=last.by
    )


def standing(bar: Bar | None, language: Language) -> str:
    """Whether somebody may be named in a product, or why not."""
    return language.gettext(_MAY_BE_NAMED if bar is None else _BARS[bar])


def left_unnamed(naming: Naming, language: Language) -> tuple[str, ...]:
    """What is said to whoever made a product, besides what stands in it."""
    told = []
    if naming.records:
        told.append(language.ngettext("{n} person is named.", "{n} people are named.", len(naming.records)))
    if naming.to_ask:
        line = language.ngettext(
            "{n} person who agreed to be named is not named: they were not asked again in the last {days} days.",
            "{n} people who agreed to be named are not named: they were not asked again in the last {days} days.",
            naming.to_ask,
        )
        told.append(line.format(days=language.number(DAYS)))
    if naming.unasked:
        line = language.ngettext(
            "{n} person agreed again and could be named, if the report is made with names.",
            "{n} people agreed again and could be named, if the report is made with names.",
            naming.unasked,
        )
        told.append(line)
    if naming.barred:
        line = language.ngettext(
            "{n} person who agreed to be named cannot be named for another reason.",
            "{n} people who agreed to be named cannot be named for other reasons.",
            naming.barred,
        )
        told.append(line)
    return tuple(told)
