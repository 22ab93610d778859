"""Facts: typed rows drawn from answers by the fact roles of an instrument; all that statistics ever read."""

from collections.abc import Iterable

import msgspec

from fieldkit.domain.answers import Answers
from fieldkit.domain.forms import Instrument, Kind, Question

_MANY = frozenset({Kind.SELECT_MULTIPLE, Kind.RANK})


class Fact(msgspec.Struct, frozen=True, order=True):
    """One answer in its role. `row` numbers the passes of the repeat it stands in from 1; 0 outside any fact repeat."""

    role: str
    row: int
    value: str


class FactReader:
    """Draws facts from answers of one instrument; made once per instrument version, then used for many records."""

    def __init__(self, instrument: Instrument) -> None:
        self._questions = {question.path: question for question in instrument.questions if question.role}
        self._repeats = tuple(path for path, question in self._questions.items() if question.kind is Kind.REPEAT)

    def read(self, answers: Answers) -> tuple[Fact, ...]:
        """Facts of one record, in document order; one fact per chosen code where several may be chosen."""
        rows: dict[str, dict[str, int]] = {}
        found: list[Fact] = []
        for item in answers.items:
            question = self._questions.get(item.path)
            if question is None or question.kind is Kind.REPEAT:
                continue
            row = self._row(item.ref, item.path, rows)
            found.extend(Fact(question.role, row, value) for value in _values(question, item.value))
        return tuple(found)

    def _row(self, ref: str, path: str, rows: dict[str, dict[str, int]]) -> int:
        """The running number of the innermost fact repeat instance that `ref` lies in."""
        around = [repeat for repeat in self._repeats if path.startswith(repeat + "/")]
        if not around:
            return 0
        repeat = max(around, key=len)
        instance = "/".join(ref.split("/")[: repeat.count("/") + 1])
        table = rows.setdefault(self._questions[repeat].role, {})
        return table.setdefault(instance, len(table) + 1)


def _values(question: Question, value: str) -> Iterable[str]:
    return value.split(" ") if question.kind in _MANY else (value,)


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
