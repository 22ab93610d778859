"""Progress and cancellation of long work, without Qt."""

from collections.abc import Callable


class Cancelled(Exception):  # noqa: N818  not an error: somebody asked to stop
    """Raised inside the work when the person asked to stop; shown nowhere."""


class Progress:
    """Counts steps, reports them, and stops the work when asked. Made on one thread, cancelled from another."""

    def __init__(self, report: Callable[[int, int], None] | None = None) -> None:
        self._report = report
        self._cancelled = False
        self.done = 0
        self.total = 0

    def start(self, total: int) -> None:
        """Expect `total` steps (0 = unknown)."""
        self.done, self.total = 0, total
        self._tell()

    def step(self, count: int = 1) -> None:
        """Another `count` steps are done. Raises Cancelled if the person asked to stop."""
        if self._cancelled:
            raise Cancelled
        self.done += count
        self._tell()

    def cancel(self) -> None:
        """Ask the work to stop at its next step; may be called from any thread."""
        self._cancelled = True

    def _tell(self) -> None:
        if self._report is not None:
            self._report(self.done, self.total)


NO_PROGRESS = Progress()
