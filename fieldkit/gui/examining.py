"""Looking at all pages of the vault while the person works, on a thread and a connection of its own.

If damage is found, writing has been stopped by the time anybody hears of it.
"""

import threading
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from fieldkit import logs
from fieldkit.errors import Code, Refusal
from fieldkit.gui.worker import Worker
from fieldkit.progress import Cancelled, Progress

if TYPE_CHECKING:
    from fieldkit.services.examining import Examination, Examined
    from fieldkit.services.workspace import Workspace

_PATIENCE = 0.1
"""Seconds to wait for the thread; the authentication of pages holds nothing that closing the vault needs."""


class Examiner(QObject):
    """One examination after each opening."""

    told = Signal()
    """Look again at `percent` and `refusal`."""
    _progressed = Signal(int, int)
    _ended = Signal(object)

    def __init__(self, worker: Worker) -> None:
        super().__init__()
        self.percent: int | None = None
        """How far it is; None before and afterwards."""
        self.refusal: Refusal | None = None
        """What is wrong with the vault."""
        self._worker = worker
        self._thread: threading.Thread | None = None
        self._progress = Progress(self._progressed.emit)
        self._begun = False
        self._progressed.connect(self._on_progress, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._on_end, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin, once."""
        if not self._begun:
            self._begun = True
            self._worker.run(_prepare, self._run)

    def stop(self) -> None:
        """End it: the vault is going to be closed."""
        self._progress.cancel()
        self._begun = True
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    def _run(self, examination: "Examination") -> None:
        self._thread = threading.Thread(target=self._examine, args=(examination,), name="pages")
        self._thread.start()

    def _examine(self, examination: "Examination") -> None:
        try:
            self._ended.emit(examination.run(self._progress))
        except Cancelled:
            return
        except Refusal as refusal:
            self._ended.emit(refusal)

    def _on_progress(self, done: int, total: int) -> None:
        percent = 100 * done // total if total else 0
        if percent != self.percent and self._thread is not None:
            self.percent = percent
            self.told.emit()

    def _on_end(self, outcome: "Examined | Refusal") -> None:
        self.percent, self._thread = None, None
        if isinstance(outcome, Refusal):  # the disk may be full or gone: whoever works hears of that anyway
            logs.event("vault.not_examined", damaged=int(outcome.code is Code.VAULT_STORE_DAMAGED))
        elif outcome.findings:
            self.refusal = Refusal(Code.VAULT_STORE_DAMAGED)
        else:
            self._worker.run(partial(_note, examined=outcome))
        self.told.emit()


def _note(workspace: "Workspace", *, examined: "Examined") -> None:
    from fieldkit.services import examining  # noqa: PLC0415  the gate needs no store

    examining.note(workspace, examined)


def _prepare(workspace: "Workspace") -> "Examination":
    from fieldkit.services import examining  # noqa: PLC0415  the gate needs no store

    return examining.begin(workspace)
