"""What the database engine complains of, as coded refusals: its own text may hold content and goes nowhere."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from fieldkit.errors import Code, Refusal

_WAL_INDEX_BYTES = 32 * 1024
_FULL = {"SQLITE_FULL"}
_READ_ONLY = {"SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN"}
_DAMAGED = {"SQLITE_NOTADB", "SQLITE_CORRUPT"}
_TOLD = {
    "database or disk is full": "SQLITE_FULL",
    "disk I/O error": "SQLITE_IOERR",
    "unable to open database file": "SQLITE_CANTOPEN",
    "database disk image is malformed": "SQLITE_CORRUPT",
}
"""Codes by the words of `backup` and `sqlcipher_export`, which give no codes."""


@contextmanager
def coded() -> Iterator[None]:
    """Turn what the engine raises into a Refusal."""
    try:
        yield
    except sqlcipher.Error as error:
        raise _refusal(error) from None


def _refusal(error: "sqlcipher.Error") -> Refusal:
    """The coded reason."""
    name = str(getattr(error, "sqlite_errorname", "SQLITE_ERROR"))
    name = _TOLD.get(str(error), name) if name == "SQLITE_ERROR" else name
    primary = "_".join(name.split("_")[:2])
    if primary in _FULL:
        return Refusal(Code.VAULT_DISK_FULL)
    if primary in _READ_ONLY:
        return Refusal(Code.VAULT_READ_ONLY)
    if primary == "SQLITE_IOERR":
        return Refusal(Code.VAULT_DISK_ERROR)
    if primary in _DAMAGED:
        return Refusal(Code.VAULT_STORE_DAMAGED)
    if primary == "SQLITE_BUSY":
        return Refusal(Code.VAULT_IN_USE)
    return Refusal(Code.INTERNAL, place=f"database.{name.lower()}")


def is_full(folder: Path) -> bool:
    """Whether the index of the write-ahead log (32 KiB) may not have fitted: SQLite calls that an I/O error."""
    return shutil.disk_usage(folder).free < _WAL_INDEX_BYTES
