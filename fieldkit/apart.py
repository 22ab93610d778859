"""Work on untrusted bytes in a process of its own: clean environment, no inherited files, limits, data through pipes.

The parent uses `started`, or `Staying` for many files; what reads a file calls `limit_resources` before it touches the
data. Whatever a hostile file does to a parser then ends as an answer, or as the end of that process.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

_PR_SET_DUMPABLE = 4
_KEPT_ENVIRONMENT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What an interpreter may need to start; nothing else is handed over, least of all a passphrase."""
_running: set[subprocess.Popen[bytes]] = set()
"""Children of this process; it has them whoever started them."""


class Started:
    """A running child: its answer, and whether it was ended for being late."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.late = False

    def read(self, size: int) -> bytes:
        """Up to `size` bytes of its answer; fewer only at the end."""
        return self._process.stdout.read(size) if self._process.stdout else b""

    def exit_code(self) -> int:
        """How it ended; waits for the end. Negative: by a signal."""
        return self._process.wait()

    def end(self) -> None:
        """It takes too long."""
        self.late = True
        self._process.kill()


@contextmanager
def started(module: str, given: Iterable[bytes], *, time_limit: float) -> Iterator[Started]:
    """Run `python -I -m module`, write `given` to it, and end it when the block is left or the time is over.

    Args:
        module: a module of ours that serves stdin and stdout.
        given: written one after the other; the child may end early, having seen enough.
        time_limit: seconds of wall time.
    """
    command = [sys.executable, "-I", "-m", module]
    with subprocess.Popen(  # noqa: S603  our own interpreter and module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment()
    ) as process:
        _running.add(process)
        child = Started(process)
        feeder = threading.Thread(target=_feed, args=(process, given))
        watch = threading.Timer(time_limit, child.end)
        feeder.start()
        watch.start()
        try:
            yield child
        finally:
            watch.cancel()
            process.kill()
            _running.discard(process)
            feeder.join()
            watch.join()


class Staying:
    """A child that serves one request after the other, with all that it has started."""

    def __init__(self, module: str) -> None:
        """Run `python -I -m module`."""
        self._process = subprocess.Popen(  # noqa: S603  our own interpreter and module
            [sys.executable, "-I", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            start_new_session=True,
        )
        _running.add(self._process)

    def write(self, *given: bytes) -> None:
        """Write to it. Raises OSError once it has ended. It has to read everything before it answers."""
        if self._process.stdin:
            self._process.stdin.writelines(given)
            self._process.stdin.flush()

    def read(self, size: int) -> bytes:
        """Up to `size` bytes of its answer; fewer only at its end."""
        return self._process.stdout.read(size) if self._process.stdout else b""

    @contextmanager
    def hurried(self, time_limit: float) -> Iterator[None]:
        """End it, and what it has started, if the block takes more seconds than that."""
        watch = threading.Timer(time_limit, _end, (self._process,))
        watch.start()
        try:
            yield
        finally:
            watch.cancel()
            watch.join()

    def close(self) -> None:
        """End it now."""
        _end(self._process)
        _running.discard(self._process)
        with suppress(OSError):  # what it did not read
            self._process.__exit__(None, None, None)


def end_all() -> None:
    """End every child now, from any thread: they may hold what came out of a file. Whoever waits for one is refused."""
    for process in tuple(_running):
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a child; with all processes of its session if it leads one."""
    if sys.platform != "win32" and process.returncode is None:
        with suppress(ProcessLookupError, PermissionError):
            if os.getsid(process.pid) == process.pid:
                os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def environment() -> dict[str, str]:
    """The variables of a child process."""
    return {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}


def limit_resources(*, memory: int, seconds: int, files: int | None = None) -> None:
    """Limits of this process, for good: no core dump, so much address space and processor time. Windows has none.

    Args:
        memory: bytes of address space.
        seconds: of processor time.
        files: how many it may have open, and none may be written; None for no limit.
    """
    leave_no_image()
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  this module does not exist on Windows

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        if files is not None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def forbid_processes() -> None:
    """Let this process start no other one; an administrator's may all the same. Windows has no such limit."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  this module does not exist on Windows

        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def leave_no_image() -> None:
    """No image of this process on the disk when it dies, and none for other programs of the same user.

    A limit of zero alone would not do: a handler that the system pipes images to gets them all the same (core(5)).
    """
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  this module does not exist on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _feed(process: subprocess.Popen[bytes], given: Iterable[bytes]) -> None:
    if process.stdin is None:
        return
    try:
        with process.stdin:
            process.stdin.writelines(given)
    except OSError:
        return
