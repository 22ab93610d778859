"""Another role for a member: what it changes, and who may give it."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.crypto import sealing
from fieldkit.domain.changes import NOTHING
from fieldkit.domain.log import Body
from fieldkit.domain.people import Role
from fieldkit.errors import Code, Refusal
from fieldkit.services import identity_officers, retention, roles
from fieldkit.services.bundling import Bundling
from fieldkit.services.figures import FigureBoard
from fieldkit.services.reviewing import Reviewing
from tests.flow.team import Team, dump, state


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team.same(tmp_path, ("S1", "M1", "M2"))
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


def test_an_analyst_reads_all_that_is_handed_over_and_decides_on_nothing(team: Team) -> None:
    roles.give(team["O1"], "M2", Role.ANALYST)
    for code in ("S1", "M1", "M2"):
        team.send("O1", code, code)
    record = team.record("M1")
    [path] = team.write("M1")
    for code in ("S1", "M2"):
        assert Bundling(team[code]).import_files([path]).new == 1
    assert dump(team["M2"])["facts"] == dump(team["S1"])["facts"]
    assert FigureBoard(team["M2"]).compute() == FigureBoard(team["S1"]).compute()
    with pytest.raises(Refusal) as caught:
        Reviewing(team["M2"]).accept(record)
    assert caught.value.code is Code.REVIEW_NOT_ALLOWED
    team.review("M2", record)  # what a changed program would write
    team.send("M2", "S1", "S1")
    assert state(team["S1"], record) == "submitted"
    team.review("S1", record)
    team.send("S1", "M2", "M2")
    assert state(team["M2"], record) == "accepted"


def test_what_is_sealed_is_sealed_to_those_first_who_merge(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    roles.give(team["O1"], "M2", Role.ANALYST)
    monkeypatch.setattr(retention, "MAX_RECIPIENTS", 2)
    sealed = retention.seal(team["O1"].require_roster(), Body(salt=b"s" * 32, content=b"said"))
    for code, opens in (("O1", True), ("S1", True), ("M2", False)):
        with contextlib.nullcontext() if opens else pytest.raises(sealing.NotForYou):
            assert sealing.open_sealed(sealed, team[code].identity.age_identity).endswith(b"said")
