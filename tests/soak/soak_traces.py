"""T35, T36 and T37 in full: what many lives of the real program leave on the disk, in memory and in the system's books.

Each case is a life without a network, with fifty words that chance drew. At the window: open, type, search, see every
page, lock, in the middle of a word or not. No word and no key may be in the memory of what follows. Then commands of two
people: submit, hand over on a stick, back up, take in, report. No file and no socket may be anywhere but in its places,
and no word in any file, in whatever spelling, but the PDF that was asked for.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fieldkit.clock import SystemClock
from fieldkit.crypto import slots
from fieldkit.crypto.slots import SlotType
from fieldkit.services import vaults
from tests import laptop, runners
from tests.command import CHILD
from tests.flow import syscalls
from tests.flow.traces import Sweep
from tests.gui import memory
from tests.gui.program import Program
from tests.soak import working
from tests.soak.outcome import Outcome

LIVES = 20
FIGURES = {"T35": LIVES, "T36": LIVES, "T37": 2 * LIVES}
WORDS = 50
LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"
WITHOUT_NETWORK = ("unshare", "--net") if os.geteuid() == 0 else ("unshare", "--map-root-user", "--net")


Words = tuple[str, ...]


def main(seed: int, share: float) -> Outcome:
    """Lives one after the other, each with words of its own."""
    chance, outcome = random.Random(seed), Outcome()
    for _ in range(max(1, round(LIVES * share))):
        words, cores = drawn(chance)
        with tempfile.TemporaryDirectory() as name:
            _life(Path(name), words, cores, outcome, hasty=chance.random() < 0.5)
    return outcome


def drawn(chance: random.Random) -> tuple[Words, Words]:
    """Words that no text holds, and two cores of which each word has one, so that looking for these finds them all."""
    cores = tuple("".join(chance.sample(LETTERS, 9)) for _ in range(2))
    ends = iter(chance.sample([one + two for one in LETTERS for two in LETTERS], WORDS))
    return tuple(f"{end[0]}{cores[number % 2]}{end[1]}" for number, end in enumerate(ends)), cores


def _life(folder: Path, words: Words, cores: Words, outcome: Outcome, *, hasty: bool) -> None:
    home, other, stick, log = (folder / name for name in ("home", "other", "stick", "log"))
    for each in (home, stick):
        each.mkdir()
    phrase = " ".join(words[:6])
    with Program(home, phrase, *WITHOUT_NETWORK, *syscalls.strace(log)) as program:
        wanted = memory.needles(cores, _keys(program))
        inside = list(_session(program, words, wanted, hasty=hasty))
        vault = program.files.folder
    outcome.take(f"T36 locked {'within a word' if hasty else 'after a search'}", inside)
    outcome.take("T37 session at the window", list(_strange(log, home, vault)))
    sweep = Sweep(cores)
    clear = sweep.below(home)
    laptop.make(other)
    day = Day(home, vault, other, stick, phrase)
    outcome.take("T37 commands of two people", list(day.pass_by(words)))
    pdf = stick / "report.pdf"
    if not pdf.exists():
        clear.append("no PDF, so that the day was not what it should be")
    pdf.unlink(missing_ok=True)
    outcome.take(f"T35 {WORDS} words of a life", [f"in the clear: {found}" for found in clear + sweep.below(folder)])


def _session(program: Program, words: Words, wanted: dict[str, bytes], *, hasty: bool) -> Iterator[str]:
    """What of the words and keys was in memory after the lock."""
    program.say("open", program.phrase)
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


class Day:
    """What two people do on the command line of their laptops, each command a process that is watched."""

    def __init__(self, home: Path, vault: Path, other: Path, stick: Path, phrase: str) -> None:
        self._home, self._vault, self._other, self._stick, self._phrase = home, vault, other, stick, phrase
        self._theirs = other / "data" / "vault"
        self._wrong: list[str] = []

    def pass_by(self, words: Words) -> list[str]:
        """What was wrong with it."""
        ours, theirs, stick = (self._home, self._vault), (self._other, self._theirs), self._stick
        paper, answer = stick / "S1.request", stick / "S1.answer"
        self._do(ours, "project", "create", "--title", "Fictional", "--code", "O1")
        self._do(theirs, "vault", "create")
        self._do(theirs, "project", "enrol-request", "--code", "S1", "--out", paper)
        self._do(ours, "project", "enrol", paper, "--role", "supervisor", "--out", answer, "--yes")
        self._do(theirs, "project", "join", answer)
        add = ("record", "add", "--form", working.FORM, "--answers", "/dev/stdin", "--id", "R-1", "--submit")
        self._do(ours, *add, given=working.answers(" ".join(words)))
        [bundle] = self._do(ours, "bundle", "write", "--out", stick)["files"]
        self._do(ours, "vault", "backup", "--out", stick / "backup.fkv")
        self._do(theirs, "bundle", "import", bundle)
        if words[-1] not in json.dumps(self._do(theirs, "record", "show", "R-1"), ensure_ascii=False):
            self._wrong.append("the words did not come over: there was nothing to leave")
        self._do(theirs, "report", "pdf", "--kind", "summary", "--lang", "ru", "--out", stick / "report.pdf")
        return self._wrong

    def _do(self, whose: tuple[Path, Path], *arguments: object, given: bytes = b"") -> dict[str, list[str]]:
        home, vault = whose
        log = home.with_name("log")
        command = [sys.executable, "-c", CHILD, self._phrase, *map(str, arguments), "--vault", str(vault), "--json"]
        environment = laptop.environment(home, "en_US") | {"PYTHONPATH": str(runners.ROOT)}
        line = [*WITHOUT_NETWORK, *syscalls.strace(log), *command]
        done = subprocess.run(line, input=given, capture_output=True, check=False, env=environment, timeout=300)
        what = " ".join(str(each) for each in arguments[:2])
        if done.returncode:
            message = f"{what} ended with {done.returncode}: {done.stderr.decode()[-200:]}"
            raise RuntimeError(message)
        self._wrong += [f"{what}: {fault}" for fault in _strange(log, home, vault, self._stick)]
        return dict(json.loads(done.stdout))


def _strange(log: Path, home: Path, *places: Path) -> Iterator[str]:
    """Sockets and files that a program of a laptop should not have touched; Python may keep what it compiled."""
    yield from (f"a socket: {call}" for call in syscalls.foreign_sockets(log))
    for path in syscalls.outside(log, home / "tmp", *places, home / "config" / "notes"):
        if not (Path(path).is_relative_to(runners.ROOT / "fieldkit") and "__pycache__" in path):
            yield f"written outside: {path}"


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
