"""T4: operations on a disk of its own that is too small by a random amount, and on the same disk when it has room."""

import random
import shutil
import subprocess
from pathlib import Path

from tests.flow import watching
from tests.flow.faults import SAID, Case, bench
from tests.flow.hardships import small_disk
from tests.flow.operations import OPERATIONS
from tests.flow.watching import GO_ON, End

BLOCK = 4096


def passes(base: Path, place: Path, *, seed: int, count: int) -> list[Case]:
    """So many disks of random sizes, from one that just holds the folder to one that is nearly large enough."""
    chance = random.Random(seed)
    return [_pass(base, place / f"disk {seed} {number}", chance) for number in range(count)]


def _pass(base: Path, disk: Path, chance: random.Random) -> Case:
    name = chance.choice(sorted(OPERATIONS))
    tried, blocks = bench(base, name), sum(_blocks(path) for path in base.rglob("*"))
    size = (blocks + 2 + chance.randint(0, 50)) * BLOCK
    with small_disk(disk, str(size)):
        folder = Path(shutil.copytree(base, disk / "folder"))
        end = _act(name, folder)
        state, wrong = tried.seen(Path(shutil.copytree(folder, tried.empty())))
        if not end.done and end.how not in {f"refused {code.value}" for code in SAID}:
            wrong.append(f"ended as {end.how}")
        if end.done and state != "after":
            wrong.append("said to be done, and is not")
        if state == "before":
            subprocess.run(["mount", "-o", f"remount,size={size * 4}", str(disk)], check=True)
            again = _act(name, folder)
            if not again.done or tried.seen(folder)[0] != "after":
                wrong.append(f"with room again: {again.how}")
    disk.rmdir()
    return Case(not end.done, state, end.how, tuple(wrong))


def _act(name: str, folder: Path) -> End:
    return watching.run(lambda say: OPERATIONS[name].act(folder, say), (), lambda _step, _said: GO_ON)


def _blocks(path: Path) -> int:
    return -(-path.stat().st_size // BLOCK) if path.is_file() else 1
