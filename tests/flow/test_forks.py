"""T31: two laptops from one image write as one device: found at first sight, both kept and shown, nothing overwritten."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.domain.log import entry_hash
from fieldkit.errors import Code
from fieldkit.exchange.archive import Archive
from fieldkit.services.archiving import verify
from fieldkit.services.bundling import Bundling
from fieldkit.services.comparing import Comparing
from fieldkit.services.logbook import Logbook
from fieldkit.services.vaults import check
from fieldkit.store.parts import Fork
from tests.flow import forking
from tests.flow.forking import clone, record
from tests.flow.team import Team, dump, state


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team.same(tmp_path, codes=("S1", "M1"))
    made.send("O1", "S1")
    yield made
    made.close()


def test_t31_both_laptops_are_kept_and_told_of_at_first_sight(team: Team) -> None:
    shared = team.record("M1")
    clone(team, "M1", "copy")
    first, other = record(team, "M1"), record(team, "copy")
    device = team["M1"].identity.device
    told = team.send("M1", "S1")
    assert (told.new, told.forks) == (2, ())
    before = {entry_hash(line.entry): line for line in team["S1"].store.log.all_lines()}
    told = team.send("copy", "S1")
    assert (told.new, told.refused, told.forks) == (1, (), (device,))
    assert [state(team["S1"], each) for each in (shared, first, other)] == ["submitted"] * 3
    after = {entry_hash(line.entry): line for line in team["S1"].store.log.all_lines()}
    assert before.items() < after.items()
    assert team["S1"].store.log.parts.forks() == (Fork(device=device, epoch=team["M1"].identity.epoch, since=2),)
    assert Logbook(team["S1"]).verify().ok
    assert check(team["S1"]).ok
    again = Bundling(team["S1"]).import_files([*team.write("M1"), *team.write("copy")])
    assert (again.new, again.updated, again.forks, again.refused) == (0, 0, (), ())


def test_t31_both_go_on_and_travel_to_the_office(team: Team) -> None:
    team.record("M1")
    clone(team, "M1", "copy")
    for laptop in ("M1", "copy", "copy"):
        record(team, laptop)
    team.send("copy", "S1")
    team.send("M1", "S1")
    for laptop in ("copy", "M1"):
        record(team, laptop)
        report = team.send(laptop, "S1")
        assert (report.new, report.forks, report.refused) == (1, (), ())
    report = team.send("S1", "O1")
    assert (report.new, report.refused, report.forks) == (6, (), (team["M1"].identity.device,))
    assert dump(team["O1"])["records"] == dump(team["S1"])["records"]
    assert check(team["O1"]).ok


def test_t31_a_twin_of_the_own_laptop_begins_a_new_log(team: Team) -> None:
    """The copied supervisor hears of the twin from the office and must not go on in the disputed log."""
    team.record("M1")
    team.send("M1", "S1")
    clone(team, "S1", "copy")
    mine, copied = team.record("S1"), ""
    own, team.vaults["S1"] = team.vaults["S1"], team.vaults["copy"]
    copied = team.record("S1")
    team.send("S1", "O1")
    team.vaults["S1"] = own
    epoch = team["S1"].identity.epoch
    report = team.send("O1", "S1", "S1")
    assert report.forks == (team["S1"].identity.device,)
    assert team["S1"].identity.epoch != epoch
    later = team.record("S1")
    team.send("S1", "O1", "O1")
    team.send("O1", "S1", "S1")  # what the twin wrote: in the new log nothing was confirmed yet
    assert [state(team["S1"], each) for each in (mine, copied, later)] == ["submitted"] * 3
    assert check(team["S1"]).ok
    assert team.send("S1", "O1").refused == ()
    assert [state(team["O1"], each) for each in (mine, copied, later)] == ["submitted"] * 3
    assert check(team["O1"]).ok


def test_t31_versions_of_both_stand_side_by_side(tmp_path: Path) -> None:
    team = Team.same(tmp_path, codes=("S1", "M1"), form=None)
    try:
        shared, other = team.record("M1"), team.record("M1")
        clone(team, "M1", "copy")
        team.amend("M1", shared, "mine")
        team.send("M1", "S1")
        assert Comparing(team["S1"]).doubtful(shared) is None
        team.vaults["M1"], team.vaults["copy"] = team.vaults["copy"], team.vaults["M1"]
        team.amend("M1", shared, "theirs")
        team.send("M1", "S1")
        found = Comparing(team["S1"]).doubtful(shared)
        assert found is not None
        assert {value for each in found.rows if each.label == "/data/words" for value in each.values} == {
            "mine",
            "theirs",
        }
        assert Comparing(team["S1"]).doubtful(other) is None
    finally:
        team.close()


def test_t31_an_archive_holds_both(team: Team, tmp_path: Path) -> None:
    team.record("M1")
    clone(team, "M1", "copy")
    for laptop in ("M1", "copy"):
        record(team, laptop)
        team.send(laptop, "S1")
    store, signed = team["S1"].store, team["S1"].store.people.roster()
    assert signed is not None
    (tmp_path / "archive").mkdir()
    archive = Archive(tmp_path / "archive")
    archive.add_documents("", b"", signed)
    for head in store.log.heads():
        archive.add_log(head, store.log.lines_to(head.head))
    report = verify(tmp_path / "archive")
    assert (report.ok, [log.device for log in report.logs].count(team["M1"].identity.device)) == (True, 2)


def test_t31_a_branch_whose_beginning_did_not_come_is_refused_by_its_name(team: Team, tmp_path: Path) -> None:
    from tests.flow.test_exchange_hostile import pack

    team.record("M1")
    clone(team, "M1", "copy")
    for laptop in ("M1", "copy"):
        record(team, laptop)
        record(team, laptop)
    team.send("M1", "S1")
    before = dump(team["S1"])
    [head] = team["copy"].store.log.heads()
    lines = tuple(team["copy"].store.log.lines_to(head.head, after=2))
    report = Bundling(team["S1"]).import_files([pack(team, [(head, lines)])])
    assert [item.code for item in report.refused] == [Code.BUNDLE_FORK]
    assert dump(team["S1"]) == before


@given(seed=st.integers(0, 2**32))
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_t31_no_order_of_the_branches_matters(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert forking.story(tmp_path_factory.mktemp("forks"), seed) == []
