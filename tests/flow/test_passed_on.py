"""A withdrawal reaches the author's laptop whoever wrote it, though only logs of the office are sent there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.domain.consent import Use
from fieldkit.domain.log import EntryKind
from fieldkit.domain.people import Role
from fieldkit.services.consenting import Consenting
from fieldkit.services.vaults import check
from tests.flow.team import Team, state


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team.same(tmp_path, ("S1", "M1"))
    for code in ("S1", "M1"):
        made.send("O1", code, code)
    yield made
    made.close()


def withdrawals(team: Team, code: str) -> int:
    lines = team[code].store.log.all_lines()
    return sum(line.entry.kind is EntryKind.WITHDRAWAL and line.body is not None for line in lines)


def test_a_supervisor_who_is_demoted_before_the_stick_goes_out_has_still_withdrawn(team: Team) -> None:
    record, other = team.record("M1"), team.record("M1")
    team.send("M1", "S1")
    team.withdraw("S1", record)
    Consenting(team["S1"]).withdraw(other, (Use.ANONYMOUS_QUOTE,))
    team.change_role("S1", Role.MONITOR)
    team.send("S1", "O1")
    team.send("M1", "O1")
    assert team.send("O1", "M1", "M1").refused == ()
    assert (state(team["M1"], record), state(team["M1"], other)) == ("withdrawn", "submitted")
    assert team["M1"].store.records.closed_uses(other) == {Use.ANONYMOUS_QUOTE}
    assert withdrawals(team, "M1") == 2
    assert check(team["M1"]).ok
    assert check(team["O1"]).ok


def test_it_is_passed_on_once_and_only_where_it_would_not_come_by_itself(team: Team) -> None:
    record = team.record("M1")
    team.send("M1", "S1")
    team.send("M1", "O1")
    team.withdraw("S1", record)
    team.send("S1", "O1")
    team.send("O1", "M1", "M1")
    assert withdrawals(team, "O1") == 1  # the log of a supervisor goes to the author
    team.change_role("S1", Role.MONITOR)
    for _ in range(2):
        team.send("O1", "M1", "M1")
    assert withdrawals(team, "O1") == 2
    assert state(team["M1"], record) == "withdrawn"


def test_the_withdrawal_of_a_revoked_supervisor_reaches_the_author(team: Team) -> None:
    record = team.record("M1")
    team.send("M1", "S1")
    team.withdraw("S1", record)
    team.send("S1", "O1")
    team.revoke("S1")
    team.send("M1", "O1")
    team.send("O1", "M1", "M1")
    assert state(team["M1"], record) == "withdrawn"
