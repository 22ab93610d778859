"""The signed statement at the front of a bundle: who made it, for whom, and what exactly follows."""

import hashlib
from typing import Annotated, Final, Literal, TypeAlias

import msgspec

from fieldkit import canonical
from fieldkit.crypto import signing
from fieldkit.domain.ids import Hash, Moment, Uuid
from fieldkit.domain.people import MAX_GENERATION, SignKey
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.limits import (
    MAX_BLOB_TABLE,
    MAX_BLOBS,
    MAX_ENTRIES,
    MAX_EXPANDED,
    MAX_FILE,
    MAX_LOGS,
    MAX_MANIFEST,
)

SUITE_X25519: Final = 1
SCHEMA: Final = 1
READER: Final = 5
"""The newest format that this version reads. A bundle asks for no more than it needs."""
PLAIN: Final = 1
WITH_BLOBS: Final = 2
"""Adds blobs and sealed bodies."""
WITH_DOUBTS: Final = 3
"""Adds what a roster trusts of revoked devices, and reviews of what is in doubt."""
IN_PARTS: Final = 3
"""Adds parts that belong together."""
WITH_REFERENCE: Final = 4
"""Adds entries on sites and code lists."""
WITH_CARDS: Final = 4
"""Adds identity cards, their openings, and what a roster says of them."""
WITH_RECONFIRMATIONS: Final = 5
"""Adds that people who agreed to be named were asked again."""

_SIGNATURE_CONTEXT = b"fieldkit-bundle-v1\0"

MAX_PARTS: Final = 1_000_000

Format: TypeAlias = Literal[1, 2, 3, 4, 5]
Number = Annotated[int, msgspec.Meta(ge=0, le=2**40)]


class Counts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much the payload holds."""

    logs: Annotated[int, msgspec.Meta(ge=1, le=MAX_LOGS)]
    entries: Annotated[int, msgspec.Meta(ge=1, le=MAX_ENTRIES)]
    bodies: Annotated[int, msgspec.Meta(ge=0, le=MAX_ENTRIES)]


class BlobPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What follows the payload: a table of blobs, then the blobs themselves."""

    count: Annotated[int, msgspec.Meta(ge=1, le=MAX_BLOBS)]
    table: Annotated[int, msgspec.Meta(ge=1, le=MAX_BLOB_TABLE)]
    """Length of the table."""
    total: Annotated[int, msgspec.Meta(ge=1, le=MAX_FILE)]
    """Length of all blobs together."""
    sha256: Hash
    """Of the table, which has a hash for each blob."""


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which of the bundles that were written together for the same receivers this is; they may come in any order."""

    number: Annotated[int, msgspec.Meta(ge=1, le=MAX_PARTS)]
    of: Annotated[int, msgspec.Meta(ge=2, le=MAX_PARTS)]


class ChainHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far the sender's own log has grown: `n` entries, the last of which has `hash`."""

    n: Number
    hash: Hash


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Security notes, section 4.1. `seq` and `prev` chain the bundles of one device and epoch."""

    type: Literal["logs"] = "logs"
    suite: Literal[1] = SUITE_X25519
    schema: Literal[1] = SCHEMA
    min_reader: Format = PLAIN
    project: Uuid
    bundle_id: Uuid
    device: Uuid
    epoch: Uuid
    seq: Annotated[int, msgspec.Meta(ge=1, le=2**40)]
    prev: Hash
    signer: SignKey
    to: Annotated[tuple[Hash, ...], msgspec.Meta(min_length=1, max_length=64)]
    """Fingerprints of the recipients, so that nobody can forward the bundle under the sender's name."""
    roster_gen: Annotated[int, msgspec.Meta(ge=1, le=MAX_GENERATION)]
    counts: Counts
    len: Annotated[int, msgspec.Meta(ge=1, le=MAX_EXPANDED)]
    zlen: Annotated[int, msgspec.Meta(ge=1, le=MAX_FILE)]
    sha256: Hash
    """Of the compressed payload: nothing unsigned reaches the decompressor of a known sender."""
    blobs: BlobPart | msgspec.UnsetType = msgspec.UNSET
    part: Part | msgspec.UnsetType = msgspec.UNSET
    """Left out where a single bundle holds everything."""
    chain_head: ChainHead
    created_claimed: Moment
    tz_claimed: Annotated[str, msgspec.Meta(pattern=r"^[+-]\d\d:\d\d\Z")]
    monotonic_note: Number
    """Seconds of the sender's monotonic clock: shows a wall clock that was set back between two bundles."""


class _Versions(msgspec.Struct, frozen=True, kw_only=True):
    """What even a manifest of another format says."""

    suite: int
    min_reader: int
    schema: int = 1
    roster_gen: int = 1


def fingerprint(recipient: str) -> str:
    """The name of a recipient in a manifest: SHA-256 of its canonical text."""
    return hashlib.sha256(recipient.encode()).hexdigest()


def sign(manifest: bytes, seed: bytes) -> bytes:
    """The 64-byte signature of a canonical manifest."""
    return bytes.fromhex(signing.sign(seed, _message(manifest)))


def is_signed(manifest: bytes, signature: bytes, sign_key: str) -> bool:
    """Whether the holder of `sign_key` signed these bytes as a bundle's manifest."""
    return signing.verify(sign_key, _message(manifest), signature.hex())


def parse(untrusted: bytes) -> Manifest:
    """A manifest from canonical bytes.

    Raises Refusal (BUNDLE_NEWER_FORMAT, BUNDLE_DOWNGRADED, BUNDLE_ROSTER_JUMP, BUNDLE_DAMAGED, BUNDLE_TOO_LARGE).
    """
    if len(untrusted) > MAX_MANIFEST:
        raise Refusal(Code.BUNDLE_TOO_LARGE)
    try:
        versions = msgspec.json.decode(untrusted, type=_Versions)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise Refusal(Code.BUNDLE_DAMAGED) from None
    if versions.suite > SUITE_X25519 or versions.min_reader > READER:
        raise Refusal(Code.BUNDLE_NEWER_FORMAT)
    if min(versions.suite, versions.min_reader, versions.schema) < 1:
        raise Refusal(Code.BUNDLE_DOWNGRADED)
    if versions.roster_gen > MAX_GENERATION:
        raise Refusal(Code.BUNDLE_ROSTER_JUMP)
    try:
        return canonical.decode(untrusted, Manifest)
    except canonical.NotCanonicalError:
        raise Refusal(Code.BUNDLE_DAMAGED) from None


def _message(manifest: bytes) -> bytes:
    return _SIGNATURE_CONTEXT + hashlib.sha256(manifest).digest()
