"""T25: damaged and hostile bundles, 10,000 of each kind: none crashes, hangs or is read as something else.

Outside: the sealed file. Inside: the plaintext, sealed again. Signed: the lines of a bundle that its sender signed
again. Manifest: manifests that break the rules one by one, signed again too.
"""

import random
import resource
import time
from pathlib import Path

from fieldkit.crypto import sealing
from fieldkit.domain.people import Role
from fieldkit.errors import Refusal
from fieldkit.exchange import importer
from fieldkit.exchange.reading import read
from tests.soak import pool
from tests.soak.outcome import Outcome
from tests.unit.exchange import grammar, made
from tests.unit.exchange.made import Laptop

KINDS = ("outside", "inside", "signed", "manifest")
CASES = 10_000
"""Of each kind."""
FIGURES = {"T25": CASES * len(KINDS)}
PART = 1_000
SLOW = 5.0
"""Seconds of processor time for one bundle."""
MEMORY = 512
"""MiB that the process which reads all of them may ever need."""


def main(seed: int, share: float) -> Outcome:
    """Try 10,000 mutations of each kind (times `share`)."""
    outcome = Outcome()
    counts = pool.parts(round(CASES * share), PART)
    jobs = [(mutations, (kind, f"{seed} {number}", count)) for kind in KINDS for number, count in enumerate(counts)]
    for told in pool.spread(jobs):
        for what, wrong in told:
            outcome.take(f"T25 {what}", wrong)
    return outcome


def mutations(kind: str, seed: str, count: int) -> list[tuple[str, tuple[str, ...]]]:
    """So many of one kind: how each ended, and what was wrong with that. Call it in a process of its own."""
    victim = Victim()
    told = [victim.attempt(kind, f"{kind} {seed} {number}") for number in range(count)]
    if used() > MEMORY:
        told.append((f"{kind}: memory", (f"{used()} MiB",)))
    return told


class Victim:
    """An office to which a monitor sends a bundle that is not what it was."""

    def __init__(self) -> None:
        self._office, self._monitor = Laptop("O1", Role.OFFICER), Laptop("M1")
        for number in range(8):
            self._monitor.record(f"record {number}")
        roster = made.roster(self._office, self._monitor)
        self._context = made.context(self._office, roster)
        self._sealed = made.bundle(self._monitor, roster, self._office)
        self._plaintext = sealing.open_sealed(self._sealed, self._office.identity)
        self._text = made.payload_text(self._plaintext)
        self._honest = self._monitor.slice()

    def attempt(self, kind: str, case: str) -> tuple[str, tuple[str, ...]]:
        """Read one mutated bundle in this process, so that a crash is seen where it happens."""
        bundle = self._bundle(kind, random.Random(case))
        wrong: list[str] = []
        start = time.process_time()
        try:
            parcel = importer.collect(read(importer.unseal(bundle, self._office.identity), self._context))
        except Refusal as refusal:
            ended = refusal.code.value
        except Exception as error:  # all else is a crash, and the others go on
            ended = "crash"
            wrong.append(f"{type(error).__name__} {error}")
        else:
            ended = f"read, {len(parcel.refused)} logs refused"
            if kind in {"outside", "inside"} or any(log != self._honest for log in parcel.logs):
                wrong.append("something else was read")
        if time.process_time() - start > SLOW:
            wrong.append(f"slower than {SLOW} s")
        return f"{kind}: {ended}", tuple(f"{case}: {fault}" for fault in wrong)

    def _bundle(self, kind: str, chance: random.Random) -> bytes:
        plaintext = self._plaintext
        match kind:
            case "outside":
                return made.mutated(self._sealed, len(self._sealed), chance)
            case "inside":
                plaintext = made.mutated(plaintext, len(plaintext.rstrip(b"\0")), chance)
            case "signed":
                data, length = made.payload_of(made.mutated(self._text, len(self._text), chance))
                plaintext = made.rewrap(plaintext, self._monitor, payload=data, len=length)
            case _:
                plaintext = grammar.mutated(plaintext, self._monitor, chance)
        return sealing.seal(plaintext, (self._office.recipient,))


def used() -> int:
    """MiB that this process needed at most. What Linux says in `getrusage` may be what its parent needed."""
    status = Path("/proc/self/status")
    if status.exists():
        [line] = [line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM:")]
        return int(line.split()[1]) // 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 2**20
