"""An open store: one encrypted database with its tables, owned by the thread that opened it."""

from collections.abc import Iterator
from contextlib import contextmanager

from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.store.database import Database, check_not_plain
from fieldkit.store.files import refusal_of
from fieldkit.store.keyring import Keyring, People, SettingTable
from fieldkit.store.lock import ProcessLock
from fieldkit.store.log import Log
from fieldkit.store.migrate import migrate
from fieldkit.store.projection import Projection
from fieldkit.store.publications import PublicationTable
from fieldkit.store.records import RecordTable
from fieldkit.store.tables import DraftTable, FactTable, InstrumentTable


class Store:
    """The tables of one vault. Hold the process lock before making one."""

    def __init__(self, files: VaultFiles, database: Database, lock: ProcessLock) -> None:
        self.files = files
        self._database = database
        self._lock = lock
        self.keyring = Keyring(database)
        self.settings = SettingTable(database)
        self.people = People(database)
        self.log = Log(database)
        self.drafts = DraftTable(database)
        self.publications = PublicationTable(database, self.people)
        self.instruments = InstrumentTable(database, self.publications)
        self.facts = FactTable(database)
        self.records = RecordTable(database, self.log)
        self.projection = Projection(
            database,
            log=self.log,
            people=self.people,
            records=self.records,
            publications=self.publications,
            instruments=self.instruments,
            facts=self.facts,
        )

    @classmethod
    def create(cls, files: VaultFiles, key: bytes) -> "Store":
        """Make the database in an empty vault folder. `key`: 48 bytes, key and salt."""
        return cls._start(files, key)

    @classmethod
    def open(cls, files: VaultFiles, key: bytes) -> "Store":
        """Open an existing database.

        Raises Refusal: VAULT_IN_USE, VAULT_STORE_DAMAGED, VAULT_STORE_NEWER, VAULT_READ_ONLY, VAULT_DISK_FULL.
        """
        try:
            missing = not files.store.stat().st_size
        except FileNotFoundError:
            missing = True
        except OSError as error:
            raise refusal_of(error) from None
        if missing:  # opening would silently make an empty one
            raise Refusal(Code.VAULT_STORE_DAMAGED)
        return cls._start(files, key)

    @classmethod
    def _start(cls, files: VaultFiles, key: bytes) -> "Store":
        lock = ProcessLock(files.lock)
        try:
            database = Database(files.store, key)
            try:
                migrate(database)
                database.truncate_wal()
            except BaseException:
                database.close()
                raise
        except BaseException:
            lock.close()
            raise
        return cls(files, database, lock)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; joins a transaction that is already open."""
        try:
            with self._database.transaction():
                yield
        except BaseException:
            self.people.forget_cache()
            self.instruments.forget_cache()
            raise

    def findings(self) -> tuple[str, ...]:
        """Codes of what the integrity checks found; empty when all is well."""
        return self._database.findings()

    def close(self) -> None:
        """Empty the write-ahead log, close, and let the vault go."""
        try:
            self._database.truncate_wal()
        except Refusal:
            pass  # a full or unplugged disk: the log stays and is read at the next opening
        finally:
            self._database.close()
            check_not_plain(self.files.store)
            self._lock.close()
