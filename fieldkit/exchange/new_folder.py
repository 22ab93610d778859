"""A folder of plain files for a person: there whole or not at all, and nobody else on the machine may look into it."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fieldkit import durable
from fieldkit.clock import Clock
from fieldkit.errors import Code, Refusal

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def new_folder(target: Path, clock: Clock) -> Iterator[Path]:
    """A folder to write into that takes its place as `target` when all is written; after any failure it is gone.

    Raises Refusal: FILE_EXISTS unless `target` is absent or an empty folder; FILE_FULL, FILE_CANNOT_WRITE.
    """
    target = target.resolve()
    _check_free(target)
    # Not hidden: what a power cut leaves behind is not encrypted, and its owner has to see it.
    part = target.with_name(f"{target.name}.{clock.new_id()[:8]}.part")
    try:
        part.mkdir(mode=0o700, parents=True)
        yield part
        if hasattr(os, "sync"):
            os.sync()  # one for all files: a flush of each would take minutes for a large project
        if target.exists():
            target.rmdir()
        durable.put(part, target)
    except OSError as error:
        raise Refusal(Code.FILE_FULL if error.errno in _FULL else Code.FILE_CANNOT_WRITE) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, for its owner alone."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def write_file(path: Path, data: bytes) -> None:
    """Write a file that was not there, for its owner alone."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def _check_free(target: Path) -> None:
    try:
        taken = target.exists() and (not target.is_dir() or any(target.iterdir()))
    except OSError:
        raise Refusal(Code.FILE_CANNOT_WRITE) from None
    if taken:
        raise Refusal(Code.FILE_EXISTS)
