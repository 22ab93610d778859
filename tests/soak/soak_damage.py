"""T9 and T10: one bit flipped anywhere in store or key slots, and old copies of two pages put back: all are noticed.

Noticed means that unlocking refuses with a code, or that `vault check` finds something. What is not noticed must not
have changed anything: a page of free space, of drafts, or one that came back to what it was.
"""

import itertools
import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fieldkit.clock import SystemClock
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import vaults
from tests.command import PHRASE, opened
from tests.flow.team import dump
from tests.soak import pool
from tests.soak.outcome import Outcome
from tests.unit.services import helpers

FIGURES = {"T9": 10_000, "T10": 1_000}
PART = 250
PAGE = 4096
REFUSALS = {Code.VAULT_STORE_DAMAGED, Code.VAULT_SLOTS_DAMAGED, Code.VAULT_LOG_BROKEN, Code.VAULT_KDF_REFUSED}

Case = tuple[str, list[str]]
"""How a case ended and what was wrong."""


def main(seed: int, share: float) -> Outcome:
    """Flip 10,000 bits and put back 1,000 pairs of pages (times `share`)."""
    chance, outcome = random.Random(seed), Outcome()
    with tempfile.TemporaryDirectory() as name:
        older, vault = prepare(Path(name))
        jobs = [
            (_cases, (work, older, vault, chance.getrandbits(32), part))
            for work, number in ((flips, "T9"), (pairs, "T10"))
            for part in pool.parts(round(FIGURES[number] * share), PART)
        ]
        for ended, wrong in itertools.chain.from_iterable(pool.spread(jobs)):
            outcome.take(ended, wrong)
    return outcome


def _cases(work, older: bytes, vault: Path, seed: int, count: int) -> list[Case]:
    """A part of the cases, on a copy of the vault."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(shutil.copytree(vault, Path(name) / "vault"))
        return list(work(older, copy, random.Random(seed), count))


def prepare(folder: Path) -> tuple[bytes, Path]:
    """The store of a vault as it was some records ago, and the vault."""
    with helpers.office(folder) as workspace:
        files = workspace.files
        for number in range(24):
            helpers.submit(workspace, f"told {number}")
    older = files.store.read_bytes()
    with opened(files.folder) as workspace:
        for number in range(24, 27):
            helpers.submit(workspace, f"told {number}")
    return older, files.folder


def flips(_older: bytes, vault: Path, chance: random.Random, count: int) -> Iterator[Case]:
    """One bit at a time; one in twenty in the key slots, the others in the store."""
    files = VaultFiles(vault)
    whole = {path: path.read_bytes() for path in (files.store, files.slots_a, files.slots_b)}
    for _ in range(count):
        path = files.store if chance.randrange(20) else chance.choice((files.slots_a, files.slots_b))
        bit = chance.randrange(len(whole[path]) * 8)
        changed = bytearray(whole[path])
        changed[bit // 8] ^= 1 << bit % 8
        path.write_bytes(changed)
        noticed = notice(vault)
        yield (
            f"T9 flip in {'store' if path == files.store else 'slots'}, {noticed or 'nothing'}",
            [] if noticed else [f"bit {bit} of {path.name} is not noticed"],
        )
        path.write_bytes(whole[path])


def pairs(older: bytes, vault: Path, chance: random.Random, count: int) -> Iterator[Case]:
    """Old copies of two pages at a time, which the ciphers take for good ones."""
    store = VaultFiles(vault).store
    newer = store.read_bytes()
    with opened(vault) as workspace:
        content = dump(workspace)
    assert store.read_bytes() == newer
    changed = [at for at in range(0, len(older), PAGE) if older[at : at + PAGE] != newer[at : at + PAGE]]
    for _ in range(count):
        mixed = bytearray(newer)
        chosen = chance.sample(changed, 2)
        for at in chosen:
            mixed[at : at + PAGE] = older[at : at + PAGE]
        store.write_bytes(mixed)
        noticed = notice(vault)
        wrong = []
        if not noticed:
            with opened(vault) as workspace:
                if dump(workspace) != content:
                    wrong.append(f"pages at {chosen} are not noticed and change what is shown")
        yield f"T10 old pages, {noticed or 'no difference'}", wrong
    store.write_bytes(newer)


def notice(vault: Path) -> str:
    """The code with which unlocking refuses, or what a check finds; empty if neither."""
    try:
        with vaults.unlock(VaultFiles(vault), PHRASE, SystemClock(), floor=vaults.TEST_COST) as workspace:
            return " ".join(sorted(set(vaults.check(workspace).findings)))
    except Refusal as refusal:
        if refusal.code not in REFUSALS:
            raise
        return refusal.code.value
