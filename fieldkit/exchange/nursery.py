"""The importer process for many bundles: has read all modules, and forks a process for each bundle that comes.

Started by `fieldkit.exchange.readers` as `python -I -m fieldkit.exchange.nursery`; holds no key, and parses nothing
itself. Each bundle gets a process that has seen no other one, within the limits of `child`. When that has ended well,
a word that the program sends only then goes back to it: what the next bundle's process writes begins after it.
"""

import io
import os
import sys
from typing import BinaryIO, NoReturn

from fieldkit import apart
from fieldkit.exchange.child import CPU_SECONDS, MEMORY, serve
from fieldkit.exchange.frames import LENGTH

WORD = 16
"""Bytes of the word."""


def main(source: BinaryIO, target: BinaryIO) -> None:
    """Serve until the program closes the pipe, or until a process for a bundle does not end well."""
    while prefix := source.read(LENGTH.size):
        (length,) = LENGTH.unpack(prefix)
        request = source.read(length)
        process = os.fork()
        if not process:
            _answer(request, target)
        _, status = os.waitpid(process, 0)
        if status:
            return  # what it wrote may end anywhere
        target.write(source.read(WORD))
        target.flush()


def _answer(request: bytes, target: BinaryIO) -> NoReturn:
    """In the forked process: answer and end, whatever happens."""
    try:
        os.close(0)  # the word is not for this process
        apart.limit_resources(memory=MEMORY, seconds=CPU_SECONDS)
        apart.forbid_processes()
        serve(io.BytesIO(request), target)
    except BaseException:  # noqa: BLE001  nothing of this process goes on
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    apart.leave_no_image()
    main(sys.stdin.buffer, sys.stdout.buffer)
