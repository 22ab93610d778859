"""The fictional demo records: marked as such, complete, and written in the codes of the shipped lists."""

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

EXPECTED = Path(__file__).parents[2] / "data" / "events_expected.json"

EVENT_CODES = {
    "date_precision": "date_precision",
    "site": "site",
    "segment": "site_segment",
    "stage": "journey_stage",
    "direction": "direction",
    "transport": "transport",
    "finding": "finding_kind",
    "certainty": "certainty",
    "collection_mode": "collection_mode",
    "source_type": "source_type",
    "attribution": "attribution_level",
    "sex": "sex",
    "age_band": "age_band",
    "citizenship": "country",
    "person_status": "person_status",
    "actor": "actor",
    "actor_country": "country",
    "actor_role": "actor_role",
    "incident_types": "incident_type",
    "pretext": "pretext",
    "treatment": "treatment",
    "outcome": "outcome",
    "intervention": "intervention",
    "consent_state": "consent_state",
    "risk_flags": "risk_flag",
    "photo_policy": "photo_policy",
    "watched": "yes_no",
    "registration": "registration_state",
}
PAYMENT_CODES = {
    "ask_mode": "ask_mode",
    "status": "payment_status",
    "nature": "payment_nature",
    "purpose": "payment_purpose",
    "payer": "actor",
    "payee": "actor",
    "payee_country": "country",
    "channel": "payment_channel",
    "shared": "yes_no_nr",
    "amount_known": "amount_known",
    "currency": "currency",
    "basis": "payment_basis",
    "equivalent_currency": "currency",
    "receipt": "receipt_state_nr",
    "in_kind": "in_kind",
    "result": "payment_result",
    "seen_by": "certainty",
}
ALWAYS = (
    "date_precision",
    "site",
    "stage",
    "finding",
    "certainty",
    "collection_mode",
    "source_type",
    "attribution",
    "minors",
    "actor",
    "review_state",
    "title_en",
    "title_ru",
    "tests",
)
OF_INTERVIEWS = ("person_code", "sex", "citizenship", "person_status", "persons_low", "consent_store", "consent_state")
AMOUNTS = ("low", "high", "total", "payers", "occasions", "equivalent_amount", "official_price")


@pytest.fixture(scope="module")
def events(table):
    return table("demo/events.csv")


@pytest.fixture(scope="module")
def payments(table):
    return table("demo/events_payments.csv")


def test_every_record_is_marked_as_fictional(events):
    assert [row["event_id"] for row in events] == [f"EV{number:02}" for number in range(1, 29)]
    assert {row["is_fictional"] for row in events} == {"yes"}


def test_names_are_the_two_made_up_ones(events):
    assert {row["name_as_written"] for row in events} == {"", "sealed", "«Пробиджон»", "«Пробижон»"}


@pytest.mark.parametrize(("column", "list_name"), EVENT_CODES.items())
def test_codes_of_records_are_members_of_their_lists(events, codes, column, list_name):
    used = {code for row in events for code in filter(None, row[column].split(";"))}
    assert used or column == "pretext"
    assert used <= codes(list_name)


@pytest.mark.parametrize(("column", "list_name"), PAYMENT_CODES.items())
def test_codes_of_payments_are_members_of_their_lists(payments, codes, column, list_name):
    used = {code for row in payments for code in filter(None, row[column].split(";"))}
    assert used
    assert used <= codes(list_name)


def test_records_are_complete(events, survey):
    for row in events:
        assert survey(row["instrument"]), row["event_id"]
        needed = ALWAYS + (OF_INTERVIEWS if row["instrument"].startswith("interview") else ())
        assert [name for name in needed if not row[name]] == [], row["event_id"]
        assert row["review_state"] in ("accepted", "duplicate"), row["event_id"]
        assert bool(row["duplicate_of"]) == (row["review_state"] == "duplicate"), row["event_id"]


def test_dates_agree_with_their_precision(events):
    for row in events:
        assert bool(row["date"]) == (row["date_precision"] != "unknown"), row["event_id"]
        assert bool(row["date_to"]) == (row["date_precision"] == "range"), row["event_id"]
        if row["date_to"]:
            assert date.fromisoformat(row["date"]) < date.fromisoformat(row["date_to"]), row["event_id"]
        elif row["date"]:
            assert date.fromisoformat(row["date"]).year in range(2006, 2010), row["event_id"]


def test_a_watched_visit_has_its_whole_tally(events):
    counts = ("watched_minutes", "processed_people", "demands_seen", "payments_seen", "confiscations_seen")
    visits = [row for row in events if row["instrument"] == "visit"]
    assert Counter(row["watched"] for row in visits) == {"yes": 2, "no": 1}
    for row in visits:
        assert [bool(row[name]) for name in counts] == [row["watched"] == "yes"] * len(counts), row["event_id"]


def test_payments_belong_to_records_and_have_readable_amounts(events, payments):
    keys = [(row["event_id"], row["pay_no"]) for row in payments]
    assert len(keys) == len(set(keys)) == 28
    assert {event for event, _ in keys} <= {row["event_id"] for row in events}
    for row in payments:
        for name in AMOUNTS:
            assert not row[name] or Decimal(row[name]) >= 0, (row["event_id"], name)
        known = row["amount_known"] not in ("not_known", "in_kind_only")
        assert bool(row["currency"]) == known, row["event_id"]
        assert bool(row["low"] or row["total"]) == known, row["event_id"]
        if row["same_money_as"]:
            assert (row["event_id"], row["same_money_as"]) in keys


def test_the_expected_figures_are_of_these_records(events, payments):
    expected = json.loads(EXPECTED.read_text(encoding="utf-8"))
    assert expected["records"]["all"] == len(events)
    inactive = {
        row["event_id"] for row in events if row["consent_state"] == "withdrawn" or row["review_state"] != "accepted"
    }
    assert expected["records"]["active"] == len(events) - len(inactive)
    counted = Counter(row["status"] for row in payments if row["event_id"] not in inactive)
    assert expected["payments_by_status"] == dict(counted)
