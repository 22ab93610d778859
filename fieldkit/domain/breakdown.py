"""Tables of counts by dimensions that the person chooses: site, month, instrument, payee and others."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from fieldkit.domain.case import Case
from fieldkit.domain.facets import Facet
from fieldkit.domain.figures import Table, TableRow
from fieldkit.domain.money import Payment, money_rows, number_of, paid_in
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

_FACETS = {"month": Facet.TIME, "instrument": Facet.KIND, "finding": Facet.KIND}
"""Sites are part of the standing, which every case has."""

DIMENSIONS = (*RECORD_DIMENSIONS, *PAYMENT_DIMENSIONS)


def check_dimensions(names: Sequence[str]) -> None:
    """Raises Refusal(STATS_UNKNOWN_DIMENSION) for a name that is no dimension or stands twice."""
    for place, name in enumerate(names):
        if name not in DIMENSIONS or name in names[:place]:
            raise Refusal(Code.STATS_UNKNOWN_DIMENSION, place=place + 1, known=", ".join(DIMENSIONS))


def facets_of(names: Sequence[str]) -> tuple[Facet, ...]:
    """The facets that the dimensions of records are read from."""
    return tuple(dict.fromkeys(_FACETS[name] for name in names if name in _FACETS))


def tabulate(cases: Iterable[Case], payments: Iterable[Payment], names: Sequence[str]) -> Table:
    """Records, payments and money lost per combination of keys, rows sorted by key.

    Args:
        cases: every record, with what its dimensions are read from.
        payments: every payment, of cases that have the same.
        names: dimensions.
    """
    if not names:
        return Table(dimensions=(), rows=())
    rows: defaultdict[tuple[str, ...], list[Payment]] = defaultdict(list)
    for payment in payments:
        rows[_keys(names, payment.case, payment)].append(payment)
    if any(name in PAYMENT_DIMENSIONS for name in names):
        records = {keys: paid_in(group) for keys, group in rows.items()}
    else:
        records = Counter[tuple[str, ...]]()
        for case in cases:
            records[_keys(names, case)] += case.times
    return Table(
        dimensions=tuple(names),
        rows=tuple(
            TableRow(
                keys=keys,
                records=records[keys],
                payments=number_of(rows[keys]),
                money=money_rows((payment for payment in rows[keys] if payment.lost), lambda _: ""),
            )
            for keys in sorted(records)
        ),
    )


def _keys(names: Sequence[str], case: Case, payment: Payment | None = None) -> tuple[str, ...]:
    return tuple(
        PAYMENT_DIMENSIONS[name](payment) if payment and name in PAYMENT_DIMENSIONS else RECORD_DIMENSIONS[name](case)
        for name in names
    )
