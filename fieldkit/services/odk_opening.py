"""Opening one submission of a folder: reading its document, and decrypting it with its files where it is encrypted."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from fieldkit.crypto import odk
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import odk_folders
from fieldkit.exchange.odk_folders import InstanceFolder
from fieldkit.instruments import submission_heading
from fieldkit.instruments.submission_heading import Envelope, Submission

_LARGEST_KEY = 64 * 1024
_SUBMISSION = "submission.xml"
_ENCRYPTED = ".enc"


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A submission in the clear."""

    told: Submission
    document: bytes
    attachments: int
    """Files that belong to it and have no place in a record yet."""


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
        return Opened(told=told, document=document, attachments=folder.attachments)
    if key is None:
        raise Refusal(Code.ODK_KEY_NEEDED)
    try:
        document = _decrypt(folder.path, told, told.envelope, key)
        inner = submission_heading.read(document)
    except odk.WrongKey:
        raise Refusal(Code.ODK_WRONG_KEY) from None
    except odk.Damaged:
        raise Refusal(Code.ODK_DAMAGED) from None
    if inner.envelope is not None or (inner.form, inner.instance_id) != (told.form, told.instance_id):
        raise Refusal(Code.ODK_DAMAGED)
    return Opened(told=inner, document=document, attachments=len(told.envelope.media))


def _decrypt(folder: Path, told: Submission, envelope: Envelope, key: odk.PrivateKey) -> bytes:
    opener = odk.Opener(key, envelope.key, told.instance_id)
    digests: list[tuple[str, str]] = []
    for name in envelope.media:
        digest = odk.Digest()
        for _ in digest.watch(opener.open(_pieces(folder, name))):
            pass  # files have no place in a record yet; they are opened for the checksum only
        digests.append((name.removesuffix(_ENCRYPTED), digest.hex()))
    digest, document = odk.Digest(), bytearray()
    for piece in digest.watch(opener.open(_pieces(folder, envelope.submission))):
        document += piece
        if len(document) > submission_heading.LARGEST:
            raise Refusal(Code.ODK_TOO_LARGE, limit=submission_heading.LARGEST)
    opener.check(told.form, told.version, [*digests, (_SUBMISSION, digest.hex())], envelope.signature)
    return bytes(document)


def _pieces(folder: Path, name: str) -> Iterator[bytes]:
    try:
        yield from odk_folders.pieces(odk_folders.beside(folder, name))
    except Refusal as refusal:
        if refusal.code is Code.FILE_MISSING:
            raise Refusal(Code.ODK_ATTACHMENT_MISSING) from None
        raise
