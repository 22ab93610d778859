"""The log of one device: entries chained by hashes, bodies kept apart so that they can be erased, heads to be signed.

Security notes, sections 4.2 and 7: a body's hash is salted, the salt goes with the body, and the chain still verifies.
"""

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

import msgspec

from fieldkit import canonical
from fieldkit.domain.ids import NO_HASH, Hash, Moment, Uuid

_HEAD_CONTEXT = b"fieldkit-head-v1\0"
_ENTRY_CONTEXT = b"fieldkit-entry-v1\0"


class EntryKind(StrEnum):
    """What an entry tells."""

    REVISION = "revision"
    REVIEW = "review"
    WITHDRAWAL = "withdrawal"
    ATTACHMENT = "attachment"
    INSTRUMENT = "instrument"
    """A questionnaire that came along with the records that answer it."""
    PUBLICATION = "publication"
    """A questionnaire on which new records shall start."""
    REFERENCE = "reference"
    """Sites and codes of lists that an officer added, renamed, or offers no longer."""
    ROSTER = "roster"
    RECEIPT = "receipt"
    CONTACT = "contact"
    """How to reach a person again: a card sealed to the identity officers."""
    NAME = "name"
    """What a person is really called: likewise."""
    OPENING = "opening"
    """An identity officer opened such a card."""
    RECONFIRMATION = "reconfirmation"
    """Somebody who agreed to be named was asked again."""
    ERASURE = "erasure"


CARDS = frozenset({EntryKind.CONTACT, EntryKind.NAME})
"""Kinds whose bodies hold an identity card. Each has the use of a record in its name, so that a card goes with its use
wherever consent for that is taken back, also where nobody can read the body."""
TESTIMONY = frozenset({EntryKind.REVISION, EntryKind.ATTACHMENT}) | CARDS
"""Kinds whose bodies hold what people told. Only these are ever sealed on the device that wrote them."""


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a device's log. `seq` counts from 1 within (device, epoch); `prev` is the hash of the line before."""

    project: Uuid
    device: Uuid
    epoch: Uuid
    seq: Annotated[int, msgspec.Meta(ge=1, le=2**40)]
    prev: Hash
    at: Moment
    """Claimed by the device's clock; order comes from `seq` and `prev` only."""
    kind: EntryKind
    subject: Annotated[str, msgspec.Meta(max_length=128)]
    """Record id for what is about a record; form id, roster generation, device or `reference` otherwise."""
    body: Hash
    """SHA-256 of salt and canonical body."""


class Head(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far a log has grown: what a device signs at each commit, and what a receipt cosigns."""

    project: Uuid
    device: Uuid
    epoch: Uuid
    seq: Annotated[int, msgspec.Meta(ge=1, le=2**40)]
    hash: Hash


class SignedHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A head with the Ed25519 signature (128 hex characters) of its device over `head_message`."""

    head: Head
    signature: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{128}\Z")]


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """The content of an entry with its salt; absent once erased."""

    salt: bytes
    """32 random bytes."""
    content: bytes
    """Canonical JSON of one of the structs in `fieldkit.domain.bodies`."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """An entry with its body, or without it once erased, sealed or not asked for."""

    entry: Entry
    body: Body | None = None
    sealed: bytes = b""
    """In place of the body: salt and content as an age file for the readers of the day; empty if there is none."""


class ChainError(ValueError):
    """A log does not hold together; `seq` tells where."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"chain broken at {seq}")
        self.seq = seq


class Link(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What ties an entry that was valid when it was taken in to the one before it and to its body."""

    project: str
    device: str
    epoch: str
    seq: int
    prev: str
    kind: str
    subject: str
    body: str

    def head(self, name: str) -> Head:
        """The head of a log that ends with it; `name` is its hash."""
        return Head(project=self.project, device=self.device, epoch=self.epoch, seq=self.seq, hash=name)


def body_hash(body: Body) -> str:
    """Hex SHA-256 over salt and content."""
    return hashlib.sha256(body.salt + body.content).hexdigest()


def entry_hash(entry: Entry) -> str:
    """Hex SHA-256 over the context and the canonical entry."""
    return hash_of(canonical.encode(entry))


def hash_of(entry: bytes) -> str:
    """The same of an entry in canonical form."""
    return hashlib.sha256(_ENTRY_CONTEXT + entry).hexdigest()


def head_of(entry: Entry) -> Head:
    """The head of a log that ends with `entry`."""
    return Head(project=entry.project, device=entry.device, epoch=entry.epoch, seq=entry.seq, hash=entry_hash(entry))


def head_message(head: Head) -> bytes:
    """The bytes that a device signs."""
    return _HEAD_CONTEXT + canonical.encode(head)


def next_entry(
    *, head: Head | None, project: str, device: str, epoch: str, at: str, kind: EntryKind, subject: str, body: Body
) -> Entry:
    """The entry that follows `head` (None: the first one)."""
    return Entry(
        project=project,
        device=device,
        epoch=epoch,
        seq=1 if head is None else head.seq + 1,
        prev=NO_HASH if head is None else head.hash,
        at=at,
        kind=kind,
        subject=subject,
        body=body_hash(body),
    )


def follows(entry: Entry | Link, body: Body | None, head: Head | None) -> bool:
    """Whether an entry is the next of the log that ends with `head`, the first if that is None, and holds the body."""
    if body is not None and body_hash(body) != entry.body:
        return False
    if head is None:
        return entry.seq == 1 and entry.prev == NO_HASH
    same_log = (entry.project, entry.device, entry.epoch) == (head.project, head.device, head.epoch)
    return same_log and entry.seq == head.seq + 1 and entry.prev == head.hash


def verify_chain(lines: Iterable[Line], *, before: Head | None = None) -> Head | None:
    """Check that `lines` of one (project, device, epoch) follow `before` without gap and that each body fits its hash.

    Returns the new head (`before` if there are no lines). Raises ChainError.
    """
    head = before
    for line in lines:
        entry = line.entry
        if not follows(entry, line.body, head):
            raise ChainError(entry.seq)
        head = head_of(entry)
    return head
