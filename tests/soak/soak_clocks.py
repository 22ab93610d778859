"""T34: 300 times six saves of a monitor under clocks set to anything, taken in by a supervisor."""

import random
import tempfile
from pathlib import Path

from tests.flow.clocks import SETTINGS, Case, still_sound
from tests.flow.team import Team
from tests.soak import pool
from tests.soak.outcome import Outcome

FIGURES = {"T34": 300}
_PER_TEAM = 25
"""Cases of one team, whose logs grow."""


def main(seed: int, share: float) -> Outcome:
    """Spread the teams over the processors."""
    outcome = Outcome()
    teams = max(1, round(FIGURES["T34"] * share / _PER_TEAM))
    for told in pool.spread([(cases, (seed + number, _PER_TEAM)) for number in range(teams)]):
        for ended, wrong in told:
            outcome.take(ended, wrong)
    return outcome


def cases(seed: int, count: int) -> list[tuple[str, list[str]]]:
    """Play cases in one team, and check its vaults at the end."""
    chance = random.Random(seed)
    told: list[tuple[str, list[str]]] = []
    with tempfile.TemporaryDirectory() as folder:
        team = Team(Path(folder), codes=("S1", "M1"))
        try:
            for _ in range(count):
                case = Case(team, chance.choices(list(SETTINGS), k=6), chance)
                wrong = case.play()
                told.append(("T34 clock turned back" if case.back else "T34 clock not turned back", wrong))
            told[-1][1].extend(still_sound(team))
        finally:
            team.close()
    return told
