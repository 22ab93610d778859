"""Rates of watched visits with their Wilson interval, waiting times, and registration against the rules."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import sqrt

from fieldkit.domain.case import Case
from fieldkit.domain.figures import (
    Interval,
    Registration,
    RegistrationCase,
    RegistrationRow,
    Tallies,
    Tally,
    WaitingRow,
)
from fieldkit.domain.reference import Deadline, Reference
from fieldkit.domain.weighing import median, number

Z_95 = 1.959963984540054
REGISTER = "register"


def wilson(hits: int, number: int, z: float = Z_95) -> Interval | None:
    """The Wilson score interval of `hits` among `number`, in percent.

    None where there is no share: nobody counted, or more hits than people (several payments of one person).
    """
    if number <= 0 or not 0 <= hits <= number:
        return None
    share = hits / number
    scale = 1 + z * z / number
    centre = share + z * z / (2 * number)
    half = z * sqrt(share * (1 - share) / number + z * z / (4 * number * number))
    return Interval(low=max(0.0, 100 * (centre - half) / scale), high=min(100.0, 100 * (centre + half) / scale))


def tallies(cases: Iterable[Case]) -> Tallies:
    """Counts of visits; only watched ones give a rate (events, rule 9)."""
    visits = [case for case in cases if case.is_visit]
    watched = [case for case in visits if case.watched]
    sites: dict[str, list[Case]] = {}
    for case in watched:
        sites.setdefault(case.site, []).append(case)
    return Tallies(
        visits=number(visits),
        not_looked=number(visits) - number(watched),
        total=_tally("", watched),
        by_site=tuple(_tally(site, group) for site, group in sorted(sites.items())),
    )


def waiting(cases: Iterable[Case]) -> tuple[WaitingRow, ...]:
    """Waiting per site over records that tell both ends; `hours` without a number is no value."""
    sites: dict[str, Counter[tuple[int, int]]] = {}
    for case in cases:
        low, high = case.integer("wait.minutes_low"), case.integer("wait.minutes_high")
        if low is not None and high is not None:
            sites.setdefault(case.site, Counter())[low, high] += case.times
    return tuple(
        WaitingRow(
            site=site,
            n=ends.total(),
            median=_midway(ends),
            shortest=min(low for low, _ in ends),
            longest=max(high for _, high in ends),
        )
        for site, ends in sorted(sites.items())
    )


def registration(cases: Iterable[Case], named: Iterable[Case], reference: Reference) -> Registration:
    """Days to registration against the rule for the host country and citizenship (events, rule 10).

    The host country is the one told, else that of the site if it lies in one country only. Where rules with different
    limits apply, as to a family of two citizenships, the record is counted and nothing is said of it.

    Args:
        cases: who is counted.
        named: who is listed.
        reference: the rules, and the countries of sites.
    """
    rules = [rule for rule in reference.deadlines if rule.topic == REGISTER]
    late: Counter[tuple[str, bool]] = Counter()
    undecided = 0
    for case in cases:
        fitting = _fitting(rules, case, reference)
        if len({rule.days for rule in fitting}) > 1:
            undecided += case.times
        elif fitting:
            late[fitting[0].rule, _compared(case, fitting[0]).late_by > 0] += case.times
    by_rule = tuple(
        RegistrationRow(
            rule=rule.rule,
            limit=rule.days,
            as_of=rule.as_of,
            source=rule.source,
            confidence=rule.confidence,
            in_time=late[rule.rule, False],
            late=late[rule.rule, True],
        )
        for rule in rules
        if late[rule.rule, False] or late[rule.rule, True]
    )
    told = ((case, _fitting(rules, case, reference)) for case in named)
    found = (_compared(case, fitting[0]) for case, fitting in told if len({rule.days for rule in fitting}) == 1)
    return Registration(cases=tuple(found), by_rule=by_rule, undecided=undecided)


def _compared(case: Case, rule: Deadline) -> RegistrationCase:
    days = case.integer("stay.days_to_registration") or 0
    return RegistrationCase(record=case.record, rule=rule.rule, days=days, limit=rule.days)


def _tally(site: str, watched: Sequence[Case]) -> Tally:
    seen = _sum(watched, "count.payments_seen")
    people = _sum(watched, "count.processed_people")
    return Tally(
        site=site,
        watched=number(watched),
        with_zero=number(case for case in watched if case.integer("count.payments_seen") == 0),
        minutes=_sum(watched, "count.watched_minutes"),
        payments_seen=seen,
        people_processed=people,
        per_100=Decimal(100 * seen) / people if people else None,
        interval=wilson(seen, people),
    )


def _sum(cases: Iterable[Case], role: str) -> int:
    return sum((case.integer(role) or 0) * case.times for case in cases)


def _midway(ends: Counter[tuple[int, int]]) -> Decimal:
    """The median of the midpoints."""
    middles: Counter[Decimal] = Counter()
    for (low, high), times in ends.items():
        middles[Decimal(low + high) / 2] += times
    return median(middles)


def _host(case: Case, reference: Reference) -> str:
    told = case.first("stay.host_country")
    site = reference.sites.get(case.site)
    return told or (site.country if site else "")


def _fitting(rules: Sequence[Deadline], case: Case, reference: Reference) -> tuple[Deadline, ...]:
    """Rules that apply; none where the days are not told."""
    if case.integer("stay.days_to_registration") is None:
        return ()
    host, citizenship = _host(case, reference), set(case.values("person.citizenship"))
    return tuple(rule for rule in rules if rule.host == host and set(rule.applies_to) & citizenship)
