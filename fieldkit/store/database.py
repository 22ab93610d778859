"""The SQLCipher connection: opened by the recipe of security notes 2.3, guarded, with typed rows and coded failures."""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec
import sqlcipher3.dbapi2 as sqlcipher

from fieldkit.errors import Code, Refusal
from fieldkit.store import whole_file
from fieldkit.store.authorizing import authorize
from fieldkit.store.checks import Checks
from fieldkit.store.engine_errors import coded
from fieldkit.store.many import batches
from fieldkit.store.reasons import explain

T = TypeVar("T")
Value = str | bytes | int | float | None

_CACHE = -8 * 1024
"""KiB (negative, as SQLite has it)."""
_EXAMINER_CACHE = -64 * 1024
"""With 8 MiB, 100,000 records took half as long again: pages were read twice."""
_ROOMY_CACHE = -128 * 1024
"""KiB. Lines come in the order of their hashes to four indexes, each of 80 MB where a million records are held: with
8 MiB, nearly each line had four pages read and deciphered again. A page is a mapping of its own where memory is locked,
and a process may have 65,530 of these, twice what this makes."""
_LOG = 1_000
"""Pages in the write-ahead log after which they are moved into the main file."""
_ROOMY_LOG = 32_000
"""125 MiB. With 1,000 each bundle moved its own pages, most of which the next one writes again."""
_SETTINGS = (
    ("temp_store", "2", 2),
    ("foreign_keys", "ON", 1),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("secure_delete", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("mmap_size", "0", 0),
    ("busy_timeout", "5000", 5000),
    ("cache_size", str(_CACHE), _CACHE),
    ("wal_autocheckpoint", str(_LOG), _LOG),
)
_CIPHER = (
    ("cipher_use_hmac", "1"),
    ("cipher_page_size", "4096"),
    ("cipher_hmac_algorithm", "HMAC_SHA512"),
    ("cipher_memory_security", "1"),
)


class Database:
    """One connection, used by the thread that made it. Every failure of the engine leaves as a Refusal."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Open or create `path` with 48 key bytes (key and salt).

        Raises Refusal: VAULT_STORE_DAMAGED if the file is not a store of this key, or the disk's reason.
        """
        if len(key) != 48:  # a key of another length would silently be taken for a passphrase
            raise Refusal(Code.INTERNAL, place="database.key")
        with coded():
            self._connection = sqlcipher.connect(str(path), isolation_level=None)
        try:
            self._prepare(key)
        except BaseException as error:
            self._connection.close()
            if isinstance(error, Refusal):
                explain(error, path)
            raise
        self._depth = 0
        self._path, self.key = path, key
        """Of this connection, for others to the same file or a copy of it."""
        self._stopped = False
        self.checks = Checks(self._connection, path, key)
        """Of its pages."""

    def copy_whole(self, path: Path) -> None:
        """Write the whole database, as it is now, to a new file under the same key. Not within a transaction.

        Byte for byte where all of it is in the file, as this connection alone writes: by the engine, which deciphers
        each page and enciphers it again, it takes ten times as long. Raises OSError, or Refusal for the disk's reasons.
        """
        if self._all_in_file():
            whole_file.copy(self._path, path)
            return
        target = Database(path, self.key)
        with closing(target), coded():
            self._connection.backup(target._connection)
            target.truncate_wal()

    def open_copy(self, path: Path) -> "Database":
        """Open a copy that `copy_whole` wrote."""
        return Database(path, self.key)

    def _prepare(self, key: bytes) -> None:
        with coded():
            self._connection.execute("PRAGMA cipher_log_level=NONE")
            self._connection.execute("PRAGMA cipher_memory_security=ON")
            self._connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
            self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not str(self._pragma("cipher_version")).startswith("4."):
            raise Refusal(Code.INTERNAL, place="database.cipher_version")
        for name, wanted in _CIPHER:
            if str(self._pragma(name)) != wanted:
                raise Refusal(Code.INTERNAL, place=f"database.{name}")
        for name, value, expected in _SETTINGS:
            with coded():
                self._connection.execute(f"PRAGMA {name}={value}")
            if self._pragma(name) != expected:
                raise Refusal(Code.INTERNAL, place=f"database.{name}")
        self._connection.set_authorizer(authorize)

    def _pragma(self, name: str) -> Value:
        with coded():
            row = self._connection.execute(f"PRAGMA {name}").fetchone()
        return row[0] if row else None

    def run(self, sql: str, *values: Value) -> int:
        """Execute one statement that writes; returns the number of rows it changed."""
        with self._writing():
            return int(self._connection.execute(sql, values).rowcount)

    def insert(self, sql: str, *values: Value) -> int:
        """Execute an INSERT of one row; returns the row's number."""
        with self._writing():
            return int(self._connection.execute(sql, values).lastrowid)

    def run_many(self, sql: str, rows: Iterable[tuple[Value, ...]]) -> None:
        """Execute one statement for each row of values; an INSERT that fails takes the transaction back (`many`)."""
        with self._writing():
            for statement, values in batches(sql, rows):
                self._connection.executemany(statement, values)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if self._stopped:
            raise Refusal(Code.VAULT_STORE_DAMAGED)
        with coded():
            yield

    def rows(self, shape: type[T], sql: str, *values: Value) -> list[T]:
        """All rows of a query, each converted to `shape` (a tuple type or an array-like struct)."""
        return list(self.stream(shape, sql, *values))

    def stream(self, shape: type[T], sql: str, *values: Value) -> Iterator[T]:
        """Rows of a query one by one."""
        for row in self.plain(tuple[Value, ...], sql, *values):
            yield msgspec.convert(row, shape)

    def plain(self, shape: type[T], sql: str, *values: Value) -> Iterator[T]:
        """Rows one by one as the engine gives them: for millions of them, in tables that are STRICT.

        `shape` is what their tables promise; nothing is converted.
        """
        del shape
        with coded():
            cursor = self._connection.execute(sql, values)
        while True:
            with coded():
                batch = cursor.fetchmany(500)
            if not batch:
                return
            yield from batch

    def row(self, shape: type[T], sql: str, *values: Value) -> T | None:
        """The first row, or None."""
        return next(self.stream(shape, sql, *values), None)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; a transaction inside another one belongs to the outer one."""
        if self._depth:
            yield
            return
        self.run("BEGIN IMMEDIATE")
        self._depth = 1
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.rollback()
            raise
        finally:
            self._depth = 0

    @contextmanager
    def roomy(self) -> Iterator[None]:
        """Hold more pages inside, and more in the write-ahead log, where much is written in no order."""
        self._make_room(_ROOMY_CACHE, _ROOMY_LOG)
        try:
            yield
        finally:
            self._make_room(_CACHE, _LOG)

    def _make_room(self, cache: int, ahead: int) -> None:
        with coded():
            self._connection.execute(f"PRAGMA cache_size={cache:d}")
            self._connection.execute(f"PRAGMA wal_autocheckpoint={ahead:d}")

    @property
    def writes(self) -> int:
        """Rows written through this connection so far: while it stays the same, so does all that was read."""
        return int(self._connection.total_changes)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        return bool(self._depth)

    def version(self) -> int:
        """The schema's version number."""
        return int(self._pragma("user_version") or 0)

    def set_version(self, version: int) -> None:
        """Write the schema's version number."""
        self.run(f"PRAGMA user_version={version:d}")

    def only_read(self) -> None:
        """Write nothing from now on, and hold more pages: comparing indexes with tables goes back and forth."""
        with coded():
            self._connection.execute("PRAGMA query_only=ON")
            self._connection.execute(f"PRAGMA cache_size={_EXAMINER_CACHE:d}")

    def stop_writing(self) -> None:
        """The file is known to be damaged: from now on refuse writes as VAULT_STORE_DAMAGED. Any thread may say so."""
        self._stopped = True

    @property
    def stopped(self) -> bool:
        """Whether writing was stopped."""
        return self._stopped

    def truncate_wal(self) -> None:
        """Move everything into the main file and empty the write-ahead log."""
        with coded():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def _all_in_file(self) -> bool:
        """Move what the write-ahead log holds into the main file, as far as nobody reads what was there before."""
        try:
            with coded():
                busy, ahead, moved = self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        except Refusal:  # of a full or read-only disk, from which the engine reads all the same
            return False
        return not busy and ahead == moved

    def frames_ahead(self) -> int:
        """How many frames of the write-ahead log could be read and end with a whole transaction."""
        with coded():
            return int(self._connection.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()[1])

    def compact(self) -> None:
        """Write the database anew without free pages; the engine attaches one in memory for that."""
        self._connection.set_authorizer(None)
        try:
            self.run("VACUUM")
        finally:
            self._connection.set_authorizer(authorize)

    def close(self) -> None:
        """Close the connection; nothing may be used afterwards."""
        self._connection.close()
