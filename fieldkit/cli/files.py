"""Files that a person names, read whole, with coded reasons where that fails."""

from pathlib import Path

from fieldkit.errors import Code, Refusal


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
