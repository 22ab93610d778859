"""Entries whose body cannot be read, damaged or made by a later version: kept, counted, and tried again."""

from fieldkit.domain.log import Entry, entry_hash
from fieldkit.store.database import Database


class QuarantineTable:
    """Hashes of such entries; the entries themselves stay where they are in the log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, entry: Entry) -> None:
        """Note an entry; nothing changes if it is noted already."""
        self._database.run("INSERT OR IGNORE INTO quarantine (entry) VALUES (?)", entry_hash(entry))

    def all(self) -> tuple[str, ...]:
        """The hashes of all entries noted."""
        return tuple(name for (name,) in self._database.rows(tuple[str], "SELECT entry FROM quarantine ORDER BY 1"))

    def release(self, entry: str) -> None:
        """Forget an entry that can be read by now, or whose body was erased."""
        self._database.run("DELETE FROM quarantine WHERE entry = ?", entry)

    def count(self) -> int:
        """Number of entries noted."""
        return len(self.all())
