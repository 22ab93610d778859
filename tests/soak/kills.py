"""Killing `tests.soak.working` at random moments with SIGKILL, and what has to be true of its vault afterwards."""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fieldkit.clock import SystemClock
from fieldkit.crypto import slots
from fieldkit.domain import bodies
from fieldkit.domain.bodies import Revision
from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.log import EntryKind
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import vaults
from fieldkit.services.browsing import Browsing
from fieldkit.services.logbook import Logbook
from fieldkit.services.workspace import Workspace
from fieldkit.store import files as disk
from tests import runners
from tests.command import opened
from tests.flow.team import dump
from tests.soak import working

PATIENCE = 60.0
LONGEST = 0.6
"""Seconds that a process works before it is killed while it records."""


@dataclass
class Kept:
    """What a vault has told to be safe so far: words of revisions, words of drafts, and how often it was killed."""

    revisions: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    kills: int = 0

    @classmethod
    def found_in(cls, vault: Path) -> "Kept":
        """What a vault holds already."""
        with opened(vault) as workspace:
            return cls(revisions=dict(_written(workspace)))

    def take(self, lines: list[str], seed: int) -> None:
        """Add the lines of one process that was killed."""
        self.kills += 1
        for number, line in enumerate(lines):
            said = json.loads(line)
            words = said.get("words") or working.words(seed, number)  # a command does not repeat what it was given
            if said["state"] == "draft":
                self.drafts[said["id"]] = words
            else:
                self.revisions[said["revision"]] = words


@dataclass(frozen=True)
class End:
    """How a process ended: its exit code, negative for a signal, and the whole lines that it had printed."""

    code: int
    lines: list[str]

    @property
    def killed(self) -> bool:
        """Whether it did not come to its end."""
        return self.code == -signal.SIGKILL


def fork(task: str, *arguments: object, after: float | None = None) -> End:
    """Do a task in a fork of this process, which must have no threads; kill it that many seconds after its begin."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        working.begin(writing, task, *(str(each) for each in arguments))
    os.close(writing)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading, encoding="utf-8") as told:
        text = told.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return End(code, text.split("\n")[:-1])


def run(task: str, *arguments: object, after: float | None = None) -> End:
    """Start a task and kill it that many seconds after it was ready, or let it come to its end."""
    with _started(task, *arguments) as process:
        assert process.stdout is not None
        if after is not None:
            time.sleep(after)
            process.kill()
        text = process.stdout.read()
        code = process.wait(PATIENCE)
    return End(code, text.split("\n")[:-1])


@contextlib.contextmanager
def _started(task: str, *arguments: object) -> "Iterator[subprocess.Popen[str]]":
    """A task that is ready to work, in a group of its own; afterwards nothing of the group is left running."""
    command = [sys.executable, "-m", "tests.soak.working", task, *(str(each) for each in arguments)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=runners.ROOT, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    _wait_for_the_group_to_end(process.pid)


def _wait_for_the_group_to_end(group: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)
    os.killpg(group, signal.SIGKILL)
    message = "a child outlives the program that was killed"
    raise TimeoutError(message)


def recording(vault: Path, chance: random.Random, kept: Kept) -> list[str]:
    """Kill a process while it records into the vault; gives what is wrong with the vault afterwards."""
    seed = chance.getrandbits(32)
    task = ("session", "commands")[kept.kills % 2]
    end = fork(task, vault, seed, after=chance.uniform(0.0, LONGEST))
    if not end.killed:
        return [f"ended by itself with {end.code}"]
    kept.take(end.lines, seed)
    return faults(vault, kept)


def faults(vault: Path, kept: Kept) -> list[str]:
    """What is not as it was told to be; empty when nothing was lost and everything hangs together."""
    try:
        with opened(vault) as workspace:
            return [*_disorder(workspace), *_lost(workspace, kept)]
    except Refusal as refusal:
        return [f"refused: {refusal.code.value}"]


def _disorder(workspace: Workspace) -> Iterator[str]:
    """What is not whole: pages, structure, chain, signatures, or a projection that the log would not give."""
    yield from vaults.check(workspace).findings
    yield from (line.code for line in Logbook(workspace).verify().logs if not line.ok)
    before = dump(workspace)
    for record in [facts.record for facts in workspace.store.facts.all()]:
        wanted = RecordFilter(text=record)
        if record not in {row.id for row in Browsing(workspace).page(wanted).rows}:
            yield f"{record} is not found by its id"
    workspace.store.projection.rebuild()
    if dump(workspace) != before:
        yield "the projection is not that of the log"


def _lost(workspace: Workspace, kept: Kept) -> Iterator[str]:
    """Acknowledged revisions and drafts that are not there, or with other words; or more than was asked for."""
    written = dict(_written(workspace))
    yield from (f"revision {name} is lost" for name, words in kept.revisions.items() if written.get(name) != words)
    if len(written) > len(kept.revisions) + kept.kills:
        yield f"{len(written)} revisions, {len(kept.revisions)} of them acknowledged"
    submitted, other = set(written.values()), 0
    for name, words in kept.drafts.items():
        draft = workspace.store.drafts.get(name)
        if draft is not None:
            other += draft.answers.get(working.WORDS) != words  # saved once more before the kill
        elif words not in submitted:
            yield f"draft {name} is lost"
    if other > kept.kills:
        yield f"{other} drafts have other words"


def _written(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Every revision in the log with its words."""
    for line in workspace.store.log.all_lines():
        if line.entry.kind is EntryKind.REVISION and line.body is not None:
            content = bodies.decode(line.entry.kind, line.body.content)
            if isinstance(content, Revision):
                yield bodies.revision_id(content), content.answers.get(working.WORDS)


def importing(vault: Path, bundle: Path, after: float, states: tuple[object, object]) -> tuple[str, list[str]]:
    """Kill an import; gives which of the two states, before and after, the vault is in, and what is wrong."""
    end = fork("taking_in", vault, bundle, after=after)
    with opened(vault) as workspace:
        wrong = list(_disorder(workspace))
        now = dump(workspace)
    if now not in states:
        wrong.append("neither before nor after")
    if end.lines and now != states[1]:
        wrong.append("acknowledged and not there")
    return "after" if now == states[1] else "before", wrong


def opening(vault: Path, code: str, phrases: list[str]) -> tuple[list[int], list[str]]:
    """The numbers of the passphrases that open a vault, and what is wrong with it; the recovery code opens it too."""
    files, clock, found = VaultFiles(vault), SystemClock(), list[int]()
    for number, phrase in enumerate(phrases):
        try:
            vaults.unlock(files, phrase, clock, floor=vaults.TEST_COST).close()
        except Refusal as refusal:
            if refusal.code is not Code.VAULT_WRONG_PASSPHRASE:
                return found, [f"refused: {refusal.code.value}"]
        else:
            found.append(number)
    try:
        with vaults.unlock_with_recovery(files, code, clock) as workspace:
            return found, [*vaults.check(workspace).findings]
    except Refusal as refusal:
        return found, [f"refused the recovery code: {refusal.code.value}"]


def rotating(vault: Path, end: End, code: str, before: dict[str, object]) -> tuple[str, list[str]]:
    """Whether a vault has its old or its new key after a rotation that ended so, and what is wrong with it.

    `code` is the old recovery code, which opens the vault before the exchange of the keys and never after it.
    """
    files, wrong = VaultFiles(vault), list[str]()
    if len({slots.decode(data).gen for data in disk.read_slots(files)}) != 1:
        wrong.append("slots of both keys at the same time")
    with tempfile.TemporaryDirectory() as folder:
        old = _opens_with(VaultFiles(Path(shutil.copytree(vault, Path(folder) / "vault"))), code)
    try:
        with opened(vault) as workspace:
            wrong.extend(_disorder(workspace))
            if dump(workspace) | {"drafts": workspace.store.drafts.all()} != before:
                wrong.append("other content")
    except Refusal as refusal:
        return "shut", [*wrong, f"refused: {refusal.code.value}"]
    if _opens_with(files, code) != old:
        wrong.append("the old recovery code opens at one time and not at another")
    if end.lines and (old or not _opens_with(files, end.lines[0])):
        wrong.append("acknowledged and not done")
    left = {path.name for path in vault.iterdir()} & {files.next_store.name, files.rotating.name, "slots.b.tmp"}
    if left:
        wrong.append(f"left over: {sorted(left)}")
    if files.slots_a.read_bytes() != files.slots_b.read_bytes():
        wrong.append("the copies of the slots differ")
    return "before" if old else "after", wrong


def _opens_with(files: VaultFiles, code: str) -> bool:
    try:
        vaults.unlock_with_recovery(files, code, SystemClock()).close()
    except Refusal as refusal:
        if refusal.code is not Code.VAULT_WRONG_RECOVERY_CODE:
            raise
        return False
    return True
