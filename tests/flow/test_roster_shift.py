"""A new roster changes what counts by the roles that it changes, and looks at nothing else: lists may hold a million."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.domain.people import Role
from fieldkit.services.revoking import Revoking
from fieldkit.services.vaults import check
from tests.flow.team import Team, dump, new_vault, state


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """S1 and S2 have each accepted a record, and everybody who reads knows of both."""
    made = Team.same(tmp_path, ("S1", "S2", "M1", "M2"))
    for code in ("S1", "S2", "M1", "M2"):
        made.send("O1", code, code)
    for reviewer in ("S1", "S2"):
        record = made.record("M1")
        made.send("M1", reviewer, reviewer)
        made.review(reviewer, record)
        made.send(reviewer, "O1", "O1")
    for code in ("S1", "S2"):
        made.send("O1", code, code)
    yield made
    made.close()


def records(team: Team) -> tuple[str, str]:
    first, second = (row.record for row in sorted(team["O1"].store.facts.all(), key=lambda item: item.record))
    return first, second


def test_who_joins_or_leaves_without_having_reviewed_touches_no_record(team: Team) -> None:
    team.vaults["M3"] = new_vault(team.folder / "M3", team.clock)
    team.enrol("M3", team["M3"])
    assert team.send("O1", "S1", "S1").changes.records == frozenset()
    team.change_role("M2", Role.ANALYST)
    assert team.send("O1", "S1", "S1").changes.records == frozenset()
    Revoking(team["O1"]).revoke("M2")
    assert team.send("O1", "S1", "S1").changes.records == frozenset()
    assert team["S1"].require_roster() == team["O1"].require_roster()
    assert dump(team["S1"])["facts"] == dump(team["O1"])["facts"]


def test_who_reviews_no_more_touches_what_they_reviewed(team: Team) -> None:
    before = {record: state(team["S2"], record) for record in records(team)}
    assert set(before.values()) == {"accepted"}
    for role, words in ((Role.ANALYST, "submitted"), (Role.OFFICER, "accepted"), (Role.MONITOR, "submitted")):
        team.change_role("S1", role)
        touched = team.send("O1", "S2", "S2").changes.records
        assert len(touched) == 1
        [record] = touched
        assert state(team["S2"], record) == state(team["O1"], record) == words
        assert [state(team["S2"], each) for each in before if each != record] == ["accepted"]
    for code in ("O1", "S2"):
        assert check(team[code]).ok
