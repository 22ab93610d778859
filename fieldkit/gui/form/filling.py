"""A session and what the screen knows beside it: which questions were left, what cannot be taken as an answer."""

from fieldkit.domain.forms import NodeState, Session
from fieldkit.errors import Refusal
from fieldkit.gui.form.outline import Section, sections
from fieldkit.i18n import Language
from fieldkit.messages import sentence

SPECIAL = ("refused", "dont_know", "not_asked", "withheld_safety")
"""Codes that say why there is no answer; shown as quiet chips."""


class Filling:
    """No Qt. Everything goes through the session, which keeps every answer."""

    def __init__(self, session: Session, language: Language) -> None:
        self.session = session
        self._language = language
        self._left: set[str] = set()
        self._wrong: dict[str, Refusal] = {}
        self._all_shown = False

    def answer(self, ref: str, value: str) -> None:
        """Answer a question; what cannot be an answer clears it and is complained of."""
        self._wrong.pop(ref, None)
        try:
            self.session.set(ref, value)
        except Refusal as refusal:
            self.session.set(ref, "")
            self._wrong[ref] = Refusal(refusal.code)  # without the ref: the words stand beside the question

    def leave(self, ref: str) -> None:
        """The person went on: from now on the question says what is wrong."""
        self._left.add(ref)

    def show_all(self) -> None:
        """Somebody tried to submit: every question says what is wrong."""
        self._all_shown = True

    def forget_places(self) -> None:
        """Positions changed: what was said about refs is no longer true."""
        self._left.clear()
        self._wrong.clear()

    def is_wrong(self, ref: str) -> bool:
        """Whether what stands in the control could not be taken as an answer."""
        return ref in self._wrong

    def complaint(self, state: NodeState) -> str:
        """What to say beside the question now; empty while all is well or it is too early."""
        if not state.relevant:
            return ""
        if state.ref in self._wrong:
            return sentence(self._wrong[state.ref], self._language)
        if state.valid or not (self._all_shown or state.ref in self._left):
            return ""
        _ = self._language.gettext
        if state.message and state.value:
            return state.message
        return _("This answer cannot be right.") if state.value else _("This needs an answer.")

    def sections(self) -> list[Section]:
        """The form as it stands."""
        return sections(self.session.nodes())

    def problem_refs(self) -> tuple[str, ...]:
        """Questions that stand in the way of submitting, in document order."""
        bad = {problem.ref for problem in self.session.problems()} | set(self._wrong)
        return tuple(state.ref for state in self.session.nodes() if state.ref in bad and state.relevant)

    @property
    def progress(self) -> tuple[int, int]:
        """Answered and asked, over the whole form."""
        counts = [section.progress for section in self.sections()]
        return sum(done for done, _ in counts), sum(asked for _, asked in counts)

    @property
    def second_language(self) -> str:
        """The other language of the form, shown in lighter ink; empty if it has one only."""
        others = (name for name in self.session.instrument.languages if name != self.session.language)
        return next(others, "")
