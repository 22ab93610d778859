"""Files that a person names: read and written whole, with coded reasons where that fails."""

import errno
from pathlib import Path

from fieldkit.errors import Code, Refusal

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def read_bytes(path: Path) -> bytes:
    """The content of a file. Raises Refusal: FILE_MISSING, FILE_UNREADABLE."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Refusal(Code.FILE_MISSING) from None
    except OSError:
        raise Refusal(Code.FILE_UNREADABLE) from None


def read_text(path: Path) -> str:
    """The content of a UTF-8 file. Raises Refusal: FILE_MISSING, FILE_UNREADABLE."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(Code.FILE_UNREADABLE) from None


def write_bytes(path: Path, content: bytes) -> None:
    """Write a new file. Raises Refusal: FILE_EXISTS, FILE_FULL, FILE_CANNOT_WRITE."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise Refusal(Code.FILE_EXISTS) from None
    except OSError as error:
        raise Refusal(Code.FILE_FULL if error.errno in _FULL else Code.FILE_CANNOT_WRITE) from None
