"""T36 and T37 in full: the program is looked into from outside at many moments of many lives, and watched throughout.

Each case is a life of the real program without a network: it opens, words that chance drew are typed and searched, it
locks, in the middle of a word or not. No word and no key may be in the memory of what follows, no file and no socket
may be anywhere but in its places.
"""

import os
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fieldkit.clock import SystemClock
from fieldkit.crypto import slots
from fieldkit.crypto.slots import SlotType
from fieldkit.services import vaults
from tests.flow import syscalls
from tests.flow.traces import Sweep
from tests.gui import memory
from tests.gui.program import Program
from tests.soak.outcome import Outcome

LIVES = 20
WORDS = 50
LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"
WITHOUT_NETWORK = ("unshare", "--net") if os.geteuid() == 0 else ("unshare", "--map-root-user", "--net")


def main(seed: int, share: float) -> Outcome:
    """Lives one after the other, each with words of its own."""
    chance, outcome = random.Random(seed), Outcome()
    for number in range(max(1, round(LIVES * share))):
        with tempfile.TemporaryDirectory() as name:
            hasty = chance.random() < 0.5
            wrong = list(_life(Path(name), chance, hasty=hasty))
        outcome.count("locked within a word" if hasty else "locked after a search")
        outcome.failures += [f"life {number}: {what}" for what in wrong]
    return outcome


def _life(folder: Path, chance: random.Random, *, hasty: bool) -> Iterator[str]:
    words = tuple("".join(chance.choices(LETTERS, k=12)) for _ in range(WORDS))
    phrase = " ".join(words[:6])
    log, home = folder / "log", folder / "home"
    home.mkdir()
    with Program(home, phrase, *WITHOUT_NETWORK, *syscalls.strace(log)) as program:
        wanted = memory.needles(words, _keys(program))
        program.say("open", phrase)
        program.say("write", " ".join(words[6:]))
        if not hasty:
            program.say("search", words[7])
        watched = [process for process in memory.family(program.number) if _is_ours(process)]
        if not any(memory.held(process, wanted) for process in watched):
            yield "nothing was found while the vault was open: the search proves nothing"
        if hasty:
            program.say("hasty", words[6], answer="gate")
        else:
            program.say("panic", answer="gate")
        for process in filter(_is_ours, memory.family(program.number)):
            yield from (f"in memory after the lock: {name}" for name in memory.held(process, wanted))
        program.say("quit")
    yield from (f"a socket: {call}" for call in syscalls.foreign_sockets(log))
    places = program.files.folder, home / "config" / "notes"
    yield from (f"written outside: {path}" for path in syscalls.outside(log, home / "tmp", *places))
    yield from (f"in the clear: {found}" for found in Sweep(words).below(home))


def _keys(program: Program) -> list[bytes]:
    """The key of the database and the device's own secrets."""
    file = slots.decode(program.files.slots_a.read_bytes())
    master = slots.unlock(file, SlotType.PASSPHRASE, program.phrase, vaults.TEST_COST)
    with vaults.unlock(program.files, program.phrase, SystemClock(), floor=vaults.TEST_COST) as workspace:
        identity = workspace.identity
        return [master.database()[:32], identity.sign_seed, identity.age_identity.encode()]


def _is_ours(process: int) -> bool:
    """Not the watcher, whose own buffers hold what it read."""
    return b"python" in Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")[0]
