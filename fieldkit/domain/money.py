"""Payments: what one row is worth, which rows are money lost, and sums and medians that never cross a currency."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

import msgspec

from fieldkit.domain.case import Case, whole_number
from fieldkit.domain.figures import ApartRow, MoneyRow, PriceRow, PrivateLoss, PrivateLossRow
from fieldkit.domain.reference import Reference
from fieldkit.domain.weighing import median, number

LOST_STATUS = frozenset({"paid", "confiscated"})
APART = (
    "paid_test",
    "official_fee",
    "fine",
    "demanded_refused",
    "demanded_unknown",
    "feared",
    "offered_price",
    "customary",
    "not_demanded",
    "received",
    "recovered",
)
"""Statuses that are listed beside money lost and never added, in the order in which they are shown."""
_AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?\Z")
"""Exact in 28 digits even when multiplied by the number of payers."""
PRICE_STATUS = ("offered_price", "customary")


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """One payment row, in each record that its case stands for. Amounts are those of one payer unless `total` is given.

    The instruments have no role that links two rows about the same money, so nothing is taken out for that reason here;
    reviewers mark such records as duplicates, and recovered money is subtracted from what was owed.
    """

    case: Case
    row: int
    status: str
    nature: str
    purpose: str
    payee: str
    currency: str
    basis: str
    low: Decimal | None
    high: Decimal | None
    total: Decimal | None
    payers: int | None
    lost: bool
    private: bool

    @property
    def site(self) -> str:
        """Where its record was made."""
        return self.case.site

    @property
    def times(self) -> int:
        """How many there are of it."""
        return self.case.times

    @property
    def value(self) -> tuple[Decimal, Decimal] | None:
        """Lowest and highest reading (events, rule 5); None if the amount or its currency is unknown."""
        if not self.currency:
            return None
        if self.total is not None:
            return self.total, self.total
        if self.low is None:
            return None
        times = self.payers if self.basis == "per_person" and self.payers else 1
        return self.low * times, (self.high if self.high is not None else self.low) * times

    @property
    def unit(self) -> Decimal | None:
        """Value for one payer (events, rule 8): total by payers, or the midpoint of low and high."""
        if not self.currency:
            return None
        if self.total is not None and self.payers:
            return self.total / self.payers
        if self.low is not None:
            return (self.low + (self.high if self.high is not None else self.low)) / 2
        return None

    @property
    def listed(self) -> str:
        """`EV05.1 500-1000 UZS`: the row with the amount as told."""
        amount = plain(self.low) or plain(self.total) or "?"
        upto = f"-{plain(self.high)}" if self.high and self.high != self.low else ""
        currency = f" {self.currency}" if self.currency else ""
        return f"{self.case.record}.{self.row} {amount}{upto}{currency}"


def plain(value: Decimal | None) -> str:
    """A decimal without exponent and without zeros after the point; empty for None."""
    if value is None:
        return ""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(text: str) -> Decimal | None:
    """A plain decimal from 0, or None for anything else."""
    return Decimal(text) if _AMOUNT.match(text) else None


def read_payments(cases: Iterable[Case], reference: Reference) -> tuple[Payment, ...]:
    """Payment rows of the cases, in the order of records and rows."""
    nature_of = reference.lists.get("payment_nature", {})
    status_of = reference.lists.get("payment_status", {})
    found = []
    for case in cases:
        for place, row in case.rows("payment"):
            status = row.get("payment.status", "")
            nature = row.get("payment.nature", "")
            counts_as = nature_of[nature].counts_as if nature in nature_of else ""
            status_counts = status_of[status].counts_as if status in status_of else ""
            found.append(
                Payment(
                    case=case,
                    row=place,
                    status=status,
                    nature=nature,
                    purpose=row.get("payment.purpose", ""),
                    payee=row.get("payment.payee", ""),
                    currency=_currency(row.get("payment.currency", ""), row.get("payment.currency_other", "")),
                    basis=row.get("payment.basis", ""),
                    low=amount(row.get("payment.amount_low", "")),
                    high=amount(row.get("payment.amount_high", "")),
                    total=amount(row.get("payment.amount_total", "")),
                    payers=whole_number(row.get("payment.payers_count", "")),
                    lost=status in LOST_STATUS and counts_as == "money_lost",
                    private=status_counts == "private_loss" or status == "recovered",
                )
            )
    return tuple(found)


def paid_in(payments: Iterable[Payment]) -> int:
    """How many records the payments stand in."""
    return number({payment.case for payment in payments})


def number_of(payments: Iterable[Payment]) -> int:
    """How many payments there are."""
    return sum(payment.times for payment in payments)


def count_by(payments: Iterable[Payment], key: Callable[[Payment], str]) -> Counter[str]:
    """How many payments have each value."""
    found: Counter[str] = Counter()
    for payment in payments:
        found[key(payment)] += payment.times
    return found


def money_row(key: str, currency: str, payments: Sequence[Payment]) -> MoneyRow:
    """Sums, median and range of payments of one currency; without a currency only their number."""
    known = [(value, payment.times) for payment in payments if (value := payment.value) is not None]
    units: Counter[Decimal] = Counter()
    for payment in payments:
        if (unit := payment.unit) is not None:
            units[unit] += payment.times
    return MoneyRow(
        key=key,
        currency=currency,
        records=paid_in(payments),
        payments=number_of(payments),
        low=sum((value[0] * times for value, times in known), Decimal(0)) if known else None,
        high=sum((value[1] * times for value, times in known), Decimal(0)) if known else None,
        units=units.total(),
        median=median(units) if units else None,
        smallest=min(units) if units else None,
        largest=max(units) if units else None,
    )


def money_rows(payments: Iterable[Payment], key: Callable[[Payment], str]) -> tuple[MoneyRow, ...]:
    """One row per key and currency; payments of unknown amount stand in a row without a currency."""
    groups: dict[tuple[str, str], list[Payment]] = {}
    for payment in payments:
        currency = payment.currency if payment.value is not None else ""
        groups.setdefault((key(payment), currency), []).append(payment)
    return tuple(money_row(name, currency, group) for (name, currency), group in sorted(groups.items()))


def is_apart(case: Case) -> bool:
    """Whether one of its payments is listed and never added."""
    return any(row.get("payment.status", "") in APART for _, row in case.rows("payment"))


def has_price(case: Case) -> bool:
    """Whether one of its payments tells a price."""
    return any(row.get("payment.status", "") in PRICE_STATUS for _, row in case.rows("payment"))


def apart_rows(payments: Iterable[Payment], named: Iterable[Payment]) -> tuple[ApartRow, ...]:
    """What is listed and never added: how many payments, and those that were given with their names."""
    counts = count_by(payments, lambda payment: payment.status)
    listed: dict[str, list[str]] = {status: [] for status in APART}
    for payment in named:
        if payment.status in listed:
            listed[payment.status].append(payment.listed)
    return tuple(ApartRow(status=status, rows=counts[status], listed=tuple(listed[status])) for status in APART)


def private_loss(payments: Iterable[Payment]) -> PrivateLoss:
    """Private loss less what was recovered, per currency (events, rule 7)."""
    groups: dict[str, list[Payment]] = {}
    unknown = 0
    for payment in payments:
        if payment.private and payment.value is None:
            unknown += payment.times
        elif payment.private:
            groups.setdefault(payment.currency, []).append(payment)
    rows = tuple(
        PrivateLossRow(currency=currency, records=paid_in(group), open=sum(map(_owed, group), Decimal(0)))
        for currency, group in sorted(groups.items())
    )
    return PrivateLoss(by_currency=rows, amount_unknown=unknown)


def _owed(payment: Payment) -> Decimal:
    lowest = payment.value[0] * payment.times if payment.value else Decimal(0)
    return -lowest if payment.status == "recovered" else lowest


def price_rows(cases: Iterable[Case], payments: Iterable[Payment]) -> tuple[PriceRow, ...]:
    """Prices posted, named and usual, lowest and highest per item, currency and source."""
    groups: dict[tuple[str, str, str], list[tuple[Case, Decimal, Decimal]]] = {}
    for case in cases:
        for _, row in case.rows("price"):
            low = amount(row.get("price.amount", ""))
            if low is None:
                continue
            high = amount(row.get("price.amount_high", ""))
            key = (row.get("price.purpose", ""), row.get("price.currency", ""), row.get("price.source", ""))
            groups.setdefault(key, []).append((case, low, max(low, high if high is not None else low)))
    for payment in payments:
        if payment.status in PRICE_STATUS and payment.low is not None:
            top = payment.high if payment.high is not None else payment.low
            groups.setdefault((payment.purpose, payment.currency, payment.status), []).append(
                (payment.case, payment.low, max(payment.low, top))
            )
    return tuple(
        PriceRow(
            purpose=purpose,
            currency=currency,
            source=source,
            records=number({case for case, _, _ in group}),
            lowest=min(low for _, low, _ in group),
            highest=max(high for _, _, high in group),
            months=tuple(sorted({case.when for case, _, _ in group} - {""})),
        )
        for (purpose, currency, source), group in sorted(groups.items())
    )


def _currency(code: str, other: str) -> str:
    """An ISO code; empty where the currency is not known: such amounts are listed, never summed."""
    chosen = other if code == "other" else code
    return chosen if len(chosen) == 3 and chosen.isascii() and chosen.isupper() else ""
