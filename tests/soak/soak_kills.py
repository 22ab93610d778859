"""Kill -9 at random moments: 100 while records are added, 50 while a bundle is
imported, 50 while a passphrase changes, 100 while a vault gets a new key.
"""

import itertools
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from fieldkit.services.recording import Recording
from tests.command import Office, Person, opened
from tests.flow.hardships import contents
from tests.flow.team import dump
from tests.soak import kills, working
from tests.soak.kills import Kept
from tests.soak.outcome import Outcome

RECORDING, IMPORTING, CHANGING, ROTATING = 100, 50, 50, 100
PER_VAULT = 10
"""Kills that one vault has to live through before a fresh one is taken."""
RECORDS = 60
"""Records in the bundle."""

Case = tuple[str, list[str]]
"""How a case ended and what was wrong."""


def main(seed: int, share: float) -> Outcome:
    """Kill 100, 50, 50 and 100 times (times `share`)."""
    chance, outcome = random.Random(seed), Outcome()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office = Office(folder / "office")
        office.add()
        for ended, wrong in itertools.chain(
            _recording(office.vault, folder, chance, round(RECORDING * share)),
            _importing(office, folder, chance, round(IMPORTING * share)),
            _changing(office, folder, chance, round(CHANGING * share)),
            _rotating(office, folder, chance, round(ROTATING * share)),
        ):
            outcome.count(ended)
            outcome.failures.extend(f"case {outcome.cases}, {ended}: {fault}" for fault in wrong)
    return outcome


def _recording(base: Path, folder: Path, chance: random.Random, count: int) -> Iterator[Case]:
    """Add records until killed, again and again on the same vault."""
    vault = folder / "recording"
    for number in range(count):
        if number % PER_VAULT == 0:
            shutil.rmtree(vault, ignore_errors=True)
            shutil.copytree(base, vault)
            kept = Kept.found_in(vault)
        yield "recording", kills.recording(vault, chance, kept)


def _importing(office: Office, folder: Path, chance: random.Random, count: int) -> Iterator[Case]:
    """Import a bundle until killed; the moments are spread over the time that a whole import takes, and a little on."""
    bundle = _bundle(office, folder)
    vault = folder / "importing"
    shutil.copytree(office.vault, vault)
    with opened(vault) as workspace:
        before = dump(workspace)
    start = time.monotonic()
    assert kills.run("taking_in", vault, bundle).lines == [str(RECORDS)]
    longest = (time.monotonic() - start) * 1.1
    with opened(vault) as workspace:
        after = dump(workspace)
    for _ in range(count):
        shutil.rmtree(vault)
        shutil.copytree(office.vault, vault)
        state, wrong = kills.importing(vault, bundle, chance.uniform(0.0, longest), (before, after))
        again = kills.run("taking_in", vault, bundle)
        with opened(vault) as workspace:
            if again.code or dump(workspace) != after:
                wrong.append("a second import does not mend it")
        yield f"importing, {state}", wrong


def _bundle(office: Office, folder: Path) -> Path:
    """What a monitor hands over."""
    monitor = Person(folder / "monitor")
    office.enrol(monitor, "M1", "monitor", folder)
    (folder / "stick").mkdir()
    with opened(monitor.vault) as workspace:
        for number in range(RECORDS):
            Recording(workspace).add(working.FORM, working.answers(working.words(0, number)), submit=True)
    [file] = monitor.do("bundle", "write", "--out", folder / "stick")["files"]
    return Path(file)


def _changing(office: Office, folder: Path, chance: random.Random, count: int) -> Iterator[Case]:
    """Change the passphrase again and again until killed; then exactly one opens: the last told, or the next."""
    vault = folder / "changing"
    for _ in range(count):
        shutil.rmtree(vault, ignore_errors=True)
        shutil.copytree(office.vault, vault)
        seed = chance.getrandbits(32)
        end = kills.run("passphrase", vault, seed, after=chance.uniform(0.0, 0.4))
        told = len(end.lines)
        phrases = list(itertools.islice(working.phrases(seed), told + 3))
        opening, wrong = kills.opening(vault, office.recovery_code, phrases)
        if opening not in ([told], [told + 1]):
            wrong.append(f"{told} changes were told, and those that open it have the numbers {opening}")
        yield f"passphrase, {'before' if opening == [told] else 'after'}", wrong


def _rotating(office: Office, folder: Path, chance: random.Random, count: int) -> Iterator[Case]:
    """Rotate until killed (T6); the moments are spread over the time that a whole rotation takes."""
    vault = folder / "rotating"
    before = contents(office.vault)
    shutil.copytree(office.vault, vault)
    start = time.monotonic()
    kills.run("rotating", vault, 0, after=0.0)
    ready = time.monotonic()
    assert len(kills.run("rotating", vault, 0).lines) == 1
    longest = (time.monotonic() - ready) - (ready - start)  # without the time in which Python starts
    for _ in range(count):
        shutil.rmtree(vault)
        shutil.copytree(office.vault, vault)
        end = kills.run("rotating", vault, 0, after=chance.uniform(0.0, longest))
        state, wrong = kills.rotating(vault, end, office.recovery_code, before)
        yield f"rotating, {state}", wrong
