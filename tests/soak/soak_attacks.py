"""T29: every named attack by bundle, in any order, between honest work: 500 of them, each with its own refusal."""

import random
import tempfile
from datetime import timedelta
from pathlib import Path

from fieldkit.domain.bodies import Decision
from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.people import Role
from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from tests.flow import attacks
from tests.flow.team import Team
from tests.soak import pool
from tests.soak.outcome import Outcome

FIGURES = {"T29": 500}
ROUNDS = 2
"""Times that each attack is tried on one supervisor."""

Told = list[tuple[str, list[str]]]


def main(seed: int, share: float) -> Outcome:
    """Make 500 attacks (times `share`)."""
    outcome = Outcome()
    each = ROUNDS * (len(attacks.ATTACKS) + 1)
    teams = max(1, -(-round(FIGURES["T29"] * share) // each))
    for told in pool.spread((besieged, (f"{seed} {number}",)) for number in range(teams)):
        for what, wrong in told:
            outcome.take(f"T29 {what}", wrong)
    return outcome


def besieged(seed: str) -> Told:
    """All attacks on one supervisor, whose team goes on working. Call it in a process of its own."""
    chance, told = random.Random(seed), Told()
    with tempfile.TemporaryDirectory() as folder:
        team = attacks.begun(Path(folder))
        try:
            tried = [*attacks.ATTACKS, None] * ROUNDS
            chance.shuffle(tried)
            for each in tried:
                what = "stranger" if each is None else each[0].__name__
                try:
                    _work(team, chance)
                    team.send("M1", "S1")  # an attack brings nothing that an honest bundle would bring
                    wrong = attacks.wrong_with_stranger(team) if each is None else attacks.wrong_with(team, *each)
                except Refusal as refusal:
                    wrong = [f"siege {seed}: refused {refusal.code.value} {refusal.params}"]
                told.append((what, wrong))
        finally:
            team.close()
    return told


def _work(team: Team, chance: random.Random) -> None:
    """Some honest steps on all sides; M1 hears of none, so that it has something to write whenever it is asked."""
    for _ in range(chance.randrange(4)):
        steps = (_record, _amend, _review, _withdraw, _change_roster, _hand_over, _turn_the_clock)
        chance.choice(steps)(team, chance)


def _record(team: Team, _chance: random.Random) -> None:
    team.record("M1")


def _amend(team: Team, chance: random.Random) -> None:
    team.amend("M1", _known(team, "M1", chance))


def _review(team: Team, chance: random.Random) -> None:
    team.review("S1", _known(team, "S1", chance), chance.choice((Decision.ACCEPTED, Decision.RETURNED)), "why")


def _withdraw(team: Team, chance: random.Random) -> None:
    team.withdraw("M1", team.record("M1") if chance.random() < 0.7 else _known(team, "M1", chance))


def _change_roster(team: Team, chance: random.Random) -> None:
    team.change_role("M2", chance.choice((Role.MONITOR, Role.SUPERVISOR)))
    team.send("O1", "S1")


def _hand_over(team: Team, _chance: random.Random) -> None:
    try:
        team.send("S1", "O1")
    except Refusal as refusal:
        if refusal.code is not Code.BUNDLE_NOTHING_TO_SEND:  # the office has everything, and has said so
            raise


def _turn_the_clock(team: Team, chance: random.Random) -> None:
    team.clock.set(team.clock.now() + timedelta(days=chance.randrange(-3650, 3650)))


def _known(team: Team, code: str, chance: random.Random) -> str:
    """A record that is there and not withdrawn; a new one of M1 where there is none."""
    rows = [row.id for row in team[code].store.records.all(RecordFilter()) if row.state != State.WITHDRAWN]
    if not rows:
        team.record("M1")
        team.send("M1", "S1")
        return _known(team, code, chance)
    return chance.choice(rows)
