"""One worker thread that owns the open vault: jobs go in as plain callables, results come back as signals.

A task has no parent, so that it outlives the page that asked. Results are connected to bound methods of Qt objects
only: those of a deleted page are dropped silently.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from fieldkit.domain.changes import Changes
from fieldkit.errors import Code, Refusal
from fieldkit.progress import Cancelled, Progress

if TYPE_CHECKING:
    from fieldkit.services.workspace import Workspace

T = TypeVar("T")
_TELL_EVERY = 0.1
"""Seconds between two progress signals."""


class Task(QObject):
    """One running job. Its signals arrive on the GUI thread."""

    succeeded = Signal(object)
    failed = Signal(object)
    progressed = Signal(int, int)
    ended = Signal(object)
    _settled = Signal(object)

    def __init__(self, monotonic: Callable[[], float]) -> None:
        super().__init__()
        self._monotonic = monotonic
        self._told = 0.0
        self.progress = Progress(self._tell)
        self._settled.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def settle(self, future: "Future[T]") -> None:
        """Carry the outcome to the GUI thread; called on the worker thread."""
        self._settled.emit(future)

    def _tell(self, done: int, total: int) -> None:
        now = self._monotonic()
        if now - self._told >= _TELL_EVERY or done == total:
            self._told = now
            self.progressed.emit(done, total)

    def _deliver(self, future: "Future[object]") -> None:
        if not future.cancelled():
            error = future.exception()
            if error is None:
                self.succeeded.emit(future.result())
            elif not isinstance(error, Cancelled):
                self.failed.emit(error)
        self.ended.emit(self)


class Worker(QObject):
    """The door to the open vault. Lives on the GUI thread; jobs run one after another on its own thread."""

    changed = Signal(object)
    """Changes of a finished write; every screen decides whether it shows any of them."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        super().__init__()
        self._monotonic = monotonic
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vault")
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="beside")
        self._running: set[Task] = set()
        self._kept: list[Future[Any]] = []
        self._workspace: Workspace | None = None
        self._closed = False

    def open(
        self, opener: "Callable[[], Workspace]", done: Callable[[None], None], failed: Callable[[Exception], None]
    ) -> Task:
        """Open the vault on the worker's thread."""

        def call(_: Progress) -> None:
            self._workspace = opener()

        return self._start(call, done, failed)

    def call(
        self,
        job: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Task:
        """Run a job that needs no open vault."""

        def call(_: Progress) -> T:
            return job()

        return self._start(call, done, failed)

    def call_beside(
        self,
        job: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> Task:
        """Run a job that needs no vault on a thread of its own: neither saving nor locking waits for it."""

        def call(_: Progress) -> T:
            return job()

        return self._start(call, done, failed, pool=self._beside)

    def run_closed(
        self, job: Callable[[Progress], T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> Task:
        """Close the vault, then run a job that needs it closed."""

        def call(progress: Progress) -> T:
            self._close()
            return job(progress)

        return self._start(call, done, failed)

    def run(
        self,
        job: "Callable[[Workspace], T]",
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Task:
        """Run a short job on the vault."""

        def call(_: Progress) -> T:
            return job(self._opened())

        return self._start(call, done, failed)

    def run_long(
        self,
        job: "Callable[[Workspace, Progress], T]",
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        progressed: Callable[[int, int], None],
    ) -> Task:
        """Run a job that counts its steps; `task.progress.cancel()` stops it."""

        def call(progress: Progress) -> T:
            progress.step(0)  # the vault may have been closing before its turn came
            return job(self._opened(), progress)

        task = self._start(call, done, failed)
        task.progressed.connect(progressed)
        return task

    def keep(
        self,
        job: "Callable[[Workspace], T]",
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> Task:
        """Run a short job that closing waits for even when it is in a hurry: it saves what somebody wrote."""

        def call(_: Progress) -> T:
            return job(self._opened())

        return self._start(call, done, failed, kept=True)

    def write(
        self,
        job: "Callable[[Workspace], Changes]",
        done: Callable[[Changes], None],
        failed: Callable[[Exception], None],
    ) -> Task:
        """Run a write and tell every screen what it changed."""
        task = self.keep(job, done, failed)
        task.succeeded.connect(self.changed)
        return task

    @property
    def busy(self) -> bool:
        """Whether a job runs or waits."""
        return bool(self._running)

    def close(self, patience: float = 5.0, keeping: float = 10.0) -> None:
        """Stop long jobs, finish what waits, close the vault.

        Args:
            patience: seconds to wait at most, when nothing that somebody wrote is unsaved.
            keeping: seconds to wait for what `keep` and `write` were given.
        """
        self._closed = True
        for task in self._running:
            task.progress.cancel()
        self._beside.shutdown(wait=False, cancel_futures=True)
        with suppress(RuntimeError):  # closed twice
            closing = self._pool.submit(self._close)
            wait((closing,), patience)
            if not closing.done() and not all(future.done() for future in self._kept):
                wait(self._kept, keeping)
                wait((closing,), patience)
        self._pool.shutdown(wait=False)

    def _close(self) -> None:
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None

    def _opened(self) -> "Workspace":
        if self._workspace is None:
            raise Refusal(Code.VAULT_MISSING)
        return self._workspace

    def _start(
        self,
        call: Callable[[Progress], T],
        done: Callable[[T], None] | None,
        failed: Callable[[Exception], None] | None,
        *,
        kept: bool = False,
        pool: ThreadPoolExecutor | None = None,
    ) -> Task:
        task = Task(self._monotonic)
        if self._closed:  # a result arrived while the vault was closing, and its page wants to read on
            return task
        self._running.add(task)
        if done is not None:
            task.succeeded.connect(done)
        if failed is not None:
            task.failed.connect(failed)
        task.ended.connect(self._forget)
        future = (pool or self._pool).submit(call, task.progress)
        if kept:
            self._kept = [*(each for each in self._kept if not each.done()), future]
        future.add_done_callback(task.settle)
        return task

    def _forget(self, task: Task) -> None:
        self._running.discard(task)
