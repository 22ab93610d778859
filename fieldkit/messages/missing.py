"""The missing list in sentences: what has not come, who has it, and of which days the sticks are that bring it."""

from collections.abc import Iterator
from datetime import date

from fieldkit.i18n import Language
from fieldkit.services.missing import MissingBundles, MissingEntries, MissingList


def lines(found: MissingList, language: Language) -> Iterator[str]:
    """One line for each thing that is missing; none if nothing is."""
    for entries in found.entries:
        yield of_entries(entries, language)
    for bundles in found.bundles:
        yield of_bundles(bundles, language)


def of_entries(entries: MissingEntries, language: Language) -> str:
    """What is missing of one log, since when, and what to do."""
    return " ".join(
        sentence
        for sentence in (
            _which(entries, language),
            language.gettext("Known here since {day}.").format(day=_day(entries.since, language)),
            "" if entries.own else _stick(entries.after, entries.before, language),
            _holders(entries, language),
        )
        if sentence
    )


def held(members: tuple[str, ...], language: Language) -> Iterator[str]:
    """For whom nothing was written, and why; nothing if something was for everybody."""
    if members:
        text = language.ngettext(
            "Nothing was written for {members}, who already holds everything.",
            "Nothing was written for {members}, who already hold everything.",
            len(members),
        )
        yield text.format(members=", ".join(members))


def of_bundles(bundles: MissingBundles, language: Language) -> str:
    """Which bundles of one device never came, and of which days they are."""
    count = len(bundles.numbers)
    never = language.ngettext(
        "Bundle {numbers} of the laptop of {member} never came.",
        "Bundles {numbers} of the laptop of {member} never came.",
        count,
    )
    sentence = never.format(numbers=", ".join(language.number(n) for n in bundles.numbers), member=bundles.member)
    return f"{sentence} {_stick(bundles.after, bundles.before, language)}".rstrip()


def _which(entries: MissingEntries, language: Language) -> str:
    count = entries.last - entries.first + 1
    first, last = language.number(entries.first), language.number(entries.last)
    if entries.own:
        text = language.ngettext(
            "{n} entry that this laptop wrote before its vault was restored has not come back: number {first}.",
            "{n} entries that this laptop wrote before its vault was restored have not come back: {first} to {last}.",
            count,
        )
        return text.format(first=first, last=last)
    text = language.ngettext(
        "{n} entry of the laptop of {member} has not come: number {first}.",
        "{n} entries of the laptop of {member} have not come: numbers {first} to {last}.",
        count,
    )
    return text.format(first=first, last=last, member=entries.member)


def _stick(after: str, before: str, language: Language) -> str:
    """Which stick to bring, by the days that its writer's clock claimed; empty if nothing is known of it."""
    _, first, last = language.gettext, _day(after, language), _day(before, language)
    if first and last:
        if first == last:
            return _("Bring the stick of {day}.").format(day=last)
        return _("Bring the stick that was written between {first} and {last}.").format(first=first, last=last)
    if last:
        return _("Bring the stick that was written up to {day}.").format(day=last)
    return _("Bring the stick that was written after {day}.").format(day=first) if first else ""


def _holders(entries: MissingEntries, language: Language) -> str:
    holders = entries.holders
    if not holders:
        return ""
    if entries.own:  # no stick of this laptop helps: what it wrote is sealed to others
        text = language.ngettext(
            "{members} has them. Ask there for a bundle with everything and take it in: it brings them back.",
            "{members} have them. Ask one of them for a bundle with everything and take it in: it brings them back.",
            len(holders),
        )
        return text.format(members=", ".join(holders))
    text = language.ngettext(
        "{members} has more of that log: hand your own bundle over there, or ask for one with everything.",
        "{members} have more of that log: hand your own bundle over there, or ask for one with everything.",
        len(holders),
    )
    return text.format(members=", ".join(holders))


def _day(moment: str, language: Language) -> str:
    """The calendar day of a claimed moment; empty for one that no calendar has."""
    try:
        return language.date(date.fromisoformat(moment[:10]))
    except ValueError:
        return ""
