"""Both engines behind one shape: a form and a script in, what every node looks like after each step out."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from fieldkit.clock import SystemClock
from fieldkit.domain.forms import Instrument, NodeState
from fieldkit.errors import Refusal
from fieldkit.instruments.running import AddRepeatStep, LanguageStep, RemoveRepeatStep, SetStep, Step, shown, take
from fieldkit.instruments.session import load
from tests import runners

Snapshot = dict[str, dict[str, Any]]
"""Ref -> field -> what it shows."""

_FOLDER = runners.ROOT / "build" / "conformance"
_PACKAGES = ("jsdom@29", "@getodk/xforms-engine@0.22.0")
_DRIVER = runners.ROOT / "tests" / "conformance" / "driver.mjs"


@dataclass(frozen=True)
class Run:
    """One script: what is seen before the first step and after each, and why a step was refused."""

    snapshots: list[Snapshot]
    failures: list[str | None]
    seconds: float = 0.0


@dataclass(frozen=True)
class Answer:
    """What an engine says of a form: runs, or why it does not load."""

    runs: list[Run]
    error: str = ""
    load_seconds: float = 0.0


class MissingError(Exception):
    """ODK's engine cannot be had here; the text says why in one sentence."""


def ours(instrument: Instrument, script: tuple[Step, ...]) -> Run:
    """Our engine."""
    session = load(instrument, clock=SystemClock(), exact=True)
    snapshots, failures = [_snapshot(shown(session))], []
    for step in script:
        try:
            take(session, step)
            failures.append(None)
        except Refusal as refusal:
            failures.append(refusal.code.value)
        snapshots.append(_snapshot(shown(session)))
    return Run(snapshots, failures)


def _snapshot(nodes: tuple[NodeState, ...]) -> Snapshot:
    return {
        node.ref: {
            "relevant": node.relevant,
            "required": node.required,
            "readonly": node.readonly,
            "value": node.value,
            "label": node.label,
            "choices": None if node.choices is None else [[each.value, each.label] for each in node.choices],
            "valid": node.valid,
            "message": node.message,
        }
        for node in nodes
    }


class Oracle:
    """ODK's JavaScript engine in a Node process that serves many forms."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, xform: str, scripts: list[tuple[Step, ...]], *, every: bool = True) -> Answer:
        """Run the scripts one after the other, each on a new filling."""
        lines = [[step_json(step) for step in script] for script in scripts]
        self._stdin.write(json.dumps({"xml": xform, "scripts": lines, "every": every}) + "\n")
        self._stdin.flush()
        answer = json.loads(self._stdout.readline())
        if "error" in answer:
            return Answer([], answer["error"])
        runs = [
            Run([_by_ref(nodes) for nodes in run["snapshots"]], run["failures"], run["stepMs"] / 1000)
            for run in answer["runs"]
        ]
        return Answer(runs, load_seconds=answer["loadMs"] / 1000)

    @cached_property
    def _stdin(self) -> Any:
        return self._process.stdin

    @cached_property
    def _stdout(self) -> Any:
        return self._process.stdout


@contextmanager
def oracle() -> Iterator[Oracle]:
    """The engine, installed at first use. Raises MissingError."""
    node = shutil.which("node")
    if node is None:
        raise MissingError("Node is not installed, so there is no ODK engine to compare with.")
    _install()
    command = [node, str(_DRIVER), str(_FOLDER / "node_modules")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Oracle(process)
        finally:
            process.kill()


def _install() -> None:
    if (_FOLDER / "node_modules" / "@getodk" / "xforms-engine").is_dir():
        return
    npm = shutil.which("npm")
    if npm is None:
        raise MissingError("npm is not installed, so ODK's engine cannot be fetched.")
    _FOLDER.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", "--prefix", str(_FOLDER), *_PACKAGES],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise MissingError("npm could not install ODK's engine; it needs the network the first time.")


def step_json(step: Step) -> dict[str, object]:
    """A step in the words of `form run --steps`."""
    match step:
        case SetStep(ref, value):
            return {"set": [ref, value]}
        case AddRepeatStep(ref):
            return {"addRepeat": ref}
        case RemoveRepeatStep(ref, index):
            return {"removeRepeat": [ref, index]}
        case LanguageStep(name):
            return {"language": name}


def _by_ref(nodes: list[dict[str, Any]]) -> Snapshot:
    return {node.pop("ref"): node for node in nodes}


def step_text(step: Step) -> str:
    """A step for people."""
    return f"{type(step).__name__} {' '.join(str(value) for value in asdict(step).values())}"
