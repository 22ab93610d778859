"""What log entries carry: one struct per kind, with limits, in canonical JSON. Later kinds join here."""

import hashlib
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

import msgspec

from fieldkit import canonical
from fieldkit.domain.answers import Answers
from fieldkit.domain.attachments import MAX_SEALED
from fieldkit.domain.consent import Use
from fieldkit.domain.forms import Instrument
from fieldkit.domain.ids import FileName, Hash, MemberCode, Moment, PersonCode, RecordId, Ref, Uuid
from fieldkit.domain.log import CARDS, EntryKind, Head, Line
from fieldkit.domain.media import MAX_ATTACHMENT
from fieldkit.domain.people import SignedRoster
from fieldkit.domain.reconfirming import Day, Said
from fieldkit.domain.reference_rows import MAX_ROWS, CodeRow, SiteRow

MAX_HEADS = 20_000
MAX_CARD = 32 * 1024
"""Bytes of a sealed card: what is inside always takes as much room, the header grows with the officers."""


class Revision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One immutable state of a record, named by the hash of its content and parents."""

    record: RecordId
    parents: Annotated[tuple[Hash, ...], msgspec.Meta(max_length=64)] = ()
    author: MemberCode
    at: Moment
    answers: Answers
    corrects: RecordId | msgspec.UnsetType = msgspec.UNSET
    """The record that this one corrects, because its author's device could not read that any more."""


class Decision(StrEnum):
    """What a reviewer may say of a revision."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    EXCLUDED = "excluded"
    DUPLICATE = "duplicate"


class Remark(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a reviewer asks about one answer, or about a question that has none."""

    ref: Ref
    words: Annotated[str, msgspec.Meta(min_length=1, max_length=1_000)]


class Review(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reviewer's word on one revision. `follows`: entry hashes of the reviews that were seen and are replaced."""

    record: RecordId
    revision: Hash
    decision: Decision
    reviewer: MemberCode
    at: Moment
    reason: Annotated[str, msgspec.Meta(max_length=4_000)] = ""
    duplicate_of: Annotated[str, msgspec.Meta(max_length=64)] = ""
    follows: Annotated[tuple[Hash, ...], msgspec.Meta(max_length=64)] = ()
    in_doubt: Literal[True] | msgspec.UnsetType = msgspec.UNSET
    """The reviewer knew that a revoked laptop signed it and may have forged it. Else an acceptance does not count."""
    remarks: Annotated[tuple[Remark, ...], msgspec.Meta(min_length=1, max_length=64)] | msgspec.UnsetType = (
        msgspec.UNSET
    )
    """About single answers, of a record that goes back."""


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The person took back their consent: every body of the record is erased wherever this arrives.

    With `uses` they took it back for these only: nothing is erased, and no product uses the record so any more.
    """

    record: RecordId
    at: Moment
    uses: Annotated[tuple[Use, ...], msgspec.Meta(min_length=1, max_length=len(Use))] | msgspec.UnsetType = (
        msgspec.UNSET
    )

    @property
    def closes(self) -> frozenset[Use] | None:
        """The uses that end; None if all do, as they do where the record may not even be kept."""
        if isinstance(self.uses, msgspec.UnsetType) or Use.STORE_RECORD in self.uses:
            return None
        return frozenset(self.uses)


class Attachment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file that answers of a record name. Its content is a blob beside the log, which only `key` opens."""

    record: RecordId
    name: FileName
    author: MemberCode
    at: Moment
    media_type: Annotated[str, msgspec.Meta(max_length=128)]
    size: Annotated[int, msgspec.Meta(ge=0, le=MAX_ATTACHMENT)]
    sha256: Hash
    """Of the working copy, which holds no metadata."""
    original_sha256: Hash
    """Of the file as it was given, to recognise it should it turn up."""
    sealed_size: Annotated[int, msgspec.Meta(ge=1, le=MAX_SEALED)]
    sealed_sha256: Hash
    """Of the blob, which travels as it is."""
    key: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]


class Card(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An identity card: what only the identity officers of the day can open. Its entry's kind says for which use."""

    record: RecordId
    code: PersonCode
    author: MemberCode
    at: Moment
    sealed: Annotated[bytes, msgspec.Meta(min_length=1, max_length=MAX_CARD)]
    """An age file; inside it what `fieldkit.crypto.cards` writes."""


class CardOpening(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An identity officer opened a card, and why."""

    record: RecordId
    card: Hash
    """Of the card's entry."""
    code: PersonCode
    officer: MemberCode
    at: Moment
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=1_000)]


class Reconfirmation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person who agreed to be named was asked again before a product names them, and what they said."""

    record: RecordId
    code: PersonCode | msgspec.UnsetType = msgspec.UNSET
    """Of the person, if a card with a name says it."""
    asked_by: MemberCode
    """Who asked; whoever signs the entry wrote it down."""
    asked_on: Day
    said: Said
    at: Moment


class Publication(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An officer's word that new records of a form start on this version. `follows`: publications that it replaces."""

    instrument: Instrument
    at: Moment
    follows: Annotated[tuple[Hash, ...], msgspec.Meta(max_length=64)] = ()
    """Entry hashes."""


class ReferenceChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An officer's word on sites and codes of lists. `follows`: entries on the same ones that it replaces."""

    sites: Annotated[tuple[SiteRow, ...], msgspec.Meta(max_length=MAX_ROWS)] = ()
    codes: Annotated[tuple[CodeRow, ...], msgspec.Meta(max_length=MAX_ROWS)] = ()
    at: Moment
    follows: Annotated[tuple[Hash, ...], msgspec.Meta(max_length=MAX_ROWS)] = ()


class Scope(StrEnum):
    """Which bodies a receipt vouches for."""

    ALL = "all"
    """All: the word of a reader."""
    SHOWN = "shown"
    """Those that the office shows to its writer: the word of anybody else."""


class Receipt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far logs are held: all that was told up to these heads is readable.

    About the device that its entry has as its subject; if that is the writer's own, about any logs, of which only those
    are named that grew since the writer spoke of them last.
    """

    heads: Annotated[tuple[Head, ...], msgspec.Meta(min_length=1, max_length=MAX_HEADS)]
    at: Moment
    scope: Scope | msgspec.UnsetType = msgspec.UNSET
    """Left out by older programs, which looked at testimony only."""
    earlier: Annotated[tuple[Uuid, ...], msgspec.Meta(min_length=1, max_length=64)] | msgspec.UnsetType = msgspec.UNSET
    """Epochs of the writing device before this one: it was restored since, and may not hold what it confirmed then."""


BodyContent: TypeAlias = (
    Revision
    | Review
    | Withdrawal
    | Receipt
    | Attachment
    | Card
    | CardOpening
    | Reconfirmation
    | Instrument
    | Publication
    | ReferenceChange
    | SignedRoster
)
KINDS: dict[EntryKind, type[BodyContent]] = {
    EntryKind.REVISION: Revision,
    EntryKind.REVIEW: Review,
    EntryKind.WITHDRAWAL: Withdrawal,
    EntryKind.ATTACHMENT: Attachment,
    EntryKind.INSTRUMENT: Instrument,
    EntryKind.PUBLICATION: Publication,
    EntryKind.REFERENCE: ReferenceChange,
    EntryKind.ROSTER: SignedRoster,
    EntryKind.RECEIPT: Receipt,
    EntryKind.CONTACT: Card,
    EntryKind.NAME: Card,
    EntryKind.OPENING: CardOpening,
    EntryKind.RECONFIRMATION: Reconfirmation,
}


def decode(kind: EntryKind, untrusted: bytes) -> BodyContent:
    """The body of an entry of `kind`. Raises NotCanonicalError, also for kinds that this version does not know."""
    if kind not in KINDS:
        raise canonical.NotCanonicalError(kind.value)
    return canonical.decode(untrusted, KINDS[kind])


def read(line: Line) -> BodyContent | None:
    """The body of a line; None if it is not held, or not of a form that this version understands."""
    return None if line.body is None else understand(line.entry.kind, line.body.content)


def understand(kind: EntryKind, content: bytes) -> BodyContent | None:
    """The body of an entry of `kind`; None if it is not of a form that this version understands."""
    try:
        return decode(kind, content)
    except canonical.NotCanonicalError:
        return None


def understand_named(content: bytes) -> BodyContent | None:
    """A revision by whose name, the hash of these bytes, it was kept: they are canonical, which is not tried again."""
    try:
        return msgspec.json.decode(content, type=KINDS[EntryKind.REVISION])
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


def is_unreadable(line: Line) -> bool:
    """Whether a line has a body of a kind that this version knows, and yet cannot read."""
    return line.body is not None and line.entry.kind in KINDS and read(line) is None


def is_about_cards(line: Line) -> bool:
    """Whether programs that know no identity cards would take this line for a damaged one."""
    kind = line.entry.kind
    content = read(line) if kind is EntryKind.ROSTER else None
    return (
        kind in CARDS
        or kind is EntryKind.OPENING
        or (isinstance(content, SignedRoster) and content.roster.is_about_cards)
    )


def revision_id(revision: Revision) -> str:
    """The name of a revision: SHA-256 of its canonical form."""
    return hashlib.sha256(canonical.encode(revision)).hexdigest()
