"""Record facts built from the demo tables by column, and small records made by hand."""

import csv
import json
from pathlib import Path

from fieldkit import paths
from fieldkit.domain.facts import Fact, RecordFacts

COLUMNS = {
    "date": "record.date",
    "date_to": "record.date_to",
    "date_precision": "record.date_precision",
    "site": "record.site",
    "segment": "record.segment",
    "stage": "record.stage",
    "finding": "record.finding",
    "certainty": "record.certainty",
    "collection_mode": "record.mode",
    "sex": "person.sex",
    "age_band": "person.age_band",
    "citizenship": "person.citizenship",
    "minors": "count.minors",
    "consent_store": "consent.store_record",
    "consent_statistics": "consent.statistics",
    "consent_quote": "consent.anonymous_quote",
    "consent_real_name": "consent.second_confirmation",
    "wait_low": "wait.minutes_low",
    "wait_high": "wait.minutes_high",
    "watched_minutes": "count.watched_minutes",
    "processed_people": "count.processed_people",
    "payments_seen": "count.payments_seen",
    "demands_seen": "count.demands_seen",
    "days_to_registration": "stay.days_to_registration",
}
PAYMENT_COLUMNS = {
    "status": "payment.status",
    "nature": "payment.nature",
    "purpose": "payment.purpose",
    "payer": "payment.payer",
    "payee": "payment.payee",
    "low": "payment.amount_low",
    "high": "payment.amount_high",
    "total": "payment.amount_total",
    "currency": "payment.currency",
    "basis": "payment.basis",
    "payers": "payment.payers_count",
}


def _rows(name: str) -> list[dict[str, str]]:
    with (paths.resources() / "demo" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def expected() -> dict:
    """The worked figures of the demo tables."""
    return json.loads((Path(__file__).parents[2] / "data" / "events_expected.json").read_text("utf-8"))


def demo() -> list[RecordFacts]:
    """The 28 demo records as a store would give them."""
    payments: dict[str, list[dict[str, str]]] = {}
    for row in _rows("events_payments.csv"):
        payments.setdefault(row["event_id"], []).append(row)
    return [_record(row, payments.get(row["event_id"], [])) for row in _rows("events.csv")]


def _record(row: dict[str, str], payments: list[dict[str, str]]) -> RecordFacts:
    if row["consent_state"] == "withdrawn":
        return RecordFacts(record=row["event_id"], instrument=row["instrument"], state="withdrawn", author="M-01")
    facts = [Fact(role, 0, row[column]) for column, role in COLUMNS.items() if row[column]]
    facts += [Fact("risk.flag", 0, flag) for flag in row["risk_flags"].split(";") if flag]
    for payment in payments:
        number = int(payment["pay_no"])
        facts += [Fact(role, number, payment[column]) for column, role in PAYMENT_COLUMNS.items() if payment[column]]
    return RecordFacts(
        record=row["event_id"],
        instrument=row["instrument"],
        state=row["review_state"],
        author="M-01",
        facts=tuple(facts),
    )


def record(name: str, facts: dict[str, str], payments: tuple[dict[str, str], ...] = (), **fields: str) -> RecordFacts:
    """An accepted observation with record facts and payment rows given by role."""
    rows = [Fact(role, 0, value) for role, value in facts.items()]
    for number, payment in enumerate(payments, 1):
        rows += [Fact(f"payment.{key}", number, value) for key, value in payment.items()]
    known = {"instrument": "observation", "state": "accepted", "author": "M-01", **fields}
    return RecordFacts(record=name, facts=tuple(rows), **known)


def paid(low: str, currency: str = "KZT", **more: str) -> dict[str, str]:
    """A payment that counts as money lost."""
    return {
        "status": "paid",
        "nature": "extortion",
        "amount_low": low,
        "currency": currency,
        "payee": "police",
        "purpose": "pass_check",
        **more,
    }
