"""Files that answer questions: taken in without the metadata of devices, kept encrypted, looked at, given out again."""

import base64
import hashlib
import io
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec

from fieldkit import logs
from fieldkit.crypto import blobs
from fieldkit.domain.answers import Answers, path_of
from fieldkit.domain.attachments import AttachmentRow
from fieldkit.domain.consent import Use
from fieldkit.domain.drafts import Draft
from fieldkit.domain.media import MAX_ATTACHMENT, MIB, MediaKind
from fieldkit.domain.products import ProductKind
from fieldkit.domain.query import Level
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import xform
from fieldkit.media.cleaning import Cleaned, clean
from fieldkit.media.pictures import thumbnail
from fieldkit.services.given_out import Register
from fieldkit.services.output import write_new
from fieldkit.services.releasing import Releasing
from fieldkit.services.workspace import Workspace

EDGE = 240
"""Pixels along the longer side of a small picture."""
_NAME_BYTES = 5
"""Eight letters of base32."""
_MOST_THUMBNAILS = 64
_PICTURES = ("image/", "video/")
_KINDS = {kind.value: kind for kind in (MediaKind.IMAGE, MediaKind.AUDIO, MediaKind.VIDEO)}
"""By the first half of the media type; any other one is a file."""


class Attached(msgspec.Struct, frozen=True, kw_only=True):
    """A file as frontends show it. Its name is made by chance: a name that somebody gave would tell something."""

    name: str
    """What the answer has to say."""
    media_type: str
    size: int
    here: bool = True
    """Whether its content is in this vault; else it comes with a bundle, or never."""


class Attachments:
    """What a person does with files."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._thumbnails: dict[tuple[str, int], bytes] = {}

    def attach(self, draft: str, ref: str, source: Path) -> Attached:
        """Take a file in for a question of a draft; answering the question with its name is up to the caller.

        Raises Refusal: RECORD_NOT_A_DRAFT, ATTACHMENT_NOT_ASKED, MEDIA_TOO_LARGE, FILE_MISSING, FILE_UNREADABLE,
        those of `fieldkit.media.cleaning.clean`, or the disk's reason.
        """
        return self.take(draft, self._kind(self._draft(draft), ref), _read(source))

    def take(self, draft: str, kind: MediaKind, data: bytes, name: str = "") -> Attached:
        """The same for bytes, and with a name where another program gave one already."""
        cleaned = clean(data, kind)
        row = self._write(draft, name or self._new_name(cleaned), cleaned, hashlib.sha256(data).hexdigest())
        logs.event("attachment.taken", bytes=row.size)
        return _shown(row)

    def rework(self, draft: str, name: str, data: bytes) -> Attached:
        """Put other content in the place of a file's: a picture with faces made unrecognisable.

        What was submitted before stays, so that a correction gets a file of another name. Raises Refusal:
        RECORD_NOT_A_DRAFT, ATTACHMENT_UNKNOWN, MEDIA_TOO_LARGE, those of `clean`, or the disk's reason.
        """
        before = self._row(draft, name)
        cleaned = clean(data, _KINDS.get(before.media_type.partition("/")[0], MediaKind.FILE))
        with self._store.transaction():
            if not before.entry:
                self._store.attachments.forget_one(draft, name)
            name = name if not before.entry and name.endswith(f".{cleaned.extension}") else self._new_name(cleaned)
            row = self._write(draft, name, cleaned, before.original_sha256)
        logs.event("attachment.reworked", bytes=row.size)
        return _shown(row)

    def detach(self, draft: str, name: str) -> None:
        """Forget a file of a draft; one that an earlier revision names stays with that. Raises RECORD_NOT_A_DRAFT."""
        self._draft(draft)
        with self._store.transaction():
            self._store.attachments.forget_one(draft, name)

    def of(self, owner: str, answers: Answers) -> tuple[Attached, ...]:
        """The files of a draft or record that answers name, in the order of the answers."""
        found = (self._store.attachments.get(item.value, *self._owners(owner)) for item in answers.items)
        return tuple(self._seen(row) for row in found if row is not None)

    def find(self, owner: str, name: str) -> Attached:
        """One file of a draft or record. Raises Refusal(ATTACHMENT_UNKNOWN)."""
        return self._seen(self._row(owner, name))

    def owner_of(self, name: str) -> str:
        """The draft or record whose file that is. Raises Refusal (ATTACHMENT_UNKNOWN, ATTACHMENT_AMBIGUOUS)."""
        owners = {row.owner for row in self._store.attachments.named(name)}
        if len(owners) != 1:
            raise Refusal(Code.ATTACHMENT_AMBIGUOUS if owners else Code.ATTACHMENT_UNKNOWN, name=name)
        return owners.pop()

    def read(self, owner: str, name: str) -> bytes:
        """The content of a file, in memory only.

        Raises Refusal: ATTACHMENT_UNKNOWN, ATTACHMENT_MISSING, ATTACHMENT_DAMAGED, RECORD_WITHDRAWN.
        """
        return b"".join(self.pieces(owner, name))

    def pieces(self, owner: str, name: str) -> Iterator[bytes]:
        """The same piece by piece; it is whole once this has ended."""
        row = self._row(owner, name)
        if not row.key or not row.blob:
            raise Refusal(Code.ATTACHMENT_MISSING, name=name)
        digest = hashlib.sha256()
        for piece in self._store.blobs.unseal(row.blob, row.key):
            digest.update(piece)
            yield piece
        if digest.hexdigest() != row.sha256:
            raise Refusal(Code.ATTACHMENT_DAMAGED, name=name)

    def write_to(self, owner: str, name: str, target: Path) -> None:
        """Write a file out, not encrypted any more; the frontends say so. It appears only when it is whole.

        A picture or film of a record that somebody told needs their consent for photographs.
        Raises Refusal like `read`, and CONSENT_MISSING, FILE_EXISTS, FILE_FULL, FILE_CANNOT_WRITE.
        """
        row = self._row(owner, name)
        use = Use.PHOTO if row.media_type.startswith(_PICTURES) else Use.STORE_RECORD
        Releasing(self._workspace, use).require(row.owner)
        parts = {use: (row.owner,)}
        with Register(self._workspace).noted(ProductKind.ATTACHMENT, parts, level=Level.INTERNAL, name=target.name):
            write_new(target, self.pieces(owner, name))
        logs.event("attachment.written")

    def thumbnail(self, owner: str, name: str, edge: int = EDGE) -> bytes:
        """A small PNG of a picture, made anew in each session and kept in memory only. Raises Refusal like `read`."""
        row = self._row(owner, name)
        seen = (row.sealed_sha256, edge)
        if seen not in self._thumbnails:
            while len(self._thumbnails) >= _MOST_THUMBNAILS:
                del self._thumbnails[next(iter(self._thumbnails))]
            self._thumbnails[seen] = thumbnail(self.read(owner, name), edge)
        return self._thumbnails[seen]

    def _write(self, draft: str, name: str, cleaned: Cleaned, original: str) -> AttachmentRow:
        if len(cleaned.data) > MAX_ATTACHMENT:
            raise Refusal(Code.MEDIA_TOO_LARGE, limit=MAX_ATTACHMENT // MIB)
        clock = self._workspace.clock
        key, blob = blobs.new_key(clock), clock.random_bytes(16).hex()
        table = self._store.attachments
        with self._store.transaction():
            written = table.write(blob, blobs.seal(key, io.BytesIO(cleaned.data)))
            row = AttachmentRow(
                owner=draft,
                name=name,
                media_type=cleaned.media_type,
                size=len(cleaned.data),
                sha256=hashlib.sha256(cleaned.data).hexdigest(),
                original_sha256=original,
                sealed_size=written.size,
                sealed_sha256=written.sha256,
                key=key,
                blob=blob,
            )
            table.put(row)
        return row

    def _new_name(self, cleaned: Cleaned) -> str:
        letters = base64.b32encode(self._workspace.clock.random_bytes(_NAME_BYTES)).decode().lower()
        return f"{letters}.{cleaned.extension}"

    def _kind(self, draft: Draft, ref: str) -> MediaKind:
        """What the question asks for."""
        instrument = self._store.instruments.get(draft.answers.form, draft.answers.version)
        if instrument is None:
            raise Refusal(Code.FORM_UNKNOWN, form=draft.answers.form)
        asked = xform.read(instrument.xform).by_path.get(path_of(ref))
        if asked is None or asked.control is None or asked.control.upload is None:
            raise Refusal(Code.ATTACHMENT_NOT_ASKED, ref=ref)
        return asked.control.upload

    def _draft(self, draft: str) -> Draft:
        found = self._store.drafts.get(draft)
        if found is None:
            raise Refusal(Code.RECORD_NOT_A_DRAFT, record=draft)
        return found

    def _owners(self, owner: str) -> tuple[str, ...]:
        """A draft that amends a record may name that record's files too."""
        draft = self._store.drafts.get(owner)
        return (owner, draft.record) if draft is not None and draft.record else (owner,)

    def _row(self, owner: str, name: str) -> AttachmentRow:
        row = self._store.attachments.get(name, *self._owners(owner))
        if row is None:
            raise Refusal(Code.ATTACHMENT_UNKNOWN, name=name)
        return row

    def _seen(self, row: AttachmentRow) -> Attached:
        return msgspec.structs.replace(_shown(row), here=bool(row.key) and self._store.blobs.is_there(row.blob))


def _shown(row: AttachmentRow) -> Attached:
    return Attached(name=row.name, media_type=row.media_type, size=row.size)


def _read(source: Path) -> bytes:
    """A plain file, whole. Raises Refusal: FILE_MISSING, FILE_UNREADABLE, MEDIA_TOO_LARGE."""
    try:
        if not stat.S_ISREG(source.stat().st_mode):  # reading a pipe would never end
            raise Refusal(Code.FILE_UNREADABLE)
        with source.open("rb") as file:
            data = file.read(MAX_ATTACHMENT + 1)
    except FileNotFoundError:
        raise Refusal(Code.FILE_MISSING) from None
    except OSError:
        raise Refusal(Code.FILE_UNREADABLE) from None
    if len(data) > MAX_ATTACHMENT:
        raise Refusal(Code.MEDIA_TOO_LARGE, limit=MAX_ATTACHMENT // MIB)
    return data
