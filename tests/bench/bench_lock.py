"""From the key that locks to the moment in which the process is replaced: its windows are hidden, the draft is saved."""

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import Result
from tests.gui.program import Program

MOST = 500.0
"""Milliseconds (issue 4)."""
ROUNDS = 5
PHRASE = "пять слов, которых никто не знает"


def main() -> Iterator[Result]:
    """With a draft of which the last letters are not saved yet, and while work goes on that cannot be stopped."""
    with tempfile.TemporaryDirectory() as name, Program(Path(name), PHRASE) as program:
        written, busy = [], []
        for _ in range(ROUNDS):
            program.say("open", PHRASE)
            program.say("write", "Сказал: подож")
            written.append(program.say("hasty", "дите", answer="gate"))
            program.say("open", PHRASE)
            program.say("stubborn")
            busy.append(program.say("panic", answer="gate"))
    yield _result("lock with an unsaved draft", written)
    yield _result("lock while work goes on", busy)


def _result(what: str, seconds: list[float]) -> Result:
    note = f"slowest of {len(seconds)}: {max(seconds) * 1000:.0f} ms"
    return Result(what, statistics.median(seconds) * 1000, "ms", most=MOST, note=note)
