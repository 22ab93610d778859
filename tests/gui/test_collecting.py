"""Garbage that holds widgets is collected on the GUI thread only."""

import gc
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fieldkit.gui.collecting import Collector

_ENOUGH = 50_000
"""New containers that would make Python collect, were it allowed to."""


class Knot(QWidget):
    """A widget that only the cycle collector can free."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def test_another_thread_allocates_without_freeing_widgets(qtbot: QtBot) -> None:
    collector = Collector()
    freed: list[str] = []
    knot = Knot()
    weakref.finalize(knot, lambda: freed.append(threading.current_thread().name))
    del knot
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="elsewhere") as pool:
        kept = pool.submit(lambda: [[index] for index in range(_ENOUGH)]).result()
    assert freed == []
    qtbot.waitUntil(lambda: bool(freed), timeout=10_000)
    assert freed == [threading.main_thread().name]
    assert len(kept) == _ENOUGH
    collector.stop()
    assert gc.isenabled()
