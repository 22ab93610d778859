"""The risk meter: how easily the people in the records of the open vault can be singled out, and what would help."""

from collections.abc import Sequence

import msgspec

from fieldkit.domain import risk, uniques
from fieldkit.domain.case import Case
from fieldkit.domain.ladders import LADDERS, OF_A_PERSON, Rung, Variable, coarsen
from fieldkit.domain.query import Level, Query
from fieldkit.domain.risk import Risk
from fieldkit.domain.selection import Selection
from fieldkit.errors import Code, Refusal
from fieldkit.services.workspace import Workspace

K = 5
"""Records that every class of what goes to partners must have (security notes, section 8, rule 5)."""

_VARIABLES = tuple(LADDERS)


class Unique(msgspec.Struct, frozen=True, kw_only=True):
    """A combination of variables that singles records out, though no part of it does."""

    variables: tuple[Variable, ...]
    records: int


class Coarser(msgspec.Struct, frozen=True, kw_only=True):
    """A variable that a product should tell less exactly, or not at all."""

    variable: Variable
    rung: Rung


class RiskReport(msgspec.Struct, frozen=True, kw_only=True):
    """Risk of a set of records that tell of people."""

    level: Level
    k: int
    now: Risk
    """With every variable as recorded."""
    uniques: tuple[Unique, ...]
    """Those of most records first."""
    proposal: tuple[Coarser, ...] | None
    """What would give every class k records; None if there are fewer than k records at all."""
    then: Risk | None
    """With the proposal followed."""


class RecordRisk(msgspec.Struct, frozen=True, kw_only=True):
    """Risk of one record among all that count."""

    alike: int
    """Records with the same values, itself included."""
    uniques: tuple[tuple[Variable, ...], ...]
    """Combinations in which it stands alone."""

    @property
    def highest(self) -> float:
        """The risk of being recognised, by whoever knows all of it: one out of those that are alike."""
        return 1 / self.alike


class RiskMeter:
    """Measures on active records with facts about a person; others describe nobody."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def measure(self, *, instrument: str = "", level: Level = Level.INTERNAL) -> RiskReport:
        """The risk of all records, or of those of one form. What the level leaves out is left out here."""
        cases = self._cases(instrument, level)
        table = self._table(cases)
        rows = _rows(table, (0,) * len(table))
        heights = coarsen(table, K)
        found = uniques.minimal_uniques(rows)
        return RiskReport(
            level=level,
            k=K,
            now=risk.measure(rows),
            uniques=tuple(
                Unique(variables=tuple(_VARIABLES[column] for column in columns), records=len(alone))
                for columns, alone in sorted(found.items(), key=lambda item: (-len(item[1]), len(item[0]), item[0]))
            ),
            proposal=None if heights is None else _proposal(heights),
            then=None if heights is None else risk.measure(_rows(table, heights)),
        )

    def of(self, record: str) -> RecordRisk | None:
        """The risk of one record; None if it does not count or tells of nobody. Raises Refusal(RECORD_UNKNOWN)."""
        if self._workspace.store.records.row(record) is None:
            raise Refusal(Code.RECORD_UNKNOWN, record=record)
        cases = self._cases("", Level.INTERNAL)
        place = next((number for number, case in enumerate(cases) if case.record == record), None)
        if place is None:
            return None
        table = self._table(cases)
        rows = _rows(table, (0,) * len(table))
        found = uniques.of_one(rows, place)
        return RecordRisk(
            alike=rows.count(rows[place]),
            uniques=tuple(tuple(_VARIABLES[column] for column in columns) for columns in found),
        )

    def people(self, level: Level) -> tuple[Case, ...]:
        """Active records that tell of people, without what the level leaves out."""
        return self._cases("", level)

    def _cases(self, instrument: str, level: Level) -> tuple[Case, ...]:
        active = Selection(self._workspace.store.facts.all(), Query(level=level)).active
        reference = self._workspace.reference
        return tuple(
            case
            for case in active
            if instrument in ("", case.instrument)
            and any(LADDERS[variable][0][1](case, reference) for variable in OF_A_PERSON)
        )

    def _table(self, cases: Sequence[Case]) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """Values by variable, rung and record."""
        reference = self._workspace.reference
        return tuple(
            tuple(tuple(read(case, reference) for case in cases) for _, read in LADDERS[variable])
            for variable in _VARIABLES
        )


def _rows(table: Sequence[Sequence[Sequence[str]]], heights: Sequence[int]) -> list[tuple[str, ...]]:
    """One row per record, with each variable as its height tells it."""
    return list(zip(*(rungs[height] for rungs, height in zip(table, heights, strict=True)), strict=True))


def _proposal(heights: Sequence[int]) -> tuple[Coarser, ...]:
    return tuple(
        Coarser(variable=variable, rung=LADDERS[variable][height][0])
        for variable, height in zip(_VARIABLES, heights, strict=True)
        if height
    )
