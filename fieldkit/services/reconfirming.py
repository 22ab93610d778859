"""Asking people again who agreed to be named: who waits for it before a product, and writing down what they said."""

from collections.abc import Iterator

import msgspec

from fieldkit import logs
from fieldkit.domain import consent, reconfirming
from fieldkit.domain.bodies import Reconfirmation, Withdrawal
from fieldkit.domain.case import Case
from fieldkit.domain.changes import Changes
from fieldkit.domain.consent import Agreed, Use
from fieldkit.domain.log import EntryKind
from fieldkit.domain.naming import TO_NAME, Bar, Candidate, may_name
from fieldkit.domain.query import Query
from fieldkit.domain.reconfirming import Said
from fieldkit.errors import Code, Refusal
from fieldkit.services import backups
from fieldkit.services.asked_again import AskedAgain, asked_again
from fieldkit.services.consenting import standing
from fieldkit.services.counting import Counted
from fieldkit.services.journal import Journal
from fieldkit.services.quoting import Quoting
from fieldkit.services.workspace import Workspace


class Reconfirming:
    """Anyone in the project may ask a person again: the monitor they spoke to, whoever they reached."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def candidates(self, query: Query) -> tuple[Candidate, ...]:
        """Everybody who agreed twice to be named, in the records that a product rests on, by month and record."""
        return tuple(sorted(self._candidates(query), key=lambda each: (each.month, each.record)))

    def waiting(self, query: Query) -> tuple[Candidate, ...]:
        """Those of them who have to be asked before the product names them; all others need not be disturbed."""
        return tuple(each for each in self.candidates(query) if each.bar is Bar.TO_ASK)

    def require(self, record: str) -> AskedAgain:
        """What was said before. Raises what `note` would refuse of the record, before anybody is asked."""
        row = standing(self._workspace, record)
        if row.sealed:
            raise Refusal(Code.RECORD_SEALED, record=record)
        first = self._workspace.store.facts.of(record).first
        if consent.agreed(first, Use.REAL_NAME) is not Agreed.RECONFIRM_DUE:
            raise Refusal(Code.CONSENT_NOT_NAMED, record=record)
        return asked_again(self._workspace, record)

    def note(self, record: str, said: Said, *, by: str = "", on: str = "") -> Changes:
        """Write down that a person was asked again; a no takes the use back, here and wherever this travels.

        Args:
            record: its id.
            said: what came of it.
            by: the member who asked; else whoever writes it down.
            on: the day; else today.

        Raises Refusal: RECORD_UNKNOWN, RECORD_NOT_SUBMITTED, RECORD_WITHDRAWN, RECORD_SEALED, CONSENT_NOT_NAMED,
        PROJECT_MISSING, PROJECT_MEMBER_UNKNOWN, CONSENT_BAD_DAY.
        """
        workspace = self._workspace
        before = self.require(record)
        roster = workspace.require_roster()
        own = roster.device(workspace.identity.device)
        by = by or (own.member if own else workspace.identity.code)
        if roster.member(by) is None:
            raise Refusal(Code.PROJECT_MEMBER_UNKNOWN, member=by)
        today = workspace.clock.now().date()
        day = reconfirming.day(on) if on else today
        if day is None or day > today:
            raise Refusal(Code.CONSENT_BAD_DAY)
        content = Reconfirmation(record=record, asked_by=by, asked_on=day.isoformat(), said=said, at=workspace.now())
        if before.code:
            content = msgspec.structs.replace(content, code=before.code)
        journal = Journal(workspace)
        with backups.forgetting(workspace), workspace.store.transaction():
            _, changes = journal.append(EntryKind.RECONFIRMATION, record, content)
            if said is Said.NO_LONGER:
                ended = Withdrawal(record=record, at=content.at, uses=(Use.REAL_NAME,))
                changes |= journal.append(EntryKind.WITHDRAWAL, record, ended)[1]
        logs.event("record.asked_again")
        return changes

    def _candidates(self, query: Query) -> Iterator[Candidate]:
        quoting = Quoting(query.level)
        for case in Counted(self._workspace.store, query).whole(TO_NAME):
            words = tuple(text for text in case.quotes if quoting.may(text))
            asked = asked_again(self._workspace, case.record)
            yield Candidate(
                record=case.record,
                code=asked.code,
                month=case.when,
                words=words,
                last=asked.last,
                bar=_bar(case, words, asked),
            )


def _bar(case: Case, words: tuple[str, ...], asked: AskedAgain) -> Bar | None:
    """The first reason that applies."""
    reasons = {
        Bar.LESS: not may_name(case),
        Bar.NO_WORDS: not case.quotes,
        Bar.MARKED: not words,
        Bar.SEVERAL: len(asked.codes) > 1,
        Bar.TO_ASK: not asked.holds,
        Bar.NO_CARD: not asked.codes,
    }
    return next((bar for bar, applies in reasons.items() if applies), None)
