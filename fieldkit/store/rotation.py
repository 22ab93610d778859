"""The store under a new key: copied into a new file, verified, and put in the place of the old one.

Security notes, section 2.1: a key is never changed in place. This is the only module that may attach a database.
"""

import os
from contextlib import suppress
from pathlib import Path

from fieldkit import durable
from fieldkit.domain.log import ChainError, verify_chain
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.store.authorizing import authorize
from fieldkit.store.database import Database
from fieldkit.store.files import refusal_of
from fieldkit.store.log import Log
from fieldkit.store.reasons import check_not_plain

_BESIDE = ("", "-wal", "-shm", "-journal")


class _Source(Database):
    """The store that is copied; it may attach one database, and only while this method does."""

    def export_to(self, target: Path, key: bytes) -> None:
        self._connection.set_authorizer(None)
        try:
            self.run("ATTACH DATABASE ? AS fresh KEY ?", str(target), f"x'{key.hex()}'")
        finally:
            self._connection.set_authorizer(authorize)
        try:
            with self.transaction():
                self.row(tuple[None], "SELECT sqlcipher_export('fresh')")
                self.run(f"PRAGMA fresh.user_version={self.version():d}")
        finally:
            self.run("DETACH DATABASE fresh")


def copy_store(files: VaultFiles, old: bytes, new: bytes) -> None:
    """Write the store as `files.next_store` under the key `new`, verified and on the disk. Hold the process lock.

    Raises Refusal: VAULT_STORE_DAMAGED if the copy is not the same, or the disk's reason.
    """
    discard(files)
    source = _Source(files.store, old)
    try:
        source.export_to(files.next_store, new)
        expected = _contents(source)
        source.truncate_wal()
    finally:
        source.close()
    copy = Database(files.next_store, new)
    try:
        same = not copy.checks.findings() and _contents(copy) == expected and _chains_hold(copy)
        copy.truncate_wal()
    finally:
        copy.close()
    check_not_plain(files.next_store)
    if not same:
        raise Refusal(Code.VAULT_STORE_DAMAGED)
    try:
        with files.next_store.open("rb") as file:
            os.fsync(file.fileno())
        durable.sync_folder(files.folder)
    except OSError as error:
        raise refusal_of(error) from None


def settle(files: VaultFiles, key: bytes) -> None:
    """After a rotation, whole or cut short, keep the store that `key` opens and remove the other.

    If `key` opens neither, nothing is removed. Hold the process lock. Raises Refusal for the disk's reasons.
    """
    if not files.next_store.exists():
        return
    if _opens(files.store, key):
        discard(files)
    elif _opens(files.next_store, key):
        try:
            for suffix in _BESIDE[1:]:
                _beside(files.store, suffix).unlink(missing_ok=True)
            durable.put(files.next_store, files.store)
        except OSError as error:
            raise refusal_of(error) from None


def discard(files: VaultFiles) -> None:
    """Remove a copy that will not be used, as far as the disk lets us."""
    for suffix in reversed(_BESIDE):
        with suppress(OSError):
            _beside(files.next_store, suffix).unlink(missing_ok=True)


def _opens(path: Path, key: bytes) -> bool:
    """Whether `path` is a database of that key. A disk that fails says nothing about the key, and is refused."""
    try:
        Database(path, key).close()
    except Refusal as refusal:
        if refusal.code is not Code.VAULT_STORE_DAMAGED:
            raise
        return False
    return True


def _contents(database: Database) -> tuple[int, dict[str, str], dict[str, int]]:
    """Version, the SQL of all that the schema names, and the number of rows of each table."""
    schema = dict(database.rows(tuple[str, str], "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master"))
    tables = [name for (name,) in database.rows(tuple[str], "SELECT name FROM sqlite_master WHERE type = 'table'")]
    counts = {name: _count(database, name) for name in tables}
    return database.version(), schema, counts


def _count(database: Database, table: str) -> int:
    row = database.row(tuple[int], f'SELECT count(*) FROM "{table}"')  # noqa: S608  a name from the schema itself
    return row[0] if row else 0


def _chains_hold(database: Database) -> bool:
    """Whether every log that the copy holds leads to its head."""
    log = Log(database)
    try:
        return all(verify_chain(log.lines_to(signed.head)) == signed.head for signed in log.heads())
    except ChainError:
        return False


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
