"""T31: 200 families of laptops made from one image, whose bundles come to a supervisor in many orders."""

import tempfile
from pathlib import Path

from tests.flow import forking
from tests.soak import pool
from tests.soak.outcome import Outcome

FIGURES = {"T31": 200}
PART = 25


def main(seed: int, share: float) -> Outcome:
    """Play 200 of them (times `share`)."""
    outcome = Outcome()
    counts = pool.parts(max(1, round(FIGURES["T31"] * share)), PART)
    for told in pool.spread((stories, (f"{seed} {number}", count)) for number, count in enumerate(counts)):
        for wrong in told:
            outcome.take("T31 three laptops of one image", wrong)
    return outcome


def stories(seed: str, count: int) -> list[list[str]]:
    """What is wrong with each of so many. Call it in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return [forking.story(Path(folder) / str(number), f"{seed} {number}") for number in range(count)]
