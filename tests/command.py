"""Runs commands as a person does, in this process or in one of its own, on vaults with cheap key slots."""

import contextlib
import io
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldkit.cli.main import run as run_command
from fieldkit.clock import SystemClock
from fieldkit.paths import VaultFiles
from fieldkit.services import vaults
from fieldkit.services.workspace import Workspace

PHRASE = "пять слов, которых никто не знает"
DATA = Path(__file__).parent / "data"
ANSWERS = DATA / "short_interview.json"
CHILD = "import sys; from fieldkit.cli.main import run; sys.exit(run(sys.argv[2:], passphrase=sys.argv[1], cheap=True))"


@dataclass(frozen=True)
class Done:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def refused(self) -> str:
        """The code of the refusal, told in words on stderr and as one JSON document on stdout."""
        error = self.json["error"]
        assert self.code == 1
        assert error["message"] in self.err
        assert "Traceback" not in self.err + self.out
        return str(error["code"])


def run(*arguments: object, phrase: str | None = PHRASE) -> Done:
    """One command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run_command([str(each) for each in arguments], passphrase=phrase, cheap=True)
    return Done(code, out.getvalue(), err.getvalue())


def spawn(*arguments: object, phrase: str = PHRASE, **named: Any) -> Done:
    """One command in a process of its own."""
    command = [sys.executable, "-c", CHILD, phrase, *(str(each) for each in arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, **named)
    return Done(done.returncode, done.stdout, done.stderr)


def opened(vault: Path) -> Workspace:
    """The vault as services see it."""
    return vaults.unlock(VaultFiles(vault), PHRASE, SystemClock(), floor=vaults.TEST_COST)


class Person:
    """Somebody with a vault of their own."""

    def __init__(self, folder: Path) -> None:
        self.vault = folder
        created = run("vault", "create", "--vault", folder, "--json")
        assert created.code == 0, created.err
        self.recovery_code = created.json["recovery_code"]

    def run(self, *arguments: object, phrase: str | None = PHRASE) -> Done:
        """A command on their vault, with JSON."""
        return run("--vault", self.vault, "--json", *arguments, phrase=phrase)

    def say(self, *arguments: object, language: str = "en") -> Done:
        """A command on their vault, with text."""
        return run("--vault", self.vault, "--lang", language, *arguments)

    def do(self, *arguments: object) -> Any:
        """A command that must succeed; gives its JSON document."""
        done = self.run(*arguments)
        assert done.code == 0, done.err
        return done.json

    def add(self, record: str = "", *, submit: bool = True) -> str:
        """Record the sample interview; gives the id."""
        given = ["--id", record] if record else []
        added = self.do(
            "record", "add", "--form", "interview_short", "--answers", ANSWERS, *given, *["--submit"][: int(submit)]
        )
        return str(added["id"])


class Office(Person):
    """An officer's vault with a project."""

    def __init__(self, folder: Path, title: str = "Fictional sample") -> None:
        super().__init__(folder)
        self.do("project", "create", "--title", title, "--code", "O1")

    def enrol(self, person: Person, code: str, role: str, papers: Path) -> None:
        """Take somebody into the project by files, as on a stick."""
        request, answer = papers / f"{code}.request", papers / f"{code}.answer"
        person.do("project", "enrol-request", "--code", code, "--out", request)
        self.do("project", "enrol", request, "--role", role, "--out", answer, "--yes")
        person.do("project", "join", answer)
