"""What gets killed: a process that works on a vault and prints one line for each thing after it was kept.

`python -m tests.soak.working TASK ARGUMENT...` prints "ready", then works until it is done or dies.
"""

import itertools
import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from fieldkit.cli.main import run as run_command
from fieldkit.clock import SystemClock
from fieldkit.paths import VaultFiles
from fieldkit.progress import Progress
from fieldkit.services import destroying as destruction
from fieldkit.services import escrow, helping, vaults
from fieldkit.services import rotating as rotation
from fieldkit.services.bundling import Bundling
from fieldkit.services.recording import Recording
from tests import crowd
from tests.command import ANSWERS, PHRASE, opened

FORM = "interview_short"
PATIENCE = 120.0
"""Seconds to wait for the next bundle."""
LEFT = 4
"""Bundles that stay in the folder although they were taken in."""
WORDS = "/data/close/monitor_note"
"""Where the words of a record stand, which tell it from all others."""


def answers(told: str) -> bytes:
    """The sample answers with these words."""
    document = json.loads(ANSWERS.read_text(encoding="utf-8"))
    document["close"]["monitor_note"] = told
    return json.dumps(document, ensure_ascii=False).encode()


def words(seed: object, number: int) -> str:
    """The words of what one process records as its own number `number`; the form takes no long numbers."""
    return f"выдуманные слова {''.join('абвгдежзик'[int(digit)] for digit in str(seed))} {number}"


def phrases(seed: int) -> Iterator[str]:
    """The passphrases that `passphrase` goes through, the first one being that of the vault."""
    yield PHRASE
    for number in itertools.count(1):
        yield f"слова {seed} для входа, смена {number}"


def session(vault: str, seed: str) -> None:
    """One long sitting: drafts saved again and again, submitted, records amended; a line says what is kept by now."""
    chance = random.Random(seed)
    numbers = itertools.count()
    submitted: list[str] = []

    def say(state: str, name: str, revision: str = "") -> None:
        print(json.dumps({"state": state, "id": name, "revision": revision, "words": told}), flush=True)

    with opened(Path(vault)) as workspace:
        recording = Recording(workspace)
        while True:
            told = words(seed, next(numbers))
            at_once = chance.random() < 0.3
            if submitted and chance.random() < 0.3:
                draft = recording.amend(chance.choice(submitted))
            else:
                saved = recording.add(FORM, answers(told), submit=at_once)
                say(saved.state, saved.id, saved.revision)
                if at_once:
                    submitted.append(saved.id)
                    continue
                draft = saved.id
            form = recording.resume(draft)
            for _ in range(chance.randint(0, 3)):
                told = words(seed, next(numbers))
                form.set(WORDS, told)
                recording.save(draft, form.draft())
                say("draft", draft)
            if chance.random() < 0.8:
                told = str(form.node(WORDS).value)
                saved = recording.submit(draft)
                say(saved.state, saved.id, saved.revision)
                submitted.append(saved.id)


def commands(vault: str, seed: str) -> None:
    """One command after the other, each of which opens and closes the vault; what it prints is the line."""
    for number in itertools.count():
        path = Path(vault).with_name("answers.json")
        path.write_bytes(answers(words(seed, number)))
        given = ["record", "add", "--form", FORM, "--answers", str(path), *["--submit"][: number % 2]]
        if run_command(["--vault", vault, "--json", *given], passphrase=PHRASE, cheap=True):
            sys.exit("refused")
        sys.stdout.flush()


def taking_in(vault: str, bundle: str) -> None:
    """Import a bundle."""
    with opened(Path(vault)) as workspace:
        print(Bundling(workspace).import_files([Path(bundle)]).new, flush=True)


def taking_in_all(vault: str, folder: str, monitors: str, bundles: str, first: str) -> None:
    """Import the bundles of a crowd from number `first` on, as they appear in a folder; a line tells of each.

    The last ones taken in stay there for whoever goes on after this process was killed.
    """
    members = [crowd.code(number) for number in range(1, int(monitors) + 1)]
    names = [crowd.name(member, number) for member in members for number in range(1, int(bundles) + 1)]
    paths = [Path(folder) / name for name in names[int(first) :]]

    def report(done: int, _total: int) -> None:
        own, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = sum((own.ru_utime, own.ru_stime, theirs.ru_utime, theirs.ru_stime))
        now = int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 1024
        most = max(own.ru_maxrss, theirs.ru_maxrss)
        told = {"done": int(first) + done, "kib": most, "kib now": now, "seconds": seconds}
        print(json.dumps(told), flush=True)
        if done >= LEFT:
            paths[done - LEFT].unlink(missing_ok=True)
        until = time.monotonic() + PATIENCE
        while done < len(paths) and not paths[done].exists():
            if time.monotonic() > until:
                sys.exit("nobody writes bundles")
            time.sleep(0.01)

    with opened(Path(vault)) as workspace:
        made = Bundling(workspace).import_files(paths, progress=Progress(report))
        print(json.dumps({"new": made.new, "identical": made.identical, "refused": len(made.refused)}), flush=True)


def passphrase(vault: str, seed: str) -> None:
    """Change the passphrase again and again."""
    for old, new in itertools.pairwise(phrases(int(seed))):
        vaults.change_passphrase(VaultFiles(Path(vault)), old, new, SystemClock(), cost=vaults.TEST_COST)
        print("changed", flush=True)


def changing(vault: str, seed: str, count: str) -> None:
    """Change the passphrase once; die before the opening or renaming of a file of the vault that has this number."""
    old, new = itertools.islice(phrases(int(seed)), 2)
    _die_at(vault, int(count))
    vaults.change_passphrase(VaultFiles(Path(vault)), old, new, SystemClock(), cost=vaults.TEST_COST)
    print("changed", flush=True)


def recovering(vault: str, code: str, seed: str, count: str) -> None:
    """Set the second passphrase with the recovery code; die as `changing` does."""
    _old, new = itertools.islice(phrases(int(seed)), 2)
    _die_at(vault, int(count))
    vaults.recover(VaultFiles(Path(vault)), code, new, SystemClock(), cost=vaults.TEST_COST)
    print("changed", flush=True)


def entrusting(vault: str, count: str) -> None:
    """Entrust the key of a vault to the officers of its project; die as `changing` does."""
    with opened(Path(vault)) as workspace:
        _die_at(vault, int(count))
        print(len(escrow.entrust(workspace, PHRASE, floor=vaults.TEST_COST).openers), flush=True)


def let_in(vault: str, answer: str, seed: str, count: str) -> None:
    """Set the second passphrase with an officer's answer; die as `changing` does."""
    _old, new = itertools.islice(phrases(int(seed)), 2)
    _die_at(vault, int(count))
    helping.recover(VaultFiles(Path(vault)), Path(answer).read_bytes(), new, SystemClock(), floor=vaults.TEST_COST)
    print("changed", flush=True)


def destroying(vault: str, count: str) -> None:
    """Destroy a vault; die as `changing` does."""
    _die_at(vault, int(count))
    print(destruction.destroy(VaultFiles(Path(vault))).left, flush=True)


def rotating(vault: str, count: str) -> None:
    """Give a vault a new key; die as `changing` does."""
    _die_at(vault, int(count))
    done = rotation.rotate(VaultFiles(Path(vault)), PHRASE, SystemClock(), cost=vaults.TEST_COST)
    print(done.recovery_code, flush=True)


def making(vault: str, count: str) -> None:
    """Make a vault; die as `changing` does."""
    _die_at(vault, int(count))
    print(vaults.create(VaultFiles(Path(vault)), PHRASE, SystemClock(), cost=vaults.TEST_COST), flush=True)


TASKS: dict[str, Callable[..., None]] = {
    task.__name__: task
    for task in (
        session,
        commands,
        taking_in,
        taking_in_all,
        passphrase,
        changing,
        recovering,
        entrusting,
        let_in,
        rotating,
        destroying,
        making,
    )
}


def _die_at(vault: str, count: int) -> None:
    """Be killed just before the fsync or file operation in the vault's folder that has this number, counted from 1."""
    numbers = itertools.count(1)
    really = os.fsync

    def step() -> None:
        if next(numbers) == count:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"} and str(arguments[0]).startswith(vault):
            step()

    def fsync(handle: int) -> None:
        step()
        really(handle)

    sys.addaudithook(hook)
    os.fsync = fsync


def begin(told: int, task: str, *given: str) -> None:
    """Do a task in a process that was forked for it, print to that descriptor, and end the process."""
    code = 1
    try:
        os.dup2(told, 1)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
        TASKS[task](*given)
        sys.stdout.flush()
        code = 0
    finally:
        os._exit(code)


def main() -> None:
    """Do the task of the command line."""
    task, *given = sys.argv[1:]
    print("ready", flush=True)
    TASKS[task](*given)


if __name__ == "__main__":
    main()
