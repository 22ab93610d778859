"""Files that answers name: what a vault knows of one."""

import msgspec

from fieldkit.domain.media import MAX_ATTACHMENT

MAX_SEALED = MAX_ATTACHMENT + MAX_ATTACHMENT // 4096
"""Of one blob: sealing adds 16 bytes to every 64 KiB."""


class AttachmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """One file. It belongs to a draft until the draft is submitted, then to a record for good."""

    owner: str
    """Id of the draft or record."""
    name: str
    """What the answer says."""
    media_type: str
    size: int
    sha256: str
    """Of the working copy, without metadata."""
    original_sha256: str
    """Of the file as it was given."""
    sealed_size: int
    sealed_sha256: str
    """Of the blob."""
    key: bytes
    """Opens the blob; empty once the record is sealed."""
    blob: str = ""
    """Name of the blob's file; empty while the blob is not here."""
    entry: str = ""
    """Hash of the log entry; empty while it belongs to a draft."""
