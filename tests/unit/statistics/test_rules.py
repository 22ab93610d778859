"""The rules of counting, one by one, on small records and as properties."""

import random
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.facts import Fact
from fieldkit.domain.periods import EARLIEST, LATEST, parse_period, period_between, span_of
from fieldkit.domain.query import Level, Period, Query
from fieldkit.domain.rates import wilson
from fieldkit.domain.statistics import compute
from fieldkit.errors import Code, Refusal
from fieldkit.services import reference
from fieldkit.services.figures_json import to_json
from tests.unit.statistics.sample import demo, paid, record


def figures(*records, **query):
    return compute(records, reference.load(), Query(**query))


@given(st.randoms(use_true_random=False))
def test_order_of_records_is_irrelevant(chance: random.Random):
    shuffled = demo()
    chance.shuffle(shuffled)
    query = Query(by=("site", "status"))
    assert to_json(compute(shuffled, reference.load(), query)) == to_json(compute(demo(), reference.load(), query))


@pytest.mark.parametrize("state", ["submitted", "returned", "excluded", "duplicate", "conflict"])
def test_a_record_that_is_not_accepted_changes_no_figure(state):
    extra = record("X1", {"record.site": "kz_almaty", "record.finding": "event"}, (paid("777"),), state=state)
    before, after = figures(*demo(), by=("site",)), figures(*demo(), extra, by=("site",))
    for name in set(before.__struct_fields__) - {"records"}:
        assert getattr(before, name) == getattr(after, name)
    assert after.records.active == before.records.active
    assert after.records.all == before.records.all + 1


def test_unreviewed_records_are_counted_as_such():
    found = figures(record("A", {}, state="submitted"), record("B", {}, state="conflict"), record("C", {}))
    assert (found.records.not_reviewed, found.records.active) == (2, 1)


@pytest.mark.parametrize(
    ("consent", "counts"),
    [
        ({}, 1),
        ({"consent.store_record": "yes", "consent.statistics": "yes"}, 1),
        ({"consent.store_record": "yes", "consent.statistics": "no"}, 0),
        ({"consent.store_record": "yes", "consent.statistics": "not_asked"}, 0),
        ({"consent.store_record": "yes"}, 0),
        ({"consent.store_record": "no"}, 0),
        ({"consent.store_record": "no", "consent.statistics": "yes"}, 0),
        ({"consent.store_record": "yes", "consent.statistics": "withdrawn"}, 0),
        ({"person.speakers_female": "1"}, 0),
    ],
)
def test_consent_for_statistics_decides(consent, counts):
    found = figures(record("A", consent, (paid("100"),)))
    assert found.records.active == found.money_lost.payments == counts
    assert found.contacts.consent_declined == (1 if consent and not counts else 0)


@given(st.lists(st.tuples(st.integers(0, 10**12), st.sampled_from(["KZT", "KGS", "USD"])), max_size=12))
def test_sums_never_mix_currencies(drawn):
    rows = tuple(paid(str(amount), currency) for amount, currency in drawn)
    found = {row.currency: row.low for row in figures(record("A", {}, rows)).money_lost.by_currency}
    assert found == {
        currency: sum((Decimal(a) for a, c in drawn if c == currency), Decimal(0)) for currency in {c for _, c in drawn}
    }


@pytest.mark.parametrize(
    ("payment", "low", "high", "unit"),
    [
        (paid("100"), "100", "100", "100"),
        (paid("100", amount_high="300"), "100", "300", "200"),
        (paid("100", amount_high="300", basis="per_person", payers_count="4"), "400", "1200", "200"),
        (paid("100", basis="per_person"), "100", "100", "100"),
        (paid("100", basis="per_stop", payers_count="4"), "100", "100", "100"),
        (paid("100", occasions="7"), "100", "100", "100"),
        (paid("150", amount_high="1500", amount_total="18930", payers_count="85"), "18930", "18930", None),
        (paid("0.1", amount_high="0.2"), "0.1", "0.2", "0.15"),
    ],
)
def test_value_of_one_row(payment, low, high, unit):
    row = figures(record("A", {}, (payment,))).money_lost.by_currency[0]
    assert (row.low, row.high) == (Decimal(low), Decimal(high))
    assert row.median == (Decimal(unit) if unit else Decimal(18930) / 85)


@pytest.mark.parametrize("currency", ["unknown", "other", "", "som"])
def test_money_without_a_known_currency_is_counted_and_never_summed(currency):
    lost = figures(record("A", {}, (paid("100", currency),))).money_lost
    assert (lost.payments, lost.amount_unknown, lost.by_currency) == (1, 1, ())


def test_another_currency_is_taken_by_its_iso_code():
    row = figures(record("A", {}, (paid("100", "other", currency_other="TRY"),))).money_lost.by_currency[0]
    assert (row.currency, row.low) == ("TRY", 100)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-5", "1e999999999", "ten", " "])
def test_hostile_amounts_are_unknown(text):
    found = figures(record("A", {}, (paid(text),))).money_lost
    assert found.payments == 1
    assert found.amount_unknown == 1


@pytest.mark.parametrize(
    ("hits", "number", "low", "high"),
    [(0, 10, 0.0, 27.75), (10, 10, 72.25, 100.0), (5, 10, 23.66, 76.34), (1, 30, 0.59, 16.67), (7, 420, 0.81, 3.40)],
)
def test_wilson_against_known_values(hits, number, low, high):
    interval = wilson(hits, number)
    assert round(interval.low, 2) == low
    assert round(interval.high, 2) == high


@pytest.mark.parametrize(("hits", "number"), [(0, 0), (3, 2), (-1, 5)])
def test_wilson_has_no_interval_without_a_share(hits, number):
    assert wilson(hits, number) is None


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_encloses_the_share(pair):
    hits, number = pair
    interval = wilson(hits, number)
    assert 0 <= interval.low <= 100 * hits / number + 1e-9
    assert 100 * hits / number - 1e-9 <= interval.high <= 100


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2009", date(2009, 1, 1), date(2009, 12, 31)),
        ("2009-02", date(2009, 2, 1), date(2009, 2, 28)),
        ("2009-06-14", date(2009, 6, 14), date(2009, 6, 14)),
        ("2009-06..2009-07-03", date(2009, 6, 1), date(2009, 7, 3)),
        (" 2008 .. 2009 ", date(2008, 1, 1), date(2009, 12, 31)),
    ],
)
def test_periods(text, start, end):
    assert parse_period(text) == Period(start=start, end=end)


@pytest.mark.parametrize("text", ["", "..", "2009..", "2009-13", "2009-02-30", "2010..2009", "0000", "June", "2009-6"])
def test_bad_periods_are_refused(text):
    with pytest.raises(Refusal) as refusal:
        parse_period(text)
    assert refusal.value.code is Code.STATS_BAD_PERIOD


def test_a_period_may_be_open_at_either_side():
    assert period_between("", " ") is None
    assert period_between("2009-06", "") == Period(start=date(2009, 6, 1), end=LATEST)
    assert period_between("", "2009") == Period(start=EARLIEST, end=date(2009, 12, 31))
    assert period_between("2009", "2009-06") == Period(start=date(2009, 1, 1), end=date(2009, 6, 30))
    for first, last in (("June", ""), ("", "2009..2010"), ("2010", "2009"), ("2009..2010", "2011")):
        with pytest.raises(Refusal) as refusal:
            period_between(first, last)
        assert refusal.value.code is Code.STATS_BAD_PERIOD
    inside = figures(*demo(), period=period_between("2009", ""))
    assert inside.records.active == figures(*demo(), period=parse_period("2009")).records.active


@pytest.mark.parametrize(
    ("precision", "until", "span"),
    [
        ("exact_day", "", ("2009-11-03", "2009-11-03")),
        ("month", "", ("2009-11-01", "2009-11-30")),
        ("season", "", ("2009-11-01", "2010-01-31")),
        ("year", "", ("2009-01-01", "2009-12-31")),
        ("range", "2009-12-05", ("2009-11-03", "2009-12-05")),
        ("about", "", ("2009-11-01", "2009-11-30")),
    ],
)
def test_spans_of_dates(precision, until, span):
    assert span_of("2009-11-03", until, precision) == tuple(map(date.fromisoformat, span))


@given(st.text(max_size=12), st.text(max_size=12), st.sampled_from(["season", "range", "month", "year", "", "unknown"]))
def test_no_date_text_breaks_a_span(value, until, precision):
    span = span_of(value, until, precision)
    assert span is None or span[0] <= span[1]


def test_a_period_takes_whole_spans_only_and_counts_the_undated():
    june = figures(*demo(), period=parse_period("2009-06"))
    assert june.records.first >= date(2009, 6, 1)
    assert june.records.last <= date(2009, 6, 30)
    assert june.records.undated == 2  # EV02 and EV11
    assert all(month == "2009-06" for month in june.records.months)
    year = figures(*demo(), period=parse_period("2009"))
    assert year.records.active > june.records.active


def test_a_site_filter_takes_that_site_only():
    found = figures(*demo(), site="kz_uz_control")
    assert [row.code for row in found.records.by_site] == ["kz_uz_control"]
    assert found.records.withdrawn == 1  # nothing but the number of withdrawals is known of them


def test_unknown_questions_are_refused():
    with pytest.raises(Refusal) as refusal:
        figures(site="nowhere")
    assert refusal.value.code is Code.SITE_UNKNOWN
    for by in (("colour",), ("site", "site")):
        with pytest.raises(Refusal) as refusal:
            figures(by=by)
        assert refusal.value.code is Code.STATS_UNKNOWN_DIMENSION


@pytest.mark.parametrize("dimension", ["site", "month", "instrument", "finding"])
def test_record_dimensions_add_up_to_the_active_records(dimension):
    found = figures(*demo(), by=(dimension,))
    assert sum(row.records for row in found.table.rows) == found.records.active


@pytest.mark.parametrize("dimension", ["actor", "purpose", "status", "currency"])
def test_payment_dimensions_add_up_to_the_payments(dimension):
    found = figures(*demo(), by=(dimension,))
    assert sum(row.payments for row in found.table.rows) == sum(row.count for row in found.payments_by_status)


def test_quotes_need_consent_and_never_become_public():
    words = {"text.quote": "They asked everybody.", "consent.store_record": "yes", "consent.statistics": "yes"}
    agreed = record("A", {**words, "consent.anonymous_quote": "yes"})
    silent = record("B", words)
    refused = record("C", {**words, "consent.anonymous_quote": "no"})
    taken_back = record("D", {**words, "consent.anonymous_quote": "withdrawn"})
    aloud = record("E", {**words, "consent.anonymous_quote": "yes", "consent.for_group": "group_aloud"})
    assert [quote.record for quote in figures(agreed, silent, refused, taken_back, aloud).quotes] == ["A"]
    assert figures(agreed, level=Level.PUBLIC).quotes == ()


def test_children_are_shown_outside_from_ten_records():
    few = [record(f"R{n}", {"count.minors": "1"}) for n in range(9)]
    assert figures(*few).records.with_children == 9
    assert figures(*few, level=Level.PARTNER).records.with_children is None
    assert figures(*few, record("R9", {"risk.flag": "child_involved"}), level=Level.PARTNER).records.with_children == 10


def test_prices_are_ranges_per_item_and_currency():
    price = {"price.purpose": "customs_form", "price.amount": "500", "price.currency": "UZS", "price.source": "posted"}
    found = figures(record("A", price), record("B", {**price, "price.amount_high": "900"})).prices
    assert [(row.records, row.lowest, row.highest) for row in found] == [(2, 500, 900)]


def test_registration_follows_host_country_and_citizenship():
    facts = {"stay.host_country": "KZ", "person.citizenship": "UZ"}
    on_time = record("A", {**facts, "stay.days_to_registration": "5"})
    other = record("B", {**facts, "person.citizenship": "KG", "stay.days_to_registration": "30"})
    rows = figures(on_time, other).registration
    assert [(case.record, case.late_by) for case in rows.cases] == [("A", 0)]
    assert [(row.in_time, row.late) for row in rows.by_rule] == [(1, 0)]


def test_a_rule_is_applied_with_what_it_rests_on():
    facts = {"stay.host_country": "KZ", "person.citizenship": "UZ", "stay.days_to_registration": "7"}
    (row,) = figures(record("A", facts)).registration.by_rule
    assert (row.rule, row.limit, row.as_of, row.confidence) == ("kz_register_5_uz", 5, "2009-06", "confirmed")
    assert row.source == "L1986-1988; L2914-2915"
    (outside,) = figures(record("A", facts), level=Level.PUBLIC).registration.by_rule
    assert (outside.late, outside.source, outside.as_of) == (None, row.source, row.as_of)


def test_no_rule_is_picked_where_rules_with_different_limits_apply():
    facts = {"stay.host_country": "KZ", "stay.days_to_registration": "3"}
    family = record("A", facts)
    citizens = (Fact("person.citizenship", 0, "UZ"), Fact("person.citizenship", 0, "CN"))
    family = msgspec.structs.replace(family, facts=(*family.facts, *citizens))
    found = figures(family, record("B", {**facts, "person.citizenship": "UZ"})).registration
    assert [case.record for case in found.cases] == ["B"]
    assert found.undecided == 1


def test_no_records_give_empty_figures():
    for level in Level:
        found = figures(level=level, by=("site", "month"))
        assert (found.records.all, found.tally.total.per_100, found.money_lost.by_currency) == (0, None, ())
