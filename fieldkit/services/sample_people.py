"""Invented further records for samples: plain crossings, shifts and stall visits drawn from a fixed sequence.

Nothing here comes from a real account; the same number always gives the same record.
"""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

from fieldkit.services.sample_events import SampleEvent

T = TypeVar("T")
_CROSSINGS = ("kz_uz_control", "uz_kz_mayskiy", "kz_north_crossing")
_MARKETS = ("market_dordoy", "market_kara_suu", "market_madina", "market_almaty_other")
_CITIZENSHIPS = ("UZ", "KG", "TJ", "KZ")
_AGES = ("a18_29", "a30_45", "a46_59", "a60_plus")
_REGION_CURRENCY = {"market_dordoy": "KGS", "market_kara_suu": "KGS", "market_madina": "KGS"}


class Dice:
    """Choices that follow from a text alone, so that samples are the same on every machine."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._throws = 0

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit` - 1."""
        self._throws += 1
        digest = hashlib.sha256(f"{self._seed}/{self._throws}".encode("ascii")).digest()
        return int.from_bytes(digest[:8], "big") % limit

    def one_of(self, things: Sequence[T]) -> T:
        """One of `things`."""
        return things[self.below(len(things))]


def invented(number: int) -> SampleEvent:
    """The invented record with that running number."""
    dice = Dice(f"fieldkit sample {number}")
    day = f"2009-06-{dice.below(28) + 1:02d}"
    record = f"X{number:04d}"
    if number % 4 == 0:
        return _shift(record, day, dice)
    return _short_interview(record, day, dice)


def _shift(record: str, day: str, dice: Dice) -> SampleEvent:
    people = 60 + dice.below(200)
    payments = dice.below(6)
    wait = 20 + 10 * dice.below(12)
    answers = {
        "site_kind": "border_post",
        "site": dice.one_of(_CROSSINGS),
        "segment": "destination_control",
        "direction": "entry",
        "transport": "foot",
        "visit_start": f"{day}T09:00:00.000+06:00",
        "visit_end": f"{day}T11:00:00.000+06:00",
        "collection_mode": "border_monitoring",
        "photo_here": "unknown",
        "queue_known": "about",
        "queue_people": str(20 + dice.below(150)),
        "wait_known": "range",
        "wait_low": str(wait),
        "wait_high": str(wait + 30),
        "watched": "yes",
        "watched_minutes": "120",
        "tally_known": "exact",
        "processed_people": str(people),
        "demands_seen": str(payments + dice.below(3)),
        "payments_seen": str(payments),
        "confiscations_seen": "0",
        "zero_confirmed": "yes",
        "certainty": "observed",
    }
    return SampleEvent(id=record, form="visit", answers=answers)


def _short_interview(record: str, day: str, dice: Dice) -> SampleEvent:
    at_market = dice.below(2) == 0
    site = dice.one_of(_MARKETS if at_market else _CROSSINGS)
    paid = dice.below(5) < 3
    currency = _REGION_CURRENCY.get(site, "KZT")
    amount = (1 + dice.below(6)) * (50 if currency == "KGS" else 500)
    answers = {
        "safe_here": "safe",
        "consent_store": "yes",
        "consent_statistics": "yes",
        "consent_summary": "yes",
        "collection_mode": "interview_short",
        "site": site,
        "date_precision": "exact_day",
        "event_date": day,
        "sex": dice.one_of(("female", "male")),
        "age_band": dice.one_of(_AGES),
        "citizenship": dice.one_of(_CITIZENSHIPS),
        "direction": "entry",
        "wait_known": "about",
        "wait_low": str(10 * (1 + dice.below(15))),
        "money_involved": "yes" if paid else "no",
        "no_money_told": "yes",
        "zero_confirmed": "yes",
        "finding": "event" if paid else "negative_reported",
        "incident_types": "bribe_paid",
        "certainty": "first_hand",
        "attribution": "category",
    }
    payment = {
        "pay_ask_mode": "asked",
        "pay_status": dice.one_of(("paid", "paid", "paid", "demanded_refused")),
        "pay_purpose": "market_protection" if at_market else "pass_check",
        "pay_payee": dice.one_of(("police", "market_owner")) if at_market else "border_guard",
        "pay_channel": "direct",
        "pay_known": "exact",
        "pay_low": str(amount),
        "pay_currency": currency,
        "pay_basis": "per_person",
        "pay_payers": "1",
        "pay_receipt": "no_receipt",
        "pay_result": "passed",
    }
    return SampleEvent(id=record, form="interview_short", answers=answers, payments=(payment,) if paid else ())
