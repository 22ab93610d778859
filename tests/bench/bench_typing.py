"""A key pressed in a narrative of 5,000 characters while the linter works on it, against the same key without it."""

import os
import statistics
import time
from collections.abc import Iterator

from tests.bench.measure import Result
from tests.unit.privacy import corpus

_NARRATIVE, _KEYS, _EVERY = 5000, 200, 0.01


def main() -> Iterator[Result]:
    """The longest and the usual pause of a key, with the linter looking at the text again and again."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from fieldkit.clock import SystemClock
    from fieldkit.gui.form.sighting import Sighting
    from fieldkit.gui.form.underlining import Underlining
    from fieldkit.gui.theme.look import Look
    from fieldkit.gui.theme.tokens import ThemeName
    from fieldkit.gui.widgets.fields import TabbingText
    from fieldkit.gui.worker import Worker
    from tests.gui.hands import type_keys

    app = QApplication.instance() or QApplication([])
    worker = Worker(SystemClock().monotonic)
    edit = TabbingText(7)
    edit.setPlainText("\n".join(line.text for line in corpus.read("tuning"))[:_NARRATIVE])
    lines = Underlining(edit.document(), Look(ThemeName.LIGHT).colour("care"), edit)
    sighting = Sighting(worker, edit.toPlainText, edit)
    sighting.found.connect(lines.show_marks)
    edit.show()

    def pauses(*, looking: bool) -> list[float]:
        found = []
        for _ in range(_KEYS):
            if looking and sighting.resting:
                sighting.look()
            start = time.perf_counter()
            type_keys(edit, "а")
            app.processEvents()
            found.append((time.perf_counter() - start) * 1000)
            time.sleep(_EVERY)
        return found

    sighting.look()
    while not sighting.resting:
        QTest.qWait(50)
    alone, beside = pauses(looking=False), pauses(looking=True)
    worker.close()
    usual = f"usual: {statistics.median(beside):.1f} ms, without the linter {statistics.median(alone):.1f} ms"
    late = sorted(beside)[int(_KEYS * 0.95)]
    yield Result("pause of a key in 5000 characters, 19 of 20", late, "ms", most=50, note=usual)
    yield Result("the longest pause of a key", max(beside), "ms", note=f"without the linter {max(alone):.1f} ms")
