"""Conflicts: what people told differently of one record, question by question, and the decision of a supervisor."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fieldkit import logs
from fieldkit.clock import Clock
from fieldkit.domain import sealed
from fieldkit.domain.answers import Answers, path_of
from fieldkit.domain.bodies import Revision, revision_id
from fieldkit.domain.changes import Changes
from fieldkit.domain.forms import Instrument, Kind
from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.log import EntryKind
from fieldkit.domain.merging import Clash, Merged, Place, merge
from fieldkit.domain.people import REVIEWERS
from fieldkit.domain.records import State, base_of, heads_of
from fieldkit.errors import Code, Refusal
from fieldkit.instruments.session import load
from fieldkit.services.answers import Item, by_ref
from fieldkit.services.journal import Journal
from fieldkit.services.merging import computed_by
from fieldkit.services.workspace import Workspace

_LISTED = 500


@dataclass(frozen=True, slots=True)
class Told:
    """One version: who made it and when, by the claim of their clock."""

    revision: str
    author: str
    at: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something to decide: an answer, or whether an instance of a repeat stays."""

    ref: str
    """In the first version that has it."""
    section: str
    label: str
    kind: Kind
    values: tuple[str, ...]
    """In words, per version; empty where there is no answer. For an instance its ref, empty where it was removed."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A record that several people changed without knowing of each other."""

    record: str
    versions: tuple[Told, ...]
    questions: tuple[Question, ...]
    whole: bool
    """Versions of different questionnaires: only one of them as a whole can be taken."""


class Resolving:
    """Conflicts of one vault."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._records = workspace.store.records
        self._clock = workspace.clock

    def conflicts(self, language: str = "en") -> tuple[Conflict, ...]:
        """Every conflict, newest first, at most 500."""
        rows = self._records.page(RecordFilter(states=(State.CONFLICT.value,)), _LISTED).rows
        return tuple(self.look(row.id, language) for row in rows)

    def look(self, record: str, language: str = "en") -> Conflict:
        """One conflict. Raises Refusal: RECORD_UNKNOWN, RECORD_NO_CONFLICT."""
        heads, base = self._versions(record)
        versions = [each.answers for each in heads]
        told = tuple(Told(revision_id(each), each.author, each.at) for each in heads)
        instrument = self._instrument(versions)
        if instrument is None:
            return Conflict(record, told, (), whole=True)
        merged = _join(instrument, base, versions, self._clock)
        words = [by_ref(self._workspace, each, language) for each in versions]
        asked = sealed.uses(instrument)
        return Conflict(record, told, tuple(_question(clash, words, asked) for clash in merged.clashes), whole=False)

    def take(self, record: str, version: int) -> Changes:
        """Decide that one version, counted from 0, is right as a whole. Raises Refusal like `decide`."""
        heads, _base = self._versions(record)
        if not 0 <= version < len(heads):
            raise Refusal(Code.RESOLVE_UNKNOWN_VERSION)
        return self._append(record, heads, heads[version].answers)

    def decide(self, record: str, choices: Mapping[str, int]) -> Changes:
        """Decide question by question; what did not clash is combined.

        Args:
            record: one in conflict.
            choices: ref of each question of `look` -> number of the version, from 0, that is right.

        Raises Refusal: RECORD_UNKNOWN, RECORD_NO_CONFLICT, REVIEW_NOT_ALLOWED; RESOLVE_UNDECIDED if a question is left
        out; RESOLVE_UNKNOWN_VERSION; RESOLVE_NOT_TOGETHER or ANSWER_PROBLEMS if the form does not allow the outcome.
        Nothing is then written.
        """
        heads, base = self._versions(record)
        versions = [each.answers for each in heads]
        instrument = self._instrument(versions)
        if instrument is None:
            raise Refusal(Code.RESOLVE_UNDECIDED, count=1)
        if any(not 0 <= number < len(heads) for number in choices.values()):
            raise Refusal(Code.RESOLVE_UNKNOWN_VERSION)
        clashes = _join(instrument, base, versions, self._clock).clashes
        decided = {each.place: choices[_ref(each)] for each in clashes if _ref(each) in choices}
        left = len(clashes) - len(decided)
        if left:
            raise Refusal(Code.RESOLVE_UNDECIDED, count=left)
        answers = _join(instrument, base, versions, self._clock, decided).answers
        session = load(instrument, clock=self._clock, answers=answers)
        problems = session.problems()
        if problems:
            raise Refusal(Code.ANSWER_PROBLEMS, count=len(problems), ref=problems[0].ref)
        if _drops(instrument, answers, self._clock):
            raise Refusal(Code.RESOLVE_NOT_TOGETHER)
        return self._append(record, heads, session.answers())

    def _versions(self, record: str) -> tuple[list[Revision], Answers]:
        """The newest revisions, by name, and the answers that they began with; none if they share no beginning."""
        row = self._records.row(record)
        if row is None:
            raise Refusal(Code.RECORD_UNKNOWN, record=record)
        if row.state != State.CONFLICT:
            raise Refusal(Code.RECORD_NO_CONFLICT, record=record)
        parents = self._records.parents(record)
        names = heads_of(parents)
        heads = [each for name in names if (each := self._records.revision(name)) is not None]
        shared = base_of(parents, names)
        base = self._records.revision(shared) if shared else None
        first = heads[0].answers
        nothing = Answers(form=first.form, version=first.version)
        fits = base is not None and (base.answers.form, base.answers.version) == (first.form, first.version)
        return heads, base.answers if base is not None and fits else nothing

    def _instrument(self, versions: list[Answers]) -> Instrument | None:
        """The questionnaire that all versions answer."""
        forms = {(each.form, each.version) for each in versions}
        return self._workspace.store.instruments.get(*forms.pop()) if len(forms) == 1 else None

    def _append(self, record: str, heads: list[Revision], answers: Answers) -> Changes:
        roster = self._workspace.require_roster()
        device = roster.device(self._workspace.identity.device)
        if device is None or self._workspace.role not in REVIEWERS:
            raise Refusal(Code.REVIEW_NOT_ALLOWED)
        instrument = self._instrument([answers])
        asked = sealed.uses(instrument) if instrument else {}
        revision = Revision(
            record=record,
            parents=tuple(sorted(revision_id(each) for each in heads)),
            author=device.member,
            at=self._workspace.now(),
            answers=sealed.without_words(answers, asked),  # an older program may have put a name there
            corrects=heads[0].corrects,
        )
        _, changes = Journal(self._workspace).append(EntryKind.REVISION, record, revision)
        logs.event("record.resolved")
        return changes


def _join(
    instrument: Instrument,
    base: Answers,
    versions: list[Answers],
    clock: Clock,
    decided: Mapping[Place, int] = MappingProxyType({}),
) -> Merged:
    """The versions joined. Where the form would not have them together, all that differs has to be decided."""
    computed = computed_by(instrument)
    clashes = merge(base, versions, computed).clashes
    settled = (dict.fromkeys((clash.place for clash in clashes), number) for number in range(len(versions)))
    outcomes = (merge(base, versions, computed, decided=each).answers for each in settled)
    doubtful = not clashes or any(_drops(instrument, each, clock) for each in outcomes)
    return merge(base, versions, computed, decided=decided, doubtful=doubtful)


def _drops(instrument: Instrument, answers: Answers, clock: Clock) -> bool:
    """Whether the form would leave answers out, because others make their questions irrelevant."""
    computed = computed_by(instrument)
    session = load(instrument, clock=clock, answers=answers, strict=False)
    kept = {item.ref for item in session.answers().items}
    return any(item.ref not in kept for item in answers.items if item.path not in computed)


def _question(clash: Clash, words: list[dict[str, tuple[str, Item]]], asked: Container[str]) -> Question:
    found = [each.get(ref) for each, ref in zip(words, clash.refs, strict=True)]
    first = next((each for each in found if each is not None), None)
    if first is None:  # an instance of a repeat, or an answer without words
        name = clash.place[-1][0]
        kind = Kind.INSTANCE if clash.place[-1][1] else Kind.HIDDEN
        values = clash.refs if kind is Kind.INSTANCE else clash.values
        if path_of(_ref(clash)) in asked:
            values = tuple(sealed.shown(value) for value in values)
        return Question(_ref(clash), "", name, kind, values)
    section, item = first
    values = tuple(each[1].value if each else "" for each in found)
    return Question(_ref(clash), section, item.label, item.kind, values)


def _ref(clash: Clash) -> str:
    return next(ref for ref in clash.refs if ref)
