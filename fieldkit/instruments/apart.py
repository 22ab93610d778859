"""A person's form file read in a process of its own: foreign parsers on foreign data, limited in memory and time."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import msgspec

from fieldkit.domain.findings import Finding, Flaw
from fieldkit.instruments.markup import LARGEST
from fieldkit.instruments.reading import Reading

TIME_LIMIT = 180.0
"""Seconds of wall time. Large forms of honest people take some; hostile ones are refused by their sizes at once."""
_MOST_OUTPUT = 3 * LARGEST
_KEPT_ENVIRONMENT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What an interpreter may need to start; nothing else is handed over, least of all a passphrase."""
TOO_MUCH = Reading(None, (Finding(flaw=Flaw.TOO_LARGE),))
"""What is said of a form that cannot be read within the limits."""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What the child shall read; the content of the file follows it."""

    path: str
    """The form file: its name, and where the files beside it are."""


def examine_apart(untrusted: bytes, path: Path, *, time_limit: float = TIME_LIMIT) -> Reading:
    """The same as `reading.examine` with the files beside `path`; a form that ends the child is too large.

    Raises RuntimeError if the child could not do its work for a reason of its own, which is a defect.
    """
    command = [sys.executable, "-I", "-m", "fieldkit.instruments.apart_child"]
    order = msgspec.msgpack.encode(Order(path=str(path.absolute())))
    with subprocess.Popen(  # noqa: S603  our own interpreter and module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
    ) as child:
        if child.stdin is None or child.stdout is None:
            return TOO_MUCH
        feeder = threading.Thread(target=_feed, args=(child, order, untrusted))
        late = threading.Event()
        watch = threading.Timer(time_limit, _end, (child, late))
        feeder.start()
        watch.start()
        try:
            answer = child.stdout.read(_MOST_OUTPUT + 1)
            # Signals end a child that takes too much; a plain exit without an answer is a mistake of ours.
            if not answer and child.wait() > 0 and not late.is_set():
                raise RuntimeError("the reader of forms failed")
            return _decoded(answer)
        finally:
            watch.cancel()
            child.kill()
            feeder.join()
            watch.join()


def _decoded(answer: bytes) -> Reading:
    try:
        return msgspec.msgpack.decode(answer, type=Reading)
    except (msgspec.MsgspecError, UnicodeError):
        return TOO_MUCH


def _end(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    child.kill()


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}


def _feed(child: subprocess.Popen[bytes], order: bytes, untrusted: bytes) -> None:
    """Write everything to the child; it may end early, having seen enough."""
    if child.stdin is None:
        return
    try:
        with child.stdin:
            child.stdin.write(len(order).to_bytes(4, "big") + order)
            child.stdin.write(untrusted)
    except OSError:
        return
