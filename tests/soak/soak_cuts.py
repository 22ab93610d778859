"""T27 and T28: bundles cut at every byte, and bundles that are made to exhaust whoever reads them; all are refused."""

import resource
import sys

from fieldkit.errors import Code, Refusal
from fieldkit.exchange import importer
from tests.flow.bombs import Target
from tests.soak import pool
from tests.soak.outcome import Outcome
from tests.unit.exchange import made
from tests.unit.exchange.made import Laptop

BOMBS = 23
FIGURES = {"T27": 60_000, "T28": BOMBS}
STEP = 4096
LARGE = 2 * 2**20
"""Bytes of the bundle that is cut at every `STEP`."""
SECONDS, MEMORY = 2.0, 300
"""Of processor time, and MiB, that a bomb may cost both processes together, and each of them."""

Told = list[tuple[str, tuple[str, ...]]]


def main(seed: int, share: float) -> Outcome:
    """Cut a bundle at every byte (or, with a smaller `share`, at some), a large one at every 4 KiB, and throw bombs."""
    outcome = Outcome()
    step = max(1, round(1 / share))
    jobs = [(cuts, (part, 8, step)) for part in range(8)]
    for told in pool.spread([*jobs, (large_cuts, ()), (bombs, ())]):
        for what, wrong in told:
            outcome.take(what, wrong)
    return outcome


def cuts(part: int, parts: int, step: int) -> Told:
    """A small bundle cut at every `step`-th byte: one part of all the lengths."""
    office, sealed = _small()
    return [_cut(sealed, length, office) for length in range(part * step, len(sealed), parts * step)]


def large_cuts() -> Told:
    """A large bundle cut at every 4 KiB."""
    office, monitor = Laptop("O1"), Laptop("M1")
    monitor.record()
    blob = made.CLOCK.random_bytes(LARGE)
    sealed = made.bundle(monitor, made.roster(office, monitor), office, blobs=(blob,))
    return [_cut(sealed, length, office) for length in range(0, len(sealed), STEP)]


def bombs() -> Told:
    """Every bomb, read as the program reads it; the process that reads is a new one each time."""
    target = Target()
    told: Told = []
    for name, bomb in target.bombs():
        before = _spent()
        wrong: list[str] = []
        try:
            importer.open_bundle(bomb, target.office.identity, target.context)
            wrong.append("it was read")
        except Refusal as refusal:
            if refusal.code not in {Code.BUNDLE_DAMAGED, Code.BUNDLE_TOO_LARGE, Code.BUNDLE_NOT_A_BUNDLE}:
                wrong.append(refusal.code.value)
        if (spent := _spent() - before) > SECONDS:
            wrong.append(f"{spent:.1f} s")
        if (used := _used()) > MEMORY:
            wrong.append(f"{used} MiB")
        told.append(("T28 bombs", tuple(f"{name}: {fault}" for fault in wrong)))
    return told


def _small() -> tuple[Laptop, bytes]:
    office, monitor = Laptop("O1"), Laptop("M1")
    monitor.record()
    return office, made.bundle(monitor, made.roster(office, monitor), office)


def _cut(sealed: bytes, length: int, office: Laptop) -> tuple[str, tuple[str, ...]]:
    try:
        importer.unseal(sealed[:length], office.identity)
    except Refusal as refusal:
        return f"T27 cut, {refusal.code.value}", ()
    return "T27 cut, opened", (f"opened after {length} of {len(sealed)} bytes",)


def _spent() -> float:
    """Seconds of processor time of this process and of those that it started and that ended."""
    times = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in times)


def _used() -> int:
    """MiB that the largest of the processes that read needed."""
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return most // (2**20 if sys.platform == "darwin" else 2**10)
