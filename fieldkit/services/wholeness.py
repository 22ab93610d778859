"""Whether files that answers name are whole: every blob is read and authenticated, every row compared with the log."""

import hashlib
from collections.abc import Iterable

from fieldkit import logs
from fieldkit.domain import bodies
from fieldkit.domain.attachments import AttachmentRow
from fieldkit.domain.bodies import Attachment
from fieldkit.domain.log import EntryKind, entry_hash
from fieldkit.errors import Code, Refusal
from fieldkit.services.workspace import Workspace
from fieldkit.store.store import Store

MISSING = "attachment.missing"
DAMAGED = "attachment.damaged"
DIFFERS = "attachments.differ_from_log"
_TOLD = {Code.ATTACHMENT_MISSING: MISSING, Code.ATTACHMENT_DAMAGED: DAMAGED}
_DAMAGE = frozenset({Code.VAULT_LOG_BROKEN, Code.VAULT_STORE_DAMAGED})


def of_attachments(workspace: Workspace) -> tuple[str, ...]:
    """A code for each blob that is missing or damaged, and one if the rows are not those of the log.

    A file whose blob never came is no finding: another bundle may bring it.
    """
    store = workspace.store
    try:
        rows = tuple(store.attachments.all())
        found = [code for row in rows if row.blob and (code := _of(store, row))]
        return (*found, *((DIFFERS,) if _differ(store) else ()))
    except Refusal as refusal:
        if refusal.code not in _DAMAGE:
            raise
        return (DIFFERS,)


def sweep(store: Store) -> None:
    """Remove blobs that nothing names and what a write that was cut short left.

    A table that is not the log's may be an old page put back, and what it does not name may be the only copy: nothing
    goes then, and `vault check` tells of it.
    """
    if store.attachments.strangers() and _differ(store):
        logs.event("attachment.not_swept")
        return
    store.attachments.sweep()


def missing(store: Store) -> int:
    """Number of blobs that were here and whose file is gone."""
    return sum(bool(row.blob) and not store.blobs.is_there(row.blob) for row in store.attachments.all())


def _of(store: Store, row: AttachmentRow) -> str:
    try:
        if row.key:
            whole = _digest(store.blobs.unseal(row.blob, row.key)) == row.sha256
        else:
            whole = _digest(store.blobs.pieces(row.blob)) == row.sealed_sha256
    except Refusal as refusal:
        if refusal.code not in _TOLD:
            raise
        return _TOLD[refusal.code]
    return "" if whole else DAMAGED


def _differ(store: Store) -> bool:
    """Whether the log tells of other files than the table; sealed ones are told of by neither."""
    kept = {row.entry: row for row in store.attachments.all() if row.entry and row.key}
    for line in store.log.of_kind(EntryKind.ATTACHMENT):
        content = bodies.read(line)
        if isinstance(content, Attachment):
            row = kept.pop(entry_hash(line.entry), None)
            if row is None or not _agrees(row, content):
                return True
    return bool(kept)


def _agrees(row: AttachmentRow, content: Attachment) -> bool:
    said = (content.record, content.name, content.sha256, content.sealed_sha256, content.key)
    return (row.owner, row.name, row.sha256, row.sealed_sha256, row.key.hex()) == said


def _digest(pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()
