"""Saving the draft shortly after each change, without the person doing anything."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from fieldkit.domain.answers import Answer, Answers
from fieldkit.domain.changes import Changes
from fieldkit.gui.worker import Worker
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace

AFTER = 400
"""Milliseconds between a change and its save."""


class Autosave(QObject):
    """One draft. The timer starts at the first unsaved change and is not put off by more typing."""

    saved = Signal()
    failed = Signal(object)

    def __init__(self, worker: Worker, draft: str, drafted: Callable[[], tuple[Answers, tuple[Answer, ...]]]) -> None:
        super().__init__()
        self._worker = worker
        self._draft = draft
        self._drafted = drafted
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER)
        self._timer.timeout.connect(self.flush)

    @property
    def waiting(self) -> bool:
        """Whether something is not yet on its way to the vault."""
        return self._timer.isActive()

    def note(self) -> None:
        """Something changed."""
        if not self._timer.isActive():
            self._timer.start()

    def flush(self) -> None:
        """Save now; the jobs of the worker keep their order, so what follows sees it."""
        self._timer.stop()
        draft = self._draft
        answers, typed = self._drafted()

        def save(workspace: Workspace) -> Changes:
            return Recording(workspace).save(draft, answers, typed)

        self._worker.keep(save, self._tell, self.failed.emit)

    def flush_if_waiting(self) -> None:
        """Save what is not yet saved."""
        if self.waiting:
            self.flush()

    def stop(self) -> None:
        """The draft is gone: nothing to save any more."""
        self._timer.stop()

    def _tell(self, _changes: Changes) -> None:
        self.saved.emit()
