"""Moving a record or draft to another version of its questionnaire, with what would be lost shown first."""

from dataclasses import dataclass, replace

from fieldkit import logs
from fieldkit.domain import sealed
from fieldkit.domain.answers import Answer, Answers, path_of
from fieldkit.domain.changes import NOTHING, Changes
from fieldkit.domain.drafts import Draft
from fieldkit.domain.forms import NodeState, Problem
from fieldkit.domain.migration import Loss, Lost
from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.instruments.migrating import Migrated, migrate
from fieldkit.services.answers import form_language, in_words
from fieldkit.services.forms import Forms
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LostRow:
    """An answer that would be lost, in words, for nobody but the person at the screen."""

    ref: str
    label: str
    value: str
    why: Loss


@dataclass(frozen=True, slots=True)
class Preview:
    """What moving would do, or did."""

    id: str
    older: str
    newer: str
    lost: tuple[LostRow, ...]
    added: tuple[NodeState, ...]
    """Questions that are new, asked and without an answer."""
    problems: tuple[Problem, ...]
    """What stands in the way of submitting afterwards."""
    begun: bool = False
    """Whether it is a draft that moves: its answers are kept nowhere else, unlike those of a record."""
    draft: str = ""
    """The draft on the other version; empty as long as nothing was changed."""
    changes: Changes = NOTHING


@dataclass(frozen=True, slots=True)
class _Source:
    """What is moved: a draft, or a record that has none."""

    draft: Draft | None
    answers: Answers
    typed: tuple[Answer, ...] = ()


class Migrating:
    """What a person does when a questionnaire has got a newer version."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._forms = Forms(workspace)

    def newer(self, record: str) -> str:
        """The published version that a record, or the draft that amends it, is not on; empty if there is none."""
        try:
            answers = self._source(record).answers
        except Refusal:
            return ""
        published = self._store.publications.version(answers.form)
        return published if published is not None and published != answers.version else ""

    def preview(self, record: str, version: str | None = None, language: str = "en") -> Preview:
        """What moving a record or draft to a version (that of new records if none is named) would do; changes nothing.

        Raises Refusal: RECORD_UNKNOWN, RECORD_WITHDRAWN, RECORD_SEALED, RECORD_ON_VERSION, FORM_UNKNOWN,
        FORM_NOT_OFFERED.
        """
        return self._try(record, version, language)[0]

    def move(self, record: str, version: str | None = None, language: str = "en", *, lose: bool = False) -> Preview:
        """Move a draft, or begin one that amends a record, on another version.

        The record itself does not change: answers that are not carried over stay in the revision that the draft
        follows. Those of a draft that was never submitted are gone.

        Args:
            record: id of a record or draft.
            version: to move to; that of new records if none is named.
            language: code of the language for labels.
            lose: go on although answers are lost.

        Raises Refusal like `preview`, and MIGRATION_LOSES with their number unless `lose`.
        """
        seen, source, _ = self._try(record, version, language)
        if seen.lost and not lose:
            raise Refusal(Code.MIGRATION_LOSES, count=len(seen.lost))
        recording = Recording(self._workspace)
        with self._store.transaction():
            draft = source.draft.id if source.draft else recording.amend(record)
            recording.seal_names(draft)  # nothing is computed from what an older program kept in the clear
            done = self._try(record, version, language)[2]
            changes = recording.save(draft, done.answers, done.typed)
        logs.event("record.migrated", lost=len(seen.lost))
        return replace(seen, draft=draft, changes=changes)

    def _try(self, record: str, version: str | None, language: str) -> tuple[Preview, _Source, Migrated]:
        source = self._source(record)
        answers = source.answers
        older = self._forms.instrument(answers.form, answers.version)
        newer = self._forms.offered(answers.form) if version is None else self._forms.instrument(answers.form, version)
        if newer.version == older.version:
            raise Refusal(Code.RECORD_ON_VERSION, record=record)
        done = migrate(
            older,
            newer,
            answers,
            typed=source.typed,
            clock=self._workspace.clock,
            language=form_language(newer, language),
            reference=self._workspace.reference,
        )
        preview = Preview(
            id=record,
            older=older.version,
            newer=newer.version,
            lost=self._in_words(answers, done.lost, language),
            added=done.added,
            problems=done.problems,
            begun=source.draft is not None,
        )
        return preview, source, done

    def _source(self, record: str) -> _Source:
        """A draft by its id, the draft that amends a record already, or what the record says now."""
        draft = self._store.drafts.get(record) or next(
            (draft for draft in self._store.drafts.all() if draft.record == record and draft.parents), None
        )
        if draft is not None:
            return _Source(draft, draft.answers, draft.typed)
        row = self._store.records.row(record)
        if row is None:
            raise Refusal(Code.RECORD_UNKNOWN, record=record)
        if row.sealed:
            raise Refusal(Code.RECORD_SEALED, record=record)
        revision = self._store.records.revision(row.head)
        if row.state == State.WITHDRAWN or revision is None:
            raise Refusal(Code.RECORD_WITHDRAWN, record=record)
        return _Source(None, revision.answers)

    def _in_words(self, answers: Answers, lost: tuple[Lost, ...], language: str) -> tuple[LostRow, ...]:
        """In the words of the old version; a part of several codes, and what it does not show, as it is stored."""
        whole = {item.ref: item.value for item in answers.items}
        shown = {item.ref: item for section in in_words(self._workspace, answers, language) for item in section.items}
        instrument = self._store.instruments.get(answers.form, answers.version)
        asked = sealed.uses(instrument) if instrument else {}
        rows = []
        for each in lost:
            item = shown.get(each.ref)
            value = item.value if item and whole.get(each.ref) == each.value else each.value
            value = sealed.shown(value) if path_of(each.ref) in asked else value
            rows.append(LostRow(each.ref, item.label if item else each.ref, value, each.why))
        return tuple(rows)
