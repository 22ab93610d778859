"""One draft while it is filled: answers go to the session at once and to the vault shortly after."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from fieldkit.domain import person_codes, sealed
from fieldkit.domain.answers import Answer, Answers
from fieldkit.errors import Refusal
from fieldkit.gui.desk import Desk
from fieldkit.gui.form.autosave import Autosave
from fieldkit.gui.form.filling import Filling
from fieldkit.services.drafts import Opened
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Written:
    """What became of a card."""

    code: str
    before: str
    """What stood at the question until then."""
    words: str
    refusal: Refusal | None


class Keeper(QObject):
    """The session stays here; the worker only ever gets its frozen answers."""

    changed = Signal()
    """Something was answered: the screen may follow a little later."""
    replaced = Signal()
    """Another session goes on, with other questions at the same refs."""
    saved = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, draft: str, opened: Opened) -> None:
        super().__init__()
        self._desk = desk
        self._draft = draft
        self._sealing = 0
        """Cards that are being written."""
        self._then: Callable[[], None] | None = None
        self.filling = Filling(opened.session, desk.language, opened.typed, draft)
        self.autosave = Autosave(desk.worker, draft, self._drafted)
        self.autosave.saved.connect(self.saved)
        self.autosave.failed.connect(self.failed)

    def answer(self, ref: str, value: str) -> None:
        """Take an answer. A file is in the vault already, so that the draft names it at once."""
        if value and self.filling.seals(ref):
            self._seal(ref, value)
            return
        self.filling.answer(ref, value)
        self._note()
        if self.filling.takes_file(ref):
            self.autosave.flush()

    def wait(self, then: Callable[[], None]) -> bool:
        """Whether something is being sealed; what was to be done follows then."""
        self._then = then if self._sealing else None
        return bool(self._sealing)

    def _seal(self, ref: str, words: str) -> None:
        """Have the card written; its code stands at the question at once, so that no save goes without it."""
        filling = self.filling
        if not filling.objects(ref, words):
            before = filling.session.node(ref).value
            answers = filling.session.draft()
            known = sealed.code_of(filling.session.instrument, answers, ref)
            code = known or person_codes.new_code(self._desk.clock)
            filling.answer(ref, code)
            self._sealing += 1
            told = Answer(ref=ref, value=words)
            job = partial(_write, draft=self._draft, answers=filling.session.draft(), told=told, before=before)
            self._desk.worker.keep(job, self._sealed, self.failed.emit)
        self._note()

    def _sealed(self, written: "_Written") -> None:
        self._sealing -= 1
        if written.refusal is None:
            self.saved.emit()
        else:
            self.filling.give_back(written.code, written.before, written.words, written.refusal)
            self._note()
        then, self._then = self._then, None
        if then is not None and not self._sealing:
            then()

    def pend(self, ref: str, typed: str) -> None:
        """Keep words that are no answer yet."""
        self.filling.pend(ref, typed)
        self._note()

    def leave(self, ref: str) -> None:
        """The person went on from a question."""
        self.filling.leave(ref)
        self.changed.emit()

    def add_card(self, repeat: str) -> str:
        """Add an instance to a repeat; returns its ref."""
        added = self.filling.session.add_repeat(repeat)
        self._note()
        return added

    def remove_card(self, repeat: str, index: int) -> None:
        """Take an instance out."""
        self.filling.remove_card(repeat, index)
        self._note()

    def put_back(self) -> None:
        """Put the card back that was taken out last: the answers with it are saved, and a session goes on with them."""
        self.autosave.stop()
        draft = self._draft
        answers, typed = self.filling.put_back()

        def job(workspace: Workspace) -> Opened:
            recording = Recording(workspace)
            recording.save(draft, answers, typed)
            return recording.open(draft)

        self._desk.worker.run(job, self._go_on, self.failed.emit)

    def _go_on(self, opened: Opened) -> None:
        self.filling.go_on(opened.session, opened.typed)
        self.replaced.emit()

    def _drafted(self) -> tuple[Answers, tuple[Answer, ...]]:
        return self.filling.drafted()

    def _note(self) -> None:
        self.autosave.note()
        self.changed.emit()


def _write(workspace: Workspace, *, draft: str, answers: Answers, told: Answer, before: str) -> _Written:
    """Seal what was typed; runs on the worker's thread."""
    refusal = None
    try:
        Recording(workspace).seal(draft, answers, told)
    except Refusal as refused:
        refusal = refused
    return _Written(answers.get(told.ref), before, told.value, refusal)
