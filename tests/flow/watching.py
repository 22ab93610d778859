"""Sees every step that a process takes on files before the system takes it, and says what becomes of the step.

The process is a fork of this one. A filter of its own (seccomp with user notification, Linux 5.5) stops it at each
system call that reads, writes, syncs, makes, names or removes a file, until its parent answers: go on, fail with this
error, or die here. So a fault can be put at the n-th step, below SQLite and Python alike, and each time at the same.
"""

import errno
import fcntl
import os
import select
import signal
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from fieldkit.errors import Refusal
from tests.flow import filtering
from tests.flow.filtering import CALLS

DIE = -1
"""Verdict: kill the process before the step is taken."""
GO_ON = 0
"""Verdict: take the step. Any other number is the error with which it fails."""


class Act(StrEnum):
    """Kinds of steps."""

    READ = "read"
    WRITE = "write"
    SYNC = "sync"
    CREATE = "create"
    CUT = "cut"
    RENAME = "rename"
    REMOVE = "remove"
    FOLDER = "folder"


CHANGES = frozenset(Act) - {Act.READ}
GROWTH = frozenset({Act.WRITE, Act.CREATE, Act.FOLDER})
"""What a disk without room refuses."""


@dataclass(frozen=True)
class Step:
    """One step that a process is about to take."""

    act: Act
    path: Path
    target: Path | None = None
    """The new name, of a renaming."""
    offset: int = 0
    """Where a write begins; the new length of a file that is cut."""
    data: bytes = b""
    """What is written."""


@dataclass(frozen=True)
class End:
    """How a process ended: done, refused with a code, died, or failed in a way that is nobody's plan."""

    how: str
    said: tuple[str, ...]

    @property
    def done(self) -> bool:
        """Whether the process came to its end and says that all is well."""
        return self.how == "done"


Say = Callable[[str], None]
Work = Callable[[Say], None]
Decide = Callable[[Step, int], int]
"""Gives the verdict on a step, knowing how many lines the process had said by then."""

_ACTS = {
    "read": Act.READ, "pread64": Act.READ, "write": Act.WRITE, "writev": Act.WRITE, "pwrite64": Act.WRITE,
    "sendfile": Act.WRITE, "copy_file_range": Act.WRITE, "fsync": Act.SYNC, "fdatasync": Act.SYNC, "ftruncate": Act.CUT,
    "open": Act.CREATE, "openat": Act.CREATE, "rename": Act.RENAME, "renameat": Act.RENAME, "renameat2": Act.RENAME,
    "unlink": Act.REMOVE, "rmdir": Act.REMOVE, "unlinkat": Act.REMOVE, "mkdir": Act.FOLDER, "mkdirat": Act.FOLDER,
}  # fmt: skip
_NAMES = {number: name for name, number in CALLS.items()}

_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_QUESTION, _ANSWER = struct.Struct("=QIIiIQ6Q"), struct.Struct("=QqiI")
_CONTINUE = 1
_HERE = (1 << 64) - 100
"""AT_FDCWD: a name relative to where the process stands."""


def can_watch() -> bool:
    """Whether this machine lets a process watch another one like this."""
    try:
        return bool(CALLS) and run(lambda _say: None, (), lambda _step, _said: GO_ON).done
    except OSError:
        return False


def run(work: Work, folders: tuple[Path, ...], decide: Decide, *, reads: bool = False) -> End:
    """Do `work` in a fork and let `decide` judge each step below the folders. Call it from a process without threads.

    Args:
        work: what is done; it says a line for each thing that it keeps for somebody.
        folders: absolute paths; whatever happens elsewhere goes on.
        decide: the judge.
        reads: whether reading is a step too.
    """
    here, there = socket.socketpair()
    child = os.fork()
    if child == 0:
        here.close()
        _work(work, there, reads)
    there.close()
    with here:
        handed = socket.recv_fds(here, 1, 1)[1]
        if not handed:
            os.waitpid(child, 0)
            raise OSError(errno.ENOSYS, "no system calls can be watched here")
        [listener] = handed
        try:
            heard = _watch(child, listener, here, folders, decide)
        finally:
            os.close(listener)
        _, status = os.waitpid(child, 0)
    *said, last = heard.decode().split("\n")
    if os.WIFSIGNALED(status):
        return End("died" if os.WTERMSIG(status) == signal.SIGKILL else f"signal {os.WTERMSIG(status)}", tuple(said))
    return End(last, tuple(said))


def run_alone(work: Work) -> End:
    """Do `work` in a fork that nobody stops, several times as fast. Call it from a process without threads."""
    here, there = socket.socketpair()
    child = os.fork()
    if child == 0:
        here.close()
        _work(work, there, None)
    there.close()
    heard = b""
    with here:
        while more := here.recv(65536):
            heard += more
    os.waitpid(child, 0)
    *said, last = heard.decode().split("\n")
    return End(last, tuple(said))


def _work(work: Work, there: socket.socket, reads: bool | None) -> None:
    """The whole life of the fork; `reads` is None if nothing of it is watched."""
    how = "failed"
    try:
        if reads is not None and not _is_handed_over(there, reads):
            return
        try:
            work(lambda line: there.sendall(f"{line}\n".encode()))
            how = "done"
        except Refusal as refusal:
            how = f"refused {refusal.code.value} {refusal.params.get('place', '')}".rstrip()
        except BaseException as error:  # whatever it is, the parent has to hear of it
            how = f"failed {_place(error)}"
        there.sendall(how.encode())
    finally:
        os._exit(0)


def _is_handed_over(there: socket.socket, reads: bool) -> bool:
    """Let the parent watch this process; whether the machine can."""
    try:
        listener = filtering.install({number for name, number in CALLS.items() if _is_asked(name, reads)})
    except OSError:
        return False
    socket.send_fds(there, [b"+"], [listener])
    os.close(listener)
    return True


def _place(error: BaseException) -> str:
    """Class of an error and the line that raised it."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        place = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__} {place}"


def _is_asked(name: str, reads: bool) -> bool:
    return name in _ACTS and (reads or _ACTS[name] is not Act.READ)


def _watch(child: int, listener: int, here: socket.socket, folders: tuple[Path, ...], decide: Decide) -> bytes:
    """Answer until nobody can ask any more; gives all that the process said."""
    heard = b""
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    inside = tuple(f"{folder}/" for folder in folders)
    here.setblocking(False)
    while poll.poll()[0][1] & select.POLLIN:
        question = bytearray(_QUESTION.size)
        try:
            fcntl.ioctl(listener, _RECEIVE, question)
        except OSError as error:  # whoever asked was killed meanwhile
            if error.errno in {errno.ENOENT, errno.EINTR}:
                continue
            raise
        name, asking, _, number, _, _, *given = _QUESTION.unpack(question)
        heard += _said(here)
        try:
            step = _step(asking, _NAMES[number], given, inside)
        except OSError:
            step = None  # killed while we looked
        verdict = GO_ON if step is None else decide(step, heard.count(b"\n"))
        if verdict == DIE:
            os.kill(child, signal.SIGKILL)
            continue
        answer = _ANSWER.pack(name, 0, -verdict, 0 if verdict else _CONTINUE)
        try:
            fcntl.ioctl(listener, _SEND, bytearray(answer))
        except OSError as error:
            if error.errno != errno.ENOENT:
                raise
    return heard + _said(here)


def _said(here: socket.socket) -> bytes:
    """What can be read without waiting."""
    heard = b""
    try:
        while more := here.recv(65536):
            heard += more
    except (BlockingIOError, ConnectionResetError):
        pass
    return heard


def _step(asking: int, call: str, given: list[int], inside: tuple[str, ...]) -> Step | None:
    """The step that a system call is; None if it is none, or lies outside of the folders."""
    act = _ACTS[call]
    if act in {Act.READ, Act.WRITE, Act.SYNC, Act.CUT}:
        descriptor = given[1] if call == "copy_file_range" else given[0]
        path = Path(f"/proc/{asking}/fd/{descriptor}").readlink()
        if not f"{path}/".startswith(inside):
            return None
        return Step(act, path, offset=_offset(asking, call, given), data=_data(asking, call, given))
    at = "at" in call
    path = _name(asking, given[0], given[1]) if at else _name(asking, _HERE, given[0])
    if not f"{path}/".startswith(inside):
        return None
    flags = given[2] if at else given[1]
    if act is Act.CREATE:
        empties = flags & os.O_TRUNC and path.exists() and path.stat().st_size > 0
        makes = flags & os.O_CREAT and not path.exists()
        return Step(Act.CUT if empties else act, path) if empties or makes else None
    target = None
    if act is Act.RENAME:
        target = _name(asking, given[2], given[3]) if at else _name(asking, _HERE, given[1])
    return Step(act, path, target)


def _offset(asking: int, call: str, given: list[int]) -> int:
    if call == "ftruncate":
        return given[1]
    if call == "pwrite64":
        return given[3]
    if call != "write":
        return 0
    told = Path(f"/proc/{asking}/fdinfo/{given[0]}").read_text("ascii")
    facts = dict(line.split(":", 1) for line in told.splitlines() if ":" in line)
    if int(facts["flags"], 8) & os.O_APPEND:
        return Path(f"/proc/{asking}/fd/{given[0]}").stat().st_size
    return int(facts["pos"])


def _data(asking: int, call: str, given: list[int]) -> bytes:
    if call not in {"write", "pwrite64"}:
        return b""
    with Path(f"/proc/{asking}/mem").open("rb", buffering=0) as memory:
        memory.seek(given[1])
        return memory.read(given[2])


def _name(asking: int, folder: int, address: int) -> Path:
    """The whole path that a system call names below a folder that is open, or where the process stands."""
    place = "cwd" if folder & 0xFFFFFFFF == _HERE & 0xFFFFFFFF else f"fd/{folder}"
    return Path(f"/proc/{asking}/{place}").readlink() / _text(asking, address)


def _text(asking: int, address: int) -> str:
    """A string that ends with a zero byte; it may lie at the end of what is mapped."""
    found = b""
    with Path(f"/proc/{asking}/mem").open("rb", buffering=0) as memory:
        while b"\0" not in found:
            memory.seek(address + len(found))
            found += memory.read(64 - (address + len(found)) % 64)
    return os.fsdecode(found.partition(b"\0")[0])
