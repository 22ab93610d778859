"""Sleep that nobody announced: of two clocks one goes on meanwhile, so that on waking one has jumped ahead."""

import ctypes
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

_EVERY = 1000
"""Milliseconds between two looks."""
_MOST = 2.0
"""Seconds by which the clocks may part without sleep."""

Seconds = Callable[[], float]


class Jumps(QObject):
    """Compares the clocks each second."""

    alarmed = Signal()

    def __init__(self, counting: Seconds, pausing: Seconds) -> None:
        super().__init__()
        self._counting, self._pausing = counting, pausing
        self._apart = self._difference()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Compare them now."""
        before, self._apart = self._apart, self._difference()
        if self._apart - before > _MOST:
            self.alarmed.emit()

    def _difference(self) -> float:
        return self._counting() - self._pausing()


def of_the_system() -> Jumps:
    """With the clocks of this system."""
    if sys.platform == "win32":
        counting, pausing = _since_start_on_windows, _awake_on_windows
    elif sys.platform == "linux":
        counting, pausing = _clock("CLOCK_BOOTTIME"), _clock("CLOCK_MONOTONIC")
    else:
        counting, pausing = _clock("CLOCK_MONOTONIC"), _clock("CLOCK_UPTIME_RAW")
    return Jumps(counting, pausing)


def _clock(name: str) -> Seconds:
    number = getattr(time, name, time.CLOCK_MONOTONIC)

    def read() -> float:
        return time.clock_gettime(number)

    return read


def _since_start_on_windows() -> float:
    count = ctypes.CDLL("kernel32").GetTickCount64
    count.restype = ctypes.c_ulonglong
    return float(count()) / 1000


def _awake_on_windows() -> float:
    ticks = ctypes.c_ulonglong()
    ctypes.CDLL("kernel32").QueryUnbiasedInterruptTime(ctypes.byref(ticks))
    return ticks.value / 10_000_000
