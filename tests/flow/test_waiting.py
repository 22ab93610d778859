"""T29, T30: what a laptop sends before it is enrolled is kept sealed, counts for nothing, and comes in by itself later."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.services import waiting
from fieldkit.services.bundling import Bundling
from fieldkit.services.projects import Projects
from fieldkit.services.vaults import check
from tests.flow.early import Early, early
from tests.flow.team import dump


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Early]:
    with early(tmp_path) as team:
        yield team


def test_t29_a_bundle_of_a_laptop_that_is_not_enrolled_is_kept_and_changes_nothing(team: Early) -> None:
    record = team.record("M2")
    [bundle] = team.write("M2")
    before = dump(team["S1"])
    for dry_run in (True, False, False):
        report = team.take_in("S1", bundle, dry_run=dry_run)
        assert report.refused == ()
        assert (report.new, report.updated, report.identical) == (0, 0, 0)
        [kept] = report.kept
        assert (kept.device, kept.member, kept.ready) == (team["M2"].identity.device, "M2", False)
        assert kept.fingerprint == Projects(team["M2"]).fingerprint()
        assert dump(team["S1"]) == before
        assert len(waiting.waiting(team["S1"])) == (0 if dry_run else 1)
    assert check(team["S1"]).ok
    assert team["S1"].store.records.row(record) is None


def test_t30_it_comes_in_by_itself_with_the_roster_that_names_the_laptop(team: Early) -> None:
    record = team.record("M2")
    [bundle] = team.write("M2")
    team.take_in("S1", bundle)
    bundle.unlink()
    team.enrol_again()
    report = team.send("O1", "S1")
    assert (report.new, report.released, report.kept, report.refused) == (1, 1, (), ())
    assert waiting.waiting(team["S1"]) == ()
    assert team["S1"].store.records.row(record) is not None
    assert not list(team["S1"].files.blobs.glob("*"))
    assert check(team["S1"]).ok


def test_the_officer_takes_in_what_waited_when_enrolling(team: Early) -> None:
    record = team.record("M2")
    team.take_in("O1", *team.write("M2"))
    asked = Projects(team["O1"]).read_request(team.request)
    assert asked.waiting == 1
    team.enrol_again()
    report = Bundling(team["O1"]).take_waiting()
    assert (report.new, report.released) == (1, 1)
    assert team["O1"].store.records.row(record) is not None
    assert Bundling(team["O1"]).take_waiting().released == 0
