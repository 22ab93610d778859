"""An open store: one encrypted database with its tables, owned by the thread that opened it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from fieldkit import logs
from fieldkit.clock import Clock, SystemClock
from fieldkit.domain.merging import Merger
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.store import ahead, backup
from fieldkit.store.arrivals import ArrivalTable
from fieldkit.store.attachments import AttachmentTable
from fieldkit.store.blobs import BlobFiles
from fieldkit.store.cards import CardTable
from fieldkit.store.catching_up import catch_up
from fieldkit.store.coverage import Coverage
from fieldkit.store.database import Database
from fieldkit.store.facets import FacetTable
from fieldkit.store.facts import FactTable
from fieldkit.store.files import refusal_of
from fieldkit.store.imprints import ImprintTable
from fieldkit.store.integrity import Examination, Examined, examine, is_due, remember
from fieldkit.store.joined import JoinedTable
from fieldkit.store.keyring import Keyring, People, SettingTable
from fieldkit.store.lock import ProcessLock
from fieldkit.store.log import Log
from fieldkit.store.migrate import check_current, is_behind, migrate
from fieldkit.store.products import ProductTable
from fieldkit.store.projection import Projection
from fieldkit.store.publications import PublicationTable
from fieldkit.store.quarantine import QuarantineTable
from fieldkit.store.reasons import check_not_plain
from fieldkit.store.records import RecordTable
from fieldkit.store.reference import ReferenceLines
from fieldkit.store.stubs import StubTable
from fieldkit.store.tables import DraftTable, InstrumentTable
from fieldkit.store.waiting import WaitingTable

_PAGE = 4096
"""Bytes; no store is smaller."""
_UNREAD = "changes.unread"


class Store:
    """The tables of one vault. Hold the process lock before making one."""

    def __init__(
        self,
        files: VaultFiles,
        database: Database,
        lock: ProcessLock,
        examined: Examined | None = None,
        merger: Merger | None = None,
        *,
        unread: bool = False,
    ) -> None:
        self.files = files
        self.examined = examined
        """What was found at opening; None for a store that was just made."""
        self._unread = unread
        self._database, self._lock = database, lock
        self.roomy = database.roomy
        """Around writing of much: `Database.roomy`."""
        self.keyring, self.settings = Keyring(database), SettingTable(database)
        self.people, self.log = People(database), Log(database)
        self.coverage, self.arrivals = Coverage(database, self.log), ArrivalTable(database, self.log)
        self.drafts, self.cards = DraftTable(database), CardTable(database, self.log, self.people)
        self.publications = PublicationTable(database, self.people, self.log)
        self.instruments = InstrumentTable(database, self.publications)
        self.facts, self.facets, self.imprints = FactTable(database), FacetTable(database), ImprintTable(database)
        self.records = RecordTable(database, self.log)
        self.quarantine, self.blobs = QuarantineTable(database), BlobFiles(files)
        self.attachments = AttachmentTable(database, self.blobs)
        self.waiting = WaitingTable(database, self.blobs)
        self.stubs, self.products = StubTable(database), ProductTable(database)
        self.reference = ReferenceLines(database, self.people, self.log)
        self.projection = Projection(
            database,
            log=self.log,
            people=self.people,
            records=self.records,
            publications=self.publications,
            instruments=self.instruments,
            facts=self.facts,
            facets=self.facets,
            quarantine=self.quarantine,
            attachments=self.attachments,
            joined=JoinedTable(database, self.records, self.instruments, merger),
            stubs=self.stubs,
        )

    @classmethod
    def create(cls, files: VaultFiles, key: bytes, *, merger: Merger | None = None) -> "Store":
        """Make the database in an empty vault folder. `key`: 48 bytes, key and salt; `merger` as in `open`."""
        return cls._start(files, key, None, merger)

    @classmethod
    def open(
        cls,
        files: VaultFiles,
        key: bytes,
        *,
        clock: Clock | None = None,
        rescue: bool = False,
        merger: Merger | None = None,
        at_once: bool = False,
    ) -> "Store":
        """Open an existing database after looking at its pages.

        Args:
            files: the vault.
            key: 48 bytes, key and salt.
            clock: when, and for how long, pages were read.
            merger: joins versions of a record that do not touch; without one they are a conflict.
            rescue: open a damaged store too, as far as that goes, and write nothing while doing so.
            at_once: leave the look at all pages to whoever opens, by `examination` or `examine`, as `rescue` does too;
                a store whose schema is behind is looked at nevertheless before it is changed.

        Raises Refusal: VAULT_IN_USE, VAULT_STORE_DAMAGED, VAULT_STORE_NEWER, VAULT_READ_ONLY, VAULT_DISK_FULL.
        """
        try:
            size = files.store.stat().st_size
        except FileNotFoundError:
            size = 0
        except OSError as error:
            raise refusal_of(error) from None
        if size < _PAGE:  # of nothing, or of a single byte, opening would silently make an empty one
            raise Refusal(Code.VAULT_STORE_DAMAGED)

        now = clock or SystemClock()

        def look(database: Database) -> Examined | None:
            if (at_once or rescue) and not is_behind(database):
                return None
            examined = examine(database, size, now)
            _log(examined)
            if examined.findings and not rescue:
                raise Refusal(Code.VAULT_STORE_DAMAGED)
            if not examined.findings and is_behind(database):
                try:
                    backup.keep(database, files, now, "migration")
                except Refusal as refusal:  # a migration is one transaction each: it needs no copy to be safe
                    logs.event("backup.refused", full=int(refusal.code is Code.VAULT_DISK_FULL))
            return examined

        return cls._start(files, key, look, merger, rescue=rescue)

    @classmethod
    def _start(
        cls,
        files: VaultFiles,
        key: bytes,
        look: Callable[[Database], Examined | None] | None,
        merger: Merger | None,
        *,
        rescue: bool = False,
    ) -> "Store":
        lock = ProcessLock(files.lock)
        try:
            ended = ahead.last_end(files.store)
            database = Database(files.store, key)
            try:
                unread = ended > database.frames_ahead()
                examined = look(database) if look else None
                if examined and examined.findings:
                    database.close()
                    database = Database(files.store, key)
                    database.stop_writing()
                if database.stopped:
                    check_current(database)
                else:
                    migrate(database)
                    if not rescue:
                        if unread:
                            _remember_unread(database)
                        database.truncate_wal()
            except BaseException:
                database.close()
                raise
        except BaseException:
            lock.close()
            raise
        store = cls(files, database, lock, examined, merger, unread=unread)
        if not store.damaged:
            catch_up(database, store.settings, store.projection, store.instruments, store.facets, store.facts)
        return store

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, blobs included; joins a transaction that is already open."""
        outermost = not self._database.in_transaction
        try:
            with self._database.transaction():
                yield
        except BaseException:
            self.people.forget_cache()
            self.instruments.forget_cache()
            self.reference.forget_cache()
            raise
        finally:
            if outermost:
                self.attachments.tidy()
                self.waiting.tidy()

    def copy_to(self, path: Path) -> None:
        """Write a verified copy of the database under the same key. Raises Refusal like `backup.copy_to`."""
        backup.copy_to(self._database, path)

    def keep_copy(self, clock: Clock, reason: str) -> None:
        """Make an automatic copy in the vault's folder. Raises Refusal like `backup.keep`."""
        backup.keep(self._database, self.files, clock, reason)

    def sweep(self) -> None:
        """Empty the write-ahead log, which holds pages of before. Raises Refusal for the disk's reasons."""
        self._database.truncate_wal()

    def compact(self) -> None:
        """Write the store anew without free pages, so that its size does not tell what it held."""
        self._database.compact()
        self._database.truncate_wal()

    @property
    def damaged(self) -> bool:
        """Whether something was found, before the store was opened for rescue or since: nothing is written any more."""
        return self._database.stopped or (self.examined is not None and bool(self.examined.findings))

    @property
    def unread(self) -> bool:
        """Whether the log of a store that was not closed went on behind what could be read, and nobody was told yet."""
        return self._unread or bool(self.settings.get(_UNREAD))

    def tell_unread(self) -> bool:
        """The same; from now on somebody was told."""
        unread, self._unread = self.unread, False
        if unread and not self.damaged:
            with suppress(Refusal):  # on a full or read-only disk it will be told again
                self.settings.delete(_UNREAD)
        return unread

    def findings(self) -> tuple[str, ...]:
        """Codes of what the integrity checks find; empty when all is well."""
        found = self._database.checks.findings()
        if found:
            self._database.stop_writing()
        return found

    def is_examination_due(self, clock: Clock) -> bool:
        """Whether nobody looked at the pages for a day."""
        return is_due(self._database, clock)

    def examination(self, clock: Clock) -> Examination:
        """An examination of the pages, to be run on another thread; `note` what it gives."""
        database = self._database
        return Examination(self.files.store, database.key, self._size(), clock, database.stop_writing)

    def examine(self, clock: Clock) -> Examined:
        """Look at the pages now; `note` what that gives."""
        return examine(self._database, self._size(), clock)

    def note(self, examined: Examined, clock: Clock) -> None:
        """Remember when the pages were good; nothing is written any more if they were not."""
        _log(examined)
        if examined.findings:
            self._database.stop_writing()
        else:
            remember(self._database, examined, clock)

    def _size(self) -> int:
        try:
            return self.files.store.stat().st_size
        except OSError as error:
            raise refusal_of(error) from None

    def close(self) -> None:
        """Empty the write-ahead log, close, and let the vault go. What a failing disk leaves undone can wait."""
        try:
            if not self._database.stopped:
                with suppress(Refusal):  # the log stays and is read at the next opening
                    self._database.truncate_wal()
            self._database.close()
            check_not_plain(self.files.store)
        except Refusal as refusal:
            if refusal.code is Code.VAULT_STORE_DAMAGED:
                raise
        finally:
            self._lock.close()


def _remember_unread(database: Database) -> None:
    """Note it beside what could be read; a full or read-only disk keeps nobody from reading."""
    logs.event("vault.changes_unread")
    with suppress(Refusal):
        SettingTable(database).put(_UNREAD, "1")


def _log(examined: Examined) -> None:
    ms = round(examined.seconds * 1000)
    logs.event("vault.examined", full=int(examined.full), found=len(examined.findings), ms=ms)
