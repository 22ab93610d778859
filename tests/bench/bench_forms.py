"""The largest shipped questionnaire: loading it, and answering one question of it."""

import random
import statistics
from collections.abc import Iterator

from fieldkit.clock import SystemClock
from fieldkit.domain.forms import Kind, Session
from fieldkit.instruments import reading, shipped
from fieldkit.instruments.session import load
from tests.bench.measure import Result, seconds

FORM = "interview"
LOADS, ANSWERS = 10, 400
SLOWEST = 5.0
"""Milliseconds that 95 of 100 answers may take."""


def main() -> Iterator[Result]:
    """From the bytes of the XForm; from the instrument read once; then random answers, as far as they are accepted."""
    source = shipped.xform(FORM).decode("utf-8")
    questions = len(reading.from_xform(source).questions)
    clock = SystemClock()
    first = statistics.median(seconds(lambda: load(reading.from_xform(source), clock=clock)) for _ in range(LOADS))
    yield Result(f"read and load {questions} questions", first * 1000, "ms", note="the median")
    instrument = reading.from_xform(source)
    again = statistics.median(seconds(lambda: load(instrument, clock=clock)) for _ in range(LOADS))
    yield Result("open it for a further record", again * 1000, "ms", note="the median")
    times = [each * 1000 for each in _answer(load(instrument, clock=clock))]
    slow = statistics.quantiles(times, n=20)[-1]
    note = f"median {statistics.median(times):.3f} ms, slowest {max(times):.3f} ms"
    yield Result("answer one question, 95 of 100 within", slow, "ms", most=SLOWEST, note=note)


def _answer(session: Session) -> Iterator[float]:
    """Seconds for each of many answers to questions that are asked at that moment."""
    chance = random.Random(1)
    session.set("/data/gate/safe_here", "safe")
    session.set("/data/consent/consent_store", "yes")
    for _ in range(ANSWERS):
        asked = [state for state in session.nodes() if state.relevant and state.choices and not state.readonly]
        state = chance.choice([state for state in asked if state.kind in {Kind.SELECT_ONE, Kind.SELECT_MULTIPLE}])
        value = chance.choice(state.choices or ()).value
        if state.ref.rpartition("/")[2] not in {"safe_here", "consent_store"}:
            yield seconds(lambda ref=state.ref, value=value: session.set(ref, value))
