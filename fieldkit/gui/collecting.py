"""Python's cyclic garbage, collected on the GUI thread only.

A cycle can hold widgets, and Qt ends the process when a widget is destroyed on another thread. Python collects wherever
it happens to allocate, the worker's thread included; so automatic collection is switched off and done by a timer here.
"""

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 500
"""Milliseconds between two looks."""


class Collector(QObject):
    """Made once, on the GUI thread, before any other thread begins."""

    def __init__(self) -> None:
        super().__init__()
        gc.disable()
        self._thresholds = gc.get_threshold()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is due, as Python would have done by itself."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Give collecting back to Python."""
        self._timer.stop()
        gc.enable()
