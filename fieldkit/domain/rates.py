"""Rates of watched visits with their Wilson interval, waiting times, and registration against the rules."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import sqrt
from statistics import median

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
from fieldkit.domain.selection import Case

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
        visits=len(visits),
        not_looked=len(visits) - len(watched),
        total=_tally("", watched),
        by_site=tuple(_tally(site, group) for site, group in sorted(sites.items())),
    )


def waiting(cases: Iterable[Case]) -> tuple[WaitingRow, ...]:
    """Waiting per site over records that tell both ends; `hours` without a number is no value."""
    sites: dict[str, list[tuple[int, int]]] = {}
    for case in cases:
        low, high = case.integer("wait.minutes_low"), case.integer("wait.minutes_high")
        if low is not None and high is not None:
            sites.setdefault(case.site, []).append((low, high))
    return tuple(
        WaitingRow(
            site=site,
            n=len(ends),
            median=median(Decimal(low + high) / 2 for low, high in ends),
            shortest=min(low for low, _ in ends),
            longest=max(high for _, high in ends),
        )
        for site, ends in sorted(sites.items())
    )


def registration(cases: Iterable[Case], reference: Reference) -> Registration:
    """Days to registration against the rule for the host country and citizenship (events, rule 10).

    The host country is the one told, else that of the site if it lies in one country only. Where rules with different
    limits apply, as to a family of two citizenships, the record is counted and nothing is said of it.
    """
    rules = [rule for rule in reference.deadlines if rule.topic == REGISTER]
    found, undecided = [], 0
    for case in cases:
        days = case.integer("stay.days_to_registration")
        fitting = _fitting(rules, _host(case, reference), case.values("person.citizenship"))
        if days is None or not fitting:
            continue
        if len({rule.days for rule in fitting}) > 1:
            undecided += 1
            continue
        found.append(RegistrationCase(record=case.record, rule=fitting[0].rule, days=days, limit=fitting[0].days))
    by_rule = []
    for rule in rules:
        late = [case.late_by > 0 for case in found if case.rule == rule.rule]
        if late:
            by_rule.append(
                RegistrationRow(
                    rule=rule.rule,
                    limit=rule.days,
                    as_of=rule.as_of,
                    source=rule.source,
                    confidence=rule.confidence,
                    in_time=late.count(False),
                    late=late.count(True),
                )
            )
    return Registration(cases=tuple(found), by_rule=tuple(by_rule), undecided=undecided)


def _tally(site: str, watched: Sequence[Case]) -> Tally:
    seen = sum(case.integer("count.payments_seen") or 0 for case in watched)
    people = sum(case.integer("count.processed_people") or 0 for case in watched)
    return Tally(
        site=site,
        watched=len(watched),
        with_zero=sum(case.integer("count.payments_seen") == 0 for case in watched),
        minutes=sum(case.integer("count.watched_minutes") or 0 for case in watched),
        payments_seen=seen,
        people_processed=people,
        per_100=Decimal(100 * seen) / people if people else None,
        interval=wilson(seen, people),
    )


def _host(case: Case, reference: Reference) -> str:
    told = case.first("stay.host_country")
    site = reference.sites.get(case.site)
    return told or (site.country if site else "")


def _fitting(rules: Sequence[Deadline], host: str, citizenship: Sequence[str]) -> tuple[Deadline, ...]:
    return tuple(rule for rule in rules if rule.host == host and set(rule.applies_to) & set(citizenship))
