"""What a submission says of itself before its answers are read: form, identity, and whether it is encrypted."""

import msgspec
from lxml import etree

from fieldkit.errors import Code, Refusal
from fieldkit.instruments import markup

LARGEST = 4 * 1024 * 1024
"""Bytes of one submission; the answers of a record may have a quarter of it."""
_MOST_TAGS = 200_000
"""Twice what the largest record needs; each tag costs memory and time, however short it is."""
LONGEST_ID = 200
_MOST_MEDIA = 2_000


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """The manifest of an encrypted submission; names are those of files beside it."""

    key: str
    """The AES key under the form's public key, base64."""
    submission: str
    media: tuple[str, ...]
    """In the order of encryption."""
    signature: str


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """Form and identity, with the envelope if the answers are encrypted."""

    form: str
    version: str
    instance_id: str
    deprecated_id: str = ""
    """The submission that this one replaces."""
    root_id: str = ""
    """The first submission of all that replaced each other, where a writer tells it (Kobo's `rootUuid`)."""
    envelope: Envelope | None = None


def parse(untrusted: bytes) -> etree._Element:
    """The root of a submission, read without entities or network.

    Raises Refusal: ODK_TOO_LARGE, ODK_NOT_A_SUBMISSION, the latter also for forms.
    """
    if len(untrusted) > LARGEST or untrusted.count(b"<") > _MOST_TAGS:
        raise Refusal(Code.ODK_TOO_LARGE, limit=LARGEST)
    try:
        root = markup.read(untrusted)
    except Refusal:
        raise Refusal(Code.ODK_NOT_A_SUBMISSION) from None
    if markup.local(root) == "html" or not markup.attribute(root, "id"):
        raise Refusal(Code.ODK_NOT_A_SUBMISSION)
    return root


def read(untrusted: bytes) -> Submission:
    """Form and identity of a submission. Raises Refusal like `parse`, and ODK_NO_INSTANCE_ID, ODK_DAMAGED."""
    root = parse(untrusted)
    meta = markup.child(root, "meta")
    instance_id = _text(meta, "instanceID") or markup.attribute(root, "instanceID")
    if not instance_id:
        raise Refusal(Code.ODK_NO_INSTANCE_ID)
    told = Submission(
        form=markup.attribute(root, "id"),
        version=markup.attribute(root, "version"),
        instance_id=instance_id,
        deprecated_id=_text(meta, "deprecatedID"),
        root_id=_text(meta, "rootUuid"),
        envelope=_envelope(root),
    )
    if any(len(text) > LONGEST_ID for text in (told.form, told.version, instance_id, told.deprecated_id, told.root_id)):
        raise Refusal(Code.ODK_NOT_A_SUBMISSION)
    return told


def _envelope(root: etree._Element) -> Envelope | None:
    if (
        root.get("encrypted", "").strip().lower() not in ("yes", "true")
        and markup.child(root, "encryptedXmlFile") is None
    ):
        return None
    envelope = Envelope(
        key=_text(root, "base64EncryptedKey"),
        submission=_text(root, "encryptedXmlFile"),
        media=tuple(_text(media, "file") for media in markup.children(root, "media")),
        signature=_text(root, "base64EncryptedElementSignature"),
    )
    if not (envelope.key and envelope.submission and envelope.signature and all(envelope.media)):
        raise Refusal(Code.ODK_DAMAGED)
    if len(envelope.media) > _MOST_MEDIA:
        raise Refusal(Code.ODK_TOO_LARGE, limit=_MOST_MEDIA)
    return envelope


def _text(parent: etree._Element | None, name: str) -> str:
    found = markup.child(parent, name) if parent is not None else None
    return (found.text or "").strip() if found is not None else ""
