"""T29: every named attack by bundle has a refusal of its own and leaves everything that can be seen as it was."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldkit.errors import Code
from tests.flow import attacks
from tests.flow.team import Team


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    team = attacks.begun(tmp_path_factory.mktemp("attacks"))
    yield team
    team.close()


@pytest.mark.parametrize(("attack", "code"), attacks.ATTACKS)
def test_t29_an_attack_has_its_refusal_and_changes_nothing(
    team: Team, attack: Callable[[Team], Path], code: Code | None
) -> None:
    team.send("M1", "S1")
    assert attacks.wrong_with(team, attack, code) == []


def test_t29_a_stranger_is_kept_apart_sealed_and_changes_nothing(team: Team) -> None:
    assert attacks.wrong_with_stranger(team) == []
