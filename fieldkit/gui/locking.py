"""Locking: after a time without a key or a click, and by replacing the whole process, which frees its memory."""

import os
import sys

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

_ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)
IDLE_SECONDS = 180


class Idle(QObject):
    """Watches every event of the application; install it as an event filter."""

    expired = Signal()

    def __init__(self, seconds: float = IDLE_SECONDS) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(round(seconds * 1000))
        self._timer.timeout.connect(self.expired)

    def start(self) -> None:
        """Begin to count."""
        self._timer.start()

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Start anew at every sign of a person; never swallow anything."""
        del watched
        if event.type() in _ACTIVITY and self._timer.isActive():
            self._timer.start()
        return False


def replace_process() -> None:
    """Start the same program again in place of this one; the system clears the memory of what was open."""
    arguments = [sys.executable, *(sys.argv[1:] if getattr(sys, "frozen", False) else sys.orig_argv[1:])]
    os.execv(sys.executable, arguments)  # noqa: S606  the program itself, without a shell
