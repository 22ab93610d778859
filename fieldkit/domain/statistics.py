"""Statistics: from the facts of records to the figures that a product may show.

Pure. "Events, rule n" names a rule of the domain notes on events; the tests check all of them with worked figures.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from fieldkit.domain import breakdown, money, rates
from fieldkit.domain.disclosure import protect
from fieldkit.domain.facts import RecordFacts
from fieldkit.domain.figures import (
    Contacts,
    CountRow,
    Figures,
    MoneyLost,
    NegativeObservation,
    Quote,
    RecordCounts,
    Suppression,
)
from fieldkit.domain.money import Payment
from fieldkit.domain.query import Level, Query
from fieldkit.domain.records import State
from fieldkit.domain.reference import Reference
from fieldkit.domain.selection import HEARSAY, NEGATIVE, Case, Selection, group
from fieldkit.domain.suppression import Attack
from fieldkit.errors import Code, Refusal

_WAITING_FOR_REVIEW = frozenset({State.SUBMITTED, State.RETURNED, State.CONFLICT})


def compute(
    records: Iterable[RecordFacts], reference: Reference, query: Query, attack: Attack | None = None
) -> Figures:
    """Figures of the records that the query is about, protected for its level.

    Args:
        records: every submitted record in any order; withdrawn ones without facts.
        reference: code lists, sites and deadlines.
        query: period, site, level and dimensions of the table.
        attack: who tries to narrow down what the level hides; it is hidden until nothing is found.

    Raises:
        Refusal: SITE_UNKNOWN, STATS_UNKNOWN_DIMENSION.
    """
    if query.site and query.site not in reference.sites:
        raise Refusal(Code.SITE_UNKNOWN)
    breakdown.check_dimensions(query.by)
    selection = Selection(records, query)
    active = selection.active
    payments = money.read_payments(active, reference)
    lost = _money_lost(payments, reference)
    figures = Figures(
        query=query,
        k=query.level.k,
        records=_records(selection, query.level),
        contacts=_contacts(selection.cases, active),
        payments_by_status=_count_rows(Counter(payment.status for payment in payments)),
        money_lost=lost,
        private_loss=money.private_loss(payments),
        apart=money.apart_rows(payments),
        prices=money.price_rows(active, payments),
        tally=rates.tallies(active),
        waiting=rates.waiting(active),
        registration=rates.registration(active, reference),
        negative=_negative(active),
        quotes=_quotes(active, query.level),
        suppression=_suppression(lost),
        table=breakdown.tabulate(active, payments, query.by),
    )
    return figures if query.level is Level.INTERNAL else protect(figures, payments, reference, attack)


def _records(selection: Selection, level: Level) -> RecordCounts:
    cases, active = selection.cases, selection.active
    states = Counter(case.state for case in cases)
    dated = sorted(case.span for case in active if case.span is not None)
    inside = level is Level.INTERNAL
    sealed = sum(case.sealed and case.state == State.ACCEPTED for case in cases)
    events = [case for case in active if case.finding == "event"]
    hearsay = sum(case.first("record.certainty") in HEARSAY for case in events)
    return RecordCounts(
        all=len(cases),
        active=len(active),
        withdrawn=states[State.WITHDRAWN],
        duplicates=states[State.DUPLICATE],
        excluded=states[State.EXCLUDED],
        without_consent=states[State.ACCEPTED] - sealed - len(active),
        sealed=sealed,
        not_reviewed=sum(states[state] for state in _WAITING_FOR_REVIEW),
        doubtful=states[State.DOUBTFUL],
        undated=selection.undated,
        left_out=0 if inside else len(selection.inside_only),
        name_consent_to_reconfirm=sum(case.to_reconfirm for case in active),
        negative_observations=sum(case.finding in NEGATIVE for case in active),
        not_looked=sum(case.finding == "not_looked" for case in active),
        events_without_hearsay=len(events) - hearsay,
        events_hearsay=hearsay,
        with_children=sum(case.with_children for case in active),
        monitors=len({case.author for case in active if case.author}),
        by_instrument=_count_rows(Counter(case.instrument for case in active)),
        by_finding=_count_rows(group(active, "record.finding")),
        by_mode=_count_rows(group(active, "record.mode")),
        by_certainty=_count_rows(group(active, "record.certainty")),
        by_site=_count_rows(Counter(case.site for case in active)),
        months=tuple(sorted({case.month for case in active} - {""})),
        first=dated[0][0] if dated else None,
        last=max(span[1] for span in dated) if dated else None,
        not_exported_by_default=tuple(case.record for case in selection.inside_only) if inside else (),
    )


def _contacts(cases: Sequence[Case], active: Sequence[Case]) -> Contacts:
    interviews = [case for case in active if case.instrument.startswith("interview")]
    counted = [case for case in interviews if case.has("person.speakers_female") or case.has("person.speakers_male")]
    asked = [case for case in cases if case.asked_consent and case.state == State.ACCEPTED]
    given = sum(case.may_count for case in asked)
    return Contacts(
        interviews=len(interviews),
        speakers_female=_sum(counted, "person.speakers_female"),
        speakers_male=_sum(counted, "person.speakers_male"),
        speakers_minor=_sum(counted, "person.speakers_minor"),
        speakers_known_in=len(counted),
        consent_given=given,
        consent_declined=len(asked) - given,
        consent_withdrawn=sum(case.state == State.WITHDRAWN for case in cases),
    )


def _money_lost(payments: Sequence[Payment], reference: Reference) -> MoneyLost:
    lost = [payment for payment in payments if payment.lost]
    natures = reference.lists.get("payment_nature", {})
    groups = Counter(natures[payment.nature].parent for payment in lost)
    return MoneyLost(
        payments=len(lost),
        amount_unknown=sum(payment.value is None for payment in lost),
        by_currency=tuple(row for row in money.money_rows(lost, lambda _: "") if row.currency),
        by_site=money.money_rows(lost, lambda payment: payment.site),
        by_purpose=money.money_rows(lost, lambda payment: payment.purpose),
        by_payee=money.money_rows(lost, lambda payment: payment.payee),
        payments_by_nature_group=_count_rows(groups),
        payments_by_payee=_count_rows(Counter(payment.payee for payment in lost)),
        payments_by_purpose=_count_rows(Counter(payment.purpose for payment in lost)),
        payments_by_site=_count_rows(Counter(payment.site for payment in lost)),
    )


def _suppression(lost: MoneyLost) -> Suppression:
    units = [row.units for row in lost.by_site if row.units]
    public, partner = Level.PUBLIC.k, Level.PARTNER.k
    return Suppression(
        public_k=public,
        partner_k=partner,
        medians_hidden_public=sum(count < public for count in units),
        medians_hidden_partner=sum(count < partner for count in units),
    )


def _negative(active: Sequence[Case]) -> tuple[NegativeObservation, ...]:
    found = [
        NegativeObservation(record=case.record, site=case.site, month=case.when, finding=case.finding)
        for case in active
        if case.finding in NEGATIVE
    ]
    return tuple(sorted(found, key=lambda item: (item.month, item.site, item.record)))


def _quotes(active: Sequence[Case], level: Level) -> tuple[Quote, ...]:
    """Words with consent for an anonymous quote; free text never enters a public product."""
    if level is Level.PUBLIC:
        return ()
    return tuple(Quote(record=case.record, month=case.when, text=text) for case in active for text in case.quotes)


def _sum(cases: Sequence[Case], role: str) -> int:
    return sum(case.integer(role) or 0 for case in cases)


def _count_rows(counts: Counter[str] | dict[str, int]) -> tuple[CountRow, ...]:
    return tuple(CountRow(code=code, count=count) for code, count in sorted(counts.items()))
