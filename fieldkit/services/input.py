"""Files that a person hands in: read as far as they may go, and refused in words."""

from pathlib import Path

from fieldkit.errors import Code, Refusal


def read_up_to(path: Path, most: int) -> bytes:
    """The bytes of a file; one byte too many of one that is larger than `most`.

    Raises Refusal: FILE_MISSING, FILE_UNREADABLE.
    """
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        raise Refusal(Code.FILE_MISSING) from None
    except OSError:
        raise Refusal(Code.FILE_UNREADABLE) from None
