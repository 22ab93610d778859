"""Files that a person asked for: written whole or not at all."""

import errno
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from fieldkit import durable
from fieldkit.errors import Code, Refusal

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def write_whole(target: Path, data: bytes) -> None:
    """Write to a temporary file beside the target, make it durable, then take the target's place.

    Whatever happens, the target is the old file or the new one, and nothing else is left behind.

    Raises:
        Refusal: FILE_FULL, FILE_CANNOT_WRITE.
    """
    _write(target, (data,))


def write_new(target: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file that was not there, of bytes or of pieces as they come.

    Raises:
        Refusal: FILE_EXISTS, FILE_FULL, FILE_CANNOT_WRITE, and whatever the pieces raise.
    """
    if target.exists():
        raise Refusal(Code.FILE_EXISTS)
    _write(target, (data,) if isinstance(data, bytes) else data)


def _write(target: Path, pieces: Iterable[bytes]) -> None:
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=target.parent)
    except OSError as error:
        raise _refusal(error) from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        durable.put(temporary, target)
    except OSError as error:
        raise _refusal(error) from None
    finally:
        temporary.unlink(missing_ok=True)


def _refusal(error: OSError) -> Refusal:
    return Refusal(Code.FILE_FULL if error.errno in _FULL else Code.FILE_CANNOT_WRITE)
