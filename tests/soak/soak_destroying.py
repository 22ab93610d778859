"""T23: vaults that are destroyed, 200 times, killed at random moments of it: whole, or finished by doing it once more.

In the end no byte of the slots is left where they were, within two seconds; slots and store that were copied before open
as `vault destroy` says.
"""

import itertools
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from fieldkit.clock import SystemClock
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import destroying, vaults
from tests.command import Office, opened
from tests.soak import kills, pool
from tests.soak.outcome import Outcome

FIGURES = {"T23": 200}
PART = 25
LONGEST = 2.0
NEVER = 0
"""The number of a step before which `destroying` never dies by itself."""

Case = tuple[str, list[str]]
"""How a case ended and what was wrong."""


def main(seed: int, share: float) -> Outcome:
    """Destroy 200 vaults (times `share`)."""
    chance, outcome = random.Random(seed), Outcome()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office = Office(folder / "office")
        office.add()
        jobs = [
            (_cases, (office.vault, office.recovery_code, folder / f"part {number}", chance.getrandbits(32), part))
            for number, part in enumerate(pool.parts(round(FIGURES["T23"] * share), PART))
        ]
        for ended, wrong in itertools.chain.from_iterable(pool.spread(jobs)):
            outcome.take(ended, wrong)
    return outcome


def _cases(base: Path, code: str, place: Path, seed: int, count: int) -> list[Case]:
    chance = random.Random(seed)
    place.mkdir()
    shutil.copytree(base, place / "vault")
    began = time.monotonic()
    assert kills.fork("destroying", place / "vault", NEVER).lines == ["0"]
    longest = (time.monotonic() - began) * 1.1
    return [_case(base, code, place / f"case {number}", chance.uniform(0.0, longest)) for number in range(count)]


def _case(base: Path, code: str, place: Path, after: float) -> Case:
    """Kill a destruction at that moment; then look, and do it once more if anything is left."""
    vault = place / "vault"
    shutil.copytree(base, vault)
    files = VaultFiles(vault)
    linked = _linked(files, place / "first")
    copy = VaultFiles(Path(shutil.copytree(vault, place / "copy")))
    end = kills.fork("destroying", vault, NEVER, after=after)
    state, wrong = "gone", list[str]()
    if vault.exists() and any(vault.iterdir()):
        state = "whole" if _opens(Path(shutil.copytree(vault, place / "looked at")), wrong) else "remains"
        linked += _linked(files, place / "second")
        began = time.monotonic()
        left = destroying.destroy(files).left
        if time.monotonic() - began > LONGEST or left:
            wrong.append(f"{left} left after {time.monotonic() - began:.1f} s")
    if end.lines and state != "gone":
        wrong.append("acknowledged and not done")
    if vault.exists() and any(vault.iterdir()):
        wrong.append("something is left in the folder")
    if any(path.read_bytes().strip(b"\0") for path in linked):
        wrong.append("bytes of the slots are left")
    with vaults.unlock_with_recovery(copy, code, SystemClock()) as workspace:
        wrong += vaults.check(workspace).findings
    shutil.rmtree(place)
    return f"T23 {state}", wrong


def _linked(files: VaultFiles, place: Path) -> list[Path]:
    """The same blocks of the disk as the slots, under names that outlive their removal."""
    place.mkdir()
    return list(_links(files, place))


def _links(files: VaultFiles, place: Path) -> Iterator[Path]:
    for path in (files.slots_a, files.slots_b):
        if path.exists():
            link = place / path.name
            link.hardlink_to(path)
            yield link


def _opens(vault: Path, wrong: list[str]) -> bool:
    """Whether a vault opens, and then in order; else it is refused as one without keys."""
    try:
        with opened(vault) as workspace:
            wrong += vaults.check(workspace).findings
    except Refusal as refusal:
        if refusal.code not in {Code.VAULT_MISSING, Code.VAULT_SLOTS_DAMAGED}:
            wrong.append(f"refused: {refusal.code.value}")
        return False
    return True
