"""T16: a vault that is open in one process is refused to 100 others within a second each, and they write nothing."""

import shutil
import tempfile
import time
from pathlib import Path

from fieldkit.errors import Code
from fieldkit.paths import VaultFiles
from fieldkit.services import rotating, vaults
from tests.flow import laptops, watching
from tests.flow.hardships import held_open
from tests.flow.laptops import CHEAP, SameChance, opened
from tests.flow.operations import NEW_PHRASE
from tests.flow.watching import CHANGES, GO_ON, Step
from tests.soak import pool
from tests.soak.outcome import Outcome
from tests.unit.services.helpers import PHRASE

FIGURES = {"T16": 100}
LONGEST = 1.0


def main(seed: int, share: float) -> Outcome:
    """Try 100 times (times `share`); there is no chance in it."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as place:
        base = Path(shutil.copytree(laptops.prepared(), Path(place) / "base"))
        with held_open(base / "O1"):
            for ended, wrong in next(pool.spread([(tries, (base / "O1", round(FIGURES["T16"] * share)))])):
                outcome.take(ended, wrong)
    return outcome


def tries(vault: Path, count: int) -> list[tuple[str, list[str]]]:
    """Try to use a vault that somebody else has open, in different ways."""
    files = VaultFiles(vault)
    ways = {
        "open": lambda: opened(vault).close(),
        "passphrase": lambda: vaults.change_passphrase(files, PHRASE, NEW_PHRASE, SameChance(), cost=CHEAP),
        "rotation": lambda: rotating.rotate(files, PHRASE, SameChance(), cost=CHEAP),
    }
    found = []
    for number in range(count):
        way = list(ways)[number % len(ways)]
        steps: list[Step] = []
        start = time.monotonic()
        end = watching.run(
            lambda _say, way=way: ways[way](), (vault,), lambda step, _said, steps=steps: steps.append(step) or GO_ON
        )
        taken, wrong = time.monotonic() - start, []
        if end.how != f"refused {Code.VAULT_IN_USE.value}":
            wrong.append(f"ended as {end.how}")
        if any(step.act in CHANGES for step in steps):
            wrong.append("something was written")
        if taken > LONGEST:
            wrong.append(f"took {taken:.1f} s")
        found.append((f"T16 {way}", wrong))
    return found
