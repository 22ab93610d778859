"""A case: one record as figures see it, with its facts arranged by role, and the rules of what it counts as."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from fieldkit.domain import consent
from fieldkit.domain.consent import Agreed, Use
from fieldkit.domain.facets import CHILDREN, INCRIMINATING, OBSERVER_KNOWN, VISIT
from fieldkit.domain.facts import RecordFacts
from fieldkit.domain.periods import coarse, month_of, span_of
from fieldkit.domain.records import State

_DIGITS = 9


def whole_number(text: str) -> int | None:
    """A whole number from 0 of at most nine digits, or None."""
    return int(text) if len(text) <= _DIGITS and text.isascii() and text.isdigit() else None


class Case:
    """One record, or several that are alike, with facts by role; rows of a fact table keep together."""

    __slots__ = (
        "_flat",
        "_rows",
        "author",
        "instrument",
        "month",
        "record",
        "sealed",
        "site",
        "span",
        "state",
        "times",
        "when",
    )

    def __init__(self, facts: RecordFacts) -> None:
        self.times = 1
        """How many records it stands for."""
        self.record = facts.record
        self.instrument = facts.instrument
        self.state = facts.state
        self.author = facts.author
        self.sealed = facts.sealed
        flat: dict[str, list[str]] = {}
        rows: dict[str, dict[int, dict[str, str]]] = {}
        for fact in facts.facts:
            flat.setdefault(fact.role, []).append(fact.value)
            table = fact.role.partition(".")[0]
            rows.setdefault(table, {}).setdefault(fact.row, {}).setdefault(fact.role, fact.value)
        self._flat = flat
        self._rows = rows
        self.site = self.first("record.site")
        self.span = self._read_span()
        self.month = month_of(self.span)
        self.when = coarse(self.span)

    @classmethod
    def of_facets(cls, facets: Sequence["Case"], *, times: int = 1, record: str = "") -> "Case":
        """One case of several facets, of which no two tell the same."""
        case = cls(RecordFacts(record=record, instrument="", state="", author=""))
        case.times = times
        for facet in facets:
            case._add(facet)
        return case

    def _add(self, facet: "Case") -> None:
        self._flat.update(facet._flat)  # noqa: SLF001  of the same class
        self._rows.update(facet._rows)  # noqa: SLF001
        self.instrument = self.instrument or facet.instrument
        self.state = self.state or facet.state
        self.author = self.author or facet.author
        self.site = self.site or facet.site
        self.sealed = self.sealed or facet.sealed
        if facet.span is not None:
            self.span, self.month, self.when = facet.span, facet.month, facet.when

    def first(self, role: str) -> str:
        """The first value of a role, or an empty text."""
        values = self._flat.get(role)
        return values[0] if values else ""

    def values(self, role: str) -> list[str]:
        """All values of a role."""
        return self._flat.get(role, [])

    def has(self, role: str) -> bool:
        """Whether the question was answered."""
        return role in self._flat

    def integer(self, role: str) -> int | None:
        """The first value as a whole number; None if absent or something else."""
        return whole_number(self.first(role))

    def rows(self, table: str) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Rows of a fact table as row number and role -> value, in order."""
        yield from sorted(self._rows.get(table, {}).items(), key=lambda item: item[0])

    @property
    def has_facts(self) -> bool:
        """Whether anything is known: a withdrawn or sealed record is only counted."""
        return bool(self._flat)

    @property
    def is_visit(self) -> bool:
        """A visit, by its instrument or because it counted what was watched."""
        return self.instrument == VISIT or self.watched

    @property
    def watched(self) -> bool:
        """Whether checks were watched. No role says so; the counts exist only where the form's `watched` is yes."""
        return self.has("count.payments_seen") and self.has("count.processed_people")

    @property
    def asked_consent(self) -> bool:
        """Whether there was somebody to ask for consent; an own observation has nobody."""
        return consent.somebody_told(self.first)

    def may(self, use: Use) -> bool:
        """Whether what is known of the record may be used so: all that gives figures or words asks this."""
        return consent.may(self.first, use)

    @property
    def may_count(self) -> bool:
        """Consent for statistics was given or does not apply (events, rule 1)."""
        return self.may(Use.STATISTICS)

    @property
    def to_reconfirm(self) -> bool:
        """Somebody agreed twice to be named, and would have to be asked again before that is printed."""
        return consent.agreed(self.first, Use.REAL_NAME) is Agreed.RECONFIRM_DUE

    @property
    def active(self) -> bool:
        """The record gives facts (events, rule 1)."""
        return self.state == State.ACCEPTED and not self.sealed and self.may_count

    @property
    def inside_only(self) -> bool:
        """No product leaves the project with it.

        Its words may be used against the person or the monitor (events, rule 11), or officials knew who was watching,
        who behaved accordingly and can tell who wrote it.
        """
        return any(INCRIMINATING in flag for flag in self.values("risk.flag")) or (
            self.first("record.observer_status") in OBSERVER_KNOWN
        )

    @property
    def quotes(self) -> list[str]:
        """Words that may be quoted without a name."""
        return self.values("text.quote") if self.may(Use.ANONYMOUS_QUOTE) else []

    @property
    def finding(self) -> str:
        """A code of the list finding_kind, or empty."""
        return self.first("record.finding")

    @property
    def with_children(self) -> bool:
        """Children are concerned."""
        return (self.integer("count.minors") or 0) > 0 or CHILDREN in self.values("risk.flag")

    def _read_span(self) -> tuple[date, date] | None:
        """Days of what happened. A form that asks for no date of the event (a visit) lies on the day it began."""
        precision = self.first("record.date_precision")
        told = self.first("record.date")
        if told or precision:
            return span_of(told, self.first("record.date_to"), precision)
        return span_of(self.first("record.start"), "", "exact_day")
