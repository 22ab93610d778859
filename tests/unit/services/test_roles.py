"""Another role for a member: what it changes, and who may give it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.domain.changes import NOTHING
from fieldkit.domain.people import Role
from fieldkit.errors import Code, Refusal
from fieldkit.services import identity_officers, roles
from tests.flow.team import Team, state


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team.same(tmp_path, ("S1", "M1"))
    yield made
    made.close()


def test_a_review_counts_by_the_role_that_its_author_has_now(team: Team) -> None:
    record = team.record("M1")
    team.send("M1", "S1", "S1")
    team.review("S1", record)
    team.send("S1", "O1", "O1")
    assert state(team["O1"], record) == "accepted"
    for role, then in ((Role.MONITOR, "submitted"), (Role.SUPERVISOR, "accepted")):
        generation = team["O1"].require_roster().generation
        assert roles.give(team["O1"], "S1", role) != NOTHING
        assert team["O1"].require_roster().generation == generation + 1
        assert state(team["O1"], record) == then


def test_the_same_role_again_is_no_new_roster(team: Team) -> None:
    before = team["O1"].require_roster()
    assert roles.give(team["O1"], "S1", Role.SUPERVISOR) == NOTHING
    assert roles.give(team["O1"], "O1", Role.OFFICER) == NOTHING
    assert team["O1"].require_roster() == before


def test_an_identity_officer_who_gets_another_role_opens_no_cards_when_they_come_back(team: Team) -> None:
    office = team["O1"]
    roles.give(office, "S1", Role.OFFICER)
    identity_officers.appoint(office, "S1")
    for role in (Role.SUPERVISOR, Role.OFFICER):
        roles.give(office, "S1", role)
        assert identity_officers.policy(office).officers == ()


@pytest.mark.parametrize(
    ("by", "code", "why"),
    [
        ("S1", "M1", Code.PROJECT_NOT_OFFICER),
        ("S1", "M9", Code.PROJECT_NOT_OFFICER),
        ("O1", "M9", Code.PROJECT_MEMBER_UNKNOWN),
        ("O1", "O1", Code.PROJECT_OWN_ROLE),
    ],
)
def test_who_may_not(team: Team, by: str, code: str, why: Code) -> None:
    before = team[by].roster
    with pytest.raises(Refusal) as caught:
        roles.give(team[by], code, Role.ANALYST)
    assert caught.value.code is why
    assert team[by].roster == before
