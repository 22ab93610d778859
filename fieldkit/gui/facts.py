"""The three questions of whoever collects the sticks: what came, what is missing, what needs a decision."""

from dataclasses import dataclass

from fieldkit.domain.people import REVIEWERS, Role
from fieldkit.domain.records import State
from fieldkit.gui import words
from fieldkit.gui.desk import Desk, Place
from fieldkit.i18n import Language
from fieldkit.services import arrivals
from fieldkit.services.arrivals import Arrival
from fieldkit.services.browsing import Browsing
from fieldkit.services.missing import MissingList, missing
from fieldkit.services.workspace import Workspace

_MOST_NAMES = 4
_IN_NO_HURRY = frozenset({Role.OFFICER, Role.ANALYST})
"""Roles in which nothing is recorded as a rule."""


@dataclass(frozen=True, slots=True)
class Lack:
    """A device of which nothing came, or something is missing."""

    member: str
    device: str
    entries: tuple[int, int] | None = None
    """First and last number of the entries that did not come."""
    bundles: tuple[int, ...] = ()
    """Numbers of bundles that never came, where no entries are known to be missing."""


@dataclass(frozen=True, slots=True)
class Facts:
    """How the collecting stands."""

    expected: int
    """Devices whose sticks are awaited, or came; revoked ones are not counted."""
    heard: int
    """Of these, how many came so far."""
    last: str
    """ISO moment at which a stick was last taken in; empty if none was."""
    lacking: tuple[Lack, ...]
    """Devices of which nothing came yet, or something is missing."""
    conflicts: int
    """Records whose versions contradict one another."""
    waiting: int
    """Records that wait for review besides."""


def read(workspace: Workspace) -> Facts | None:
    """Read them; None for those who decide nothing. Runs on the worker's thread."""
    if workspace.role not in REVIEWERS:
        return None
    received = arrivals.received(workspace)
    expected = tuple(
        arrival for arrival in received if not arrival.revoked and (arrival.entries or is_awaited(arrival))
    )
    counts = Browsing(workspace).counts()
    return Facts(
        expected=len(expected),
        heard=sum(bool(arrival.entries) for arrival in expected),
        last=max((arrival.heard for arrival in received), default=""),
        lacking=lacks(received, missing(workspace)),
        conflicts=counts.of(State.CONFLICT),
        waiting=counts.of(State.SUBMITTED) + counts.of(State.DOUBTFUL),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """One of the three answers in words, and where to go because of it."""

    icon: str
    tone: str
    title: str
    below: str
    place: Place


def told(now: Facts, desk: Desk) -> tuple[Told, Told, Told]:
    """What came, what is missing, what needs a decision."""
    return _came(now, desk), _missing(now, desk.language), _to_decide(now, desk.language)


def lacks(received: tuple[Arrival, ...], found: MissingList) -> tuple[Lack, ...]:
    """Whose sticks have to be brought; nobody waits for the first of those who send when they have news."""
    known: dict[str, Lack] = {}
    for arrival in received:
        if not arrival.entries and is_awaited(arrival):
            known[arrival.device] = Lack(arrival.member, arrival.device)
    for bundles in found.bundles:
        known[bundles.device] = Lack(bundles.member, bundles.device, bundles=bundles.numbers)
    for entries in found.entries:
        known[entries.device] = Lack(entries.member, entries.device, entries=(entries.first, entries.last))
    return tuple(sorted(known.values(), key=lambda lack: (lack.member, lack.device)))


def is_awaited(arrival: Arrival) -> bool:
    """Whether somebody waits for the first stick of a device."""
    return not arrival.revoked and arrival.role not in _IN_NO_HURRY


def lack_in_words(lack: Lack, language: Language) -> str:
    """What of a device has not come, in few words."""
    _, number = language.gettext, language.number
    if lack.entries:
        first, last = map(number, lack.entries)
        return (
            _("entry {first}").format(first=first)
            if first == last
            else _("entries {first} to {last}").format(first=first, last=last)
        )
    if lack.bundles:
        told = language.ngettext("bundle {numbers}", "bundles {numbers}", len(lack.bundles))
        return told.format(numbers=", ".join(map(number, lack.bundles)))
    return _("nothing yet")


def _came(now: Facts, desk: Desk) -> Told:
    language = desk.language
    _ = language.gettext
    title = language.ngettext(
        "Sticks came from {heard} of {n} laptop", "Sticks came from {heard} of {n} laptops", now.expected
    ).format(heard=language.number(now.heard))
    days = words.ago(now.last, desk.clock.now(), language) if now.last else ""
    below = _("last taken in: {days}").format(days=days) if days else _("nothing was taken in yet")
    return Told("import", "ink2", title, below, Place.STICKS)


def _missing(now: Facts, language: Language) -> Told:
    _ = language.gettext
    if not now.lacking:
        return Told("done", "good", _("Nothing is known to be missing"), "", Place.STICKS)
    count = len(now.lacking)
    title = language.ngettext("Something of {n} laptop is missing", "Something of {n} laptops is missing", count)
    named = [f"{each.member}: {lack_in_words(each, language)}" for each in now.lacking[:_MOST_NAMES]]
    if count > _MOST_NAMES:
        more = count - _MOST_NAMES
        named.append(language.ngettext("and {n} more", "and {n} more", more))
    return Told("warn", "care", title, "  ·  ".join(named), Place.STICKS)


def _to_decide(now: Facts, language: Language) -> Told:
    waiting = language.ngettext("{n} record waits for review", "{n} records wait for review", now.waiting)
    if now.conflicts:
        title = language.ngettext("{n} conflict needs a decision", "{n} conflicts need a decision", now.conflicts)
        return Told("conflict", "stop", title, waiting if now.waiting else "", Place.REVIEW)
    if now.waiting:
        return Told("review", "ink2", waiting, "", Place.REVIEW)
    return Told("done", "good", language.gettext("Nothing waits for a decision"), "", Place.REVIEW)
