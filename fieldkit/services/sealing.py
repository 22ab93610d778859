"""Answers to sealed questions: what is said goes onto an identity card, a person's code stands as the answer.

Whatever keeps answers asks here first, so that a name is in no draft and no record, whoever brought it: the window, the
command line, another tool, or an older program. Where a card may not be written the answer is left out, and told of.
"""

from collections.abc import Container
from dataclasses import dataclass

from fieldkit import logs
from fieldkit.domain import consent, person_codes, sealed
from fieldkit.domain.answers import Answer, Answers
from fieldkit.domain.changes import Changes
from fieldkit.domain.forms import Instrument, Kind
from fieldkit.errors import Code, Refusal
from fieldkit.instruments.sealing import telling
from fieldkit.services.cards import Cards
from fieldkit.services.consenting import first_of
from fieldkit.services.workspace import Workspace

_WORDLESS = frozenset({Kind.HIDDEN, Kind.FILE})
"""Kinds that a form may mark as sealed, but that hold nothing that a person says."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An answer that could not be sealed and is kept nowhere."""

    ref: str
    code: Code
    """Of the refusal."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Answers that may be kept."""

    answers: Answers
    typed: tuple[Answer, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    sealed: int = 0
    """Cards that were written."""


class Sealing:
    """Seals answers of one vault's drafts and records."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._cards = Cards(workspace)

    @property
    def allowed(self) -> bool:
        """Whether a card could be written now, so that it makes sense to ask."""
        try:
            self._cards.recipients()
        except Refusal:
            return False
        return True

    def code_for(self, answers: Answers, ref: str) -> str:
        """The code that shall stand at a sealed question: that of the person, or a new one.

        Raises Refusal: PROJECT_MISSING, IDENTITY_NOT_ALLOWED, IDENTITY_NO_OFFICERS, FORM_UNKNOWN.
        """
        self._cards.recipients()
        instrument = self._instrument(answers)
        if instrument is None:
            raise Refusal(Code.FORM_UNKNOWN, form=answers.form)
        return sealed.code_of(instrument, answers, ref) or self._cards.new_code()

    def seal(self, draft: str, record: str, answers: Answers, told: Answer, code: str) -> None:
        """Write the card of an answer; it waits for the draft to be submitted.

        Args:
            draft: the draft, or the record where there is none.
            record: the record that it amends; empty for none.
            answers: all others, which say what was agreed to.
            told: the question and the words.
            code: of the person.

        Raises Refusal: those of `code_for`, CONSENT_MISSING, IDENTITY_BAD_CODE, IDENTITY_BAD_WORDS.
        """
        instrument = self._instrument(answers)
        use = sealed.uses(instrument).get(told.path) if instrument else None
        if use is None:
            raise Refusal(Code.ANSWER_UNKNOWN_QUESTION, ref=told.ref)
        card = self._cards.sealed(record or draft, use, told.value, code, answer=True)
        if not consent.may_keep_card(first_of(self._workspace, record, answers), use):
            raise Refusal(Code.CONSENT_MISSING, record=record or draft)
        self._store.cards.put(draft, card)

    def enclose(self, draft: str, record: str, answers: Answers) -> Changes:
        """Let the cards join the log with the record, as `Cards.enclose` does; in the transaction of the revision."""
        return self._cards.enclose(draft, record, answers)

    def clean(
        self,
        draft: str,
        record: str,
        answers: Answers,
        typed: tuple[Answer, ...] = (),
        known: Answers | None = None,
    ) -> Cleaned:
        """What may be kept of answers: words go onto cards, and codes that no card belongs to go.

        Args:
            draft: the draft, or the record where there is none.
            record: the record that it amends; empty for none.
            answers: all of them.
            typed: words that are no answers.
            known: what was kept before, for a draft; its codes stay, although their cards may be elsewhere.
        """
        instrument = self._instrument(answers)
        asked = sealed.uses(instrument) if instrument else {}
        if not asked or instrument is None:
            return Cleaned(answers, typed)
        if sealed.told(answers, asked):  # what was computed from the words; a form does it again, from codes
            answers = sealed.without(answers, telling(instrument) - asked.keys())
        answers = self._without_strangers(draft, record, answers, asked, known)
        told = (*sealed.told(answers, asked), *(item for item in typed if item.path in asked and item.value))
        typed = tuple(item for item in typed if item.path not in asked)
        kinds = {question.path: question.kind for question in instrument.questions}
        left_out: list[LeftOut] = []
        for item in told:
            code = ""
            try:
                if kinds[item.path] not in _WORDLESS:
                    code = self.code_for(answers, item.ref)
                    self.seal(draft, record, answers, item, code)
            except Refusal as refusal:
                code = ""
                left_out.append(LeftOut(item.ref, refusal.code))
            answers = sealed.with_code(answers, item.ref, code)
        if left_out:
            logs.event("identity.left_out", answers=len(left_out))
        return Cleaned(answers, typed, tuple(left_out), len(told) - len(left_out))

    def _without_strangers(
        self, draft: str, record: str, answers: Answers, asked: Container[str], known: Answers | None
    ) -> Answers:
        """The answers without codes that stand for no card: one that could not be written, or was made up."""
        new = {item.value for item in answers.items if item.path in asked and person_codes.is_code(item.value)}
        new -= {item.value for item in known.items} if known else set()
        new -= {card.code for card in self._store.cards.of_draft(draft)} if new else set()
        new -= set(self._cards.codes(record or draft)) if new else set()
        for item in answers.items if new else ():
            if item.value in new and item.path in asked:
                answers = sealed.with_code(answers, item.ref, "")
        return answers

    def _instrument(self, answers: Answers) -> Instrument | None:
        return self._store.instruments.get(answers.form, answers.version)
