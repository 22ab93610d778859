"""The figures as one JSON document: what `stats --json` prints and scripts rely on.

Whole amounts are integers, others have at most two decimals; hidden values are null. Amounts of different currencies
stand in different objects, never in one number.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import TypeAlias

from fieldkit.domain.figures import (
    CountRow,
    Figures,
    Interval,
    MoneyLost,
    MoneyRow,
    RecordCounts,
    Registration,
    Table,
    Tallies,
    Tally,
)

Json: TypeAlias = str | int | float | bool | list["Json"] | dict[str, "Json"] | None


def to_json(figures: Figures) -> str:
    """The document as text, keys in a fixed order."""
    return json.dumps(to_object(figures), ensure_ascii=False, indent=2)


def to_object(figures: Figures) -> dict[str, Json]:
    """The document as plain values."""
    query = figures.query
    period = query.period
    return {
        "level": query.level.value,
        "k": figures.k,
        "site": query.site,
        "period": {"from": period.start.isoformat(), "to": period.end.isoformat()} if period else None,
        "records": _records(figures.records),
        "records_by": _records_by(figures.records),
        "contacts": _contacts(figures),
        "payments_by_status": _counts(figures.payments_by_status),
        "money_lost": _money_lost(figures.money_lost),
        "money_lost_by": _money_lost_by(figures.money_lost),
        "private_loss_open": {
            "by_currency": {row.currency: _number(row.open) for row in figures.private_loss.by_currency},
            "amount_unknown": figures.private_loss.amount_unknown,
        },
        "shown_apart_never_summed": {
            row.status: {"rows": row.rows, "listed": list(row.listed)} for row in figures.apart
        },
        "prices_named": [
            {
                "purpose": row.purpose,
                "currency": row.currency,
                "source": row.source,
                "records": row.records,
                "lowest": _number(row.lowest),
                "highest": _number(row.highest),
            }
            for row in figures.prices
        ],
        "median_per_payer_by_site": {
            f"{row.key} {row.currency}": {"n": row.units, "median": _number(row.median)}
            for row in figures.money_lost.by_site
            if row.currency and (row.hidden or row.units)
        },
        "tally": _tallies(figures.tally),
        "waiting_minutes_median_of_midpoints": {
            row.site: {"n": row.n, "median": _number(row.median)} for row in figures.waiting
        },
        "waiting_minutes_range": {
            row.site: {"shortest": row.shortest, "longest": row.longest} for row in figures.waiting
        },
        "registration": _cases(figures.registration),
        "registration_by_rule": [
            {
                "rule": row.rule,
                "limit": row.limit,
                "as_of": row.as_of,
                "source": row.source,
                "confidence": row.confidence,
                "in_time": row.in_time,
                "late": row.late,
            }
            for row in figures.registration.by_rule
        ],
        "registration_undecided": figures.registration.undecided,
        "negative_observations": [
            {"event": item.record, "site": item.site, "month": item.month, "finding": item.finding}
            for item in figures.negative
        ],
        "suppression": {
            "public_k": figures.suppression.public_k,
            "partner_k": figures.suppression.partner_k,
            "medians_hidden_public": figures.suppression.medians_hidden_public,
            "medians_hidden_partner": figures.suppression.medians_hidden_partner,
        },
        "hiding": {
            "small": figures.hiding.small,
            "beside": figures.hiding.beside,
            "differing": figures.hiding.differing,
            "left_out": list(figures.hiding.left_out),
            "compared": figures.hiding.compared,
        },
        "by": _table(figures.table),
    }


def _number(value: Decimal | int | None) -> int | float | None:
    if value is None:
        return None
    exact = Decimal(value)
    return int(exact) if exact == exact.to_integral_value() else float(round(exact, 2))


def _counts(rows: Iterable[CountRow]) -> dict[str, Json]:
    return {row.code: row.count for row in rows}


def _records(records: RecordCounts) -> dict[str, Json]:
    return {
        "all": records.all,
        "active": records.active,
        "withdrawn": records.withdrawn,
        "duplicates": records.duplicates,
        "name_consent_to_reconfirm": records.name_consent_to_reconfirm,
        "active_by_instrument": _counts(records.by_instrument),
        "active_by_finding": _counts(records.by_finding),
        "negative_observations": records.negative_observations,
        "events_without_hearsay": records.events_without_hearsay,
        "events_hearsay": records.events_hearsay,
        "with_children": records.with_children,
        "not_exported_by_default": list(records.not_exported_by_default),
    }


def _records_by(records: RecordCounts) -> dict[str, Json]:
    return {
        "excluded": records.excluded,
        "without_consent": records.without_consent,
        "sealed": records.sealed,
        "not_reviewed": records.not_reviewed,
        "doubtful": records.doubtful,
        "undated": records.undated,
        "monitors": records.monitors,
        "months": list(records.months),
        "active_by_mode": _counts(records.by_mode),
        "active_by_certainty": _counts(records.by_certainty),
        "active_by_site": _counts(records.by_site),
    }


def _contacts(figures: Figures) -> dict[str, Json]:
    contacts = figures.contacts
    return {
        "interviews": contacts.interviews,
        "speakers_female": contacts.speakers_female,
        "speakers_male": contacts.speakers_male,
        "speakers_minor": contacts.speakers_minor,
        "speakers_counted_in": contacts.speakers_known_in,
        "consent_given": contacts.consent_given,
        "consent_declined": contacts.consent_declined,
        "consent_withdrawn": contacts.consent_withdrawn,
    }


def _money_lost(lost: MoneyLost) -> dict[str, Json]:
    return {
        "payments": lost.payments,
        "amount_unknown": lost.amount_unknown,
        "by_currency": {
            row.currency: {"low": _number(row.low), "high": _number(row.high), "payments_known": row.payments}
            for row in lost.by_currency
        },
        "payments_by_nature_group": _counts(lost.payments_by_nature_group),
        "payments_by_payee": _counts(lost.payments_by_payee),
    }


def _money_lost_by(lost: MoneyLost) -> dict[str, Json]:
    return {
        "payments_by_purpose": _counts(lost.payments_by_purpose),
        "payments_by_site": _counts(lost.payments_by_site),
        "by_site": _money(lost.by_site, "site"),
        "by_purpose": _money(lost.by_purpose, "purpose"),
        "by_payee": _money(lost.by_payee, "payee"),
    }


def _money(rows: Iterable[MoneyRow], name: str) -> list[Json]:
    return [{name: row.key, **_sums(row)} for row in rows]


def _sums(row: MoneyRow) -> dict[str, Json]:
    return {
        "currency": row.currency,
        "payments": row.payments,
        "low": _number(row.low),
        "high": _number(row.high),
        "median": _number(row.median),
        "smallest": _number(row.smallest),
        "largest": _number(row.largest),
        "hidden": row.hidden,
    }


def _tallies(tallies: Tallies) -> dict[str, Json]:
    total = tallies.total
    return {
        "visits": tallies.visits,
        "watched": total.watched,
        "not_looked": tallies.not_looked,
        "visits_with_zero_payments": total.with_zero,
        "payments_seen": total.payments_seen,
        "people_processed": total.people_processed,
        "payments_per_100_people": _number(total.per_100),
        "wilson_95": _interval(total.interval),
        "by_site": {tally.site: _tally(tally) for tally in tallies.by_site},
    }


def _tally(tally: Tally) -> dict[str, Json]:
    return {
        "visits": tally.watched,
        "payments_seen": tally.payments_seen,
        "people_processed": tally.people_processed,
        "per_100": _number(tally.per_100),
        "wilson_95": _interval(tally.interval),
    }


def _interval(interval: Interval | None) -> list[Json] | None:
    return [round(interval.low, 2), round(interval.high, 2)] if interval else None


def _cases(registration: Registration) -> list[Json]:
    return [
        {"event": case.record, "days": case.days, "rule": case.rule, "limit": case.limit, "late_by": case.late_by}
        for case in registration.cases
    ]


def _table(table: Table) -> dict[str, Json]:
    rows: list[Json] = [
        {
            "keys": list(row.keys),
            "records": row.records,
            "payments": row.payments,
            "money_lost": [_sums(money) for money in row.money],
            "hidden": row.hidden,
        }
        for row in table.rows
    ]
    return {"dimensions": list(table.dimensions), "rows": rows}
