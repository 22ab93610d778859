"""Blobs on their way: which of them go into a bundle, and where those of a bundle belong.

They travel as they lie in the vault. Whoever gets the bodies of the log can open them; monitors get no bodies of
others, and so no blobs.
"""

import hashlib
import io
from collections.abc import Iterator

from fieldkit import logs
from fieldkit.crypto import blobs
from fieldkit.domain.attachments import AttachmentRow
from fieldkit.domain.log import Entry
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.importer import Parcel
from fieldkit.exchange.limits import BLOBS_PER_BUNDLE, MAX_BLOBS
from fieldkit.exchange.payload import LogHeading
from fieldkit.services.confirmations import NOTHING_CONFIRMED, Confirmed
from fieldkit.services.workspace import Workspace
from fieldkit.store.store import Store

_NOT_SENT = frozenset({Code.ATTACHMENT_MISSING, Code.ATTACHMENT_DAMAGED})


def loads(
    store: Store, logs: tuple[LogHeading, ...], *, known: Confirmed = NOTHING_CONFIRMED, most: int = BLOBS_PER_BUNDLE
) -> tuple[tuple[str, ...], ...]:
    """Names of the blobs of slices of logs, parted so that each part fits into one bundle; one part even without any.

    Args:
        store: the vault's.
        logs: the slices.
        known: own entries that a reader has confirmed, with their files; these need not go again.
        most: bytes of one part.
    """
    slices: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for log in logs:
        slices.setdefault((log.head.head.device, log.head.head.epoch), []).append((log.first, log.head.head.seq))
    parts: list[tuple[str, ...]] = []
    part: list[str] = []
    size = 0
    for row in store.attachments.written_by(frozenset(device for device, _ in slices)):
        line = store.log.line(row.entry)
        if line is None or known.covers(line.entry.epoch, line.entry.seq) or not _is_in(slices, line.entry):
            continue
        if part and (size + row.sealed_size > most or len(part) == MAX_BLOBS):
            parts.append(tuple(part))
            part, size = [], 0
        part.append(row.blob)
        size += row.sealed_size
    return (*parts, tuple(part))


def load(store: Store, names: tuple[str, ...]) -> tuple[bytes, ...]:
    """The blobs of one part. One that this disk lost or damaged stays behind; `vault check` tells of it."""
    return tuple({hashlib.sha256(blob).digest(): blob for blob in _whole(store, names)}.values())


def unload(workspace: Workspace, parcel: Parcel, *, keep: bool = True) -> int:
    """Put the blobs of a bundle where files wait for them; returns how many were awaited.

    Belongs into the transaction that takes the bundle in, after its lines. A blob that no file waits for, or that the
    key of the file does not open, is not kept. With `keep` false nothing is written.
    """
    table, taken = workspace.store.attachments, 0
    for place in parcel.blobs:
        for row in table.awaited(place.sha256):
            content = parcel.blob(place)
            if not _fits(row, content):
                logs.event("attachment.not_fitting")
                continue
            taken += 1
            if keep:
                name = workspace.clock.random_bytes(16).hex()
                table.write(name, (content,))
                table.receive(row, name)
    return taken


def _is_in(slices: dict[tuple[str, str], list[tuple[int, int]]], entry: Entry) -> bool:
    return any(first <= entry.seq <= last for first, last in slices.get((entry.device, entry.epoch), ()))


def _whole(store: Store, names: tuple[str, ...]) -> Iterator[bytes]:
    for name in names:
        try:
            blob = b"".join(store.blobs.pieces(name))
        except Refusal as refusal:
            if refusal.code not in _NOT_SENT:
                raise
            logs.event("attachment.not_sent")
            continue
        if store.attachments.is_blob(name, hashlib.sha256(blob).hexdigest()):
            yield blob
        else:
            logs.event("attachment.not_sent")


def _fits(row: AttachmentRow, content: bytes) -> bool:
    """Whether the key of a file opens the blob and gives what its entry says; a sealed one has only the blob's hash."""
    if not row.key:
        return True
    digest = hashlib.sha256()
    try:
        for piece in blobs.unseal(row.key, io.BytesIO(content)):
            digest.update(piece)
    except blobs.BlobError:
        return False
    return digest.hexdigest() == row.sha256
