"""One submission against what the vault holds: the seven cases that ODK Central tells apart, and the revision made."""

from collections.abc import Iterator
from datetime import UTC

import msgspec

from fieldkit import canonical
from fieldkit.domain.answers import Answers
from fieldkit.domain.changes import NOTHING
from fieldkit.domain.forms import Instrument, Session
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.limits import MAX_RECORD
from fieldkit.instruments import submission_reading, submission_values
from fieldkit.instruments.session import load
from fieldkit.instruments.submission_heading import Submission
from fieldkit.instruments.submission_reading import Reading
from fieldkit.services import odk_files
from fieldkit.services.drafts import Saved
from fieldkit.services.odk_forms import FolderForms
from fieldkit.services.odk_identity import record_of
from fieldkit.services.odk_known import Held, KnownSubmissions
from fieldkit.services.odk_opening import Opened
from fieldkit.services.odk_report import Receipt, SubmissionReceipt
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace

_AROUND_ANSWERS = 8 * 1024
"""Bytes of a revision that are not its answers, at most."""
_MOST_PROBLEMS = 50


class Taking:
    """Takes submissions into one vault."""

    def __init__(self, workspace: Workspace, forms: FolderForms) -> None:
        self._workspace = workspace
        self._forms = forms
        self._known = KnownSubmissions(workspace)
        self._recording = Recording(workspace)
        self._zone = workspace.clock.now().tzinfo or UTC
        self.changes = NOTHING
        """Of everything taken so far."""

    def take(self, what: str, opened: Opened) -> SubmissionReceipt:
        """Take one submission in, whole and durable, or not at all.

        Raises Refusal: RECORD_WITHDRAWN, ODK_CONFLICT, ODK_OUT_OF_DATE; FORM_UNKNOWN and others of forms;
        ANSWER_WRONG_TYPE, ODK_TOO_LARGE and others of submissions; RECORD_EXISTS.
        """
        told = opened.told
        held = self._known.find(told.instance_id, told.form)
        if held is not None:
            return self._again(what, opened, held)
        before: Held | None = None
        if told.deprecated_id:
            former = self._known.find(told.deprecated_id, told.form)
            before = former or self._known.find(told.root_id, told.form)
        if before is None:
            return self._first(what, opened)
        self._check_may_follow(before, told)
        return self._keep(what, opened, Receipt.UPDATED, before.record, (before.revision,))

    def _again(self, what: str, opened: Opened, held: Held) -> SubmissionReceipt:
        """A submission that came before: the same answers are no news, others are not taken."""
        if held.withdrawn:
            raise Refusal(Code.RECORD_WITHDRAWN)
        same = bool(held.revision) and self._is_held(opened, held)
        if not held.current and not same:
            self._learn(opened.told, held.record)
            raise Refusal(Code.ODK_OUT_OF_DATE)
        if not same:
            raise Refusal(Code.ODK_CONFLICT)
        receipt = Receipt.IDENTICAL if held.current else Receipt.OUT_OF_DATE
        return SubmissionReceipt(what=what, receipt=receipt, record=held.record)

    def _learn(self, told: Submission, record: str) -> None:
        """What an old state replaced is an older one of the same record, should it ever come."""
        if told.deprecated_id and self._known.find(told.deprecated_id, told.form) is None:
            self._known.remember(told.deprecated_id, record, "")

    def _first(self, what: str, opened: Opened) -> SubmissionReceipt:
        """A submission of a record not known here. It may replace one that never came; then it is named after that."""
        told = opened.told
        if not told.deprecated_id:
            return self._keep(what, opened, Receipt.NEW, record_of(told.instance_id))
        return self._keep(what, opened, Receipt.PREVIOUS_UNKNOWN, record_of(told.root_id or told.deprecated_id))

    def _check_may_follow(self, before: Held, told: Submission) -> None:
        if before.withdrawn:
            raise Refusal(Code.RECORD_WITHDRAWN)
        if not before.current:
            raise Refusal(Code.ODK_OUT_OF_DATE)
        row = self._workspace.store.records.row(before.record)
        if row is None or row.form != told.form:  # no edit turns a record into one of another questionnaire
            raise Refusal(Code.ODK_CONFLICT)

    def _keep(
        self, what: str, opened: Opened, receipt: Receipt, record: str, parents: tuple[str, ...] = ()
    ) -> SubmissionReceipt:
        told = opened.told
        instrument = self._forms.instrument(told.form, told.version)
        reading = self._read(opened, instrument)
        session = load(
            instrument,
            clock=self._workspace.clock,
            answers=reading.answers,
            reference=self._workspace.reference,
            unknown=False,
        )
        problems = tuple(_against_the_form(session, reading))
        with self._workspace.store.transaction():
            files = odk_files.take(self._workspace, record, instrument, reading.answers, opened.files)
            saved: Saved = self._recording.take_over(record, reading.answers, parents)
            self._known.remember(told.instance_id, record, saved.revision)
            if receipt is Receipt.PREVIOUS_UNKNOWN:
                self._known.remember(told.deprecated_id, record, "")
        self.changes |= saved.changes
        return SubmissionReceipt(
            what=what,
            receipt=receipt,
            record=record,
            problems=problems[:_MOST_PROBLEMS],
            unknown=reading.unknown,
            other_version=instrument.version if instrument.version != told.version else "",
            attachments=opened.attachments - files,
            files=files,
            sealed=saved.sealed,
            left_out=saved.left_out,
        )

    def _is_held(self, opened: Opened, held: Held) -> bool:
        """Whether the submission says what the revision says, read by the form that read it then."""
        revision = self._workspace.store.records.revision(held.revision)
        if revision is None:
            return False
        answers = revision.answers
        instrument = self._workspace.store.instruments.get(answers.form, answers.version)
        if instrument is None or instrument.form != opened.told.form:
            return False
        reading = self._read(opened, instrument)
        return submission_values.say_the_same(reading.answers, answers, instrument, self._zone)

    def _read(self, opened: Opened, instrument: Instrument) -> Reading:
        reading = submission_reading.read(opened.document, instrument, self._workspace.clock.new_id, self._zone)
        _check_fits(reading.answers)
        return reading


def _against_the_form(session: Session, reading: Reading) -> Iterator[str]:
    """Refs of answers that are missing, break a rule or are no choice; a session may have dropped the last ones."""
    told = {item.ref: item.value for item in reading.answers.items}
    for state in session.nodes():
        offered = state.choices is None or {choice.value for choice in state.choices}.issuperset(
            told.get(state.ref, "").split()
        )
        if not (state.valid and offered):
            yield state.ref


def _check_fits(answers: Answers) -> None:
    """Raise Refusal (ODK_TOO_LARGE) for what no bundle could carry."""
    try:
        data = canonical.encode(answers)
        canonical.decode(data, Answers)
    except (canonical.NotCanonicalError, msgspec.MsgspecError):
        raise Refusal(Code.ODK_TOO_LARGE) from None
    if len(data) > MAX_RECORD - _AROUND_ANSWERS:
        raise Refusal(Code.ODK_TOO_LARGE, limit=MAX_RECORD)
