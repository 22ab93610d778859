"""Records drawn at random, odd ones among them, for comparing two ways to the same figures."""

from datetime import date

from hypothesis import strategies as st

from fieldkit.domain.breakdown import DIMENSIONS
from fieldkit.domain.facts import Fact, RecordFacts
from fieldkit.domain.money import APART
from fieldkit.domain.query import Level, Period, Query
from fieldkit.domain.records import State
from fieldkit.services import reference

_CODES = reference.load()
SITES = ("kg_south", "kz_airports", "uz_kz_mayskiy")
_YES = ("yes", "yes", "no", "withdrawn", "")
_NUMBERS = ("0", "1", "3", "12", "90", "1.5", "много", "")
_AMOUNTS = ("500", "500.00", "1000", "1500", "20.5", "0", "около", "")
_DAYS = ("2009-06-14", "2009-06-30T23:10:00.000+05:00", "2009-07-01", "2009", "2009-13-01", "позже", "")
_ONE = {
    "record.site": (*SITES, "nowhere", ""),
    "record.date": _DAYS,
    "record.date_to": _DAYS,
    "record.date_precision": ("exact_day", "month", "season", "year", "range", "unknown", ""),
    "record.start": _DAYS,
    "record.finding": ("event", "event", "negative_observed", "negative_reported", "not_looked", ""),
    "record.mode": ("interview_short", "observation"),
    "record.certainty": ("first_hand", "heard", "rumour"),
    "record.observer_status": ("known_monitor", "unknown", ""),
    "record.segment": ("queue_outside",),
    "consent.store_record": _YES,
    "consent.statistics": _YES,
    "consent.anonymous_quote": _YES,
    "consent.recontact": _YES,
    "consent.real_name": _YES,
    "consent.second_confirmation": _YES,
    "consent.for_group": ("group_aloud", "family_head", "each_alone"),
    "person.speakers_female": _NUMBERS,
    "person.speakers_male": _NUMBERS,
    "person.speakers_minor": _NUMBERS,
    "person.sex": ("female", "male"),
    "count.minors": _NUMBERS,
    "count.payments_seen": _NUMBERS,
    "count.processed_people": _NUMBERS,
    "count.watched_minutes": _NUMBERS,
    "wait.minutes_low": _NUMBERS,
    "wait.minutes_high": _NUMBERS,
    "stay.days_to_registration": _NUMBERS,
    "stay.host_country": ("KZ", "KG", "RU", ""),
    "text.note": ("слова",),
}
_MANY = {
    "risk.flag": ("monitor_incriminating", "person_incriminating", "child_involved", "other"),
    "person.citizenship": ("UZ", "KG", "TJ", "KZ"),
    "text.quote": ("Взяли и не спросили", "Молчали", ""),
}
_ROWS = {
    "payment.status": ("paid", "paid", "confiscated", "deducted", "owed", *APART, "unheard", ""),
    "payment.nature": (*list(_CODES.lists["payment_nature"])[:6], "unheard"),
    "payment.purpose": ("pass_check", "entry_stamp", ""),
    "payment.payee": ("police", "border_guard"),
    "payment.currency": ("KZT", "UZS", "USD", "other", "сум"),
    "payment.currency_other": ("TJS", "tjs"),
    "payment.basis": ("per_person", "total"),
    "payment.amount_low": _AMOUNTS,
    "payment.amount_high": _AMOUNTS,
    "payment.amount_total": _AMOUNTS,
    "payment.payers_count": _NUMBERS,
    "payment.ask_mode": ("announced_by_driver",),
    "price.purpose": ("pass_check", "card"),
    "price.amount": _AMOUNTS,
    "price.amount_high": _AMOUNTS,
    "price.currency": ("KZT", "UZS"),
    "price.source": ("posted", "customary"),
}
_COUNTS = {
    "record.site": "kg_south",
    "record.date": "2009-06-14",
    "consent.store_record": "yes",
    "consent.statistics": "yes",
    "consent.anonymous_quote": "yes",
}
_PAID = {
    "payment.status": "paid",
    "payment.nature": "extortion",
    "payment.amount_low": "700",
    "payment.currency": "KGS",
}
_STATES = (State.ACCEPTED,) * 5 + tuple(State)


@st.composite
def record_facts(draw: st.DrawFn, number: int) -> RecordFacts:
    """One record. Withdrawn ones have no facts, nor have sealed ones."""
    state = draw(st.sampled_from(_STATES))
    sealed = draw(st.integers(0, 9)) == 0
    facts: list[Fact] = []
    if state != State.WITHDRAWN and not sealed:
        if draw(st.booleans()):  # one that counts, as most do
            facts = [Fact(role, 0, value) for role, value in _COUNTS.items()]
        chosen = draw(st.lists(st.sampled_from(sorted(_ONE)), max_size=20))
        facts += [Fact(role, 0, draw(st.sampled_from(_ONE[role]))) for role in chosen]
        chosen = draw(st.lists(st.sampled_from(sorted(_MANY)), max_size=3))
        facts += [Fact(role, 0, draw(st.sampled_from(_MANY[role]))) for role in chosen]
        for row in range(1, draw(st.integers(0, 3)) + 1):
            if draw(st.booleans()):
                facts += [Fact(role, row, value) for role, value in _PAID.items()]
            chosen = draw(st.lists(st.sampled_from(sorted(_ROWS)), min_size=1, max_size=10))
            facts += [Fact(role, row, draw(st.sampled_from(_ROWS[role]))) for role in chosen]
    return RecordFacts(
        record=f"R{number:03d}",
        instrument=draw(st.sampled_from(("visit", "interview_short", "observation", ""))),
        state=state.value,
        author=draw(st.sampled_from(("M1", "M2", ""))),
        sealed=sealed,
        facts=tuple(facts),
    )


@st.composite
def records(draw: st.DrawFn) -> list[RecordFacts]:
    """Up to thirty records, most of which are like others."""
    kinds = draw(st.lists(record_facts(0), min_size=1, max_size=6))
    some = draw(st.lists(st.sampled_from(kinds), max_size=30))
    return [
        RecordFacts(
            record=f"R{number:03d}",
            instrument=one.instrument,
            state=one.state,
            author=one.author,
            sealed=one.sealed,
            facts=one.facts,
        )
        for number, one in enumerate(some)
    ]


def queries() -> st.SearchStrategy[Query]:
    """Whatever may be asked."""
    periods = (
        None,
        Period(start=date(2009, 6, 1), end=date(2009, 6, 30)),
        Period(start=date(2009, 6, 14), end=date(2009, 12, 31)),
        Period(start=date(2030, 1, 1), end=date(2030, 1, 2)),
    )
    return st.builds(
        Query,
        period=st.sampled_from(periods),
        site=st.sampled_from(("", "", *SITES)),
        level=st.sampled_from(Level),
        by=st.lists(st.sampled_from(DIMENSIONS), max_size=3, unique=True).map(tuple),
    )
