"""T32 in the small: a stick may be pulled, full, read-only, broken or a lie; no bundle on it is ever read wrongly."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldkit.errors import Code, Refusal
from fieldkit.exchange import limits
from fieldkit.progress import Progress
from fieldkit.services.bundling import Bundling
from fieldkit.services.vaults import check
from tests.flow import pulled
from tests.flow.pulled import BROKEN, FULL, GONE, READ_ONLY, Told
from tests.flow.team import Team
from tests.soak import pool

PULLS = 200
PULLS_OF_A_LIE = 600
"""More, as a stick that lies leaves a whole bundle in one of thirty pulls, and one must be seen."""


def in_a_process(work: Callable[..., Told], *given: object) -> Told:
    """What is watched must be the fork of a process without threads."""
    [told] = pool.spread([(work, given)])
    return told


def pull(place: Path, seed: int, count: int, lies: bool, fat: bool) -> Told:
    return pulled.pulls(place, seed=seed, count=count, lies=lies, fat=fat)


@pytest.mark.parametrize(
    ("lies", "fat", "count"),
    [(False, False, PULLS), (False, True, PULLS), (True, False, PULLS_OF_A_LIE)],
    ids=["honest", "honest and FAT", "lying"],
)
def test_t32_what_lies_on_a_pulled_stick_is_whole_or_refused(tmp_path: Path, lies: bool, fat: bool, count: int) -> None:
    told = in_a_process(pull, tmp_path, secrets.randbelow(2**32), count, lies, fat)
    faults = {fault.partition(": ")[2] for _, wrong in told for fault in wrong}
    assert faults <= ({"said to be safe, and lost"} if lies else set())
    assert len(told) == count
    assert {what for what, _ in told} == {"pulled, 0 bundles there", "pulled, 1 bundles there"}


@pytest.mark.parametrize("error", [GONE, BROKEN, FULL, READ_ONLY])
def test_t32_nobody_is_told_to_pull_a_stick_that_failed(tmp_path: Path, error: int) -> None:
    told = in_a_process(pulled.refusals, tmp_path, error)
    assert [fault for _, wrong in told for fault in wrong] == []
    assert len(told) > 2
    assert told[-1][0].endswith("done")


def test_t32_no_bundle_is_too_large_for_fat32() -> None:
    assert limits.MAX_FILE < 2**32 - 1


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team.same(tmp_path)
    yield made
    made.close()


def test_t32_a_stick_that_vanishes_during_an_import_brings_whole_bundles_or_none(team: Team) -> None:
    """The second file goes while the first one is taken in; what came is whole, and the rest comes the next time."""
    for code in ("M1", "M2", "M3"):
        team.record(code)
    files = [path for code in ("M1", "M2", "M3") for path in team.write(code)]
    away = {path: path.read_bytes() for path in files[1:]}

    def vanish(done: int, _total: int) -> None:
        if done:
            for path in away:
                path.unlink(missing_ok=True)

    report = Bundling(team["S1"]).import_files(files, progress=Progress(vanish))
    assert (report.new, [item.code for item in report.refused]) == (1, [Code.FILE_MISSING] * 2)
    assert check(team["S1"]).ok
    for path, content in away.items():
        path.write_bytes(content)
    report = Bundling(team["S1"]).import_files(files)
    assert (report.new, report.identical, report.refused) == (2, 1, ())


def test_t32_a_stick_without_room_leaves_the_vault_as_it_was(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a bundle would have told is told by the next one, and no number of a bundle is used up."""
    team.record("M1")
    before = Bundling(team["M1"]).last_written()
    monkeypatch.setattr("fieldkit.exchange.sticks._write", _no_room)
    with pytest.raises(Refusal) as caught:
        team.write("M1")
    assert caught.value.code is Code.FILE_FULL
    assert Bundling(team["M1"]).last_written() == before
    monkeypatch.undo()
    assert team.send("M1", "S1").new == 1


def _no_room(path: Path, data: bytes) -> None:
    path.write_bytes(data[: len(data) // 2])
    raise OSError(pulled.FULL, "")
