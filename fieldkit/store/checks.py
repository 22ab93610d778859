"""The checks of SQLCipher and SQLite: whether the pages of a store are authentic and what they hold fits together."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from fieldkit.errors import Code, Refusal
from fieldkit.store import free_pages
from fieldkit.store.engine_errors import coded

_TELL_EVERY = 5_000
"""Steps of the engine between two looks at whether it shall stop: some milliseconds."""
_REFERENCES = "store.references"
_CANNOT_READ = "error reading"
"""How SQLCipher's check begins to tell of a page that the disk does not give."""


class Checks:
    """Of one connection, on its thread."""

    def __init__(self, connection: sqlcipher.Connection, path: Path, key: bytes) -> None:
        self._connection = connection
        self._path = path
        self._key = key

    def findings(self) -> tuple[str, ...]:
        """What the integrity checks of SQLCipher and SQLite complain of; empty when all is well."""
        return (*self.page_findings(), *self.reference_findings())

    def reference_findings(self, left_out: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """Whether everything is there that rows refer to, but for those of some tables that somebody else looks at."""
        sql = "SELECT name FROM sqlite_master WHERE type = 'table'"
        try:
            with coded():
                tables: list[tuple[str]] = self._connection.execute(sql).fetchall()
        except Refusal as refusal:
            if refusal.code is not Code.VAULT_STORE_DAMAGED:
                raise
            return (_REFERENCES,)
        well = all(self._ends(f'foreign_key_check("{name}")') for (name,) in tables if name not in left_out)
        return () if well else (_REFERENCES,)

    def page_findings(self) -> tuple[str, ...]:
        """The same without looking up what rows refer to: every page authenticated, every index compared.

        Comparing reads, and so authenticates, every page in use; free ones are looked at by themselves. Where that
        does not show that all is well, the engine's own pass over all pages tells.
        """
        structure = self.structure_findings()
        well = not structure and free_pages.hold(self._path, self._key)
        return (*(() if well else self.cipher_findings()), *structure)

    def cipher_findings(self) -> tuple[str, ...]:
        """What is found by authenticating every page of the file; the engine does it in one go and is not stopped."""
        return () if self._pages_hold() else ("store.pages",)

    def structure_findings(self) -> tuple[str, ...]:
        """What is found by reading every page in use and comparing every index with its table."""
        return self._structure_findings("integrity_check")

    def quick_findings(self) -> tuple[str, ...]:
        """What is found by reading every page in use once, without comparing indexes with their tables."""
        return self._structure_findings("quick_check")

    def _structure_findings(self, pragma: str) -> tuple[str, ...]:
        if self._ends(pragma, "ok"):
            return ()
        self._pages_hold()  # SQLCipher calls a page damaged that the disk does not give
        return ("store.structure",)

    def _pages_hold(self) -> bool:
        """Whether every page is authentic. Raises Refusal(VAULT_DISK_ERROR) if one cannot be read."""
        try:
            with coded():
                found: list[tuple[str]] = self._connection.execute("PRAGMA cipher_integrity_check").fetchall()
        except Refusal as refusal:
            if refusal.code is not Code.VAULT_STORE_DAMAGED:
                raise
            return False
        if any(text.startswith(_CANNOT_READ) for (text,) in found):
            raise Refusal(Code.VAULT_DISK_ERROR)
        return not found

    @contextmanager
    def watched(self, spend: Callable[[], None]) -> Iterator[None]:
        """Call `spend` again and again while the engine works inside; what it raises stops the engine and comes out."""
        raised: list[BaseException] = []

        def tell() -> int:
            try:
                spend()
            except BaseException as error:  # noqa: BLE001  the engine would swallow it
                raised.append(error)
            return len(raised)

        self._connection.set_progress_handler(tell, _TELL_EVERY)
        try:
            yield
        except Refusal:
            if raised:
                raise raised[0] from None
            raise
        finally:
            self._connection.set_progress_handler(None, 0)

    def _ends(self, pragma: str, *well: str) -> bool:
        """Whether a check gives the rows that it gives when all is well; one that damage stops does not."""
        try:
            with coded():
                return bool(self._connection.execute(f"PRAGMA {pragma}").fetchall() == [(word,) for word in well])
        except Refusal as refusal:
            if refusal.code is not Code.VAULT_STORE_DAMAGED:
                raise
            return False
