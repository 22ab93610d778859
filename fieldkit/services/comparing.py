"""Versions of a record beside one another: only the answers that differ, in words."""

from dataclasses import dataclass

from fieldkit.domain.answers import Answers
from fieldkit.domain.bodies import Revision
from fieldkit.domain.differences import differences
from fieldkit.domain.forms import Kind
from fieldkit.domain.records import Doubt, heads_of
from fieldkit.errors import Code, Refusal
from fieldkit.instruments.migrating import same_questions
from fieldkit.services.answers import by_ref
from fieldkit.services.workspace import Workspace

_TO_COMPARE = 2


@dataclass(frozen=True, slots=True)
class Version:
    """One revision and who made it."""

    revision: str
    author: str
    at: str


@dataclass(frozen=True, slots=True)
class Row:
    """One question that the versions answer differently."""

    section: str
    label: str
    kind: Kind
    values: tuple[str, ...]
    """The answer of each version in words; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Versions, and the rows in which they differ."""

    versions: tuple[Version, ...]
    rows: tuple[Row, ...]


class Comparing:
    """Read-only."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._records = workspace.store.records

    def heads(self, record: str, language: str = "en") -> Comparison:
        """The newest versions of a record, two or more in a conflict. Raises Refusal(RECORD_UNKNOWN)."""
        return self._compare(record, heads_of(self._records.parents(record)), language)

    def doubtful(self, record: str, language: str = "en") -> Comparison | None:
        """What is shown of a record, and after it the newest versions that were set aside as in doubt.

        Of a record that two laptops wrote as one device, its newest versions, which were combined. None if there are
        no such versions, or if nothing else is known of the record. Raises Refusal(RECORD_UNKNOWN).
        """
        row = self._records.row(record)
        if row is None:
            raise Refusal(Code.RECORD_UNKNOWN, record=record)
        parents = self._records.parents(record)
        shown = next(self._workspace.store.projection.shown(record), None) if row.doubt else None
        aside = {name: parents[name] for name in shown.aside} if shown else {}
        if row.doubt == Doubt.TWINS:
            names = heads_of(parents)
        else:
            names = (row.head, *heads_of(aside)) if row.head not in aside else ()
        readable = tuple(name for name in names if self._records.revision(name) is not None)
        return self._compare(record, readable, language) if len(readable) >= _TO_COMPARE else None

    def change(self, record: str, revision: str, language: str = "en") -> Comparison:
        """What a revision changed in those that it followed, which come first. Raises Refusal(RECORD_UNKNOWN)."""
        parents = self._revision(record, revision).parents
        known = tuple(parent for parent in parents if self._records.revision(parent) is not None)
        return self._compare(record, (*known, revision), language)

    def _compare(self, record: str, names: tuple[str, ...], language: str) -> Comparison:
        revisions = tuple(self._revision(record, name) for name in names)
        words = [by_ref(self._workspace, revision.answers, language) for revision in revisions]
        rows = []
        answers = [revision.answers for revision in revisions]
        for difference in differences(answers, self._places(answers)):
            shown = [found.get(ref) for found, ref in zip(words, difference.refs, strict=True)]
            first = next((each for each in shown if each is not None), None)
            if first is not None:  # calculations have no words
                section, item = first
                values = tuple(each[1].value if each else "" for each in shown)
                rows.append(Row(section, item.label, item.kind, values))
        versions = (Version(name, each.author, each.at) for name, each in zip(names, revisions, strict=True))
        return Comparison(tuple(versions), tuple(rows))

    def _places(self, answers: list[Answers]) -> dict[str, dict[str, str]]:
        """Where the questions of other versions of the form stand in that of the last revision."""
        if len({each.version for each in answers}) < _TO_COMPARE:
            return {}
        get = self._workspace.store.instruments.get
        last = get(answers[-1].form, answers[-1].version)
        others = {each.version: get(each.form, each.version) for each in answers if each.form == answers[-1].form}
        return {
            version: same_questions(other, last)
            for version, other in others.items()
            if last and other and other != last
        }

    def _revision(self, record: str, name: str) -> Revision:
        found = self._records.revision(name)
        if found is None or found.record != record:
            raise Refusal(Code.RECORD_UNKNOWN, record=record)
        return found
