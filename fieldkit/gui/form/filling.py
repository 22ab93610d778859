"""A session and what the screen knows beside it: questions left, words that are no answer yet, a card taken out."""

from contextlib import suppress

from fieldkit.domain.answers import Answer, Answers, path_of
from fieldkit.domain.forms import Kind, NodeState, Session
from fieldkit.domain.linting import LetStand
from fieldkit.errors import Code, Refusal
from fieldkit.gui.form import cards
from fieldkit.gui.form.cards import Removed
from fieldkit.gui.form.outline import Section, sections
from fieldkit.gui.form.unsealed import Unsealed
from fieldkit.i18n import N_, Language
from fieldkit.messages import sentence

SPECIAL = ("refused", "dont_know", "not_asked", "withheld_safety")
"""Codes that say why there is no answer; shown as quiet chips."""
_KEEP = "consent.store_record"
"""The role of the question without whose yes nothing may be kept."""
_UNREADABLE = {
    Kind.DATE: N_("This cannot be read as a date. Write it like 14.06.2009 or 2009-06-14."),
    Kind.DATETIME: N_("This cannot be read as a date and time. Write it like 14.06.2009 08:30."),
    Kind.TIME: N_("This cannot be read as a time. Write it like 08:30."),
    Kind.INTEGER: N_("This needs a whole number."),
    Kind.DECIMAL: N_("This needs a number."),
    Kind.RANGE: N_("This needs a number."),
    Kind.SELECT_ONE: N_("This is none of the choices of the question."),
    Kind.GEOPOINT: N_("This cannot be read as a place. Write latitude and longitude, like 42.87 74.59."),
    Kind.GEOTRACE: N_("This cannot be read as a line. Write latitude and longitude of two points or more."),
    Kind.GEOSHAPE: N_("This cannot be read as an area. Write latitude and longitude of three points or more."),
}


class Filling:
    """No Qt. Everything goes through the session, which keeps every answer; words that it does not take stay here."""

    def __init__(self, session: Session, language: Language, typed: tuple[Answer, ...] = (), draft: str = "") -> None:
        self.session = session
        self.draft = draft
        self.let_stand = LetStand()
        """What was said to give nobody away, while the draft is open."""
        self._files = {question.path for question in session.instrument.questions if question.kind is Kind.FILE}
        self._sealed = {question.path for question in session.instrument.questions if question.sealed}
        self.unsealed = Unsealed()
        self.removed: Removed | None = None
        """The card taken out last, while it can be put back."""
        self._language = language
        self._left: set[str] = set()
        self._typed: dict[str, str] = {}
        self._all_shown = False
        self._second = self._other()
        self.roles = {question.path: question.role for question in session.instrument.questions if question.role}
        for item in typed:
            self.pend(item.ref, item.value)
            self._left.add(item.ref)

    def answer(self, ref: str, value: str) -> None:
        """Answer a question; what cannot be an answer clears it, is kept as it was typed and complained of."""
        self._typed.pop(ref, None)
        try:
            self.session.set(ref, value)
        except Refusal as refusal:
            if refusal.code in (Code.ANSWER_WRONG_TYPE, Code.ANSWER_UNKNOWN_CHOICE):
                self.pend(ref, value)
            # else the form fills the question itself or has it no longer: nothing that somebody typed

    def takes_file(self, ref: str) -> bool:
        """Whether the answer is the name of a file."""
        return path_of(ref) in self._files

    def seals(self, ref: str) -> bool:
        """Whether the answer goes onto an identity card."""
        return path_of(ref) in self._sealed

    def objects(self, ref: str, words: str) -> bool:
        """Whether the form has something against words that are to be sealed; they are then complained of."""
        try:
            why = self.session.objection(ref, words)
        except Refusal as refusal:
            why = sentence(refusal, self._language)
        self.unsealed.drop(ref)
        if why is not None:
            self.unsealed.put(ref, words, why or self._language.gettext("This answer cannot be right."))
            self.leave(ref)
        return why is not None

    def give_back(self, code: str, before: str, words: str, refusal: Refusal) -> None:
        """No card could be written: what was there before stands again, and the words are complained of."""
        for item in self.session.draft().items:
            if item.value == code and self.seals(item.ref):
                self.session.set(item.ref, before)
                self.unsealed.put(item.ref, words, sentence(refusal, self._language))
                self.leave(item.ref)

    def pend(self, ref: str, words: str) -> None:
        """Keep words that are no answer yet; the question counts as unanswered until they are.

        Not those that will be sealed: they are kept by nobody before.
        """
        if self.seals(ref):
            self.unsealed.drop(ref)
            return
        with suppress(Refusal):  # the form fills it or has it no longer
            self.session.set(ref, "")
            self._typed[ref] = words

    def leave(self, ref: str) -> None:
        """The person went on: from now on the question says what is wrong."""
        self._left.add(ref)

    def show_all(self) -> None:
        """Somebody tried to submit: every question says what is wrong."""
        self._all_shown = True

    def typed(self, ref: str) -> str | None:
        """What stands in the field and is no answer; None where the answer stands there."""
        words = self.unsealed.words(ref)
        return self._typed.get(ref) if words is None else words

    def drafted(self) -> tuple[Answers, tuple[Answer, ...]]:
        """Everything to keep: the answers, and the words that are none."""
        return self.session.draft(), tuple(Answer(ref=ref, value=words) for ref, words in self._typed.items())

    def remove_card(self, repeat: str, index: int) -> None:
        """Take an instance out; it can be put back until another one goes."""
        self.removed = cards.taken(self.session.draft(), repeat, index)
        self.session.remove_repeat(repeat, index)
        at = index + 1
        self._typed = {
            cards.moved(ref, repeat, at + 1, -1): words
            for ref, words in self._typed.items()
            if cards.position(ref, repeat) != at
        }
        self.unsealed.move(repeat, at + 1, -1)
        self._left = {cards.moved(ref, repeat, at + 1, -1) for ref in self._left if cards.position(ref, repeat) != at}

    def put_back(self) -> tuple[Answers, tuple[Answer, ...]]:
        """What to keep once the card is back: a session that goes on with it replaces this one."""
        answers, typed = self.drafted()
        if self.removed is None:
            return answers, typed
        repeat, at = self.removed.repeat, self.removed.index + 1
        moved = tuple(Answer(ref=cards.moved(item.ref, repeat, at, 1), value=item.value) for item in typed)
        return cards.restored(answers, self.removed), moved

    def go_on(self, session: Session, typed: tuple[Answer, ...]) -> None:
        """Go on with a session in which the card is back, in the same languages."""
        session.set_language(self.session.language)
        if self.removed is not None:
            repeat, at = self.removed.repeat, self.removed.index + 1
            self._left = {cards.moved(ref, repeat, at, 1) for ref in self._left}
            self.unsealed.move(repeat, at, 1)
        self.session, self.removed = session, None
        self._typed.clear()
        for item in typed:
            self.pend(item.ref, item.value)

    def complaint(self, state: NodeState) -> str:
        """What to say beside the question now; empty while all is well or it is too early."""
        if not state.relevant or not (self._all_shown or state.ref in self._left):
            return ""
        _ = self._language.gettext
        if state.ref in self.unsealed.refs:
            return self.unsealed.why(state.ref)
        if state.ref in self._typed:
            told = _UNREADABLE.get(state.kind)
            return _(told) if told else sentence(Refusal(Code.ANSWER_WRONG_TYPE), self._language)
        if state.valid:
            return ""
        return state.message or (_("This answer cannot be right.") if state.value else _("This needs an answer."))

    def sections(self) -> list[Section]:
        """The form as it stands."""
        return sections(self.session.nodes(), self._language)

    def problem_refs(self) -> tuple[str, ...]:
        """Questions that stand in the way of submitting, in document order."""
        bad = {problem.ref for problem in self.session.problems()} | set(self._typed) | self.unsealed.refs
        return tuple(state.ref for state in self.session.nodes() if state.ref in bad and state.relevant)

    def halted(self, found: list[Section]) -> str:
        """Why the form ends here although more would follow; empty if it goes on.

        It ends where the rest is closed and the last words that can be seen are the form's own, and where nobody
        agreed that anything be kept.
        """
        _ = self._language.gettext
        open_ones = [section for section in found if section.relevant]
        if any(self._refuses_keeping(state) for section in open_ones for state in section.questions()):
            return _("Without consent nothing may be kept. Thank the person, and throw this draft away.")
        if open_ones and open_ones[-1] is not found[-1]:
            seen = [state for state in open_ones[-1].leaves() if state.relevant]
            if seen and seen[-1].kind is Kind.NOTE and len(open_ones) < len(found) - 1:
                return _(
                    "After these answers the rest of the form stays closed. Change them to go on, or throw it away."
                )
        return ""

    def _refuses_keeping(self, state: NodeState) -> bool:
        return bool(state.value) and state.value != "yes" and self.roles.get(path_of(state.ref)) == _KEEP

    @property
    def second_language(self) -> str:
        """The other language of the form, shown in lighter ink; empty if there is none."""
        return self._second if self._second != self.session.language else self._other()

    def set_languages(self, first: str, second: str) -> None:
        """Ask in one language and show another beside it; an empty second one shows none."""
        self.session.set_language(first)
        self._second = second

    def _other(self) -> str:
        others = (name for name in self.session.instrument.languages if name != self.session.language)
        return next(others, "")
