"""T18 with officers: killed at any write, fsync or rename, one of the two copies opens, and to whom it did or shall.

`tests.soak.soak_keys` kills every change of the keys 1,000 times.
"""

import itertools
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from fieldkit.clock import SystemClock
from fieldkit.paths import VaultFiles
from fieldkit.services import escrow, helping, vaults
from tests.command import PHRASE, Office, Person, opened
from tests.soak import kills, working

CHEAP = vaults.TEST_COST
OLD, NEW = itertools.islice(working.phrases(1), 2)


@dataclass(frozen=True)
class Pair:
    """An officer's vault, and a monitor's of the same project."""

    office: Office
    monitor: Person


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    folder = tmp_path_factory.mktemp("officers")
    office, monitor = Office(folder / "office"), Person(folder / "monitor")
    office.enrol(monitor, "M1", "monitor", folder)
    monitor.add("R-1")
    return Pair(office, monitor)


def test_t18_an_officers_answer_is_taken_as_a_whole_whenever_the_program_dies(pair: Pair, tmp_path: Path) -> None:
    vault, asked, answer = tmp_path / "vault", tmp_path / "asked", tmp_path / "answer"
    shutil.copytree(pair.monitor.vault, asked)
    with opened(asked) as workspace:
        escrow.entrust(workspace, PHRASE, floor=CHEAP)
    paper = helping.ask(VaultFiles(asked), NEW, SystemClock(), floor=CHEAP)
    with opened(pair.office.vault) as workspace:
        answer.write_bytes(helping.answer(workspace, paper.data))
    seen: list[int] = []
    for count in itertools.count(1):
        shutil.rmtree(vault, ignore_errors=True)
        shutil.copytree(asked, vault)
        end = kills.run("let_in", vault, answer, 1, count)
        [number], wrong = kills.opening(vault, pair.monitor.recovery_code, [OLD, NEW])
        assert wrong == []
        seen.append(number)
        if not end.killed:
            break
    assert (end.code, end.lines) == (0, ["changed"])
    assert seen == sorted(seen)
    assert 1 <= sum(seen) < len(seen) - 2
