"""A file on its way into the vault. It outlives the question that asked: what was chosen is attached in any case."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from fieldkit.domain.changes import Changes
from fieldkit.gui.desk import Desk
from fieldkit.services.attachments import Attached, Attachments
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace

_under_way: set["Taking"] = set()


class Taking(QObject):
    """Started at once. Its signals come unless the question is gone by then."""

    taken = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, draft: str, ref: str, source: Path) -> None:
        super().__init__()
        self._desk = desk
        self._draft = draft
        self._ref = ref
        self._alone = False
        _under_way.add(self)
        desk.worker.run(lambda workspace: Attachments(workspace).attach(draft, ref, source), self._end, self._refuse)

    def forsake(self) -> None:
        """The question is gone: its page was left."""
        self._alone = True

    def _end(self, file: Attached) -> None:
        _under_way.discard(self)
        if not self._alone:
            self.taken.emit(file)
            return
        draft, ref = self._draft, self._ref

        def answer(workspace: Workspace) -> Changes:
            recording = Recording(workspace)
            opened = recording.open(draft)
            opened.session.set(ref, file.name)
            return recording.save(draft, opened.session.draft(), opened.typed)

        self._desk.worker.run(answer)

    def _refuse(self, error: Exception) -> None:
        _under_way.discard(self)
        if not self._alone:
            self.refused.emit(error)
