"""What the benchmark and the soak runner share: finding modules, naming the machine, writing results."""

import contextlib
import importlib
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import sqlcipher3.dbapi2 as sqlcipher

ROOT = Path(__file__).resolve().parents[1]
LIBRARIES = ("fieldkit", "sqlcipher3", "cryptography", "pyrage", "msgspec", "PySide6-Essentials", "reportlab", "lxml")


def discover(folder: str, prefix: str, wanted: list[str]) -> Iterator[tuple[str, ModuleType]]:
    """Name and module of each `tests/<folder>/<prefix>_<name>.py`, or of the wanted names only."""
    names = {path.stem.removeprefix(f"{prefix}_") for path in (ROOT / "tests" / folder).glob(f"{prefix}_*.py")}
    unknown = set(wanted) - names
    if unknown:
        sys.exit(f"unknown: {', '.join(sorted(unknown))}; there are: {', '.join(sorted(names))}")
    for name in sorted(wanted or names):
        yield name, importlib.import_module(f"tests.{folder}.{prefix}_{name}")


@cache
def as_anybody() -> tuple[str, ...]:
    """What stands before a command so that it may lock as little memory as a process of an ordinary user.

    The engine locks each piece of memory that it takes, and goes on where it may not. Root may lock all of it, which
    makes each statement slower than it is for anybody who works with the program. Empty where nothing has to be done.
    """
    tool = shutil.which("setpriv")
    if tool is None or os.geteuid():
        return ()
    prefix = (tool, "--bounding-set", "-ipc_lock", "--inh-caps", "-ipc_lock")
    return prefix if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0 else ()


def _versions() -> dict[str, str]:
    with contextlib.closing(sqlcipher.connect(":memory:")) as engine:
        engines = {
            "sqlcipher": str(engine.execute("PRAGMA cipher_version").fetchone()[0]),
            "sqlite": sqlcipher.sqlite_version,
        }
    return engines | {name: version(name) for name in LIBRARIES}


def write(kind: str, rows: list[dict[str, object]]) -> Path:
    """Save `rows` with date, machine and library versions as build/<kind>.json."""
    path = ROOT / "build" / f"{kind}.json"
    path.parent.mkdir(exist_ok=True)
    document = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"system": platform.system(), "processor": platform.machine(), "cores": os.cpu_count()},
        "versions": {"python": platform.python_version(), "kernel": platform.release().split("-")[0]} | _versions(),
        "rows": rows,
    }
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return path
