"""Questionnaires travel with the records that answer them, and the shipped ones never need to."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from fieldkit.domain.forms import Instrument, Kind, Question
from fieldkit.domain.log import EntryKind
from fieldkit.services.bundling import Bundling
from fieldkit.services.forms import Forms
from fieldkit.services.workspace import Workspace
from tests.flow.team import FORM, Team


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team.same(tmp_path, codes=("S1", "M1", "M2"))
    yield made
    made.close()


OWN = Instrument(
    form="own_form",
    version="3",
    title="A form that a monitor brought",
    languages=("English (en)",),
    questions=(Question(path="/data/site", kind=Kind.TEXT, role="record.site"),),
    xform="<h:html/>",
)


def told(workspace: Workspace) -> list[str]:
    """Subjects of the instrument entries of the own log."""
    mine = workspace.identity
    lines = workspace.store.log.lines(mine.device, mine.epoch)
    return [line.entry.subject for line in lines if line.entry.kind is EntryKind.INSTRUMENT]


def sites(workspace: Workspace) -> list[str]:
    return [record.first("record.site") for record in workspace.store.facts.all()]


def test_a_form_that_a_monitor_brought_arrives_with_the_records(team: Team) -> None:
    team["M1"].store.instruments.put(OWN)
    team.record("M1", form=OWN)
    report = team.send("M1", "S1")
    assert "own_form" in report.changes.instruments
    assert sites(team["S1"]) == ["kz_uz_control"]
    team.record("M1", form=OWN)
    team.send("M1", "S1")
    assert told(team["M1"]) == ["own_form"]
    assert sites(team["S1"]) == ["kz_uz_control"] * 2


def test_the_office_hands_a_form_on_without_telling_it_again(team: Team) -> None:
    team["M1"].store.instruments.put(OWN)
    team.send("M1", "S1")
    team.send("S1", "O1")
    assert told(team["S1"]) == []
    assert team["O1"].store.instruments.get("own_form") == OWN


def test_a_new_version_is_told_beside_the_old_one(team: Team) -> None:
    team.send("O1", "S1")
    for version in ("3", "4"):
        team["S1"].store.instruments.put(msgspec.structs.replace(OWN, version=version))
        team.send("S1", "M2", "M2")
    assert told(team["S1"]) == ["own_form", "own_form"]
    assert team["M2"].store.instruments.get("own_form", "3") is not None
    assert team["M2"].store.instruments.get("own_form", "4") is not None


def test_shipped_questionnaires_are_there_before_an_import_and_not_in_bundles(team: Team) -> None:
    Forms(team["M1"]).install_shipped()
    team.record("M1")
    (path,) = team.write("M1")
    assert told(team["M1"]) == []
    assert team["S1"].store.instruments.all() == ()
    Bundling(team["S1"]).import_files([path], dry_run=True)
    assert team["S1"].store.instruments.all() == ()
    Bundling(team["S1"]).import_files([path])
    assert {found.form for found in team["S1"].store.instruments.all()} == set(Forms(team["S1"]).shipped())


def test_facts_wait_for_the_form_that_they_need(team: Team) -> None:
    team.record("M1")
    team.send("M1", "S1")
    assert sites(team["S1"]) == [""]
    team.send("O1", "S1", "S1")
    assert team["S1"].store.instruments.get(FORM.form) == FORM
    assert sites(team["S1"]) == ["kz_uz_control"]
