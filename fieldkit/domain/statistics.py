"""Statistics: from the facts of records to the figures that a product may show.

Pure. "Events, rule n" names a rule of the domain notes on events; the tests check all of them with worked figures.
"""

from collections.abc import Iterable, Mapping, Sequence

from fieldkit.domain import breakdown, money, rates
from fieldkit.domain.case import Case
from fieldkit.domain.disclosure import NEGATIVE, NOBODY, protect
from fieldkit.domain.earlier import Others, Suppression
from fieldkit.domain.facets import Facet
from fieldkit.domain.facts import RecordFacts
from fieldkit.domain.figures import (
    Contacts,
    CountRow,
    Figures,
    MoneyLost,
    NegativeObservation,
    PriceRow,
    Quote,
    RecordCounts,
    Registration,
    Table,
)
from fieldkit.domain.money import Payment
from fieldkit.domain.query import Level, Query
from fieldkit.domain.records import State
from fieldkit.domain.reference import Reference
from fieldkit.domain.sample import QUOTED, Sample, Those
from fieldkit.domain.selection import Selection
from fieldkit.domain.suppression import Attack
from fieldkit.domain.weighing import count, number
from fieldkit.errors import Code, Refusal

HEARSAY = frozenset({"heard", "rumour"})
_WAITING_FOR_REVIEW = frozenset({State.SUBMITTED, State.RETURNED, State.CONFLICT})


def compute(
    records: Iterable[RecordFacts],
    reference: Reference,
    query: Query,
    attack: Attack | None = None,
    others: Others = NOBODY,
) -> Figures:
    """Figures of the records that the query is about, each of them looked at; else as `figures_of`."""
    return figures_of(Selection(records, query), reference, query, attack, others)


def figures_of(
    sample: Sample, reference: Reference, query: Query, attack: Attack | None = None, others: Others = NOBODY
) -> Figures:
    """Figures of what the query is about, protected for its level.

    Args:
        sample: every submitted record of the query.
        reference: code lists, sites and deadlines.
        query: period, site, level and dimensions of the table.
        attack: who tries to narrow down what the level hides; it is hidden until nothing is found.
        others: what was given out before, beside which these figures must tell no more than they do alone.

    Raises:
        Refusal: SITE_UNKNOWN, STATS_UNKNOWN_DIMENSION, FIGURES_TOO_ALIKE.
    """
    check(query, reference)
    payments = money.read_payments(sample.cases(Facet.MONEY), reference)
    lost = _money_lost(payments, reference)
    figures = Figures(
        query=query,
        k=query.level.k,
        records=_records(sample, query.level),
        contacts=_contacts(sample.every()),
        payments_by_status=_count_rows(money.count_by(payments, lambda payment: payment.status)),
        money_lost=lost,
        private_loss=money.private_loss(payments),
        apart=money.apart_rows(payments, _apart(sample, reference, query.level)),
        prices=_prices(sample, reference),
        tally=rates.tallies(sample.cases(Facet.VISIT)),
        waiting=rates.waiting(sample.cases(Facet.WAIT)),
        registration=_registration(sample, reference, query.level),
        negative=_negative(sample),
        quotes=_quotes(sample, query.level),
        suppression=_suppression(lost),
        table=_table(sample, reference, query.by),
    )
    return figures if query.level is Level.INTERNAL else protect(figures, payments, reference, attack, others)


def check(query: Query, reference: Reference) -> None:
    """Raises Refusal(SITE_UNKNOWN) or Refusal(STATS_UNKNOWN_DIMENSION) for a query that nothing can answer."""
    if query.site and query.site not in reference.sites:
        raise Refusal(Code.SITE_UNKNOWN)
    breakdown.check_dimensions(query.by)


def _records(sample: Sample, level: Level) -> RecordCounts:
    cases = sample.every()
    active = [case for case in cases if case.active]
    times = sample.cases(Facet.TIME)
    states = count(cases, lambda case: case.state)
    dated = [case.span for case in times if case.span is not None]
    inside = level is Level.INTERNAL
    sealed = number(case for case in cases if case.sealed and case.state == State.ACCEPTED)
    events = [case for case in active if case.finding == "event"]
    hearsay = number(case for case in events if case.first("record.certainty") in HEARSAY)
    return RecordCounts(
        all=number(cases),
        active=number(active),
        withdrawn=states[State.WITHDRAWN],
        duplicates=states[State.DUPLICATE],
        excluded=states[State.EXCLUDED],
        without_consent=states[State.ACCEPTED] - sealed - number(active),
        sealed=sealed,
        not_reviewed=sum(states[state] for state in _WAITING_FOR_REVIEW),
        doubtful=states[State.DOUBTFUL],
        undated=sample.undated,
        left_out=0 if inside else sample.left_out,
        name_consent_to_reconfirm=number(case for case in active if case.to_reconfirm),
        negative_observations=number(case for case in active if case.finding in NEGATIVE),
        not_looked=number(case for case in active if case.finding == "not_looked"),
        events_without_hearsay=number(events) - hearsay,
        events_hearsay=hearsay,
        with_children=number(case for case in active if case.with_children),
        monitors=len({case.author for case in sample.cases(Facet.AUTHOR)} - {""}),
        by_instrument=_count_rows(count(active, lambda case: case.instrument)),
        by_finding=_count_rows(count(active, lambda case: case.finding)),
        by_mode=_count_rows(count(active, lambda case: case.first("record.mode"))),
        by_certainty=_count_rows(count(active, lambda case: case.first("record.certainty"))),
        by_site=_count_rows(count(active, lambda case: case.site)),
        months=tuple(sorted({case.month for case in times} - {""})),
        first=min((span[0] for span in dated), default=None),
        last=max((span[1] for span in dated), default=None),
        not_exported_by_default=tuple(case.record for case in sample.named(those=_INSIDE_ONLY)) if inside else (),
    )


_INSIDE_ONLY = Those(Facet.STANDING, lambda case: case.inside_only)


def _contacts(cases: Sequence[Case]) -> Contacts:
    interviews = [case for case in cases if case.active and case.instrument.startswith("interview")]
    counted = [case for case in interviews if case.has("person.speakers_female") or case.has("person.speakers_male")]
    asked = [case for case in cases if case.asked_consent and case.state == State.ACCEPTED]
    given = number(case for case in asked if case.may_count)
    return Contacts(
        interviews=number(interviews),
        speakers_female=_sum(counted, "person.speakers_female"),
        speakers_male=_sum(counted, "person.speakers_male"),
        speakers_minor=_sum(counted, "person.speakers_minor"),
        speakers_known_in=number(counted),
        consent_given=given,
        consent_declined=number(asked) - given,
        consent_withdrawn=number(case for case in cases if case.state == State.WITHDRAWN),
    )


def _money_lost(payments: Sequence[Payment], reference: Reference) -> MoneyLost:
    lost = [payment for payment in payments if payment.lost]
    natures = reference.lists.get("payment_nature", {})
    return MoneyLost(
        payments=money.number_of(lost),
        amount_unknown=money.number_of(payment for payment in lost if payment.value is None),
        by_currency=tuple(row for row in money.money_rows(lost, lambda _: "") if row.currency),
        by_site=money.money_rows(lost, lambda payment: payment.site),
        by_purpose=money.money_rows(lost, lambda payment: payment.purpose),
        by_payee=money.money_rows(lost, lambda payment: payment.payee),
        payments_by_nature_group=_count_rows(money.count_by(lost, lambda payment: natures[payment.nature].parent)),
        payments_by_payee=_count_rows(money.count_by(lost, lambda payment: payment.payee)),
        payments_by_purpose=_count_rows(money.count_by(lost, lambda payment: payment.purpose)),
        payments_by_site=_count_rows(money.count_by(lost, lambda payment: payment.site)),
    )


def _apart(sample: Sample, reference: Reference, level: Level) -> tuple[Payment, ...]:
    """Payments that are listed by name, which is nobody's business outside the project."""
    if level is not Level.INTERNAL:
        return ()
    return money.read_payments(sample.named(Facet.MONEY, those=Those(Facet.MONEY, money.is_apart)), reference)


def _prices(sample: Sample, reference: Reference) -> tuple[PriceRow, ...]:
    facets = Facet.TIME, Facet.MONEY, Facet.PRICE
    posted = sample.cases(*facets, those=Those(Facet.PRICE, lambda case: any(case.rows("price"))))
    paid = sample.cases(*facets, those=Those(Facet.MONEY, money.has_price))
    return money.price_rows(posted, money.read_payments(paid, reference))


def _registration(sample: Sample, reference: Reference, level: Level) -> Registration:
    told = Those(Facet.STAY, lambda case: case.has("stay.days_to_registration"))
    named = sample.named(Facet.STAY, those=told) if level is Level.INTERNAL else ()
    return rates.registration(sample.cases(Facet.STAY), named, reference)


def _table(sample: Sample, reference: Reference, names: Sequence[str]) -> Table:
    if not names:
        return breakdown.tabulate((), (), ())
    facets = breakdown.facets_of(names)
    payments = money.read_payments(sample.cases(*facets, Facet.MONEY), reference)
    return breakdown.tabulate(sample.cases(*(facets or (Facet.KIND,))), payments, names)


def _suppression(lost: MoneyLost) -> Suppression:
    units = [row.units for row in lost.by_site if row.units]
    public, partner = Level.PUBLIC.k, Level.PARTNER.k
    return Suppression(
        public_k=public,
        partner_k=partner,
        medians_hidden_public=sum(count < public for count in units),
        medians_hidden_partner=sum(count < partner for count in units),
    )


def _negative(sample: Sample) -> tuple[NegativeObservation, ...]:
    found = [
        NegativeObservation(record=case.record, site=case.site, month=case.when, finding=case.finding)
        for case in sample.named(Facet.KIND, Facet.TIME, those=Those(Facet.KIND, lambda case: case.finding in NEGATIVE))
    ]
    return tuple(sorted(found, key=lambda item: (item.month, item.site, item.record)))


def _quotes(sample: Sample, level: Level) -> tuple[Quote, ...]:
    """Words with consent for an anonymous quote; free text never enters a public product."""
    if level is Level.PUBLIC:
        return ()
    told = sample.whole(QUOTED)
    return tuple(Quote(record=case.record, month=case.when, text=text) for case in told for text in case.quotes)


def _sum(cases: Sequence[Case], role: str) -> int:
    return sum((case.integer(role) or 0) * case.times for case in cases)


def _count_rows(counts: Mapping[str, int]) -> tuple[CountRow, ...]:
    return tuple(CountRow(code=code, count=count) for code, count in sorted(counts.items()))
