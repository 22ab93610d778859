"""Whether files that answers name are whole: every blob is read and hashed, every row compared with the log.

So are the bundles that wait for devices to be enrolled; of these no log tells.
"""

import hashlib
from collections.abc import Iterable, Mapping

from fieldkit import logs
from fieldkit.domain import bodies
from fieldkit.domain.attachments import AttachmentRow
from fieldkit.domain.bodies import Attachment
from fieldkit.domain.log import EntryKind, entry_hash
from fieldkit.errors import Code, Refusal
from fieldkit.store.blobs import BlobFiles
from fieldkit.store.store import Store
from fieldkit.store.waiting import WaitingRow

MISSING = "attachment.missing"
DAMAGED = "attachment.damaged"
DIFFERS = "attachments.differ_from_log"
_TOLD = {Code.ATTACHMENT_MISSING: MISSING, Code.ATTACHMENT_DAMAGED: DAMAGED}
_BUNDLE = {MISSING: "waiting.missing", DAMAGED: "waiting.damaged"}
"""The same of a bundle that waits."""
_DAMAGE = frozenset({Code.VAULT_LOG_BROKEN, Code.VAULT_STORE_DAMAGED})

Rows = tuple[AttachmentRow, ...]
Told = Mapping[str, Attachment]
"""What the log says of files: by the hash of the entry."""


def rows(store: Store) -> Rows | None:
    """Every file that the table knows; None if damage keeps it from being read."""
    try:
        return tuple(store.attachments.all())
    except Refusal as refusal:
        if refusal.code not in _DAMAGE:
            raise
        return None


def of_blobs(blobs: BlobFiles, named: Rows | None) -> tuple[str, ...]:
    """A code for each blob that is missing or damaged. Touches no table: any thread may do it.

    A file whose blob never came is no finding: another bundle may bring it.
    """
    return tuple(code for row in named or () if row.blob and (code := _of(blobs, row)))


def bundles(store: Store) -> tuple[WaitingRow, ...]:
    """Every bundle that waits; none if damage keeps the table from being read, which the pages tell."""
    try:
        return store.waiting.all()
    except Refusal as refusal:
        if refusal.code not in _DAMAGE:
            raise
        return ()


def of_bundles(blobs: BlobFiles, named: tuple[WaitingRow, ...]) -> tuple[str, ...]:
    """A code for each bundle that waits whose blob is missing or damaged. Any thread may do it."""
    found = (_of_pieces(blobs.unseal(row.blob, row.key, limit=row.size), row.sha256) for row in named)
    return tuple(_BUNDLE[code] for code in found if code)


def of_table(named: Rows | None, told: Told) -> tuple[str, ...]:
    """A code if the table's rows are not those of the log."""
    return (DIFFERS,) if named is None or _differ(named, told) else ()


def sweep(store: Store) -> None:
    """Remove blobs that nothing names and what a write that was cut short left.

    A table that is not the log's may be an old page put back, and what it does not name may be the only copy: nothing
    goes then, and `vault check` tells of it.
    """
    if store.blobs.names() - blobs_of(store) and _differ(store.attachments.all(), _told_by(store)):
        logs.event("attachment.not_swept")
        return
    clear(store)


def clear(store: Store) -> int:
    """Remove what a program that died has left, whatever the tables are; returns the number of blobs."""
    return store.blobs.sweep(blobs_of(store))


def missing(store: Store) -> int:
    """Number of blobs that were here and whose file is gone."""
    return sum(not store.blobs.is_there(name) for name in blobs_of(store))


def blobs_of(store: Store) -> frozenset[str]:
    """The blobs that a file of an answer or a bundle that waits has."""
    return store.attachments.blobs() | store.waiting.blobs()


def _of(blobs: BlobFiles, row: AttachmentRow) -> str:
    """By the hash of the sealed bytes, which were read back and found to open when they were written."""
    return _of_pieces(blobs.pieces(row.blob), row.sealed_sha256)


def _of_pieces(pieces: Iterable[bytes], sha256: str) -> str:
    """Empty if that is what should be there."""
    try:
        whole = _digest(pieces) == sha256
    except Refusal as refusal:
        if refusal.code not in _TOLD:
            raise
        return _TOLD[refusal.code]
    return "" if whole else DAMAGED


def _told_by(store: Store) -> Told:
    lines = store.log.of_kind(EntryKind.ATTACHMENT)
    read = ((entry_hash(line.entry), bodies.read(line)) for line in lines)
    return {name: content for name, content in read if isinstance(content, Attachment)}


def _differ(named: Iterable[AttachmentRow], told: Told) -> bool:
    """Whether the log tells of other files than the table; sealed ones are told of by neither."""
    kept = {row.entry: row for row in named if row.entry and row.key}
    return kept.keys() != told.keys() or not all(_agrees(kept[name], content) for name, content in told.items())


def _agrees(row: AttachmentRow, content: Attachment) -> bool:
    said = (content.record, content.name, content.sha256, content.sealed_sha256, content.key)
    return (row.owner, row.name, row.sha256, row.sealed_sha256, row.key.hex()) == said


def _digest(pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()
