"""T18 and T21: 1,000 kills at any step of any change of the keys, and 20,000 random key changes against the model."""

import itertools
import random
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from fieldkit.clock import SystemClock
from fieldkit.paths import VaultFiles
from fieldkit.services import escrow, helping, vaults
from tests.command import Office, Person, opened
from tests.soak import kills, pool, working
from tests.soak.outcome import Outcome
from tests.unit.services.test_key_changes import Keys

FIGURES = {"T18": 1_000, "T21": 20_000}
STEPS_PER_VAULT = 8
"""At most ten; some walks are shorter."""
PART, VAULTS = 50, 100
"""Kills, and vaults of the model, that one process sees to."""
TASKS = ("changing", "entrusting", "let_in", "recovering")
OLD, NEW = itertools.islice(working.phrases(1), 2)

Case = tuple[str, list[str]]
"""How a case ended and what was wrong."""


def main(seed_: int, share: float) -> Outcome:
    """Kill 1,000 times and take 20,000 steps (times `share`)."""
    chance, outcome = random.Random(seed_), Outcome()
    with tempfile.TemporaryDirectory() as name:
        vault = Entrusted.made(Path(name))
        [steps] = pool.spread([(vault.steps, (Path(name) / "counted",))])
        kills_ = [
            (vault.killed, (Path(name) / f"part {number}", chance.getrandbits(32), part, steps))
            for number, part in enumerate(pool.parts(round(FIGURES["T18"] * share), PART))
        ]
        vaults_ = max(round(FIGURES["T21"] * share / STEPS_PER_VAULT), 1)
        walks = [(walk, (chance.getrandbits(32), part)) for part in pool.parts(vaults_, VAULTS)]
        for ended, wrong in itertools.chain.from_iterable(pool.spread([*kills_, *walks])):
            outcome.take(ended, wrong)
    return outcome


@dataclass(frozen=True)
class Entrusted:
    """A monitor's vault that an officer can open, and an answer of that officer to a request for the passphrase NEW."""

    folder: Path
    vault: Path
    code: str
    answer: Path

    @classmethod
    def made(cls, folder: Path) -> "Entrusted":
        """A project of two in `folder`."""
        office, monitor = Office(folder / "office"), Person(folder / "monitor")
        office.enrol(monitor, "M1", "monitor", folder)
        monitor.add("R-1")
        monitor.do("vault", "escrow")
        paper = helping.ask(VaultFiles(monitor.vault), NEW, SystemClock(), floor=vaults.TEST_COST)
        answer = folder / "answer"
        with opened(office.vault) as workspace:
            answer.write_bytes(helping.answer(workspace, paper.data))
        return cls(folder, monitor.vault, monitor.recovery_code, answer)

    def steps(self, place: Path) -> dict[str, int]:
        """How many steps each change of the keys has."""
        return {
            task: next(number - 1 for number in itertools.count(1) if not self._run(place, task, number).killed)
            for task in TASKS
        }

    def killed(self, place: Path, seed_: int, count: int, steps: dict[str, int]) -> list[Case]:
        """Kill a change of the keys at a step that chance chooses; before it or after it, nothing between."""
        chance = random.Random(seed_)
        tasks = [chance.choice(TASKS) for _ in range(count)]
        return [self._kill(place, task, chance.randint(1, steps[task] + 1)) for task in tasks]

    def _kill(self, place: Path, task: str, step: int) -> Case:
        end = self._run(place, task, step)
        found, wrong = kills.opening(place, self.code, [OLD, NEW])
        if len(found) != 1:
            wrong.append(f"step {step}: {len(found)} of the two passphrases open it")
        if end.lines and task != "entrusting" and found != [1]:
            wrong.append(f"step {step}: acknowledged and not done")
        if not wrong:
            phrase = (OLD, NEW)[found[0]]
            with vaults.unlock(VaultFiles(place), phrase, SystemClock(), floor=vaults.TEST_COST) as workspace:
                if not escrow.state(workspace).current:
                    wrong.append(f"step {step}: the officer cannot open it any more")
        return f"T18 {task}, {'killed' if end.killed else 'finished'}", wrong

    def _run(self, place: Path, task: str, step: int) -> kills.End:
        """Do it in a fork and in a fresh copy of the vault; die before that step."""
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.vault, place)
        given = {"changing": (1,), "recovering": (self.code, 1), "let_in": (self.answer, 1), "entrusting": ()}[task]
        return kills.fork(task, place, *given, step)


def walk(seed_: int, vaults_: int) -> list[Case]:
    """Change the keys of so many vaults at random, ten times each; after every step the model is asked."""
    cases: list[Case] = []

    class Counted(Keys):
        @invariant()
        def count_it(self) -> None:
            cases.append(("T21 step of the model", []))

    given = settings(
        max_examples=vaults_,
        stateful_step_count=10,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(seed(seed_)(Counted), settings=given)
    except Exception as error:
        cases.append(("T21 step of the model", [f"disagrees with the vault: {type(error).__name__} {error}"]))
    return cases
