"""The program as a process of its own, moved line by line; see `driven`."""

import subprocess
import sys
from pathlib import Path
from typing import Self

from fieldkit.clock import SystemClock
from fieldkit.paths import VaultFiles
from fieldkit.services import vaults
from fieldkit.services.recording import Recording
from tests import laptop, runners


class Program:
    """Its home, settings, temporary files and vault lie below `folder`."""

    def __init__(self, folder: Path, phrase: str, *before: str, **environment: str) -> None:
        """The program is started by the words `before`, if any: something that runs it and watches."""
        self.folder, self.phrase = folder, phrase
        self._before, self._environment = before, environment
        laptop.make(folder)
        vaults.create(self.files, phrase, SystemClock(), cost=vaults.TEST_COST)
        self._process: subprocess.Popen[str] | None = None

    @property
    def files(self) -> VaultFiles:
        return VaultFiles(self.folder / "data" / "notes")

    @property
    def number(self) -> int:
        """The number of the process; locking keeps it."""
        return self._running().pid

    def say(self, command: str, words: str = "", answer: str = "") -> float:
        """Have a command done; the figure in its answer, if it has one. After a lock the answer is `gate`."""
        process = self._running()
        assert process.stdin is not None
        process.stdin.write(f"{command} {words}\n")
        process.stdin.flush()
        return self.heard(answer or command)

    def heard(self, answer: str) -> float:
        """What it says next is this; the figure behind it, if there is one."""
        out = self._running().stdout
        assert out is not None
        heard, _, figure = out.readline().strip().partition(" ")
        assert heard == answer
        return float(figure or 0)

    def end(self) -> None:
        """Close the window and wait."""
        process = self._process
        if process is not None:
            if process.stdin is not None and not process.stdin.closed:
                process.stdin.close()
            assert process.wait(60) == 0
            if process.stdout is not None:
                process.stdout.close()
        self._process = None

    def drafted(self) -> list[str]:
        """What the drafts of an observation say; the program is ended for it."""
        self.end()
        with vaults.unlock(self.files, self.phrase, SystemClock(), floor=vaults.TEST_COST) as workspace:
            recording = Recording(workspace)
            return [
                answer.value
                for draft in recording.drafts()
                for answer in recording.resume(draft.id).draft().items
                if answer.ref.endswith("/perceived_reason")
            ]

    def _running(self) -> "subprocess.Popen[str]":
        if self._process is None:
            environment = laptop.environment(self.folder, "en_US") | {
                "PYTHONPATH": str(runners.ROOT),
                "QT_QPA_PLATFORM": "offscreen",
            }
            command = [*self._before, sys.executable, "-m", "tests.gui.driven", str(self.files.folder)]
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                env=environment | self._environment,
                cwd=self.folder / "home",
            )
        return self._process

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._process is not None and error[0] is not None:
            self._process.kill()
            self._process.communicate()
        else:
            self.end()
