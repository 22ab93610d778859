"""One draft while it is filled: answers go to the session at once and to the vault shortly after."""

from PySide6.QtCore import QObject, Signal

from fieldkit.domain.answers import Answer, Answers
from fieldkit.gui.desk import Desk
from fieldkit.gui.form.autosave import Autosave
from fieldkit.gui.form.filling import Filling
from fieldkit.services.recording import Opened, Recording
from fieldkit.services.workspace import Workspace


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
        self.filling = Filling(opened.session, desk.language, opened.typed, draft)
        self.autosave = Autosave(desk.worker, draft, self._drafted)
        self.autosave.saved.connect(self.saved)
        self.autosave.failed.connect(self.failed)

    def answer(self, ref: str, value: str) -> None:
        """Take an answer. A file is in the vault already, so that the draft names it at once."""
        self.filling.answer(ref, value)
        self._note()
        if self.filling.takes_file(ref):
            self.autosave.flush()

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
