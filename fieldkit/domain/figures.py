"""The figures of a project as frozen values: what statistics give to screens, scripts and reports.

A count or amount of `None` is hidden by disclosure control: it rests on fewer than `Figures.k` records, or would give
such a value away. Nothing here is ever summed across currencies.
"""

from datetime import date
from decimal import Decimal
from typing import TypeAlias

import msgspec

from fieldkit.domain.earlier import Hiding, Suppression, Tables
from fieldkit.domain.query import Query

Count: TypeAlias = int | None
"""A number of records, payments or people; None while hidden."""
Amount: TypeAlias = Decimal | None
"""Money in the currency named beside it; None while hidden or where there is no known amount."""


class CountRow(msgspec.Struct, frozen=True, kw_only=True):
    """How often a code occurs."""

    code: str
    count: Count


class RecordCounts(msgspec.Struct, frozen=True, kw_only=True):
    """Records by their standing and kind. Only active ones give facts."""

    all: int
    active: int
    withdrawn: int
    duplicates: int
    excluded: int
    without_consent: int
    """Accepted, but without consent for statistics."""
    sealed: int = 0
    """Accepted, but put away on this device, which cannot read them any more."""
    not_reviewed: int
    """Submitted, returned or in conflict: not yet accepted."""
    doubtful: int
    """Signed by a revoked laptop, and not accepted by anybody who knew that."""
    undated: int
    """Left out of a bounded period because their date is unknown."""
    left_out: int
    """Active records that stay out of partner and public products: they may harm their source or the monitor."""
    name_consent_to_reconfirm: int
    negative_observations: int
    not_looked: int
    events_without_hearsay: int
    events_hearsay: int
    with_children: Count
    monitors: Count
    by_instrument: tuple[CountRow, ...]
    by_finding: tuple[CountRow, ...]
    by_mode: tuple[CountRow, ...]
    by_certainty: tuple[CountRow, ...]
    by_site: tuple[CountRow, ...]
    months: tuple[str, ...]
    """Months in which active records lie whose date is known to the month, `2009-06`."""
    first: date | None
    last: date | None
    not_exported_by_default: tuple[str, ...]
    """Ids of the records that partner and public products leave out; given at the internal level only."""


class Contacts(msgspec.Struct, frozen=True, kw_only=True):
    """Talks, people who spoke and their consent: three different numbers."""

    interviews: int
    speakers_female: int
    speakers_male: int
    speakers_minor: int
    speakers_known_in: int
    """Interviews in which the people who spoke were counted."""
    consent_given: int
    consent_declined: int
    consent_withdrawn: int

    @property
    def speakers(self) -> int:
        """People who spoke, where they were counted."""
        return self.speakers_female + self.speakers_male + self.speakers_minor


class MoneyRow(msgspec.Struct, frozen=True, kw_only=True):
    """Money lost for one key (site, purpose, payee…) in one currency."""

    key: str
    currency: str
    """ISO code; empty for payments whose amount is unknown."""
    records: Count
    payments: Count
    low: Amount = None
    """Sum of the lower readings."""
    high: Amount = None
    units: Count = 0
    """How many values for one payer the median rests on."""
    median: Amount = None
    """Middle value for one payer; rows are not weighted by payers."""
    smallest: Amount = None
    largest: Amount = None
    hidden: bool = False


class MoneyLost(msgspec.Struct, frozen=True, kw_only=True):
    """Money paid or taken without right. Never prices, fears, demands, tests, fees or fines."""

    payments: Count
    amount_unknown: Count
    by_currency: tuple[MoneyRow, ...]
    """One row per ISO currency, key empty."""
    by_site: tuple[MoneyRow, ...]
    by_purpose: tuple[MoneyRow, ...]
    by_payee: tuple[MoneyRow, ...]
    payments_by_nature_group: tuple[CountRow, ...]
    payments_by_payee: tuple[CountRow, ...]
    payments_by_purpose: tuple[CountRow, ...]
    payments_by_site: tuple[CountRow, ...]


class ApartRow(msgspec.Struct, frozen=True, kw_only=True):
    """Payments of one status that are listed and never added."""

    status: str
    rows: Count
    listed: tuple[str, ...]
    """`EV05.1 500-1000 UZS`: record, row, amount as told; internal level only."""


class PriceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A price posted, named or usual for something: never a payment."""

    purpose: str
    currency: str
    source: str
    """Code of the list price_source, or a payment status (offered_price, customary)."""
    records: int
    lowest: Amount
    highest: Amount
    months: tuple[str, ...]


class PrivateLossRow(msgspec.Struct, frozen=True, kw_only=True):
    """Private loss still open in one currency: deducted, stolen, owed, minus recovered."""

    currency: str
    records: Count
    open: Amount


class PrivateLoss(msgspec.Struct, frozen=True, kw_only=True):
    """Private loss; a table of its own, never part of money lost."""

    by_currency: tuple[PrivateLossRow, ...]
    amount_unknown: Count


class Interval(msgspec.Struct, frozen=True, kw_only=True):
    """A Wilson 95 % interval, in percent."""

    low: float
    high: float


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """Payments seen among people processed in watched visits: counts, never money."""

    site: str
    """Empty for all sites together."""
    watched: int
    with_zero: int
    minutes: int
    payments_seen: int
    people_processed: int
    per_100: Decimal | None
    interval: Interval | None


class Tallies(msgspec.Struct, frozen=True, kw_only=True):
    """All visits: those watched give the rate, the others are never read as zero."""

    visits: int
    not_looked: int
    total: Tally
    by_site: tuple[Tally, ...]


class WaitingRow(msgspec.Struct, frozen=True, kw_only=True):
    """Waiting at one site in minutes: median of the midpoints, shortest and longest told."""

    site: str
    n: Count
    median: Decimal | None
    shortest: int | None
    longest: int | None


class RegistrationCase(msgspec.Struct, frozen=True, kw_only=True):
    """One registration against the rule that applied."""

    record: str
    rule: str
    days: int
    limit: int

    @property
    def late_by(self) -> int:
        """Days beyond the limit; negative or 0 if in time."""
        return self.days - self.limit


class RegistrationRow(msgspec.Struct, frozen=True, kw_only=True):
    """Registrations under one rule, with what it rests on."""

    rule: str
    limit: int
    as_of: str = ""
    source: str = ""
    confidence: str = ""
    in_time: Count
    late: Count


class Registration(msgspec.Struct, frozen=True, kw_only=True):
    """Days to registration against the rules of the host countries."""

    cases: tuple[RegistrationCase, ...]
    """Internal level only."""
    by_rule: tuple[RegistrationRow, ...]
    undecided: int = 0
    """Records to which rules with different limits apply, so that none was applied. Internal level only."""


class NegativeObservation(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody looked or asked, and nothing was found: shown as prominently as findings."""

    record: str
    """Empty outside the project."""
    site: str
    month: str
    """`2009-06`, a year, or empty."""
    finding: str


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """Words whose speaker agreed to an anonymous quotation."""

    record: str
    month: str
    text: str


class TableRow(msgspec.Struct, frozen=True, kw_only=True):
    """One combination of keys. A record with several payments may stand in several rows of a payment dimension."""

    keys: tuple[str, ...]
    records: Count
    payments: Count
    money: tuple[MoneyRow, ...]
    hidden: bool = False


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Counts by the dimensions asked for, rows sorted by key; empty without dimensions."""

    dimensions: tuple[str, ...]
    rows: tuple[TableRow, ...]


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that statistics say."""

    query: Query
    k: int
    records: RecordCounts
    contacts: Contacts
    payments_by_status: tuple[CountRow, ...]
    money_lost: MoneyLost
    private_loss: PrivateLoss
    apart: tuple[ApartRow, ...]
    prices: tuple[PriceRow, ...]
    tally: Tallies
    waiting: tuple[WaitingRow, ...]
    registration: Registration
    negative: tuple[NegativeObservation, ...]
    quotes: tuple[Quote, ...]
    withheld: int = 0
    """Quotations with consent that are left out because something in them may give somebody away."""
    suppression: Suppression
    table: Table
    hiding: Hiding = Hiding()
    tables: Tables = Tables()
    """What whoever reads this can compute with, outside the project; for comparing what is given out later."""
