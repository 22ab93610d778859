"""Recording: drafts that are saved as one types, submitting them, amending what was submitted."""

from contextlib import suppress
from dataclasses import replace
from functools import partial
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
from fieldkit.services.drafts import DraftRow, Opened, Saved, row_of
from fieldkit.services.enclosures import enclose
from fieldkit.services.forms import Forms
from fieldkit.services.journal import Journal
from fieldkit.services.keeping import Keeping
from fieldkit.services.sealing import LeftOut, Sealing
from fieldkit.services.workspace import Workspace


class Recording:
    """Everything between opening a form and the immutable revision."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._forms = Forms(workspace)
        self._sealing = Sealing(workspace)
        self._keeping = Keeping(workspace, self._sealing)

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
        return self.open(draft).session

    def open(self, draft: str, language: str = "en") -> Opened:
        """The form with all that stood on the screen, but for names of an older program. Raises RECORD_NOT_A_DRAFT."""
        with backups.forgetting(self._workspace):
            left_out = self.seal_names(draft)
        kept = self._keeping.draft(draft)
        asked = remarks.asked(self._workspace, kept.record or kept.corrects, language)
        return Opened(self._session(kept.answers), kept.typed, row_of(self._store, kept).reason, asked, left_out)

    def seal_names(self, draft: str) -> tuple[LeftOut, ...]:
        """Put names that an older program kept in a draft onto cards; tells those that may not be kept, and are gone.

        Raises Refusal(RECORD_NOT_A_DRAFT).
        """
        return self._keeping.keep(self._keeping.draft(draft))

    def save(self, draft: str, answers: Answers, typed: tuple[Answer, ...] = ()) -> Changes:
        """Keep the answers, and words that are no answers yet; durable when it returns. Names go onto cards."""
        self._keeping.keep(self._keeping.draft(draft), answers, typed)
        return Changes(drafts=frozenset({draft}))

    def seal(self, draft: str, answers: Answers, told: Answer) -> Changes:
        """Write the card of a sealed question, at which its code stands in `answers`; durable when it returns.

        Raises Refusal: RECORD_NOT_A_DRAFT, and those of `Sealing.seal`; the draft is then as it was.
        """
        kept = self._keeping.draft(draft)
        with self._store.transaction():
            self._sealing.seal(draft, kept.record, answers, told, answers.get(told.ref))
            self._keeping.keep(kept, answers, kept.typed)
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
        kept = self._keeping.draft(draft)
        with self._store.transaction():
            cleaned = self._keeping.cleaned(kept, answers or kept.answers, kept.typed)
            session = self._session(cleaned.answers)
            refs = [problem.ref for problem in session.problems()]
            refs += [item.ref for item in cleaned.typed if answers is None and item.ref not in refs]
            if refs:
                raise Refusal(Code.ANSWER_PROBLEMS, count=len(refs), ref=refs[0])
            self._store.drafts.delete(draft)
            record, answers = kept.record or kept.id, session.answers()
            enclose(self._workspace, draft, record, answers, self._author())
            saved = self._append(record, kept.parents, answers, kept.corrects)
            self._sealing.enclose(draft, record, answers)
            changes = retention.settle(self._workspace)  # earlier revisions, from before the policy
        logs.event("record.submitted")
        changes |= saved.changes | Changes(drafts=frozenset({draft}))
        return replace(saved, changes=changes, left_out=cleaned.left_out, sealed=cleaned.sealed)

    def take_over(self, record: str, answers: Answers, parents: tuple[str, ...] = ()) -> Saved:
        """Make a revision of answers that were given to another tool, word for word, whatever the form says of them.

        But for names, which go onto cards. Files that were taken in for the record and that answers name join it.

        Raises Refusal: RECORD_EXISTS if nothing is followed and the id is taken; PROJECT_MISSING.
        """
        if not parents:
            self._new_id(record)
        with self._store.transaction():
            cleaned = self._sealing.clean(record, record, answers)
            enclose(self._workspace, record, record, cleaned.answers, self._author())
            saved = self._append(record, parents, cleaned.answers)
            changes = saved.changes | self._sealing.enclose(record, record, cleaned.answers)
            return replace(saved, changes=changes, left_out=cleaned.left_out, sealed=cleaned.sealed)

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
        self._keeping.keep(
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
        return tuple(row_of(self._store, draft) for draft in self._store.drafts.all())

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

        But for sealed questions: what may not be sealed is left out, and told.

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
        left_out: list[LeftOut] = []
        told = answers_json.fill(session, answers_json_bytes, partial(self._code_for, session, left_out))
        with backups.forgetting(self._workspace), self._store.transaction():
            draft = self._new_id(record_id)
            self._put(Draft(id=draft, updated=self._workspace.now(), answers=session.draft()))
            for each in told:
                try:
                    self._sealing.seal(draft, "", session.draft(), each, session.node(each.ref).value)
                except Refusal as refusal:
                    session.set(each.ref, "")
                    left_out.append(LeftOut(each.ref, refusal.code))
            for ref, path in files:
                session.set(ref, Attachments(self._workspace).attach(draft, ref, path).name)
            self._put(Draft(id=draft, updated=self._workspace.now(), answers=session.draft()))
            if submit:
                return replace(self._submit(draft), left_out=tuple(left_out), sealed=len(told))
        changes = Changes(drafts=frozenset({draft}))
        return Saved(id=draft, state=State.DRAFT.value, revision="", changes=changes, left_out=tuple(left_out))

    def _code_for(self, session: Session, left_out: list[LeftOut], ref: str) -> str:
        """The code to stand at a sealed question; none if no card may be written, which is noted."""
        try:
            return self._sealing.code_for(session.draft(), ref)
        except Refusal as refusal:
            left_out.append(LeftOut(ref, refusal.code))
            return ""

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
        names = self._sealing.allowed
        return load(instrument, clock=self._workspace.clock, origin=origin, reference=reference, names=names)

    def _session(self, answers: Answers) -> Session:
        instrument, reference, names = self._instrument(answers), self._workspace.reference, self._sealing.allowed
        return load(instrument, clock=self._workspace.clock, answers=answers, reference=reference, names=names)

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
