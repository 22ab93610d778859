"""Facts: typed rows drawn from answers by the fact roles of an instrument; all that statistics ever read."""

from dataclasses import dataclass

import msgspec

from fieldkit.domain.answers import Answer, Answers
from fieldkit.domain.forms import Instrument, Kind

_MANY = frozenset({Kind.SELECT_MULTIPLE, Kind.RANK})
_MOST_SOURCES = 20_000
"""Refs that are remembered; more are a strange record's."""


class Fact(msgspec.Struct, frozen=True, order=True, array_like=True):
    """One answer in its role. `row` numbers the passes of the repeat it stands in from 1; 0 outside any fact repeat."""

    role: str
    row: int
    value: str


@dataclass(frozen=True, slots=True)
class _Source:
    """What one ref gives: facts of a role, in the row of a repeat instance."""

    role: str
    many: bool
    """Several codes may be chosen."""
    table: str = ""
    """Role of the innermost fact repeat around it; empty outside any."""
    instance: str = ""
    """Ref of the repeat instance."""


class FactReader:
    """Draws facts from answers of one instrument; made once per instrument version, then used for many records.

    Sealed questions give none: a code is no fact, and words that an older program kept there are nobody's business.
    """

    def __init__(self, instrument: Instrument) -> None:
        self._questions = {
            question.path: question for question in instrument.questions if question.role and not question.sealed
        }
        self._repeats = tuple(path for path, question in self._questions.items() if question.kind is Kind.REPEAT)
        self._sources: dict[str, _Source | None] = {}
        """By ref: records of an instrument mostly have the same ones."""

    def read(self, answers: Answers) -> tuple[Fact, ...]:
        """Facts of one record, in document order; one fact per chosen code where several may be chosen."""
        rows: dict[str, dict[str, int]] = {}
        found: list[Fact] = []
        sources, instance, row = self._sources, "", 0
        for item in answers.items:
            try:  # nothing is called that need not be: this is most of what a check of the whole vault does
                source = sources[item.ref]
            except KeyError:
                source = self._remembered(item)
            if source is None:
                continue
            if source.instance != instance:
                instance, table = source.instance, rows.setdefault(source.table, {})
                row = table.setdefault(instance, len(table) + 1) if instance else 0
            if source.many:
                found.extend(Fact(source.role, row, value) for value in item.value.split(" "))
            else:
                found.append(Fact(source.role, row, item.value))
        return tuple(found)

    def _remembered(self, item: Answer) -> _Source | None:
        if len(self._sources) >= _MOST_SOURCES:
            self._sources.clear()
        source = self._sources[item.ref] = self._look_up(item.ref, item.path)
        return source

    def _look_up(self, ref: str, path: str) -> _Source | None:
        question = self._questions.get(path)
        if question is None or question.kind is Kind.REPEAT:
            return None
        many = question.kind in _MANY
        around = [repeat for repeat in self._repeats if path.startswith(repeat + "/")]
        if not around:
            return _Source(question.role, many)
        repeat = max(around, key=len)
        instance = "/".join(ref.split("/")[: repeat.count("/") + 1])
        return _Source(question.role, many, self._questions[repeat].role, instance)


class RecordFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One record as statistics see it. A withdrawn record has no facts and is only counted."""

    record: str
    instrument: str
    state: str
    """A value of `fieldkit.domain.records.State`."""
    author: str
    """Member code."""
    sealed: bool = False
    """Whether this device can no longer read it: it is only counted."""
    facts: tuple[Fact, ...] = ()

    def first(self, role: str) -> str:
        """The value of the first fact with that role, or an empty text."""
        return next((fact.value for fact in self.facts if fact.role == role), "")

    def values(self, role: str) -> tuple[str, ...]:
        """All values of a role, in order."""
        return tuple(fact.value for fact in self.facts if fact.role == role)
