"""The benchmark and soak runners find their modules, tell a missed target and write what they measured."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import runners
from tests.bench import measure
from tests.bench import run as bench
from tests.soak import run as soak
from tests.soak import soak_canonical


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A root with planted modules, importable as those of the project are."""
    for folder in ("bench", "soak"):
        (tmp_path / "tests" / folder).mkdir(parents=True)
        monkeypatch.setattr(f"tests.{folder}.__path__", [str(tmp_path / "tests" / folder)])
    monkeypatch.setattr(runners, "ROOT", tmp_path)
    yield tmp_path / "build"
    for name in [name for name in sys.modules if "planted" in name]:
        del sys.modules[name]


def _plant(build: Path, name: str, text: str) -> None:
    (build.parent / "tests" / name).write_text(text, encoding="utf-8")


def test_a_missed_target_fails_the_benchmark(build: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "from tests.bench.measure import Result\ndef main():\n    yield Result('fast', 3.0, 'x', most={})\n"
    _plant(build, "bench/bench_planted_good.py", text.format(3.0))
    _plant(build, "bench/bench_planted_bad.py", text.format(2.9))
    assert bench.main(["planted_good"]) == 0
    assert bench.main([]) == 1
    rows = json.loads((build / "bench.json").read_text(encoding="utf-8"))["rows"]
    assert [(row["bench"], row["reached"]) for row in rows] == [("planted_bad", False), ("planted_good", True)]
    assert "MISSED" in capsys.readouterr().out


def test_an_unknown_name_is_refused(build: Path) -> None:
    with pytest.raises(SystemExit, match="unknown: nothing"):
        bench.main(["nothing"])


def test_a_ratio_compares_the_two() -> None:
    result = measure.ratio("slow", lambda: sum(range(200_000)), lambda: None, most=2.0, rounds=3)
    assert result.value > 2.0
    assert not result.reached


def test_a_failure_fails_the_soak_run_and_keeps_its_seed(build: Path) -> None:
    text = """
from tests.soak.outcome import Outcome
def main(seed, share):
    outcome = Outcome()
    outcome.count("tried")
    if seed == 7:
        outcome.failures.append("case 0: wrong")
    return outcome
"""
    _plant(build, "soak/soak_planted.py", text)
    assert soak.main(["--seed", "6"]) == 0
    assert soak.main(["--seed", "7", "--share", "0.5"]) == 1
    row = json.loads((build / "soak.json").read_text(encoding="utf-8"))["rows"][0]
    assert (row["seed"], row["share"], row["cases"], row["failures"]) == (7, 0.5, 1, ["case 0: wrong"])


def test_the_soak_run_of_canonical_json_holds_on_a_small_share() -> None:
    outcome = soak_canonical.main(seed=1, share=0.005)
    assert outcome.failures == []
    assert outcome.cases == 1000
    assert set(outcome.counts) == {"read", "refused"}
