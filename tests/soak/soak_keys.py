"""T18 and T21: 1,000 kills at any step of any change of the keys, and 20,000 random key changes against the model."""

import itertools
import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from fieldkit.clock import SystemClock
from fieldkit.paths import VaultFiles
from fieldkit.services import escrow, helping, vaults
from tests.command import Office, Person, opened
from tests.soak import kills, working
from tests.soak.outcome import Outcome
from tests.unit.services.test_key_changes import Keys

FIGURES = {"T18": 1_000, "T21": 20_000}
STEPS_PER_VAULT = 10
OLD, NEW = itertools.islice(working.phrases(1), 2)

Case = tuple[str, list[str]]
"""How a case ended and what was wrong."""


def main(seed_: int, share: float) -> Outcome:
    """Kill 1,000 times and take 20,000 steps (times `share`)."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as name:
        vault = Entrusted.made(Path(name))
        for ended, wrong in vault.killed(random.Random(seed_), round(FIGURES["T18"] * share)):
            outcome.count(ended)
            outcome.failures.extend(f"case {outcome.cases}, {ended}: {fault}" for fault in wrong)
    walk(seed_, round(FIGURES["T21"] * share / STEPS_PER_VAULT), outcome)
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

    def killed(self, chance: random.Random, count: int) -> Iterator[Case]:
        """Kill a change of the keys at a step that chance chooses; before it or after it, nothing between."""
        tasks = {"changing": (), "recovering": (self.code,), "let_in": (self.answer,), "entrusting": None}
        steps = {task: self._steps(task, given) for task, given in tasks.items()}
        for _ in range(count):
            task = chance.choice(sorted(tasks))
            yield self._kill(task, tasks[task], chance.randint(1, steps[task] + 1))

    def _steps(self, task: str, given: tuple[object, ...] | None) -> int:
        """How many steps a task has."""
        return next(number - 1 for number in itertools.count(1) if not self._run(task, given, number).killed)

    def _kill(self, task: str, given: tuple[object, ...] | None, step: int) -> Case:
        end = self._run(task, given, step)
        found, wrong = kills.opening(self.folder / "copy", self.code, [OLD, NEW])
        if len(found) != 1:
            wrong.append(f"step {step}: {len(found)} of the two passphrases open it")
        if end.lines and task != "entrusting" and found != [1]:
            wrong.append(f"step {step}: acknowledged and not done")
        if not wrong:
            with vaults.unlock(
                VaultFiles(self.folder / "copy"), (OLD, NEW)[found[0]], SystemClock(), floor=vaults.TEST_COST
            ) as workspace:
                if not escrow.state(workspace).current:
                    wrong.append(f"step {step}: the officer cannot open it any more")
        return f"T18 {task}, {'killed' if end.killed else 'finished'}", wrong

    def _run(self, task: str, given: tuple[object, ...] | None, step: int) -> kills.End:
        copy = self.folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.vault, copy)
        more = (step,) if given is None else (*given, 1, step)
        return kills.run(task, copy, *more)


def walk(seed_: int, vaults_: int, outcome: Outcome) -> None:
    """Change the keys of so many vaults at random, ten times each; after every step the model is asked."""

    class Counted(Keys):
        @invariant()
        def count_it(self) -> None:
            outcome.count("T21 step of the model")

    given = settings(
        max_examples=max(vaults_, 1),
        stateful_step_count=STEPS_PER_VAULT,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(seed(seed_)(Counted), settings=given)
    except Exception as error:
        outcome.failures.append(f"the model and the vault disagree: {type(error).__name__} {error}")
