"""A person's laptop as whoever seizes it finds it: fresh folders, real processes, and a look at their children."""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests import laptop, runners
from tests.command import Done

_PROGRAM = """
import os, sys
told = int(sys.argv.pop(1))
def hook(event, arguments):
    if event != "open" or isinstance(arguments[0], int) or not arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        return
    frame = sys._getframe()
    while frame is not None:
        if frame.f_globals.get("__name__", "").startswith("pyxform."):
            return
        frame = frame.f_back
    os.write(told, os.fsencode(arguments[0]) + b"\\n")
from functools import partial
import fieldkit.cli.main as line
line.run = partial(line.run, cheap=True)
from fieldkit.__main__ import main
sys.addaudithook(hook)
main()
"""
"""The program itself, with cheap key slots; tells each file that Python opens for writing.

Only pyxform may write elsewhere: it makes a questionnaire, which holds no answers, by way of a temporary file.
"""
_IMPORTERS = (b"fieldkit.exchange.nursery", b"fieldkit.exchange.child")


@dataclass
class Laptop:
    """Home, settings, data and temporary files of one person lie in folders of their own."""

    folder: Path
    passphrase: str
    written: set[Path] = field(default_factory=set)
    """Files that commands opened for writing."""
    importers: list[bytes] = field(default_factory=list)
    """Arguments and environment of the importer processes that were seen."""

    def __post_init__(self) -> None:
        laptop.make(self.folder)

    @property
    def vault(self) -> Path:
        """Where the vault lies when nobody says otherwise."""
        return self.folder / "data" / "notes"

    @property
    def environment(self) -> dict[str, str]:
        """All that a process of this laptop gets."""
        return laptop.environment(self.folder, "ru_RU") | {"FIELDKIT_PASSPHRASE": self.passphrase}

    def run(self, *arguments: object, given: str = "", passphrase: str | None = None) -> Done:
        """One command; `given` is typed into it."""
        environment = self.environment | ({} if passphrase is None else {"FIELDKIT_PASSPHRASE": passphrase})
        reading, writing = os.pipe()
        command = [sys.executable, "-c", _PROGRAM, str(writing), *(str(each) for each in arguments)]
        with self._watched() if "bundle" in arguments else contextlib.nullcontext():
            done = subprocess.run(
                command,
                input=given,
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
                timeout=120,
                env=environment,
                cwd=self.folder / "home",
                pass_fds=(writing,),
            )
        os.close(writing)
        with os.fdopen(reading, "rb") as told:
            self.written |= {self.folder / "home" / os.fsdecode(line) for line in told.read().splitlines()}
        return Done(done.returncode, done.stdout, done.stderr)

    def start(self, script: str, *arguments: str) -> "subprocess.Popen[str]":
        """A process of this laptop that works through services; it has the vault's folder and the passphrase."""
        command = [sys.executable, "-c", script, str(self.vault), *arguments]
        environment = self.environment | {"PYTHONPATH": str(runners.ROOT)}
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment,
            cwd=self.folder / "home",
        )

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        """Keep what the system shows of importer processes meanwhile."""
        ended = threading.Event()
        watch = threading.Thread(target=self._watch, args=(ended,))
        watch.start()
        try:
            yield
        finally:
            ended.set()
            watch.join()

    def _watch(self, ended: threading.Event) -> None:
        while not ended.wait(0.005):
            for process in Path("/proc").glob("[0-9]*"):
                with contextlib.suppress(OSError):
                    arguments = (process / "cmdline").read_bytes()
                    if any(name in arguments for name in _IMPORTERS):
                        self.importers.append(arguments + (process / "environ").read_bytes())
