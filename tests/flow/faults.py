"""Faults put at the n-th step of an operation, and what has to be true afterwards: the state before, or the one after.

The same operation takes the same steps each time, so n = 1, 2, 3… until nothing happens any more leaves out none.
"""

import errno
import os
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from fieldkit.errors import Code, Refusal
from tests.flow import watching
from tests.flow.laptops import Seen
from tests.flow.operations import BROKEN, MIGRATIONS, OPERATIONS, Operation
from tests.flow.watching import CHANGES, DIE, GO_ON, GROWTH, Act, End, Step

SAID = {
    Code.VAULT_DISK_FULL,
    Code.VAULT_DISK_ERROR,
    Code.VAULT_READ_ONLY,
    Code.FILE_FULL,
    Code.FILE_CANNOT_WRITE,
    Code.FILE_UNREADABLE,
    Code.VAULT_STORE_DAMAGED,
}
"""The clear words about a disk that fails. SQLCipher takes a page that it cannot read for a damaged one."""


NEVER = 1 << 30
"""The number of a step that no operation takes."""


class Kind(StrEnum):
    """What happens at the n-th step."""

    DEATH = "death"
    """T2: the process is killed before it."""
    ERROR = "error"
    """T7: it fails once."""
    ERRORS = "errors"
    """T7: it fails and so does every later one."""
    FULL = "full"
    """T4: it and all later ones that need room fail."""


@dataclass(frozen=True)
class Fault:
    """A kind of fault at the step with that number, counted from 1."""

    kind: Kind
    at: int

    def judge(self) -> "Judge":
        """A judge for one process."""
        return Judge(self)


class Judge:
    """Counts the steps that a fault can hit, and makes it happen."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault
        full = fault.kind is Kind.FULL
        self._hit = GROWTH if full else CHANGES if fault.kind is Kind.DEATH else frozenset(Act)
        self._error = errno.ENOSPC if full else errno.EIO
        self._count = 0

    @property
    def count(self) -> int:
        """How many steps there were."""
        return self._count

    @property
    def reached(self) -> bool:
        """Whether the fault happened."""
        return self._count >= self._fault.at

    def __call__(self, step: Step, _said: int) -> int:
        """The verdict on a step."""
        if step.act not in self._hit:
            return GO_ON
        self._count += 1
        if self._count < self._fault.at or (self._count > self._fault.at and self._fault.kind is Kind.ERROR):
            return GO_ON
        return DIE if self._fault.kind is Kind.DEATH else self._error


@dataclass(frozen=True)
class Case:
    """What came of one fault."""

    reached: bool
    state: str
    how: str
    wrong: tuple[str, ...]


class Bench:
    """An operation, the folder that it starts from, and how it looks before and after."""

    def __init__(self, base: Path, name: str, place: Path) -> None:
        """Do the operation once without a fault in a copy of `base`, which `laptops.prepared` gives."""
        self.base, self._place = base, place
        self._steps: dict[Kind, int] = {}
        self._operation: Operation = (OPERATIONS | MIGRATIONS).get(name, BROKEN)
        self.before = self._operation.look(self.begin())
        end = watching.run(self._act(self.begin()), (), lambda _step, _said: GO_ON)
        if not end.done:
            raise AssertionError(end)
        self.after = self._operation.look(self._place)

    def try_one(self, fault: Fault) -> Case:
        """Put one fault into the operation, look, and do it again where it did not happen."""
        self.begin()
        judge, end = self.act(fault)
        state, wrong = self.seen()
        wrong += complaints(fault, end, state)
        if state == "before" and self.before != self.after:
            again = watching.run_alone(self._act(self._place))
            if not again.done or self.seen()[0] != "after":
                wrong.append(f"done again: {again.how}")
        return Case(judge.reached, state, end.how, tuple(wrong))

    def begin(self) -> Path:
        """Put the folder back to what it was; gives it."""
        return Path(shutil.copytree(self.base, self.empty()))

    def act(self, fault: Fault) -> tuple[Judge, End]:
        """Do the operation with a fault in the folder as it is."""
        judge = fault.judge()
        return judge, self._run(self._place, judge, reads=_hits_reads(fault.kind))

    def open(self, fault: Fault) -> tuple[Judge, End]:
        """Look at the folder as it is, which mends what was cut short, with a fault."""
        judge = fault.judge()
        return judge, watching.run(self._look, (self._place,), judge, reads=_hits_reads(fault.kind))

    def steps(self, kind: Kind) -> int:
        """How many steps of the operation a fault of that kind can hit."""
        if kind not in self._steps:
            judge = Fault(kind, NEVER).judge()
            self._run(self.begin(), judge, reads=_hits_reads(kind))
            self._steps[kind] = judge.count
        return self._steps[kind]

    def record(self, note: Callable[[Step, int], None]) -> Path:
        """Do the operation and note every step that changes something; gives the folder in which it was done."""
        end = self._run(self.begin(), lambda step, said: note(step, said) or GO_ON)
        if not end.done:
            raise AssertionError(end)
        return self._place

    def _look(self, _say: watching.Say) -> None:
        self._operation.look(self._place)

    def _act(self, folder: Path) -> watching.Work:
        return lambda say: self._operation.act(folder, say)

    def _run(self, folder: Path, judge: Callable[[Step, int], int], *, reads: bool = False) -> End:
        return watching.run(self._act(folder), (folder,), judge, reads=reads)

    def seen(self, folder: Path | None = None) -> tuple[str, list[str]]:
        """Which of the two states the folder (or a copy of it) is in, and what is wrong with it."""
        try:
            seen: Seen = self._operation.look(folder or self._place)
        except Refusal as refusal:
            return "shut", [f"refused: {refusal.code.value}"]
        if seen == self.after:
            return "after", []
        return ("before", []) if seen == self.before else ("between", ["neither before nor after"])

    def empty(self) -> Path:
        """Where the folder is to be put; nothing is there."""
        shutil.rmtree(self._place, ignore_errors=True)
        return self._place


def _hits_reads(kind: Kind) -> bool:
    return kind in {Kind.ERROR, Kind.ERRORS}


def complaints(fault: Fault, end: End, state: str) -> list[str]:
    """What is wrong with how an operation ended."""
    wrong = []
    if (end.done or end.said) and state != "after":
        wrong.append(f"said {', '.join(end.said) or 'nothing'}, ended as {end.how}, and not done")
    expected = {"died"} if fault.kind is Kind.DEATH else {f"refused {code.value}" for code in SAID}
    if not end.done and end.how not in expected:
        wrong.append(f"ended as {end.how}")
    return wrong


def sweep(base: Path, name: str, kind: Kind, *, seed: int, most: int = NEVER, share: float = 1.0) -> list[Case]:
    """Faults of a kind at every step of an operation, or at a share of them, evenly spread from a random one on."""
    tried = bench(base, name)
    steps = tried.steps(kind)
    count = max(1, round(min(most, steps) * share))
    start = random.Random(f"{seed} {name} {kind}").random()
    return [tried.try_one(Fault(kind, int((number + start) * steps / count) + 1)) for number in range(count)]


@cache
def bench(base: Path, name: str) -> Bench:
    """One for each operation and process."""
    return Bench(base, name, base.with_name(f"{base.name} {name} {os.getpid()}"))
