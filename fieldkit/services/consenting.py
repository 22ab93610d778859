"""What the people in a record agreed to, and taking that back: for the whole record, or for some uses of it."""

from collections.abc import Collection

import msgspec

from fieldkit import logs
from fieldkit.domain import consent
from fieldkit.domain.answers import Answers
from fieldkit.domain.bodies import Withdrawal
from fieldkit.domain.changes import NOTHING, Changes
from fieldkit.domain.consent import Agreed, First, Use
from fieldkit.domain.facts import RecordFacts
from fieldkit.domain.listing import RecordRow
from fieldkit.domain.log import EntryKind
from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.services import backups
from fieldkit.services.asked_again import asked_again
from fieldkit.services.journal import Journal
from fieldkit.services.workspace import Workspace


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """How the uses of one record stand."""

    record: str
    state: State
    uses: tuple[tuple[Use, Agreed], ...] = ()
    """Every use; empty if there was nobody to ask, or if nothing of it can be read here."""

    @property
    def closable(self) -> tuple[Use, ...]:
        """Uses that may be taken back alone; keeping the record ends only with the record."""
        gone = {use for use, agreed in self.uses if agreed is Agreed.WITHDRAWN}
        return tuple(use for use in Use if use is not Use.STORE_RECORD and use not in gone)


class Consenting:
    """Anyone in the project may take consent back for a person: the monitor they spoke to, whoever they reached."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def look(self, record: str) -> Agreement:
        """What was agreed to, and what of it holds. Raises Refusal: RECORD_UNKNOWN, RECORD_NOT_SUBMITTED."""
        row = submitted(self._workspace, record)
        uses = consent.uses_of(self._workspace.store.facts.of(record).first)
        if (Use.REAL_NAME, Agreed.RECONFIRM_DUE) in uses and asked_again(self._workspace, record).holds:
            uses = tuple((use, Agreed.RECONFIRMED if use is Use.REAL_NAME else agreed) for use, agreed in uses)
        return Agreement(record=record, state=State(row.state), uses=uses)

    def require(self, record: str) -> None:
        """Raise what `withdraw` would refuse, before anybody is asked."""
        standing(self._workspace, record)

    def withdraw(self, record: str, uses: Collection[Use] = ()) -> Changes:
        """Take consent back, here and wherever this entry travels.

        For all uses, or for keeping the record: it is erased, and only the fact of a withdrawal stays. For others: they
        end, and nothing opens them again. Nothing is written if they all had ended.
        Raises Refusal: RECORD_UNKNOWN, RECORD_NOT_SUBMITTED, RECORD_WITHDRAWN, PROJECT_MISSING.
        """
        standing(self._workspace, record)
        if not uses or Use.STORE_RECORD in uses:
            changes = self._write(Withdrawal(record=record, at=self._workspace.now()))
            logs.event("record.withdrawn")
            return changes
        left = set(uses) - self._workspace.store.records.closed_uses(record)
        if not left:
            return NOTHING
        changes = self._write(Withdrawal(record=record, at=self._workspace.now(), uses=tuple(sorted(left))))
        logs.event("record.uses_withdrawn", uses=len(left))
        return changes

    def _write(self, content: Withdrawal) -> Changes:
        with backups.forgetting(self._workspace):
            _, changes = Journal(self._workspace).append(EntryKind.WITHDRAWAL, content.record, content)
        return changes


def submitted(workspace: Workspace, record: str) -> RecordRow:
    """The row of a record that was submitted. Raises Refusal: RECORD_UNKNOWN, RECORD_NOT_SUBMITTED for a draft."""
    row = workspace.store.records.row(record)
    if row is None:
        draft = workspace.store.drafts.get(record)
        raise Refusal(Code.RECORD_NOT_SUBMITTED if draft else Code.RECORD_UNKNOWN, record=record)
    return row


def standing(workspace: Workspace, record: str) -> RecordRow:
    """The same of one that was not withdrawn. Raises Refusal as well: RECORD_WITHDRAWN."""
    row = submitted(workspace, record)
    if row.state == State.WITHDRAWN:
        raise Refusal(Code.RECORD_WITHDRAWN, record=record)
    return row


def first_of(workspace: Workspace, record: str, answers: Answers) -> First:
    """What answers that are no revision yet say the people agreed to; uses of the record that ended stay so."""
    store = workspace.store
    reader = store.instruments.reader(answers.form, answers.version)
    facts = consent.closed(reader.read(answers) if reader else (), store.records.closed_uses(record))
    return RecordFacts(record=record, instrument=answers.form, state="", author="", facts=facts).first
