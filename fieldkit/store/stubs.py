"""What stays of revisions that this device put away. No part of the projection: the log cannot tell it any more."""

import msgspec

from fieldkit.domain.retention import Stub
from fieldkit.store.database import Database

_COLUMNS = ", ".join(Stub.__struct_fields__)


class _Row(msgspec.Struct, frozen=True, array_like=True):
    entry: str
    revision: str
    record: str
    parents: str
    form: str
    version: str
    author: str
    day: str
    region: str
    month: str
    corrects: str

    def public(self) -> Stub:
        return Stub(**msgspec.structs.asdict(self) | {"parents": tuple(self.parents.split())})


class StubTable:
    """Stubs by entry and by revision."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, stub: Stub) -> None:
        """Keep a stub."""
        kept = msgspec.structs.asdict(stub) | {"parents": " ".join(stub.parents)}
        values = tuple(kept.values())
        marks = ", ".join("?" * len(values))
        self._database.run(f"INSERT OR IGNORE INTO stub ({_COLUMNS}) VALUES ({marks})", *values)  # noqa: S608  constants

    def of_entry(self, entry: str) -> Stub | None:
        """What stays of the revision that this entry brought."""
        return self._one("entry", entry)

    def of_revision(self, revision: str) -> Stub | None:
        """What stays of a revision."""
        return self._one("revision", revision)

    def forget(self, record: str) -> None:
        """Remove what stays of a record: consent was taken back."""
        self._database.run("DELETE FROM stub WHERE record = ?", record)

    def count(self) -> int:
        """Number of revisions put away."""
        row = self._database.row(tuple[int], "SELECT count(*) FROM stub")
        return row[0] if row else 0

    def _one(self, column: str, value: str) -> Stub | None:
        row = self._database.row(_Row, f"SELECT {_COLUMNS} FROM stub WHERE {column} = ?", value)  # noqa: S608
        return row.public() if row else None
