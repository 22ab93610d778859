"""What the field does to a laptop, made on purpose: a vault held open elsewhere, a full disk, a folder that is read-only."""

import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.command import CHILD, PHRASE, Done, opened
from tests.flow.team import dump

_HOLD = """
import sys
from pathlib import Path
from fieldkit.clock import SystemClock
from fieldkit.paths import VaultFiles
from fieldkit.services import vaults
with vaults.unlock(VaultFiles(Path(sys.argv[1])), sys.argv[2], SystemClock(), floor=vaults.TEST_COST):
    print("open", flush=True)
    sys.stdin.read()
"""
_WITHOUT_PRIVILEGES = """
import ctypes
class Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]
none = (ctypes.c_uint32 * 6)()
if ctypes.CDLL(None).capset(ctypes.byref(Header(0x20080522, 0)), none):
    raise OSError
"""
"""Even root must ask for permission after this (capset(2), version 3)."""
_SMALL_FILES = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)), resource.RLIM_INFINITY))
"""


def contents(vault: Path) -> dict[str, object]:
    """Everything that a refused command must leave as it was."""
    with opened(vault) as workspace:
        return dump(workspace) | {"drafts": workspace.store.drafts.all()}


@contextlib.contextmanager
def held_open(vault: Path) -> Iterator[None]:
    """Another process has the vault open."""
    command = [sys.executable, "-c", _HOLD, str(vault), PHRASE]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        yield
        assert other.stdin is not None
        other.stdin.close()
        assert other.wait(30) == 0


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing below the folder may be written by anybody without privileges."""
    paths = [folder, *folder.rglob("*")]
    modes = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def unprivileged(*arguments: object) -> Done:
    """A command in a process that permissions hold for, even when the tests run as root."""
    return _child(_WITHOUT_PRIVILEGES, PHRASE, *arguments)


def with_small_files(largest: int, *arguments: object) -> Done:
    """A command in a process that cannot make any file larger than `largest` bytes."""
    return _child(f"import sys\n{_SMALL_FILES}", largest, PHRASE, *arguments)


def can_mount() -> bool:
    """Whether this machine lets us make a small disk."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["mount", "-t", "tmpfs", "none", folder], capture_output=True, check=False)
        if done.returncode == 0:
            subprocess.run(["umount", folder], check=True)
        return done.returncode == 0


@contextlib.contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """`folder` is a disk of its own with that little space."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _child(before: str, *arguments: object) -> Done:
    command = [sys.executable, "-c", f"{before}\n{CHILD}", *(str(each) for each in arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return Done(done.returncode, done.stdout, done.stderr)
