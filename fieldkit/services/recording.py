"""Recording: drafts that are saved as one types, submitting them, amending what was submitted."""

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from fieldkit import logs
from fieldkit.domain.answers import Answer, Answers
from fieldkit.domain.bodies import Revision, revision_id
from fieldkit.domain.changes import Changes
from fieldkit.domain.drafts import Draft
from fieldkit.domain.forms import Instrument, Session
from fieldkit.domain.ids import is_record_id
from fieldkit.domain.log import EntryKind
from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import answers_json
from fieldkit.instruments.metadata import Origin
from fieldkit.instruments.session import FormSession, load
from fieldkit.services import backups, remarks, retention
from fieldkit.services.attachments import Attachments
from fieldkit.services.cards import Cards
from fieldkit.services.enclosures import enclose
from fieldkit.services.forms import Forms
from fieldkit.services.journal import Journal
from fieldkit.services.remarks import Asked
from fieldkit.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft as lists show it. `record` is set if it amends a submitted record, `reason` if that was returned.

    `corrects` is set if it is the correction of a record that can no longer be read here.
    """

    id: str
    form: str
    title: str
    updated: str
    record: str
    reason: str
    corrects: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A draft to go on with. `typed` are words that are no answers yet, `reason` why the record came back."""

    session: Session
    typed: tuple[Answer, ...]
    reason: str
    asked: tuple[Asked, ...] = ()
    """What is asked about single answers."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A durable save: which record, its state, its revision (empty for a draft)."""

    id: str
    state: str
    revision: str
    changes: Changes


class Recording:
    """Everything between opening a form and the immutable revision."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._forms = Forms(workspace)

    def start(self, form: str, record: str = "") -> str:
        """Begin a draft on the version of an instrument that is offered; returns its id, which becomes the record's.

        Raises Refusal: FORM_UNKNOWN, FORM_NOT_OFFERED, RECORD_EXISTS if `record` is given and taken.
        """
        session = self._new_session(form)
        draft = self._new_id(record)
        self._put(Draft(id=draft, updated=self._workspace.now(), answers=session.draft()))
        return draft

    def resume(self, draft: str) -> Session:
        """The form with the draft's answers. Raises Refusal(RECORD_NOT_A_DRAFT)."""
        return self._session(self._draft(draft).answers)

    def open(self, draft: str, language: str = "en") -> Opened:
        """The form with all that stood on the screen. Raises Refusal(RECORD_NOT_A_DRAFT)."""
        kept = self._draft(draft)
        asked = remarks.asked(self._workspace, kept.record or kept.corrects, language)
        return Opened(self._session(kept.answers), kept.typed, self._row(kept).reason, asked)

    def save(self, draft: str, answers: Answers, typed: tuple[Answer, ...] = ()) -> Changes:
        """Keep the answers, and words that are no answers yet; durable when it returns."""
        kept = self._draft(draft)
        self._put(msgspec.structs.replace(kept, updated=self._workspace.now(), answers=answers, typed=typed))
        return Changes(drafts=frozenset({draft}))

    def submit(self, draft: str, answers: Answers | None = None) -> Saved:
        """Make the draft a revision: checked again, logged, signed, indexed and taken off the drafts at once.

        Raises Refusal(ANSWER_PROBLEMS) with their number and the first one's ref; the draft stays, and takes `answers`
        that are newer. Words that are no answers count as problems unless `answers` says that they are settled.
        """
        try:
            with backups.forgetting(self._workspace):
                return self._submit(draft, answers)
        except Refusal:
            if answers is not None:
                with suppress(Refusal):  # whatever it is, the person is told of the first one
                    self.save(draft, answers)
            raise

    def _submit(self, draft: str, answers: Answers | None = None) -> Saved:
        kept = self._draft(draft)
        session = self._session(answers or kept.answers)
        refs = [problem.ref for problem in session.problems()]
        refs += [item.ref for item in kept.typed if answers is None and item.ref not in refs]
        if refs:
            raise Refusal(Code.ANSWER_PROBLEMS, count=len(refs), ref=refs[0])
        with self._store.transaction():
            self._store.drafts.delete(draft)
            record, answers = kept.record or kept.id, session.answers()
            enclose(self._workspace, draft, record, answers, self._author())
            saved = self._append(record, kept.parents, answers, kept.corrects)
            Cards(self._workspace).enclose(draft, record, answers)
            changes = retention.settle(self._workspace)  # earlier revisions, from before the policy
        logs.event("record.submitted")
        return replace(saved, changes=saved.changes | changes | Changes(drafts=frozenset({draft})))

    def take_over(self, record: str, answers: Answers, parents: tuple[str, ...] = ()) -> Saved:
        """Make a revision of answers that were given to another tool, word for word, whatever the form says of them.

        Files that were taken in for the record and that answers name join it.

        Raises Refusal: RECORD_EXISTS if nothing is followed and the id is taken; PROJECT_MISSING.
        """
        if not parents:
            self._new_id(record)
        with self._store.transaction():
            enclose(self._workspace, record, record, answers, self._author())
            return self._append(record, parents, answers)

    def amend(self, record: str) -> str:
        """Begin a draft that will follow the record's present revision (all of them in a conflict); returns its id.

        A record that was put away here gets a new, empty one that names it as corrected. What was begun already is
        gone on with. Raises Refusal: RECORD_UNKNOWN, RECORD_WITHDRAWN, for a record put away FORM_NOT_OFFERED too.
        """
        row = self._store.records.row(record)
        if row is None:
            raise Refusal(Code.RECORD_UNKNOWN, record=record)
        for draft in self._store.drafts.all():
            if record == (draft.record or draft.corrects):
                return draft.id
        if row.sealed:
            answers = self._new_session(row.form).draft()
            draft_id = self._new_id("")
            self._put(Draft(id=draft_id, updated=self._workspace.now(), answers=answers, corrects=record))
            return draft_id
        revision = self._store.records.revision(row.head)
        if row.state == State.WITHDRAWN or revision is None:
            raise Refusal(Code.RECORD_WITHDRAWN, record=record)
        named = self._store.records.parents(record)
        leaves = set(named) - {parent for parents in named.values() for parent in parents}
        draft_id = self._workspace.clock.new_id()
        self._put(
            Draft(
                id=draft_id,
                record=record,
                parents=tuple(sorted(leaves)),
                updated=self._workspace.now(),
                answers=revision.answers,
                corrects=revision.corrects or "",
            )
        )
        return draft_id

    def discard(self, draft: str) -> Changes:
        """Throw a draft away, with its files. Raises Refusal(RECORD_NOT_A_DRAFT)."""
        with self._store.transaction():
            if not self._store.drafts.delete(draft):
                raise Refusal(Code.RECORD_NOT_A_DRAFT, record=draft)
            self._store.attachments.keep_only(draft, frozenset())
            self._store.cards.forget(draft)
        return Changes(drafts=frozenset({draft}))

    def drafts(self) -> tuple[DraftRow, ...]:
        """All drafts, the one last worked on first."""
        return tuple(self._row(draft) for draft in self._store.drafts.all())

    def add(
        self,
        form: str,
        answers_json_bytes: bytes,
        *,
        record_id: str = "",
        files: tuple[tuple[str, Path], ...] = (),
        submit: bool = False,
    ) -> Saved:
        """Answers from a file in one go: a draft, or with `submit` a revision; nothing is kept if anything is refused.

        Args:
            form: name of the questionnaire.
            answers_json_bytes: the answers but for those that are files.
            record_id: id of the record; else a random one.
            files: question and file for each of those.
            submit: make it a revision.

        Raises Refusal: FORM_UNKNOWN, FORM_NOT_OFFERED, RECORD_EXISTS, those of `answers_json.fill` and
        `Attachments.attach`, ANSWER_PROBLEMS, PROJECT_MISSING.
        """
        session = self._new_session(form)
        answers_json.fill(session, answers_json_bytes)
        with backups.forgetting(self._workspace), self._store.transaction():
            draft = self._new_id(record_id)
            self._put(Draft(id=draft, updated=self._workspace.now(), answers=session.draft()))
            for ref, path in files:
                session.set(ref, Attachments(self._workspace).attach(draft, ref, path).name)
            self._put(Draft(id=draft, updated=self._workspace.now(), answers=session.draft()))
            if submit:
                return self._submit(draft)
        return Saved(id=draft, state=State.DRAFT.value, revision="", changes=Changes(drafts=frozenset({draft})))

    def _append(self, record: str, parents: tuple[str, ...], answers: Answers, corrects: str = "") -> Saved:
        revision = Revision(
            record=record,
            parents=parents,
            author=self._author(),
            at=self._workspace.now(),
            answers=answers,
            corrects=corrects or msgspec.UNSET,
        )
        _, changes = Journal(self._workspace).append(EntryKind.REVISION, record, revision)
        row = self._store.records.row(record)
        return Saved(
            id=record,
            state=row.state if row else State.SUBMITTED.value,
            revision=revision_id(revision),
            changes=changes,
        )

    def _author(self) -> str:
        roster = self._workspace.require_roster()
        device = roster.device(self._workspace.identity.device)
        return device.member if device else self._workspace.identity.code

    def _instrument(self, answers: Answers) -> Instrument:
        found = self._store.instruments.get(answers.form, answers.version)
        if found is None:
            raise Refusal(Code.FORM_UNKNOWN, form=answers.form)
        return found

    def _new_session(self, form: str) -> FormSession:
        identity = self._workspace.identity
        origin = Origin(device=identity.device, member=identity.code)
        instrument, reference = self._forms.offered(form), self._workspace.reference
        return load(instrument, clock=self._workspace.clock, origin=origin, reference=reference)

    def _session(self, answers: Answers) -> Session:
        instrument, reference = self._instrument(answers), self._workspace.reference
        return load(instrument, clock=self._workspace.clock, answers=answers, reference=reference)

    def _draft(self, draft: str) -> Draft:
        found = self._store.drafts.get(draft)
        if found is None:
            raise Refusal(Code.RECORD_NOT_A_DRAFT, record=draft)
        return found

    def _put(self, draft: Draft) -> None:
        self._store.drafts.put(draft)

    def _new_id(self, wanted: str) -> str:
        if not wanted:
            return self._workspace.clock.new_id()
        if not is_record_id(wanted):
            raise Refusal(Code.RECORD_UNKNOWN)
        if self._store.records.row(wanted) or self._store.drafts.get(wanted):
            raise Refusal(Code.RECORD_EXISTS, record=wanted)
        return wanted

    def _row(self, draft: Draft) -> DraftRow:
        instrument = self._store.instruments.get(draft.answers.form, draft.answers.version)
        amended = self._store.records.row(draft.record or draft.corrects)
        return DraftRow(
            id=draft.id,
            form=draft.answers.form,
            title=instrument.title if instrument else draft.answers.form,
            updated=draft.updated,
            record=draft.record,
            reason=amended.reason if amended and amended.state == State.RETURNED else "",
            corrects=draft.corrects,
        )
