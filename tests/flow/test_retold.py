"""A revision that several laptops tell, one of them in wrong hands: what is in doubt of it is no matter of the order."""

import itertools
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.domain.answers import Answer, Answers
from fieldkit.domain.bodies import Revision
from fieldkit.domain.log import EntryKind
from fieldkit.domain.people import Role
from fieldkit.services.intake import take
from fieldkit.services.journal import Journal
from fieldkit.services.projects import Projects
from fieldkit.services.vaults import check
from tests.flow.team import FORM, Team, dump, new_vault, state, unlock
from tests.flow.test_exchange_orders import open_parcels, outcome

JUDGE = "S9"
TELLERS = ("M1", "twin", "next")
"""The laptop that is seized, a copy of it, and the one that its owner got in its place."""


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = met(tmp_path)
    yield made
    made.close()


def met(folder: Path) -> Team:
    made = Team.same(folder, codes=(JUDGE, "M1"))
    for code in (JUDGE, "M1"):
        made.send("O1", code, code)
    return made


def revision(team: Team, words: str) -> Revision:
    answers = Answers(form=FORM.form, version=FORM.version, items=(Answer(ref="/data/words", value=words),))
    return Revision(record=team.clock.new_id(), author="M1", at=team["M1"].now(), answers=answers)


def tell(team: Team, laptop: str, told: Revision) -> None:
    Journal(team[laptop]).append(EntryKind.REVISION, told.record, told)


def copy(team: Team) -> None:
    """A second laptop that writes as the first."""
    team["M1"].close()
    shutil.copytree(team.folder / "M1", team.folder / "twin")
    team.vaults |= {name: unlock(team.folder / name, team.clock) for name in ("M1", "twin")}


def replace(team: Team) -> None:
    """Revoke the laptop of M1 and give its owner another one."""
    team.revoke("M1")
    team.vaults["next"] = new_vault(team.folder / "next", team.clock)
    request = Projects(team["next"]).request("M1")
    Projects(team["next"]).join(Projects(team["O1"]).enrol(request, Role.MONITOR))


def test_the_word_of_a_laptop_in_good_hands_is_enough(team: Team) -> None:
    """Else whoever holds the old laptop, and learns what its owner told later, takes good records out of the figures."""
    good, forged = revision(team, "seen"), revision(team, "forged")
    replace(team)
    for each in (good, forged):
        tell(team, "M1", each)
    tell(team, "next", good)
    judge = team[JUDGE]
    bundles = [*team.write("M1", JUDGE), *team.write("next", JUDGE)]
    with judge.store.transaction():
        for parcel in open_parcels(judge, bundles):
            take(judge, parcel, doubtful=True)
    assert (state(judge, good.record), state(judge, forged.record)) == ("submitted", "doubtful")
    assert check(judge).ok


@given(seed=st.integers(0, 2**32))
@settings(max_examples=2, deadline=None)
def test_no_order_of_the_tellers_decides_what_is_in_doubt(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Any of three laptops tell any revisions; the officer holds what the seized one had said up to some moment."""
    chance = random.Random(seed)
    team = met(tmp_path_factory.mktemp("retold"))
    try:
        told = [revision(team, str(number)) for number in range(4)]
        for each in chance.sample(told, 2):
            tell(team, "M1", each)
        if chance.random() < 0.5:
            team.send("M1", "O1")
        copy(team)
        replace(team)
        for each in told:
            for laptop in chance.sample(TELLERS, chance.randrange(1, 4)):
                tell(team, laptop, each)
        bundles = [path for laptop in (*TELLERS, "O1") for path in team.write(laptop, JUDGE)]
        judge = team[JUDGE]
        parcels = open_parcels(judge, bundles)
        expected = outcome(judge, parcels, doubtful=True)
        for order in itertools.permutations(parcels):
            assert outcome(judge, order, doubtful=True) == expected
        with judge.store.transaction():
            for parcel in (*parcels, *parcels):
                take(judge, parcel, doubtful=True)
        assert check(judge).ok
        judge.store.projection.rebuild()
        assert dump(judge).items() <= expected.items()
    finally:
        team.close()
