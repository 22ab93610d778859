"""T9 and T10: one bit flipped anywhere in store, key slots or a write-ahead log, and old copies of two pages put back.

All are noticed: unlocking refuses with a code, or `vault check` finds something. What is not noticed must not have
changed anything: a page of free space, of drafts, or one that came back to what it was. The write-ahead log is one
that a killed process left behind; a bit in it takes the changes behind it, which is told.
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
from tests.flow import watching
from tests.flow.team import dump
from tests.soak import pool
from tests.soak.outcome import Outcome
from tests.unit.services import helpers

FIGURES = {"T9": 12_000, "T10": 1_000}
IN_THE_LOG = 2_000
"""Of the flips of T9."""
PART = 250
PAGE = 4096
REFUSALS = {Code.VAULT_STORE_DAMAGED, Code.VAULT_SLOTS_DAMAGED, Code.VAULT_LOG_BROKEN, Code.VAULT_KDF_REFUSED}

Case = tuple[str, list[str]]
"""How a case ended and what was wrong."""


def main(seed: int, share: float) -> Outcome:
    """Flip 12,000 bits and put back 1,000 pairs of pages (times `share`)."""
    chance, outcome = random.Random(seed), Outcome()
    with tempfile.TemporaryDirectory() as name:
        older, vault = prepare(Path(name))
        [hot] = pool.spread([(killed, (vault, Path(name) / "hot"))])
        works = (
            (flips, vault, FIGURES["T9"] - IN_THE_LOG),
            (flips_ahead, hot, IN_THE_LOG),
            (pairs, vault, FIGURES["T10"]),
        )
        jobs = [
            (_cases, (work, older, of, chance.getrandbits(32), part))
            for work, of, count in works
            for part in pool.parts(round(count * share), PART)
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


def killed(vault: Path, copy: Path) -> Path:
    """A copy of the vault with three records more, all in the log of a process that was killed."""
    shutil.copytree(vault, copy)

    def work(say: watching.Say) -> None:
        with opened(copy) as workspace:
            for number in range(3):
                helpers.submit(workspace, f"told at last {number}")
            say("kept")
            helpers.submit(workspace, "never told")

    end = watching.run(work, (copy,), lambda _step, said: watching.DIE if said else watching.GO_ON)
    assert (end.how, end.said) == ("died", ("kept",))
    return copy


def flips_ahead(_older: bytes, vault: Path, chance: random.Random, count: int) -> Iterator[Case]:
    """One bit at a time in the log: that is told, and what is there then was there at some moment before the kill."""
    files = VaultFiles(vault)
    log = files.store.with_name("store.db-wal")
    store, whole = files.store.read_bytes(), log.read_bytes()

    def seen(content: bytes) -> dict[str, object]:
        for path in files.folder.glob("store.db-*"):
            path.unlink()
        files.store.write_bytes(store)
        log.write_bytes(content)
        with opened(vault) as workspace:
            return dump(workspace)

    before, after = seen(b""), seen(whole)
    assert before != after
    for _ in range(count):
        bit = chance.randrange(len(whole) * 8)
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        now, noticed = seen(changed), notice(vault)
        wrong = [] if noticed == Code.VAULT_CHANGES_UNREAD.value else [f"bit {bit} of the log ends as {noticed}"]
        wrong += [f"bit {bit} of the log: {part} that never were" for part in _strange(before, now, after)]
        yield f"T9 flip in log, {noticed or 'nothing'}", wrong


def _strange(*states: dict[str, list[object]]) -> Iterator[str]:
    """What of a state does not lie between the one before and the one after."""
    for part in ("records", "bodies"):
        if any(each not in later[part] for state, later in itertools.pairwise(states) for each in state[part]):
            yield part


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
