"""Opening one submission of a folder: reading its document, and decrypting it with its files where it is encrypted."""

import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from fieldkit.crypto import odk
from fieldkit.domain.media import MAX_ATTACHMENT, MIB
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import odk_folders
from fieldkit.exchange.odk_folders import InstanceFolder
from fieldkit.instruments import submission_heading
from fieldkit.instruments.submission_heading import Envelope, Submission

_LARGEST_KEY = 64 * 1024
_SUBMISSION = "submission.xml"
_ENCRYPTED = ".enc"
_MOST_MEDIA_BYTES = 200 * MIB
"""Of decrypted files that are held in memory at a time; what is beyond stays behind."""


class MediaFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file beside a submission: where it lies, or its content where it was encrypted."""

    name: str
    path: Path | None = None
    content: bytes = b""

    def read(self) -> bytes:
        """The content. Raises Refusal: FILE_…, ODK_TOO_LARGE."""
        return self.content if self.path is None else odk_folders.read(self.path, MAX_ATTACHMENT)


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A submission in the clear."""

    told: Submission
    document: bytes
    attachments: int
    """Number of files that belong to it."""
    files: tuple[MediaFile, ...] = ()
    """Those of them that are not too large."""


def read_key(path: Path, passphrase: str) -> odk.PrivateKey:
    """The private key in a PEM file. Raises Refusal: FILE_MISSING, FILE_UNREADABLE, ODK_BAD_KEY, ODK_KEY_LOCKED."""
    try:
        return odk.load_key(odk_folders.read(path.resolve(), _LARGEST_KEY), passphrase)
    except odk.KeyLocked:
        raise Refusal(Code.ODK_KEY_LOCKED) from None
    except odk.BadKey:
        raise Refusal(Code.ODK_BAD_KEY) from None


def look(folder: InstanceFolder) -> tuple[Submission, bytes]:
    """What a submission says of itself, and its document. Raises Refusal: FILE_…, ODK_…."""
    if not folder.document:
        raise Refusal(Code.ODK_NOT_A_SUBMISSION)
    document = odk_folders.read(folder.path / folder.document, submission_heading.LARGEST)
    return submission_heading.read(document), document


def open_(folder: InstanceFolder, key: odk.PrivateKey | None) -> Opened:
    """The submission of a folder in the clear; nothing decrypted touches the disk.

    Raises Refusal: FILE_…; ODK_KEY_NEEDED, ODK_WRONG_KEY, ODK_ATTACHMENT_MISSING, ODK_DAMAGED and others of ODK_….
    """
    told, document = look(folder)
    if told.envelope is None:
        files = tuple(MediaFile(name=_composed(name), path=folder.path / name) for name in folder.files)
        return Opened(told=told, document=document, attachments=folder.attachments, files=files)
    if key is None:
        raise Refusal(Code.ODK_KEY_NEEDED)
    try:
        document, files = _decrypt(folder.path, told, told.envelope, key)
        inner = submission_heading.read(document)
    except odk.WrongKey:
        raise Refusal(Code.ODK_WRONG_KEY) from None
    except odk.Damaged:
        raise Refusal(Code.ODK_DAMAGED) from None
    if inner.envelope is not None or (inner.form, inner.instance_id) != (told.form, told.instance_id):
        raise Refusal(Code.ODK_DAMAGED)
    return Opened(told=inner, document=document, attachments=len(told.envelope.media), files=files)


def _decrypt(
    folder: Path, told: Submission, envelope: Envelope, key: odk.PrivateKey
) -> tuple[bytes, tuple[MediaFile, ...]]:
    opener = odk.Opener(key, envelope.key, told.instance_id)
    digests: list[tuple[str, str]] = []
    files: list[MediaFile] = []
    room = _MOST_MEDIA_BYTES
    for name in envelope.media:
        digest, own = odk.Digest(), name.removesuffix(_ENCRYPTED)
        content = _within(digest.watch(opener.open(_pieces(folder, name))), min(MAX_ATTACHMENT, room))
        if content is not None:
            room -= len(content)
            files.append(MediaFile(name=_composed(own), content=content))
        digests.append((own, digest.hex()))
    digest, document = odk.Digest(), bytearray()
    for piece in digest.watch(opener.open(_pieces(folder, envelope.submission))):
        document += piece
        if len(document) > submission_heading.LARGEST:
            raise Refusal(Code.ODK_TOO_LARGE, limit=submission_heading.LARGEST)
    opener.check(told.form, told.version, [*digests, (_SUBMISSION, digest.hex())], envelope.signature)
    return bytes(document), tuple(files)


def _within(pieces: Iterable[bytes], limit: int) -> bytes | None:
    """All the pieces, which are taken to their end for the checksum; nothing if they are longer than `limit`."""
    content = bytearray()
    fits = True
    for piece in pieces:
        fits = fits and len(content) + len(piece) <= limit
        if fits:
            content += piece
        else:
            content.clear()
    return bytes(content) if fits else None


def _composed(name: str) -> str:
    """As answers spell it: some systems write letters and their accents apart."""
    return unicodedata.normalize("NFC", name)


def _pieces(folder: Path, name: str) -> Iterator[bytes]:
    try:
        yield from odk_folders.pieces(odk_folders.beside(folder, name))
    except Refusal as refusal:
        if refusal.code is Code.FILE_MISSING:
            raise Refusal(Code.ODK_ATTACHMENT_MISSING) from None
        raise
