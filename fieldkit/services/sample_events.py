"""The fictional sample events: read from the shipped tables and answered question by question, as a person would.

The answers go through the same form session as everybody's, so relevance, constraints and choice lists are obeyed.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fieldkit import paths
from fieldkit.domain.forms import Kind, NodeState, Session
from fieldkit.domain.reference import Reference

_ASKED = frozenset(Kind) - {Kind.GROUP, Kind.REPEAT, Kind.INSTANCE, Kind.NOTE, Kind.HIDDEN}
_SAME_NAME = (
    "site",
    "segment",
    "stage",
    "direction",
    "transport",
    "finding",
    "certainty",
    "collection_mode",
    "source_type",
    "attribution",
    "date_precision",
    "sex",
    "age_band",
    "citizenship",
    "person_status",
    "persons_low",
    "actor",
    "actor_country",
    "actor_role",
    "pretext",
    "treatment",
    "outcome",
    "intervention",
    "consent_store",
    "consent_statistics",
    "consent_quote",
    "risk_flags",
    "queue_people",
    "wait_low",
    "wait_high",
    "watched",
    "watched_minutes",
    "processed_people",
    "demands_seen",
    "payments_seen",
    "confiscations_seen",
    "cards_charged",
    "entry_date",
    "registration",
    "days_to_registration",
    "incident_types",
)
"""Questions that are called like the column that answers them."""
_OFFICIALS = frozenset({"police", "migration_police", "border_guard", "customs", "unidentified_officials"})
_PAYMENT = {
    "ask_mode": "pay_ask_mode",
    "status": "pay_status",
    "nature": "pay_nature",
    "purpose": "pay_purpose",
    "payee": "pay_payee",
    "payer": "pay_payer",
    "payee_country": "pay_payee_country",
    "channel": "pay_channel",
    "shared": "pay_shared",
    "amount_known": "pay_known",
    "low": "pay_low",
    "high": "pay_high",
    "total": "pay_total",
    "currency": "pay_currency",
    "basis": "pay_basis",
    "payers": "pay_payers",
    "occasions": "pay_occasions",
    "as_told_ru": "pay_as_told",
    "equivalent_amount": "pay_equivalent",
    "equivalent_currency": "pay_equivalent_currency",
    "official_price": "pay_official_price",
    "receipt": "pay_receipt",
    "in_kind": "pay_in_kind",
    "result": "pay_result",
    "seen_by": "pay_seen_by",
}
_NO_ANSWER = ("not_asked", "dont_know", "unknown", "none", "no")
"""What a required question without a given answer gets, the first that is offered."""


@dataclass(frozen=True, slots=True)
class SampleEvent:
    """One event with its answers by question name, and its payments in order."""

    id: str
    form: str
    answers: Mapping[str, str]
    payments: tuple[Mapping[str, str], ...] = ()
    review: str = "accepted"
    """State that the reviewer gives it."""
    duplicate_of: str = ""
    withdrawn: bool = False


def shipped_events(reference: Reference) -> tuple[SampleEvent, ...]:
    """The shipped events EV01… with their payments."""
    payments: dict[str, list[Mapping[str, str]]] = {}
    for row in _rows("events_payments.csv"):
        given = {question: row[column] for column, question in _PAYMENT.items() if row[column]}
        payments.setdefault(row["event_id"], []).append(_spaced(given, ("pay_in_kind",)))
    quotes = {row["event_id"]: row["words"] for row in _rows("events_quotes.csv")}
    return tuple(
        _event(row, tuple(payments.get(row["event_id"], ())), quotes.get(row["event_id"], ""), reference)
        for row in _rows("events.csv")
    )


def answer(session: Session, event: SampleEvent) -> None:
    """Give the session the event's answers, and an honest "not asked" wherever a required question has none."""
    _give(session, event)
    while problems := [problem for problem in session.problems() if problem.missing]:
        for problem in problems:
            session.set(problem.ref, _fallback(session.node(problem.ref)))
        _give(session, event)


def _give(session: Session, event: SampleEvent) -> None:
    """Answer what is asked now, until answering opens no further question."""
    changed = True
    while changed:
        changed = False
        for node in session.nodes():
            if node.kind is Kind.REPEAT and node.relevant and _name(node.ref) == "payment":
                for _ in range(len(event.payments) - node.count):
                    session.add_repeat(node.ref)
                    changed = True
            wanted = "" if node.value else _wanted(node, event)
            if wanted and _can_take(session.node(node.ref), wanted):
                session.set(node.ref, wanted)
                changed = True


def _wanted(node: NodeState, event: SampleEvent) -> str:
    name = _name(node.ref)
    instance = next((part for part in node.ref.split("/") if part.partition("[")[0] == "payment"), "")
    if not instance:
        return event.answers.get(name, "")
    position = int(instance.partition("[")[2].rstrip("]") or 1)
    return event.payments[position - 1].get(name, "") if position <= len(event.payments) else ""


def _can_take(node: NodeState, wanted: str) -> bool:
    if node.kind not in _ASKED or not node.relevant or node.readonly:
        return False
    if node.choices is None:
        return True
    offered = {choice.value for choice in node.choices}
    codes = wanted.split(" ") if node.kind is Kind.SELECT_MULTIPLE else [wanted]
    return all(code in offered for code in codes)


def _fallback(node: NodeState) -> str:
    if node.choices:
        offered = [choice.value for choice in node.choices]
        return next((code for code in _NO_ANSWER if code in offered), offered[0])
    return "0" if node.kind in {Kind.INTEGER, Kind.DECIMAL} else "2009-06-25"


def _name(ref: str) -> str:
    return ref.rpartition("/")[2].partition("[")[0]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (paths.resources() / "demo" / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _spaced(answers: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """Several codes in one cell are parted by semicolons there and by spaces in answers."""
    return {name: value.replace(";", " ") if name in names else value for name, value in answers.items()}


def _event(
    row: Mapping[str, str], payments: tuple[Mapping[str, str], ...], quote: str, reference: Reference
) -> SampleEvent:
    given = {name: row[name].replace(";", " ") for name in _SAME_NAME if row[name]}
    withdrawn = row["consent_state"] == "withdrawn"
    answers = given | _circumstances(row, reference) | _consents(row, withdrawn=withdrawn)
    answers["money_involved"] = "yes" if payments else "no"
    if quote:
        answers["quote"] = quote
    return SampleEvent(
        id=row["event_id"],
        form=row["instrument"],
        answers=answers,
        payments=payments,
        review=row["review_state"],
        duplicate_of=row["duplicate_of"],
        withdrawn=withdrawn,
    )


def _circumstances(row: Mapping[str, str], reference: Reference) -> dict[str, str]:
    """Answers that follow from other columns."""
    day = row["date"] or "2009-06-25"
    minors = int(row["minors"] or 0)
    answers = {
        "site_kind": reference.sites[row["site"]].kind,
        "event_date": row["date"],
        "event_date_to": row["date_to"],
        "interview_date": day,
        "visit_start": f"{day}T09:00:00.000+06:00",
        "visit_end": f"{day}T12:00:00.000+06:00",
        "photo_here": row["photo_policy"],
        "minors_involved": "yes" if minors else "no",
        "minors_count": str(minors) if minors else "",
        "persons_qualifier": "exact" if row["persons_low"] else "",
        "queue_known": "about" if row["queue_people"] else "",
        "wait_known": "range" if row["wait_low"] else "",
        "tally_known": "exact",
        "positive_types": row["incident_types"].replace(";", " "),
        "entry_precision": "exact_day" if row["entry_date"] else "",
        "host_country": reference.sites[row["site"]].country.partition(";")[0],
        "safe_here": "safe",
        "zero_confirmed": "yes",
        "no_money_told": "yes",
        "speakers_male" if row["sex"] == "male" else "speakers_female": row["persons_low"] or "1",
    }
    if row["actor"] in _OFFICIALS:
        answers |= {"any_encounter": "yes", "enc_actor": row["actor"], "enc_country": row["actor_country"]}
        answers["enc_treatment"] = row["treatment"].replace(";", " ")
    return {name: value for name, value in answers.items() if value}


def _consents(row: Mapping[str, str], *, withdrawn: bool) -> dict[str, str]:
    """What the person agreed to; somebody who withdrew later had agreed before."""
    named = row["consent_real_name"] if not withdrawn else "no"
    answers = {"consent_name": named, "consent_name_confirm": "yes" if named == "yes" else ""}
    if row["consent_store"]:
        answers["consent_summary"] = "yes"
    if withdrawn:
        answers |= {"consent_store": "yes", "consent_statistics": "yes", "consent_quote": "yes"}
    return {name: value for name, value in answers.items() if value}
