"""The forms and the list of differences of `make conformance`, as far as they can be checked without ODK's engine."""

import re
from pathlib import Path

import pytest

from fieldkit.clock import SteppingClock
from fieldkit.instruments.running import run
from tests.conformance import cases, walks
from tests.conformance.compare import Difference, Explained, differences
from tests.conformance.engines import ours

CASES = {case.name: case for case in cases.load([])}
TABLE = Path(cases.__file__).with_name("DIFFERENCES.md")


def test_there_are_as_many_forms_as_promised() -> None:
    large = [case for case in CASES.values() if case.name.startswith("big_")]
    assert len(large) >= 10
    assert len(CASES) - len(large) >= 60
    assert all(len(case.instrument.questions) >= 19 for case in large)


@pytest.mark.parametrize("name", CASES)
def test_every_written_step_is_possible(name: str) -> None:
    case = CASES[name]
    for script in case.scripts():
        assert run(case.instrument, script, SteppingClock()).nodes


def test_generated_steps_are_the_same_for_the_same_seed_and_differ_otherwise() -> None:
    instrument = CASES["nested_repeats"].instrument
    assert walks.walk(instrument, 7, 12) == walks.walk(instrument, 7, 12)
    assert len({walks.walk(instrument, seed, 12) for seed in range(10)}) > 5


def test_every_row_of_the_table_has_its_patterns_and_the_reverse() -> None:
    rows = re.findall(r"^\| ([a-z-]+) \|", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(set(rows) - {"name"}) == sorted(Explained().rules)
    forms = {pattern["form"] for patterns in Explained().rules.values() for pattern in patterns}
    assert forms <= set(CASES)


def test_a_difference_is_found_unless_it_is_explained() -> None:
    case = CASES["relevance"]
    script = case.scripts()[0]
    mine = ours(case.instrument, script)
    assert list(differences(case.name, script, mine, mine, Explained())) == []
    other = ours(case.instrument, script)
    other.snapshots[2]["/data/name"]["relevant"] = None
    (found,) = differences(case.name, script, mine, other, Explained())
    assert (found.ref, found.field, found.ours, found.theirs) == ("/data/name", "relevant", True, None)
    meant = Explained(rules={"meant": [{"form": "relevance", "ref": "/data/n*"}]})
    assert list(differences(case.name, script, mine, other, meant)) == []
    assert meant.used == {"meant": 1}


def test_identities_and_the_time_of_the_run_are_no_difference() -> None:
    assert not Explained(rules={}).covers(Difference("f", "/r", "value", "1", "2", ""))
    case = CASES["hidden_and_meta"]
    first, second = ours(case.instrument, ()), ours(case.instrument, ())
    assert list(differences(case.name, (), first, second, Explained(rules={}))) == []
