"""The table of files that answers name. Their blobs follow it: written before a commit, removed after one."""

from collections.abc import Iterable, Iterator

from fieldkit.domain.attachments import AttachmentRow
from fieldkit.domain.bodies import Attachment
from fieldkit.errors import Refusal
from fieldkit.store.blobs import BlobFiles, Written
from fieldkit.store.database import Database

_COLUMNS = (
    "owner, name, media_type, size, sha256, original_sha256, sealed_size, sealed_sha256, key, blob,"
    " coalesce(entry, '') AS entry"
)


class _Row(AttachmentRow, frozen=True, kw_only=True, array_like=True):
    """A file as the table holds it: its columns stand in the order of the fields."""


class AttachmentTable:
    """Rows of files, and which blobs they name."""

    def __init__(self, database: Database, blobs: BlobFiles) -> None:
        self._database = database
        self._blobs = blobs
        self._touched: set[str] = set()

    def put(self, row: AttachmentRow) -> None:
        """Keep a file of a draft whose blob is written."""
        self._touched.add(row.blob)
        self._database.run(
            "INSERT INTO attachment (owner, name, media_type, size, sha256, original_sha256, sealed_size,"
            " sealed_sha256, key, blob) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row.owner,
            row.name,
            row.media_type,
            row.size,
            row.sha256,
            row.original_sha256,
            row.sealed_size,
            row.sealed_sha256,
            row.key,
            row.blob,
        )

    def learn(self, content: Attachment, entry: str) -> None:
        """Keep what an entry of a log says: of a file of an own draft, or of one whose blob is still to come."""
        key = bytes.fromhex(content.key)
        changed = self._database.run(
            "UPDATE attachment SET entry = ?, owner = ? WHERE entry IS NULL AND sealed_sha256 = ? AND key = ?"
            " AND name = ?",
            entry,
            content.record,
            content.sealed_sha256,
            key,
            content.name,
        )
        if changed:
            return
        self._database.run(
            "INSERT OR IGNORE INTO attachment (owner, name, media_type, size, sha256, original_sha256, sealed_size,"
            " sealed_sha256, key, blob, entry) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?)",
            content.record,
            content.name,
            content.media_type,
            content.size,
            content.sha256,
            content.original_sha256,
            content.sealed_size,
            content.sealed_sha256,
            key,
            entry,
        )

    def get(self, name: str, *owners: str) -> AttachmentRow | None:
        """The file that one of the drafts or records, tried in turn, names so."""
        for owner in owners:
            # Two devices may have given a name twice; which one holds must not depend on who came first.
            sql = f"SELECT {_COLUMNS} FROM attachment WHERE owner = ? AND name = ? ORDER BY entry LIMIT 1"  # noqa: S608  constant names
            row = self._database.row(_Row, sql, owner, name)
            if row is not None:
                return row
        return None

    def of(self, owner: str) -> tuple[AttachmentRow, ...]:
        """All files of a draft or record, the oldest first."""
        return self._rows("owner = ?", owner)

    def named(self, name: str) -> tuple[AttachmentRow, ...]:
        """All files of that name, whoever has them."""
        return self._rows("name = ?", name)

    def all(self) -> Iterator[AttachmentRow]:
        """Every file, the oldest first."""
        yield from self._database.stream(_Row, f"SELECT {_COLUMNS} FROM attachment ORDER BY number")  # noqa: S608  constant names

    def written_by(self, devices: frozenset[str]) -> Iterator[AttachmentRow]:
        """Files of records whose entry stands in a log of one of these devices and whose blob is here."""
        sql = (
            f"SELECT {_COLUMNS} FROM attachment WHERE blob <> '' AND entry IN"  # noqa: S608  constant names
            " (SELECT hash FROM entry WHERE device = ? AND kind = 'attachment') ORDER BY number"
        )
        for device in sorted(devices):
            yield from self._database.rows(_Row, sql, device)

    def is_blob(self, blob: str, sealed_sha256: str) -> bool:
        """Whether a blob should have that hash."""
        return any(row.sealed_sha256 == sealed_sha256 for row in self._rows("blob = ?", blob))

    def waiting(self) -> int:
        """Number of files of records whose blob never came."""
        row = self._database.row(tuple[int], "SELECT count(*) FROM attachment WHERE blob = '' AND entry IS NOT NULL")
        return row[0] if row else 0

    def awaited(self, sealed_sha256: str) -> tuple[AttachmentRow, ...]:
        """Files of records whose blob has that hash and is not here, or was here and is gone."""
        rows = self._rows("sealed_sha256 = ? AND entry IS NOT NULL", sealed_sha256)
        return tuple(row for row in rows if not self._blobs.is_there(row.blob))

    def receive(self, row: AttachmentRow, blob: str) -> None:
        """The blob of a file has come, and is written under the name `blob`."""
        self._touched |= {row.blob, blob}
        self._database.run("UPDATE attachment SET blob = ? WHERE entry = ?", blob, row.entry)

    def keep_only(self, draft: str, names: frozenset[str]) -> tuple[AttachmentRow, ...]:
        """Forget files of a draft but those named; returns the ones that stay."""
        rows = self._rows("owner = ? AND entry IS NULL", draft)
        for row in rows:
            if row.name not in names:
                self.forget_one(draft, row.name)
        return tuple(row for row in rows if row.name in names)

    def forget_one(self, draft: str, name: str) -> None:
        """Forget one file of a draft."""
        self._forget("owner = ? AND entry IS NULL AND name = ?", draft, name)

    def forget(self, owner: str) -> None:
        """Forget all files of a draft or record, with their keys and, after the commit, their blobs."""
        self._forget("owner = ?", owner)

    def seal(self, record: str) -> None:
        """Forget what opens and describes the files of a record; their blobs stay, to be handed over."""
        self._database.run(
            "UPDATE attachment SET key = x'', media_type = '', size = 0, sha256 = '', original_sha256 = ''"
            " WHERE owner = ? AND entry IS NOT NULL",
            record,
        )

    def write(self, blob: str, pieces: Iterable[bytes]) -> Written:
        """Write a blob that a row is about to name; it goes again if the transaction does not come to its end."""
        self._touched.add(blob)
        return self._blobs.write(blob, pieces)

    def tidy(self) -> None:
        """After a transaction, kept or undone: remove the blobs that it touched and that no row names now."""
        touched, self._touched = self._touched - {""}, set()
        try:
            for blob in touched:
                if not self._rows("blob = ?", blob):
                    self._blobs.remove(blob)
        except Refusal:
            return  # a store that fails: what is left over goes at the next opening

    def blobs(self) -> frozenset[str]:
        """Names of the blobs of all files."""
        sql = "SELECT blob FROM attachment WHERE blob <> ''"
        return frozenset(blob for (blob,) in self._database.rows(tuple[str], sql))

    def _rows(self, condition: str, *values: str) -> tuple[AttachmentRow, ...]:
        sql = f"SELECT {_COLUMNS} FROM attachment WHERE {condition} ORDER BY number"  # noqa: S608  constant conditions
        return tuple(self._database.stream(_Row, sql, *values))

    def _forget(self, condition: str, *values: str) -> None:
        self._touched |= {row.blob for row in self._rows(condition, *values)}
        self._database.run(f"DELETE FROM attachment WHERE {condition}", *values)  # noqa: S608  constant conditions
