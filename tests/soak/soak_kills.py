"""Kill -9 at random moments: 1,000 while records are added (T1), 50 while a bundle is imported, 1,000 while a passphrase
changes (T18), 1,000 while a vault gets a new key (T6).
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
from tests.soak import kills, pool, working
from tests.soak.kills import Kept
from tests.soak.outcome import Outcome

FIGURES = {"T1": 1_000, "T18": 1_000, "T6": 1_000}
IMPORTS = 50
PART = 50
PER_VAULT = 10
"""Kills that one vault has to live through before a fresh one is taken."""
RECORDS = 60
"""Records in the bundle."""
CHANGING = 0.15
"""Seconds that a process changes passphrases before it is killed."""

Case = tuple[str, list[str]]
"""How a case ended and what was wrong."""


def main(seed: int, share: float) -> Outcome:
    """Kill so often as `FIGURES` says (times `share`)."""
    chance, outcome = random.Random(seed), Outcome()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office = Office(folder / "office")
        office.add()
        base, code = office.vault, office.recovery_code
        bundle = _bundle(office, folder)
        works = (
            (_recording, FIGURES["T1"], (base,)),
            (_importing, IMPORTS, (base, bundle)),
            (_changing, FIGURES["T18"], (base, code)),
            (_rotating, FIGURES["T6"], (base, code)),
        )
        jobs = [
            (_cases, (work, folder / f"{number} {part}", chance.getrandbits(32), size, *given))
            for number, (work, count, given) in enumerate(works)
            for part, size in enumerate(pool.parts(round(count * share), PART))
        ]
        for ended, wrong in itertools.chain.from_iterable(pool.spread(jobs)):
            outcome.take(ended, wrong)
    return outcome


def _cases(work, place: Path, seed: int, count: int, *given) -> list[Case]:
    """A part of the kills, in a process of its own."""
    place.mkdir()
    return list(work(place, random.Random(seed), count, *given))


def _recording(place: Path, chance: random.Random, count: int, base: Path) -> Iterator[Case]:
    """Add records until killed, again and again on the same vault."""
    vault = place / "vault"
    for number in range(count):
        if number % PER_VAULT == 0:
            shutil.rmtree(vault, ignore_errors=True)
            shutil.copytree(base, vault)
            kept = Kept.found_in(vault)
        yield "T1 recording", kills.recording(vault, chance, kept)


def _importing(place: Path, chance: random.Random, count: int, base: Path, bundle: Path) -> Iterator[Case]:
    """Import a bundle until killed; the moments are spread over the time that a whole import takes, and a little on."""
    vault = place / "vault"
    shutil.copytree(base, vault)
    with opened(vault) as workspace:
        before = dump(workspace)
    start = time.monotonic()
    assert kills.fork("taking_in", vault, bundle).lines == [str(RECORDS)]
    longest = (time.monotonic() - start) * 1.1
    with opened(vault) as workspace:
        after = dump(workspace)
    for _ in range(count):
        shutil.rmtree(vault)
        shutil.copytree(base, vault)
        state, wrong = kills.importing(vault, bundle, chance.uniform(0.0, longest), (before, after))
        again = kills.fork("taking_in", vault, bundle)
        with opened(vault) as workspace:
            if again.code or dump(workspace) != after:
                wrong.append("a second import does not mend it")
        yield f"T1 importing, {state}", wrong


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


def _changing(place: Path, chance: random.Random, count: int, base: Path, code: str) -> Iterator[Case]:
    """Change the passphrase again and again until killed; then exactly one opens: the last told, or the next."""
    vault = place / "vault"
    for _ in range(count):
        shutil.rmtree(vault, ignore_errors=True)
        shutil.copytree(base, vault)
        seed = chance.getrandbits(32)
        end = kills.fork("passphrase", vault, seed, after=chance.uniform(0.0, CHANGING))
        told = len(end.lines)
        phrases = list(itertools.islice(working.phrases(seed), told + 3))
        opening, wrong = kills.opening(vault, code, phrases)
        if opening not in ([told], [told + 1]):
            wrong.append(f"{told} changes were told, and those that open it have the numbers {opening}")
        yield f"T18 passphrase, {'before' if opening == [told] else 'after'}", wrong


def _rotating(place: Path, chance: random.Random, count: int, base: Path, code: str) -> Iterator[Case]:
    """Rotate until killed; the moments are spread over the time that a whole rotation takes."""
    vault = place / "vault"
    before = contents(base)
    shutil.copytree(base, vault)
    start = time.monotonic()
    assert len(kills.fork("rotating", vault, 0).lines) == 1
    longest = time.monotonic() - start
    for _ in range(count):
        shutil.rmtree(vault)
        shutil.copytree(base, vault)
        end = kills.fork("rotating", vault, 0, after=chance.uniform(0.0, longest))
        state, wrong = kills.rotating(vault, end, code, before)
        yield f"T6 rotating, {state}", wrong
