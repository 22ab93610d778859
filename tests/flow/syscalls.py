"""What a program asked of the system, as strace wrote it down: files that it wrote, and sockets."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.command import CHILD, PHRASE

WATCHED = (
    "%network,open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,"
    "truncate,mknod,mknodat"
)
_CALL = re.compile(r"^\d+ +(?P<name>\w+)\((?P<given>.*)$")
_PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')
_WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE")
_LOCAL = re.compile(r"dbus|/\.X11-unix/|wayland|/nscd/")
_OF_PYXFORM = re.compile(r"(tmp)?[a-z0-9_]{8}\Z")


def strace(log: Path) -> tuple[str, ...]:
    """The words before a command that have it and all its children watched."""
    return "strace", "-f", "--seccomp-bpf", "-qq", "-s", "4096", "-e", f"trace={WATCHED}", "-o", str(log)


def command(*arguments: object) -> list[str]:
    """A command line of ours, with cheap key slots."""
    return [sys.executable, "-c", CHILD, PHRASE, *(str(each) for each in arguments)]


def foreign_sockets(log: Path) -> list[str]:
    """Calls that reach further than the display and the buses of this machine."""
    return [
        f"{name}({given}"
        for name, given in _calls(log)
        if (name == "socket" and not given.startswith("AF_UNIX"))
        or (name in {"connect", "bind", "sendto", "sendmsg"} and "sun_path" in given and not _LOCAL.search(given))
        or re.search(r"sa_family=AF_(?!UNIX|UNSPEC)", given)
    ]


def written(log: Path) -> set[str]:
    """The paths that were opened for writing, made or renamed."""
    return {path for name, given in _calls(log) if " = -1 E" not in given for path in _written_by(name, given)}


def outside(log: Path, temporary: Path, *allowed: Path) -> list[str]:
    """Those of them that are not below an allowed folder.

    In the temporary folder Python tries whether it may write, and pyxform makes questionnaires, which hold no answers;
    those two are known by how they name files.
    """
    return sorted(
        path
        for path in written(log)
        if path != "/dev/null"
        and not path.startswith("/proc/self/fd/")  # a file without a name, which gets one
        and not any(Path(path).is_relative_to(folder) for folder in allowed)
        and not (Path(path).parent == temporary and _OF_PYXFORM.match(Path(path).name))
    )


def _written_by(name: str, given: str) -> Iterator[str]:
    opens = name.startswith("open")
    if name in {"socket", "connect"} or (opens and not _WRITES.search(given)):
        return
    if opens or name.startswith(("creat", "mkdir", "rename", "link", "symlink", "truncate", "mknod")):
        for path in _PATH.findall(given.partition(" = ")[0]):
            yield path.encode("latin-1", "replace").decode("unicode_escape").encode("latin-1", "replace").decode()


def _calls(log: Path) -> Iterator[tuple[str, str]]:
    for line in log.read_text("utf-8", "replace").splitlines():
        call = _CALL.match(line)
        if call is not None:
            yield call["name"], call["given"]
