"""Reviewing: a supervisor's word on what was submitted."""

import unicodedata

import msgspec

from fieldkit.domain.bodies import Decision, Remark, Review
from fieldkit.domain.changes import Changes
from fieldkit.domain.listing import Column, Order, RecordFilter, RecordRow
from fieldkit.domain.log import EntryKind
from fieldkit.domain.people import REVIEWERS
from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.services.browsing import Browsing
from fieldkit.services.consenting import Consenting, standing
from fieldkit.services.journal import Journal
from fieldkit.services.remarks import askable
from fieldkit.services.workspace import Workspace

_QUEUE_LIMIT = 500
_WAITING = (State.CONFLICT.value, State.DOUBTFUL.value, State.SUBMITTED.value)
_CONFLICTS_FIRST = Order(column=Column.STATE, descending=False, groups=_WAITING)


class Reviewing:
    """Decisions are entries of the reviewer's own log and travel in bundles like everything else."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def queue(self, language: str = "en") -> tuple[RecordRow, ...]:
        """Records that wait for a decision, at most 500: first in conflict, then in doubt, then the newest."""
        waiting = RecordFilter(states=_CONFLICTS_FIRST.groups)
        page = Browsing(self._workspace).page(waiting, limit=_QUEUE_LIMIT, order=_CONFLICTS_FIRST, language=language)
        return page.rows

    def accept(self, record: str, reason: str = "", *, version: str = "") -> Changes:
        """Let the record give figures. A record that it corrects becomes its duplicate, so that one of both counts.

        `version` names a revision that was set aside because a revoked laptop signed it: it holds from then on.
        """
        if version:
            return self._review(record, Decision.ACCEPTED, reason=reason, aside=version)
        corrected = self._corrected(record)
        with self._workspace.store.transaction():
            changes = self._review(record, Decision.ACCEPTED, reason=reason)
            if corrected:
                changes |= self._review(corrected, Decision.DUPLICATE, duplicate_of=record)
        return changes

    def return_to_author(self, record: str, reason: str, remarks: tuple[Remark, ...] = ()) -> Changes:
        """Send the record back to its author with a reason, and with what is asked about single questions.

        Without a reason for the whole record the first remark stands in lists. Raises Refusal like the others, and
        ANSWER_UNKNOWN_QUESTION if a remark is about one that the form does not ask, after these answers.
        """
        if remarks:
            sections = askable(self._workspace, standing(self._workspace, record).id)
            known = {item.ref for section in sections for item in section.items}
            strange = next((each.ref for each in remarks if each.ref not in known), "")
            if strange:
                raise Refusal(Code.ANSWER_UNKNOWN_QUESTION, ref=strange)
            reason = reason or remarks[0].words
        return self._review(record, Decision.RETURNED, reason=reason, remarks=remarks)

    def exclude(self, record: str, reason: str) -> Changes:
        """Keep the record out of all figures."""
        return self._review(record, Decision.EXCLUDED, reason=reason)

    def duplicate(self, record: str, of: str) -> Changes:
        """Mark the record as telling what record `of` tells already; only `of` gives figures."""
        if of == record or self._workspace.store.records.row(of) is None:
            raise Refusal(Code.RECORD_UNKNOWN, record=of)
        return self._review(record, Decision.DUPLICATE, duplicate_of=of)

    def withdraw(self, record: str) -> Changes:
        """All consent was taken back: as `Consenting.withdraw` for every use."""
        return Consenting(self._workspace).withdraw(record)

    def _corrected(self, record: str) -> str:
        """The record that this one corrects, if its author made that too and it may be decided on; empty otherwise."""
        records = self._workspace.store.records
        corrected, correction = records.row(records.corrects(record)), records.row(record)
        if corrected is None or correction is None or corrected.author != correction.author:
            return ""
        return "" if corrected.state in {State.WITHDRAWN, State.CONFLICT, State.DUPLICATE} else corrected.id

    def _review(
        self,
        record: str,
        decision: Decision,
        *,
        reason: str = "",
        duplicate_of: str = "",
        aside: str = "",
        remarks: tuple[Remark, ...] = (),
    ) -> Changes:
        roster = self._workspace.require_roster()
        device = roster.device(self._workspace.identity.device)
        if device is None or self._workspace.role not in REVIEWERS:
            raise Refusal(Code.REVIEW_NOT_ALLOWED)
        row = standing(self._workspace, record)
        if row.state == State.CONFLICT:
            raise Refusal(Code.RECORD_NOT_SUBMITTED, record=record)
        if aside and (not row.doubt or aside not in self._workspace.store.records.parents(record)):
            raise Refusal(Code.RECORD_UNKNOWN, record=record)
        seen = self._workspace.store.records.reviews(record)
        revision = aside or row.head
        review = Review(
            record=record,
            revision=revision,
            decision=decision,
            reviewer=device.member,
            at=self._workspace.now(),
            reason=_composed(reason),
            duplicate_of=duplicate_of,
            follows=tuple(sorted(name for name, (_, known) in seen.items() if known.revision == revision)),
            in_doubt=True if aside or row.state == State.DOUBTFUL else msgspec.UNSET,
            remarks=tuple(msgspec.structs.replace(each, words=_composed(each.words)) for each in remarks)
            or msgspec.UNSET,
        )
        _, changes = Journal(self._workspace).append(EntryKind.REVIEW, record, review)
        return changes


def _composed(words: str) -> str:
    """As logs spell text: some keyboards type a letter and its mark apart."""
    return unicodedata.normalize("NFC", words)
