"""T3: the power fails at any moment: what the disk had not been told to keep may be lost, torn or reordered, nothing else.

A small share of `tests.soak.soak_power_cuts`.
"""

import random
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.flow import laptops, operations, power
from tests.flow.watching import Act, Step

PER_OPERATION = 8


@pytest.mark.slow
def test_t3_after_a_power_cut_an_operation_is_done_or_not_begun_and_nothing_told_to_be_kept_is_lost() -> None:
    seed = random.getrandbits(32)
    base = laptops.prepared()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        jobs = [pool.submit(power.cuts, base, name, seed=seed, count=PER_OPERATION) for name in operations.OPERATIONS]
        jobs.append(pool.submit(power.cuts, base, "submit", seed=seed, count=80, lie=True))
        *honest, lied = (job.result() for job in jobs)
    found = [cut for cuts in honest for cut in cuts]
    assert [cut for cut in found if cut.wrong] == [], f"seed {seed}"
    assert len(found) == len(operations.OPERATIONS) * PER_OPERATION
    assert {cut.state for cut in found} == {"before", "after"}
    assert [cut for cut in lied if cut.wrong]  # a disk that forgets what it was told to keep


def test_t3_what_was_synced_is_there_and_the_rest_in_pieces_of_a_sector(tmp_path: Path) -> None:
    folder, chance = tmp_path / "disk", random.Random(1)
    folder.mkdir()
    (folder / "old").write_bytes(b"o" * 1000)
    disk, new = power.Disk(folder), folder / "new"
    disk.take(Step(Act.WRITE, folder / "old", offset=100, data=b"n" * 1000))
    for step in (
        Step(Act.CREATE, new),
        Step(Act.WRITE, new, data=b"kept"),
        Step(Act.SYNC, new),
        Step(Act.SYNC, folder),
    ):
        disk.take(step)
    disk.take(Step(Act.RENAME, new, folder / "newer"))
    names, contents = set(), set()
    for number in range(200):
        after = tmp_path / str(number)
        disk.cut(after, chance)
        [old] = after.glob("old")
        [other] = after.glob("new*")
        assert other.read_bytes() == b"kept"
        names.add(other.name)
        contents.add(old.read_bytes())
    assert names == {"new", "newer"}
    pieces = [(100, 512), (512, 1024), (1024, 1100)]
    assert len(contents) == 2 ** len(pieces)
    assert b"o" * 1000 in contents
    assert b"o" * 100 + b"n" * 1000 in contents
