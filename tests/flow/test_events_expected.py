"""The 28 sample events, recorded and reviewed in one vault, give the expected figures through the real command."""

import json
from pathlib import Path
from typing import Any

import pytest

from fieldkit.clock import SystemClock
from fieldkit.paths import VaultFiles
from fieldkit.services import demo, reference, vaults
from fieldkit.services.projects import Projects
from fieldkit.services.sample_events import shipped_events
from tests.command import DATA, PHRASE, run

EXPECTED = json.loads((DATA / "events_expected.json").read_text(encoding="utf-8"))
WRONG = EXPECTED.pop("if_rules_are_broken")


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("events") / "vault"
    clock = SystemClock()
    vaults.create(VaultFiles(folder), PHRASE, clock, cost=vaults.TEST_COST)
    with vaults.unlock(VaultFiles(folder), PHRASE, clock, floor=vaults.TEST_COST) as workspace:
        Projects(workspace).create("Fictional sample", "O1")
        events = shipped_events(reference.load())
        assert len(events) == 28
        for event in events:
            demo.record(workspace, event)
        for number, event in enumerate(events):
            demo.review(workspace, event, number)
    return folder


@pytest.fixture(scope="module")
def figures(vault: Path) -> Any:
    done = run("--vault", vault, "stats", "--json")
    assert done.code == 0, done.err
    return done.json


def plain(value: object) -> set[str]:
    """Every number in a document, as text."""
    if isinstance(value, dict):
        return set().union(*(plain(item) for item in value.values()), set())
    if isinstance(value, list):
        return set().union(*(plain(item) for item in value), set())
    return {str(value)}


@pytest.mark.parametrize("key", EXPECTED)
def test_every_figure_is_the_expected_one(figures: Any, key: str) -> None:
    assert figures[key] == EXPECTED[key]


def test_no_figure_of_a_broken_rule_shows_up(figures: Any) -> None:
    assert plain(figures).isdisjoint({str(value) for value in WRONG.values()})
    assert len(WRONG) == 4


def test_the_record_whose_consent_was_withdrawn_is_empty(vault: Path) -> None:
    shown = run("--vault", vault, "record", "show", "EV22", "--json").json
    assert (shown["state"], shown["sections"]) == ("withdrawn", [])
    [row] = [row for row in run("--vault", vault, "record", "list", "--json").json["records"] if row["id"] == "EV22"]
    assert (row["state"], row["site"], row["date"]) == ("withdrawn", "", "")
