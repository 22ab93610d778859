"""The table of bundles that wait for their devices to be enrolled, and the blobs in which they lie as they came.

Not to be mixed up with `fieldkit.store.quarantine`, which counts entries of logs that nobody can read.
"""

from collections.abc import Iterable

import msgspec

from fieldkit.errors import Refusal
from fieldkit.store.blobs import BlobFiles
from fieldkit.store.database import Database

_COLUMNS = "sha256, bundle, device, epoch, number, sign_key, member, recipient, awaited, came, size, code, key, blob"


class WaitingRow(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """One sealed file. What it says of its sender is believed only as far as the field says; in the table's order."""

    sha256: str
    """Of the file."""
    bundle: str
    """SHA-256 of its manifest: the same bundle may be sealed anew, and is another file then."""
    device: str
    """The sender."""
    epoch: str
    number: int
    """Which of the sender's bundles it is."""
    sign_key: str
    """The key that signed it."""
    member: str
    """Whose laptop that is by a roster that the project signed; empty if none names it."""
    recipient: str
    """The laptop's other key, likewise."""
    awaited: str
    """Devices that have to be enrolled, by id: the sender, or those whose logs it passes on."""
    came: str
    """When, by the clock here."""
    size: int
    code: str = ""
    """Why it could not be taken in although they are enrolled; empty before that was tried."""
    key: bytes = b""
    blob: str = ""


class WaitingTable:
    """Rows, each with its blob: written before a commit, removed after one."""

    def __init__(self, database: Database, blobs: BlobFiles) -> None:
        self._database = database
        self._blobs = blobs
        self._touched: set[str] = set()

    def put(self, row: WaitingRow) -> None:
        """Keep a file whose blob is written, or what is to be told of it instead of what is held."""
        values = msgspec.structs.astuple(row)
        marks = ", ".join("?" * len(values))
        self._touched.add(row.blob)
        self._database.run(f"INSERT OR REPLACE INTO waiting ({_COLUMNS}) VALUES ({marks})", *values)  # noqa: S608  constants

    def all(self) -> tuple[WaitingRow, ...]:
        """Every file, in the order in which they came."""
        return tuple(self._database.rows(WaitingRow, f"SELECT {_COLUMNS} FROM waiting ORDER BY came, sha256"))  # noqa: S608  constant names

    def of_bundle(self, bundle: str) -> WaitingRow | None:
        """The file of a bundle, by the hash of its manifest."""
        return self._database.row(WaitingRow, f"SELECT {_COLUMNS} FROM waiting WHERE bundle = ?", bundle)  # noqa: S608  constant names

    def drop(self, row: WaitingRow) -> None:
        """Forget a file and the key of its blob; the blob goes after the commit."""
        self._touched.add(row.blob)
        self._database.run("DELETE FROM waiting WHERE sha256 = ?", row.sha256)

    def write(self, blob: str, pieces: Iterable[bytes]) -> None:
        """Write a blob that a row is about to name; it goes again if the transaction does not come to its end."""
        self._touched.add(blob)
        self._blobs.write(blob, pieces)

    def tidy(self) -> None:
        """After a transaction, kept or undone: remove the blobs that it touched and that no row names now."""
        touched, self._touched = self._touched - {""}, set()
        try:
            for blob in touched - self.blobs() if touched else ():
                self._blobs.remove(blob)
        except Refusal:
            return  # a store that fails: what is left over goes at the next opening

    def blobs(self) -> frozenset[str]:
        """Names of the blobs of all files."""
        names = self._database.rows(tuple[str], "SELECT blob FROM waiting WHERE blob <> ''")
        return frozenset(name for (name,) in names)
