"""T26: the parsers of untrusted bytes, fuzzed for ten minutes each and guided by coverage (atheris, `fieldkit[fuzz]`).

Each begins with good examples. Without atheris, which has no wheels for some systems, nothing is fuzzed, and that is told.
"""

import importlib.util
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from fieldkit import canonical
from fieldkit.crypto import sealing
from fieldkit.domain.people import Role
from tests import runners
from tests.soak import pool
from tests.soak.outcome import Outcome
from tests.soak.parsers import LENGTH
from tests.unit.exchange import made
from tests.unit.exchange.made import Laptop

PARSERS = ("manifest", "line", "body", "roster", "slots", "header", "container", "payload")
FIGURES = {"T26": len(PARSERS)}
SECONDS = 600
_EXECUTED = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_SLOTS = "slots_before_escrow.json"


def main(seed: int, share: float) -> Outcome:
    """Fuzz each parser for ten minutes (times `share`), two at a time."""
    outcome = Outcome()
    if importlib.util.find_spec("atheris") is None:
        outcome.counts["left out: atheris is not installed"] = 1
        return outcome
    seconds = max(2, round(SECONDS * share))
    jobs = [(fuzzed, (parser, seconds, seed % 2**31 or 1)) for parser in PARSERS]
    for parser, (executed, wrong) in zip(PARSERS, pool.spread(jobs), strict=True):
        outcome.take(f"T26 {parser}", wrong)
        outcome.counts[f"executions of {parser}"] = executed
    return outcome


def fuzzed(parser: str, seconds: int, seed: int) -> tuple[int, tuple[str, ...]]:
    """How often a parser was run, and what it ended with if it should not have."""
    with tempfile.TemporaryDirectory() as corpus:
        for number, example in enumerate(examples()[parser]):
            (Path(corpus) / f"example-{number}").write_bytes(example)
        command = [sys.executable, "-m", "tests.soak.fuzzing", parser, str(seconds), str(seed), corpus]
        done = subprocess.run(command, cwd=runners.ROOT, capture_output=True, check=False, timeout=seconds * 3 + 120)
        told = done.stderr.decode(errors="replace") + done.stdout.decode(errors="replace")
        found = [path.read_bytes().hex() for path in Path(corpus).glob("crash-*")]
    counted = _EXECUTED.search(told)
    wrong = [] if done.returncode == 0 and counted else [told[-600:]]
    return int(counted[1]) if counted else 0, (*wrong, *(f"with {example}" for example in found))


def examples() -> dict[str, tuple[bytes, ...]]:
    """Good bytes for each parser."""
    office, monitor = Laptop("O1", Role.OFFICER), Laptop("M1")
    monitor.record()
    roster = made.roster(office, monitor)
    sealed = made.bundle(monitor, roster, office)
    plaintext = sealing.open_sealed(sealed, office.identity)
    text = made.payload_text(plaintext)
    packed, _length = made.payload_of(text)
    _preface, line = text.splitlines()
    body = monitor.lines[0].body
    return {
        "manifest": (made.manifest_of(plaintext),),
        "line": (line,),
        "body": (body.content if body else b"",),
        "roster": (canonical.encode(roster),),
        "slots": ((runners.ROOT / "tests" / "data" / _SLOTS).read_bytes(),),
        "header": (sealed[:400],),
        "container": (plaintext.rstrip(b"\0"),),
        "payload": (len(text).to_bytes(LENGTH) + packed,),
    }
