"""Locking: after a time without a key or a click, by a key, and by replacing the process, which frees its memory."""

import os
import subprocess
import sys

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from fieldkit import apart

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
PANIC = (Qt.Key.Key_F12, Qt.Key.Key_Pause)
"""Each locks at once wherever the keyboard is, dialogs included; no field needs them, and no layout moves them."""


class Watch(QObject):
    """Watches every event of the application; install it as an event filter."""

    expired = Signal()
    """Nobody was there for a time."""
    panicked = Signal()
    """One of the keys for it was pressed, in the window or in any dialog above it."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.expired)

    def start(self, seconds: float) -> None:
        """Begin to count."""
        self._timer.start(round(seconds * 1000))

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent, /) -> bool:
        """Start anew at every sign of a person; swallow nothing but the keys that lock."""
        del watched
        kind = event.type()
        if kind not in _ACTIVITY:
            return False
        if self._timer.isActive():
            self._timer.start()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in PANIC:
            self.panicked.emit()
            return True
        return False


def replace_process() -> None:
    """Start the same program again in place of this one; the system clears the memory of what was open."""
    apart.end_all()
    arguments = [sys.executable, *(sys.argv[1:] if getattr(sys, "frozen", False) else sys.orig_argv[1:])]
    if sys.platform == "win32":  # which has no exec: what is called so there forgets to quote
        subprocess.Popen(arguments)  # noqa: S603  the program itself, without a shell
        os._exit(0)
    os.execv(sys.executable, arguments)  # noqa: S606  the program itself, without a shell
