"""The form engine on a large form and on the largest shipped one, and beside ODK's JavaScript engine where Node is there.

Times of ours alone are processor time, so that they hold on a busy machine; against the other engine both are wall time.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator

from fieldkit.clock import SystemClock
from fieldkit.domain.forms import Instrument, Kind, NodeState, Session
from fieldkit.instruments import reading, shipped, xform
from fieldkit.instruments.running import SetStep
from fieldkit.instruments.session import load
from tests.bench import large_form
from tests.bench.measure import Result, seconds
from tests.conformance.engines import MissingError, oracle

ANSWERS = 200
LOAD, ANSWER = 1.0, 5.0
"""Seconds for the first, milliseconds for 95 of 100 of the second."""
FASTER = 3.0
INSTANCES = 150
SIZE = f"{large_form.QUESTIONS} questions, {large_form.CHOICES} choices, {large_form.LANGUAGES} languages"


def main() -> Iterator[Result]:
    """Loading and answering, ours and theirs."""
    document = large_form.document()
    instrument = reading.from_xform(document)
    yield Result("load a large form", _cpu(lambda: _fresh(instrument)), "s", most=LOAD, note=SIZE)
    session = load(instrument, clock=SystemClock())
    session.nodes()
    values = [str(number) for number in range(1, ANSWERS)]
    times = [_cpu(lambda value=value: session.set(large_form.FIRST, value)) for value in values]
    yield _slow(f"answer that touches {large_form.TOUCHED} calculations", times)
    times = [_cpu(lambda value=value: _shown(session, large_form.FIRST, value)) for value in values]
    yield _slow("and show every node of that form", times, target=False)
    yield _slow("answer and show every node, interview", list(_interview()))
    yield _slow(f"answer in one of {INSTANCES} instances", list(_in_a_repeat()))
    yield from _against(document, instrument)


def _against(document: str, instrument: Instrument) -> Iterator[Result]:
    script = tuple(SetStep(large_form.FIRST, str(number)) for number in range(1, 40))
    try:
        with oracle() as theirs:
            other = theirs.ask(document, [script], every=False)
    except MissingError as missing:
        print(f"  {missing}", file=sys.stderr)
        return
    mine = statistics.median(seconds(lambda: _fresh(instrument)) for _ in range(3))
    note = f"{mine:.2f} s against {other.load_seconds:.2f} s"
    yield Result("load, theirs over ours", other.load_seconds / mine, "x", least=FASTER, note=note)
    session = load(instrument, clock=SystemClock())
    mine = statistics.median(seconds(lambda step=step: session.set(step.ref, step.value)) for step in script)
    its = other.runs[0].seconds / len(script)
    note = f"{mine * 1000:.2f} ms against {its * 1000:.2f} ms"
    yield Result("answer, theirs over ours", its / mine, "x", least=FASTER, note=note)


def _interview() -> Iterator[float]:
    """Random answers as far as they are accepted, each with everything shown anew as the window does."""
    session = load(reading.from_xform(shipped.xform("interview").decode("utf-8")), clock=SystemClock())
    chance = random.Random(1)
    _shown(session, "/data/gate/safe_here", "safe")
    nodes = _shown(session, "/data/consent/consent_store", "yes")
    for _ in range(ANSWERS):
        asked = [node for node in nodes if node.relevant and node.choices and not node.readonly]
        node = chance.choice([node for node in asked if node.kind in {Kind.SELECT_ONE, Kind.SELECT_MULTIPLE}])
        value = chance.choice(node.choices or ()).value
        if node.ref.rpartition("/")[2] not in {"safe_here", "consent_store"}:
            yield _cpu(lambda ref=node.ref, value=value: _shown(session, ref, value))
            nodes = session.nodes()


def _in_a_repeat() -> Iterator[float]:
    """Ten calculations and ten rules in each instance, and a sum over all of them."""
    rows = ["type | name | label | calculation | relevant", "begin repeat | r | R | | ", "integer | a | A | | "]
    for number in range(10):
        rows += [
            f"calculate | c{number} | | ${{a}} + {number} | ",
            f"text | t{number} | T ${{a}} | | ${{a}} > {number}",
        ]
    rows += ["end repeat | | | | ", "calculate | s | | sum(${c1}) | "]
    table = "| survey |\n" + "".join(f"| | {row} |\n" for row in rows)
    session = load(reading.read_form(table.encode(), "rows.md"), clock=SystemClock())
    repeat = next(node.ref for node in session.nodes() if node.kind is Kind.REPEAT)
    for _ in range(INSTANCES - 1):
        session.add_repeat(repeat)
    session.nodes()
    for number in range(2, INSTANCES):
        yield _cpu(lambda number=number: session.set(f"{repeat}[{number}]/a", str(number)))


def _shown(session: Session, ref: str, value: str) -> tuple[NodeState, ...]:
    session.set(ref, value)
    return session.nodes()


def _fresh(instrument: Instrument) -> Session:
    """As if the form had never been read."""
    xform.forget()
    return load(instrument, clock=SystemClock())


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _slow(what: str, times: list[float], *, target: bool = True) -> Result:
    most = statistics.quantiles(times, n=20)[-1] * 1000
    note = f"95 of 100 within; median {statistics.median(times) * 1000:.2f} ms"
    return Result(what, most, "ms", most=ANSWER if target else None, note=note)
