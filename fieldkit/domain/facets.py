"""Facets: what each group of figures reads of a record, and nothing else of it.

Many records are alike in a facet: two that waited as long at the same site, or paid the same to the same people. A
store keeps equal facets once and counts them, so that figures of a million records look at some thousands of facets. A
facet is a record of its own, blank but for what belongs to it, and is read by the same rules as a whole one.
"""

from enum import StrEnum
from functools import lru_cache

from fieldkit.domain import consent
from fieldkit.domain.facts import Fact, RecordFacts

VISIT = "visit"
"""The instrument of visits."""
_DAY = 10
"""Letters of an ISO date; what follows is a time of day, which no figure asks for."""


class Facet(StrEnum):
    """What is read together."""

    STANDING = "standing"
    """Whether a record counts and where: state, consent, flags that leave it out of products, site."""
    KIND = "kind"
    """Instrument, finding, certainty, people who spoke."""
    AUTHOR = "author"
    TIME = "time"
    """Days of what happened."""
    MONEY = "money"
    """Payments."""
    PRICE = "price"
    VISIT = "visit"
    """Visits, and what was counted in those watched."""
    WAIT = "wait"
    STAY = "stay"
    """Days to registration."""


OF_ALL = (Facet.STANDING, Facet.KIND, Facet.AUTHOR, Facet.TIME)
"""Facets that every record has."""
ALL = tuple(Facet)
"""All of them; going through the enumeration itself is slow."""
COUNTED = tuple(facet for facet in ALL if facet is not Facet.STANDING)
"""Facets that are counted for each standing."""

Facets = dict[Facet, RecordFacts]

OBSERVER_KNOWN = frozenset({"known_journalist", "known_monitor", "official_visit", "accompanied_raid"})
"""Codes of the list `observer_status` under which officials knew the observer."""
CHILDREN = "child_involved"
INCRIMINATING = "incriminating"
"""Part of the flags of words that may be used against the person or the monitor."""

_FIRST = {
    Facet.STANDING: ("record.site", *consent.OF_COUNTING),
    Facet.KIND: (
        "record.finding",
        "record.mode",
        "record.certainty",
        *consent.OF_WORDS,
        "person.speakers_female",
        "person.speakers_male",
        "person.speakers_minor",
        "count.minors",
    ),
    Facet.TIME: ("record.date", "record.date_to", "record.date_precision", "record.start"),
    Facet.VISIT: ("count.payments_seen", "count.processed_people", "count.watched_minutes"),
    Facet.WAIT: ("wait.minutes_low", "wait.minutes_high"),
    Facet.STAY: ("stay.days_to_registration", "stay.host_country"),
}
"""Roles of which the first value counts."""
_IN_ROWS = {
    Facet.MONEY: (
        "payment.status",
        "payment.nature",
        "payment.purpose",
        "payment.payee",
        "payment.currency",
        "payment.currency_other",
        "payment.basis",
        "payment.amount_low",
        "payment.amount_high",
        "payment.amount_total",
        "payment.payers_count",
    ),
    Facet.PRICE: ("price.purpose", "price.amount", "price.amount_high", "price.currency", "price.source"),
}
"""Roles of which the first value in each row counts."""
_CITIZENSHIP, _FLAG, _OBSERVER = "person.citizenship", "risk.flag", "record.observer_status"
_QUOTE, _PAYMENT = "text.quote", "payment"
_FACETS = {role: facet for table in (_FIRST, _IN_ROWS) for facet, roles in table.items() for role in roles} | {
    _CITIZENSHIP: Facet.STAY,
    _FLAG: Facet.STANDING,
    _OBSERVER: Facet.STANDING,
    _QUOTE: Facet.KIND,
    _PAYMENT: Facet.MONEY,
}
_NEEDED = {
    Facet.PRICE: frozenset({"price.amount"}),
    Facet.VISIT: frozenset({"count.payments_seen", "count.processed_people"}),
    Facet.WAIT: frozenset({"wait.minutes_low", "wait.minutes_high"}),
    Facet.STAY: frozenset({"stay.days_to_registration"}),
}
"""Roles without which the others of the facet say nothing."""
_MORE = Fact("", 0, "")
"""Stands for facts that the facet leaves out: a record without any at all is only counted."""


def divide(record: RecordFacts) -> Facets:
    """The facets of a record; those that not every record has are absent where there is nothing to tell."""
    found = _wanted(record.facts)
    _shorten(found)
    first = {fact.role: fact.value for fact in reversed(record.facts)}
    if consent.somebody_told(lambda role: first.get(role, "")):
        found[Facet.STANDING].add(consent.SOMEBODY)
    if record.facts:
        for facet in (Facet.STANDING, Facet.TIME):
            found[facet] = found[facet] or {_MORE}
    return {
        facet: RecordFacts(
            record="",
            instrument=record.instrument if facet is Facet.KIND or facet is Facet.VISIT else "",
            state=record.state if facet is Facet.STANDING else "",
            author=record.author if facet is Facet.AUTHOR else "",
            sealed=record.sealed and facet is Facet.STANDING,
            facts=tuple(sorted(facts)),
        )
        for facet, facts in found.items()
        if facts or facet in OF_ALL or (facet is Facet.VISIT and record.instrument == VISIT)
    }


def _wanted(facts: tuple[Fact, ...]) -> dict[Facet, set[Fact]]:
    """The facts that any figure reads, each as coarse as that allows, by facet."""
    found: dict[Facet, set[Fact]] = {facet: set() for facet in ALL}
    told: set[tuple[str, int]] = set()
    for fact in facts:
        facet = _facet(fact.role)
        kept = None if facet is None else _coarse(fact, facet)
        if facet is None or kept is None:
            continue
        if kept.role in (_CITIZENSHIP, _FLAG):  # each of them counts
            found[facet].add(kept)
        elif (kept.role, kept.row) not in told:
            told.add((kept.role, kept.row))
            found[facet].add(kept)
    return found


@lru_cache(1_024)
def _facet(role: str) -> Facet | None:
    """Where a role belongs; None if no figure asks for it. Of other words on a payment counts that they are there."""
    return _FACETS.get(role, Facet.MONEY if role.startswith(_PAYMENT + ".") else None)


def _coarse(fact: Fact, facet: Facet) -> Fact | None:
    """What figures read of a fact; None if nothing. Of quotes and of other words on a payment: that they are there."""
    role = fact.role
    if facet in _IN_ROWS:
        return fact if role in _FACETS and role != _PAYMENT else Fact(_PAYMENT, fact.row, "")
    if role == _FLAG:
        known = CHILDREN if fact.value == CHILDREN else INCRIMINATING
        return Fact(role, 0, known) if known in fact.value else None
    if role == _OBSERVER:
        return Fact(role, 0, fact.value if fact.value in OBSERVER_KNOWN else "")
    if role == _QUOTE:
        return Fact(role, 0, "")
    if facet is Facet.TIME:
        return Fact(role, 0, fact.value[:_DAY])
    return Fact(role, 0, fact.value) if fact.row else fact


def _shorten(found: dict[Facet, set[Fact]]) -> None:
    """Take out what says nothing without something else, so that more facets are equal."""
    for facet, needed in _NEEDED.items():
        if not needed <= {fact.role for fact in found[facet]}:
            found[facet] = set()
    time, money = found[Facet.TIME], found[Facet.MONEY]
    if any(fact.value for fact in time if fact.role in ("record.date", "record.date_precision")):
        found[Facet.TIME] = {fact for fact in time if fact.role != "record.start"}
    rows = {fact.row for fact in money if fact.role != _PAYMENT}
    found[Facet.MONEY] = {fact for fact in money if fact.role != _PAYMENT or fact.row not in rows}
