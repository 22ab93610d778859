"""T32: sticks that are pulled out, full, read-only or a lie while a bundle is written on them.

Without privileges the kernel's filter stands for the stick: from one step on every call fails as on a stick that is
gone, and `power.Disk` tells what its memory may hold by then. What lies on it is read with the eyes of its receiver.
"""

import errno
import random
import shutil
from collections.abc import Callable
from pathlib import Path

from fieldkit.clock import SystemClock
from fieldkit.domain.people import Role
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import importer, sticks
from fieldkit.exchange.reading import read
from tests.flow import power, watching
from tests.flow.watching import GO_ON, GROWTH, Act, End, Step
from tests.unit.exchange import made
from tests.unit.exchange.made import Laptop

SAFE = "the stick may be pulled out"
GONE, FULL, READ_ONLY, BROKEN = errno.ENODEV, errno.ENOSPC, errno.EROFS, errno.EIO
_SAID = {FULL: Code.FILE_FULL}
"""What is said of a stick; of all others that it cannot be written."""

Told = list[tuple[str, tuple[str, ...]]]


class Errand:
    """A bundle that a monitor writes on a stick for the office."""

    def __init__(self) -> None:
        self._office, monitor = Laptop("O1", Role.OFFICER), Laptop("M1")
        for number in range(4):
            monitor.record(f"record {number}")
        roster = made.roster(self._office, monitor)
        self._context = made.context(self._office, roster)
        self.sealed = made.bundle(monitor, roster, self._office)
        self._honest = (monitor.slice(),)

    def write(self, stick: Path, say: watching.Say) -> None:
        """Write the bundle, and say when the stick may be pulled out."""
        sticks.write_bundle(stick, self.sealed, SystemClock())
        say(SAFE)

    def found(self, stick: Path) -> tuple[int, list[str]]:
        """How many bundles on a stick are whole, and what is wrong with any of the others."""
        whole, wrong = 0, []
        for path in sticks.find_bundles(stick):
            try:
                parcel = importer.collect(
                    read(importer.unseal(path.read_bytes(), self._office.identity), self._context)
                )
            except (Refusal, OSError):
                continue
            whole += 1
            if parcel.logs != self._honest or parcel.refused:
                wrong.append("a bundle says something else than was written")
        return whole, wrong


def pulls(place: Path, *, seed: object, count: int, lies: bool = False, fat: bool = False) -> Told:
    """Pull a stick `count` times; one that `lies` does not keep what it was told to keep, `fat` is as `power` tells.

    Half of the times it is pulled when it is said to be safe, as people do, else while a bundle is written.
    """
    errand, chance, stick, left = Errand(), random.Random(f"{seed}"), place / "stick", place / "left"
    steps, safe = _recorded(errand, stick)
    told: Told = []
    disk = power.Disk(_empty(stick), lies=lies, fat=fat)
    points = sorted(safe if chance.random() < 0.5 else chance.randint(0, len(steps)) for _ in range(count))
    for number in range(len(steps) + 1):
        if number:
            disk.take(steps[number - 1])
        for _ in range(points.count(number)):
            shutil.rmtree(left, ignore_errors=True)
            disk.cut(left, chance)
            whole, wrong = errand.found(left)
            if number >= safe and not whole:
                wrong.append("said to be safe, and lost")
            told.append((f"pulled, {whole} bundles there", tuple(f"step {number}: {fault}" for fault in wrong)))
    return told


def refusals(place: Path, error: int) -> Told:
    """The stick fails with this error from every step on, one after the other, until nothing meets it any more."""
    errand, stick, told = Errand(), place / "stick", []
    at, reached = 0, True
    while reached:
        at += 1
        end, reached = _failing(errand, _empty(stick), error, at)
        whole, wrong = errand.found(stick)
        said = end.said == (SAFE,)
        if said != end.done or (said and not whole):
            wrong.append("said to be safe, and is not")
        if not end.done and not end.how.startswith(f"refused {_SAID.get(error, Code.FILE_CANNOT_WRITE).value}"):
            wrong.append(f"ended as {end.how}")
        told.append((f"{errno.errorcode[error]}, {end.how}", tuple(f"step {at}: {fault}" for fault in wrong)))
    return told


def _failing(errand: Errand, stick: Path, error: int, at: int) -> tuple[End, bool]:
    count = 0

    def judge(step: Step, _said: int) -> int:
        nonlocal count
        if error in {FULL, READ_ONLY} and step.act not in GROWTH:
            return GO_ON
        count += 1
        return error if count >= at else GO_ON

    end = watching.run(lambda say: errand.write(stick, say), (stick,), judge, reads=True)
    return end, count >= at


def _recorded(errand: Errand, stick: Path) -> tuple[list[Step], int]:
    """The steps of writing, and after how many of them the stick is said to be safe."""
    steps: list[Step] = []
    note: Callable[[Step, int], int] = lambda step, _said: steps.append(step) or GO_ON  # noqa: E731
    end = watching.run(lambda say: errand.write(stick, say), (_empty(stick),), note)
    assert end.done, end
    assert [step.act for step in steps][-3:] == [Act.RENAME, Act.SYNC, Act.SYNC]
    return steps, len(steps)


def _empty(stick: Path) -> Path:
    shutil.rmtree(stick, ignore_errors=True)
    stick.mkdir()
    return stick
