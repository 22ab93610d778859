"""Faults at the n-th step: a small share of `tests.soak.soak_faults`, spread over the steps of each operation."""

import os
import random
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.flow import faults, laptops, operations, watching
from tests.flow.faults import Kind
from tests.flow.watching import Act, Step

PER_KIND = {Kind.DEATH: 3, Kind.ERROR: 1, Kind.ERRORS: 1, Kind.FULL: 1}


@pytest.fixture(scope="module")
def base() -> Path:
    return laptops.prepared()


@pytest.fixture(scope="module")
def pool():
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
        yield workers


def test_the_machine_lets_us_watch_system_calls(pool: ProcessPoolExecutor) -> None:
    assert pool.submit(watching.can_watch).result()


def _spread(pool: ProcessPoolExecutor, base: Path, kinds: set[Kind]) -> None:
    """Try faults of these kinds at a few steps of every operation."""
    seed = random.getrandbits(32)
    jobs = [
        pool.submit(faults.sweep, base, name, kind, seed=seed, most=PER_KIND[kind])
        for name in operations.OPERATIONS
        for kind in kinds
    ]
    cases = [case for job in jobs for case in job.result()]
    assert [case for case in cases if case.wrong] == [], f"seed {seed}"
    assert all(case.reached for case in cases)
    states = Counter(case.state for case in cases)
    assert set(states) == {"before", "after"}
    assert len(cases) == len(operations.OPERATIONS) * sum(PER_KIND[kind] for kind in kinds)


@pytest.mark.slow
def test_t2_killed_before_any_step_an_operation_is_done_or_not_begun(pool: ProcessPoolExecutor, base: Path) -> None:
    _spread(pool, base, {Kind.DEATH})


@pytest.mark.slow
def test_t4_a_disk_that_is_full_from_any_step_on_refuses_and_keeps_what_was(
    pool: ProcessPoolExecutor, base: Path
) -> None:
    _spread(pool, base, {Kind.FULL})


@pytest.mark.slow
def test_t7_a_step_that_fails_once_or_for_ever_crashes_nothing_and_is_never_silent(
    pool: ProcessPoolExecutor, base: Path
) -> None:
    _spread(pool, base, {Kind.ERROR, Kind.ERRORS})


def test_t2_an_operation_that_is_not_whole_would_be_noticed(pool: ProcessPoolExecutor, base: Path) -> None:
    cases = pool.submit(faults.sweep, base, "broken", Kind.DEATH, seed=1, most=20).result()
    assert "neither before nor after" in {wrong for case in cases for wrong in case.wrong}


def test_the_watch_sees_every_step_with_its_bytes(pool: ProcessPoolExecutor, tmp_path: Path) -> None:
    steps, said = pool.submit(_watch_a_file, tmp_path).result()
    one, two = tmp_path / "one", tmp_path / "two"
    assert said == 1
    assert steps == [
        Step(Act.CREATE, one),
        Step(Act.WRITE, one, data=b"first"),
        Step(Act.WRITE, one, offset=5, data=b"second"),
        Step(Act.SYNC, one),
        Step(Act.CUT, one, offset=3),
        Step(Act.RENAME, one, two),
        Step(Act.FOLDER, tmp_path / "deep"),
        Step(Act.REMOVE, two),
    ]
    assert not two.exists()


def _watch_a_file(folder: Path) -> tuple[list[Step], int]:
    steps: list[Step] = []
    watching.run(
        lambda say: _work_on_a_file(folder, say), (folder,), lambda step, _said: steps.append(step) or watching.GO_ON
    )
    last = watching.run(lambda say: say("one"), (folder,), lambda _step, _said: watching.GO_ON)
    return steps, len(last.said)


def _work_on_a_file(folder: Path, say: watching.Say) -> None:
    with (folder / "one").open("wb", buffering=0) as file:
        file.write(b"first")
        file.write(b"second")
        os.fsync(file.fileno())
        file.truncate(3)
    (folder / "one").rename(folder / "two")
    (folder / "deep").mkdir()
    (folder / "two").unlink()
    say("done")
