"""Tables of counts by dimensions that the person chooses: site, month, instrument, payee and others."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from fieldkit.domain.figures import Table, TableRow
from fieldkit.domain.money import Payment, money_rows
from fieldkit.domain.selection import Case
from fieldkit.errors import Code, Refusal

RECORD_DIMENSIONS: Mapping[str, Callable[[Case], str]] = {
    "site": lambda case: case.site,
    "month": lambda case: case.month,
    "instrument": lambda case: case.instrument,
    "finding": lambda case: case.finding,
}
"""One value per record; a record without one has an empty key."""

PAYMENT_DIMENSIONS: Mapping[str, Callable[[Payment], str]] = {
    "actor": lambda payment: payment.payee,
    "purpose": lambda payment: payment.purpose,
    "status": lambda payment: payment.status,
    "currency": lambda payment: payment.currency,
}
"""One value per payment row: with one of these, records without payments are not in the table."""

DIMENSIONS = (*RECORD_DIMENSIONS, *PAYMENT_DIMENSIONS)


def check_dimensions(names: Sequence[str]) -> None:
    """Raises Refusal(STATS_UNKNOWN_DIMENSION) for a name that is no dimension or stands twice."""
    for place, name in enumerate(names):
        if name not in DIMENSIONS or name in names[:place]:
            raise Refusal(Code.STATS_UNKNOWN_DIMENSION, place=place + 1, known=", ".join(DIMENSIONS))


def tabulate(cases: Iterable[Case], payments: Iterable[Payment], names: Sequence[str]) -> Table:
    """Records, payments and money lost per combination of keys, rows sorted by key."""
    if not names:
        return Table(dimensions=(), rows=())
    by_record: dict[str, list[Payment]] = {}
    for payment in payments:
        by_record.setdefault(payment.record, []).append(payment)
    records: dict[tuple[str, ...], set[str]] = {}
    rows: dict[tuple[str, ...], list[Payment]] = {}
    of_payments = any(name in PAYMENT_DIMENSIONS for name in names)
    for case in cases:
        own = by_record.get(case.record, [])
        fixed = {name: read(case) for name, read in RECORD_DIMENSIONS.items() if name in names}
        if not of_payments:
            keys = tuple(fixed[name] for name in names)
            records.setdefault(keys, set()).add(case.record)
            rows.setdefault(keys, []).extend(own)
            continue
        for payment in own:
            keys = tuple(fixed[name] if name in fixed else PAYMENT_DIMENSIONS[name](payment) for name in names)
            records.setdefault(keys, set()).add(case.record)
            rows.setdefault(keys, []).append(payment)
    return Table(
        dimensions=tuple(names),
        rows=tuple(
            TableRow(
                keys=keys,
                records=len(records[keys]),
                payments=len(rows[keys]),
                money=money_rows((payment for payment in rows[keys] if payment.lost), lambda _: ""),
            )
            for keys in sorted(records)
        ),
    )
