"""Power cuts: what a disk may hold when it lost power after any step of an operation.

What was synced is there. Of everything else each piece of 512 bytes may be there or not, whatever was written before or
after it; names appear and vanish in the order in which they were changed, as journals of file systems keep them.

FAT, on most sticks, has length and place of a file in its folder's entry, and a renaming makes an entry that has neither:
only a sync of the file under its new name writes them (seen on Linux 6.1). Until then the new name is an empty file.
"""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.flow.faults import Bench, bench
from tests.flow.watching import Act, Step

SECTOR = 512
_OF_MEMORY = "-shm"
"""Shared memory of processes that use a database at the same time; it means nothing after they are gone."""
_KEPT = (0.0, 0.1, 0.5, 0.9, 1.0)


@dataclass
class _File:
    """What surely is on the disk, and what was done since."""

    durable: bytes = b""
    pending: list[Step] = field(default_factory=list)
    synced_as: set[Path] = field(default_factory=set)

    def sync(self, name: Path) -> None:
        self.synced_as.add(name)
        content = bytearray(self.durable)
        for step in self.pending:
            _apply(content, step)
        self.durable, self.pending = bytes(content), []

    def after_a_cut(self, chance: random.Random) -> bytes:
        """What may be there after the power failed."""
        share, content = chance.choice(_KEPT), bytearray(self.durable)
        for step in _reordered(self.pending, chance):
            for piece in _pieces(step):
                if chance.random() < share:
                    _apply(content, piece)
        return bytes(content)


class Disk:
    """A folder as the disk has it, step by step."""

    def __init__(self, folder: Path, *, lies: bool = False, fat: bool = False) -> None:
        """Take what lies in `folder` as synced; a disk that `lies` forgets later what it was told to keep."""
        self._folder, self._lies, self._fat = folder, lies, fat
        self._names: dict[Path, _File | None] = {
            path: _File(path.read_bytes(), synced_as={path}) if path.is_file() else None
            for path in sorted(folder.rglob("*"))
        }
        """Names as programs see them now; None is a folder."""
        self._durable = dict(self._names)
        self._pending: list[tuple[Step, _File | None]] = []
        """Changes of names that may be lost, with the files that they name."""

    def take(self, step: Step) -> None:
        """A program takes a step."""
        if step.path.name.endswith(_OF_MEMORY) or (self._lies and step.act is Act.SYNC):
            return
        file = self._names.get(step.path)
        match step.act:
            case Act.WRITE | Act.CUT if file:
                file.pending.append(step)
            case Act.SYNC if file:
                file.sync(step.path)
            case Act.SYNC:
                self._sync_names(step.path)
            case Act.CREATE | Act.FOLDER:
                self._rename(step, _File() if step.act is Act.CREATE else None)
            case Act.RENAME | Act.REMOVE:
                self._rename(step, file)

    def _rename(self, step: Step, file: _File | None) -> None:
        self._pending.append((step, file))
        _name(self._names, step, file)

    def _sync_names(self, folder: Path) -> None:
        kept = []
        for step, file in self._pending:
            if folder in {step.path.parent, (step.target or step.path).parent}:
                _name(self._durable, step, file)
            else:
                kept.append((step, file))
        self._pending = kept

    def cut(self, target: Path, chance: random.Random) -> None:
        """Write into a new folder what may be left when the power fails now."""
        names = dict(self._durable)
        for step, file in self._pending[: chance.randint(0, len(self._pending))]:
            _name(names, step, file)
        target.mkdir()
        for path, file in sorted(names.items()):
            place = target / path.relative_to(self._folder)
            if file is None:
                place.mkdir(exist_ok=True, parents=True)
            elif place.parent.is_dir():
                known = path in file.synced_as or not self._fat
                place.write_bytes(file.after_a_cut(chance) if known else b"")


@dataclass(frozen=True)
class Cut:
    """One power cut: after how many steps, what was found, what was wrong."""

    at: int
    state: str
    wrong: tuple[str, ...]


def cuts(base: Path, name: str, *, seed: int, count: int, lie: bool = False) -> list[Cut]:
    """Cut the power `count` times at random steps of an operation, and look what is there; the disk may `lie`."""
    return list(_cuts(bench(base, name), random.Random(f"{seed} {name}"), count, lie=lie))


def _cuts(tried: Bench, chance: random.Random, count: int, *, lie: bool) -> Iterator[Cut]:
    steps: list[tuple[Step, int]] = []
    folder = tried.record(lambda step, said: steps.append((step, said)))
    disk = Disk(tried.base, lies=lie)
    points = sorted(chance.randint(0, len(steps)) for _ in range(count))
    told = [said for _, said in steps[1:]] + [1]
    for number, (step, _) in enumerate([(None, 0), *steps]):
        if step is not None:
            disk.take(_moved(step, folder, tried.base))
        for _ in range(points.count(number)):
            shutil.rmtree(folder, ignore_errors=True)
            disk.cut(folder, chance)
            state, wrong = tried.seen()
            if number and told[number - 1] and state != "after":
                wrong.append("said to be kept, and lost")
            yield Cut(number, state, tuple(wrong))


def _moved(step: Step, folder: Path, base: Path) -> Step:
    """The same step on files that were never touched."""
    target = base / step.target.relative_to(folder) if step.target else None
    return Step(step.act, base / step.path.relative_to(folder), target, step.offset, step.data)


def _name(names: dict[Path, _File | None], step: Step, file: _File | None) -> None:
    if step.act in {Act.RENAME, Act.REMOVE}:
        names.pop(step.path, None)
    if step.act is not Act.REMOVE:
        names[step.target or step.path] = file


def _apply(content: bytearray, step: Step) -> None:
    end = step.offset if step.act is Act.CUT else step.offset + len(step.data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    if step.act is Act.CUT:
        del content[end:]
    else:
        content[step.offset : end] = step.data


def _pieces(step: Step) -> Iterator[Step]:
    """The parts of a write that a disk keeps or loses as a whole."""
    if step.act is Act.CUT:
        yield step
        return
    start = step.offset
    while start < step.offset + len(step.data):
        end = min((start // SECTOR + 1) * SECTOR, step.offset + len(step.data))
        yield Step(Act.WRITE, step.path, offset=start, data=step.data[start - step.offset : end - step.offset])
        start = end


def _reordered(steps: list[Step], chance: random.Random) -> list[Step]:
    """The same steps; half of the time writes that follow one another change places."""
    if chance.random() < 0.5:
        return steps
    runs: list[list[Step]] = [[]]
    for step in steps:
        if step.act is Act.CUT:
            runs += [[step], []]
        else:
            runs[-1].append(step)
    return [step for run in runs for step in chance.sample(run, len(run))]
