"""Identity cards: a name, or a way to reach somebody, that only the project's identity officers can read.

A card is sealed the moment it is saved (security notes, section 8); nothing else of its words is kept, so that whoever
writes one cannot read it back. It belongs to a person in a record, told by a code of chance, and to one use of that
record: it is taken only while the person agrees to that use, and goes when they take it back. Cards of a draft wait for
it to be submitted; all others are entries of the log.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress

import msgspec

from fieldkit import logs
from fieldkit.crypto import cards as sealed_cards
from fieldkit.crypto import sealing
from fieldkit.crypto.cards import MAX_WORDS, Inside
from fieldkit.domain import bodies, consent, person_codes
from fieldkit.domain.answers import Answers
from fieldkit.domain.bodies import Card, CardOpening
from fieldkit.domain.changes import NOTHING, Changes
from fieldkit.domain.consent import CARD_USES, First, Use
from fieldkit.domain.log import EntryKind, Line, entry_hash
from fieldkit.domain.people import Device
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.limits import MAX_RECIPIENTS
from fieldkit.services.consenting import first_of, standing
from fieldkit.services.journal import Journal
from fieldkit.services.workspace import Workspace
from fieldkit.store.cards import PendingCard

_KINDS = {use: kind for kind, use in CARD_USES.items()}
_MAX_REASON = 1_000


class CardRow(msgspec.Struct, frozen=True, kw_only=True):
    """A card as lists show it: never what is on it."""

    record: str
    """Or the draft."""
    code: str
    use: Use
    at: str
    author: str = ""
    """Member code; empty for a card of a draft."""
    entry: str = ""
    opened: int = 0
    """How often, as far as is known here."""
    doubtful: bool = False
    """A revoked laptop signed it, and may have made it up."""


class OpenedCard(msgspec.Struct, frozen=True, kw_only=True):
    """What is on a card."""

    row: CardRow
    words: str


class CardsOf(msgspec.Struct, frozen=True, kw_only=True):
    """What is known here of the cards of one record, and what the person may do."""

    rows: tuple[CardRow, ...] = ()
    uses: tuple[Use, ...] = ()
    """For what one may be written now."""
    opens: bool = False


NO_CARDS = CardsOf()


class Cards:
    """What a person does with identity cards."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._store = workspace.store

    def uses(self, owner: str) -> tuple[Use, ...]:
        """For what a card may be written for a person in a draft or record; raises what `add` would refuse first."""
        self.recipients()
        first = self._first(owner)
        return tuple(use for use in _KINDS if consent.may_keep_card(first, use))

    def look(self, owner: str) -> CardsOf:
        """The cards of a draft or record; nothing may be written where `uses` would refuse it."""
        roster = self._workspace.roster
        if roster is None:
            return NO_CARDS
        uses: tuple[Use, ...] = ()
        with suppress(Refusal):
            uses = self.uses(owner)
        own = self._workspace.identity.device
        return CardsOf(
            rows=tuple(row for row in self.all() if row.record == owner),
            uses=uses,
            opens=any(device.id == own for device in roster.identity_officers()),
        )

    def codes(self, owner: str) -> tuple[str, ...]:
        """Codes of the people in a draft or record who have cards that are known here."""
        return tuple(dict.fromkeys(row.code for row in self.all() if row.record == owner))

    def add(self, owner: str, use: Use, words: str, code: str = "") -> CardRow:
        """Seal words about a person in a draft or record, durable when it returns, and readable by nobody here.

        Args:
            owner: the draft or record.
            use: to contact the person again, or to name them.
            words: what is written on the card.
            code: of a person who has one already; else a new one is drawn.

        Raises Refusal: PROJECT_MISSING, IDENTITY_NOT_ALLOWED, IDENTITY_NO_OFFICERS, RECORD_UNKNOWN, RECORD_WITHDRAWN,
        RECORD_SEALED, CONSENT_MISSING, IDENTITY_BAD_CODE, IDENTITY_BAD_WORDS.
        """
        self.recipients()
        if not consent.may_keep_card(self._first(owner), use):
            raise Refusal(Code.CONSENT_MISSING, record=owner)
        draft = self._store.drafts.get(owner)
        record = (draft.record or draft.id) if draft else owner
        pending = self.sealed(record, use, words, code)
        code = pending.code
        with self._store.transaction():
            if draft is not None:
                self._store.cards.put(owner, pending)
                return CardRow(record=owner, code=code, use=use, at=pending.at)
            entry = entry_hash(self._append(record, pending)[0].entry)
        return CardRow(record=record, code=code, use=use, at=pending.at, author=self._author(), entry=entry)

    def sealed(self, record: str, use: Use, words: str, code: str = "", *, answer: bool = False) -> PendingCard:
        """A card about a person in a record, which nobody keeps yet; `answer`: it stands for one.

        Raises Refusal like `add`, except for what depends on the record.
        """
        recipients = self.recipients()
        words = unicodedata.normalize("NFC", words.strip())
        if not 0 < len(words) <= MAX_WORDS:
            raise Refusal(Code.IDENTITY_BAD_WORDS, limit=MAX_WORDS)
        workspace = self._workspace
        code = person_codes.read(code) if code else self.new_code()
        inside = Inside(
            project=workspace.require_roster().project, record=record, code=code, use=use.value, words=words
        )
        logs.event("identity.sealed", officers=len(recipients))
        return PendingCard(code, use, workspace.now(), sealed_cards.seal(inside, recipients), int(answer))

    def add_all(self, owner: str, typed: Iterable[tuple[Use, str]], code: str = "") -> str:
        """Seal what was said about one person, all or nothing; gives the person's code. Raises Refusal like `add`."""
        with self._store.transaction():
            for use, words in typed:
                code = self.add(owner, use, words, code).code
        return code

    def enclose(self, draft: str, record: str, answers: Answers) -> Changes:
        """Let the cards of a draft join the log with its record. Belongs into the transaction of the revision.

        Those for a use that the answers do not agree to any more go, those of answers that went, and all if the project
        keeps none by now.
        """
        first, changes = first_of(self._workspace, record, answers), NOTHING
        allowed, named = self._workspace.require_roster().cards is True, {item.value for item in answers.items}
        for card in self._store.cards.of_draft(draft):
            stands = not card.answer or card.code in named
            if allowed and stands and consent.may_keep_card(first, card.use):
                changes |= self._append(record, card)[1]
            else:
                logs.event("identity.dropped")
        self._store.cards.forget(draft)
        return changes

    def all(self) -> tuple[CardRow, ...]:
        """Every card that is here, sealed as it is: those of drafts, then the others as they arrived."""
        lines = tuple((line, bodies.read(line)) for line in self._store.cards.lines())
        opened = Counter(said.card for _, said in lines if isinstance(said, CardOpening))
        pending = (
            CardRow(record=draft, code=card.code, use=card.use, at=card.at)
            for draft, card in self._store.cards.pending()
        )
        logged = (
            CardRow(
                record=said.record,
                code=said.code,
                use=CARD_USES[line.entry.kind],
                at=said.at,
                author=said.author,
                entry=entry_hash(line.entry),
                opened=opened[entry_hash(line.entry)],
                doubtful=self._store.cards.is_doubtful(line),
            )
            for line, said in lines
            if isinstance(said, Card)
        )
        return (*pending, *logged)

    def open(self, code: str, use: Use, reason: str) -> tuple[OpenedCard, ...]:
        """What the cards of a person for one use say, the newest first. Each is told of in the log before it is shown.

        Needs the key of an identity officer for whom it was sealed. Raises Refusal: PROJECT_MISSING,
        IDENTITY_NOT_OFFICER, IDENTITY_BAD_CODE, IDENTITY_UNKNOWN, IDENTITY_NO_REASON, CONSENT_MISSING, and
        IDENTITY_NOT_FOR_YOU if none of them opens.
        """
        own = self._officer()
        reason = unicodedata.normalize("NFC", reason.strip())
        if not 0 < len(reason) <= _MAX_REASON:
            raise Refusal(Code.IDENTITY_NO_REASON, limit=_MAX_REASON)
        code = person_codes.read(code)
        rows = [row for row in self.all() if row.entry and (row.code, row.use) == (code, use)]
        if not rows:
            raise Refusal(Code.IDENTITY_UNKNOWN)
        for record in {row.record for row in rows}:
            if not consent.may_keep_card(self._store.facts.of(record).first, use):
                raise Refusal(Code.CONSENT_MISSING, record=record)
        found = [OpenedCard(row=row, words=words) for row in reversed(rows) if (words := self._unseal(row))]
        if not found:
            raise Refusal(Code.IDENTITY_NOT_FOR_YOU)
        with self._store.transaction():
            for card in found:
                self._tell(card.row, own, reason)
        logs.event("identity.opened", cards=len(found))
        return tuple(found)

    def _tell(self, row: CardRow, own: Device, reason: str) -> None:
        said = CardOpening(
            record=row.record,
            card=row.entry,
            code=row.code,
            officer=own.member,
            at=self._workspace.now(),
            reason=reason,
        )
        Journal(self._workspace).append(EntryKind.OPENING, row.record, said)

    def _unseal(self, row: CardRow) -> str:
        """The words of a card; none if it was sealed to others, or is not what its entry says: the others count."""
        line = self._store.log.line(row.entry)
        said = bodies.read(line) if line else None
        try:
            sealed = said.sealed if isinstance(said, Card) else b""
            inside = sealed_cards.open_(sealed, self._workspace.identity.age_identity)
        except sealing.SealError:
            return ""
        belongs = (self._workspace.require_roster().project, row.record, row.code, row.use.value)
        return inside.words if (inside.project, inside.record, inside.code, inside.use) == belongs else ""

    def _append(self, record: str, card: PendingCard) -> tuple[Line, Changes]:
        said = Card(record=record, code=card.code, author=self._author(), at=card.at, sealed=card.sealed)
        return Journal(self._workspace).append(_KINDS[card.use], record, said)

    def _author(self) -> str:
        own = self._workspace.require_roster().device(self._workspace.identity.device)
        return own.member if own else self._workspace.identity.code

    def recipients(self) -> tuple[str, ...]:
        """Keys of the identity officers, to whom cards are sealed now.

        Raises Refusal: PROJECT_MISSING, IDENTITY_NOT_ALLOWED, IDENTITY_NO_OFFICERS.
        """
        roster = self._workspace.require_roster()
        if roster.cards is not True:
            raise Refusal(Code.IDENTITY_NOT_ALLOWED)
        officers = roster.identity_officers()[:MAX_RECIPIENTS]
        if not officers:
            raise Refusal(Code.IDENTITY_NO_OFFICERS)
        return tuple(device.recipient for device in officers)

    def _officer(self) -> Device:
        """The own device, if it is an identity officer's. Raises Refusal: PROJECT_MISSING, IDENTITY_NOT_OFFICER."""
        own = self._workspace.identity.device
        for device in self._workspace.require_roster().identity_officers():
            if device.id == own:
                return device
        raise Refusal(Code.IDENTITY_NOT_OFFICER)

    def _first(self, owner: str) -> First:
        """What the people in a draft or record agreed to, role by role."""
        draft = self._store.drafts.get(owner)
        if draft is not None:
            return first_of(self._workspace, draft.record, draft.answers)
        if standing(self._workspace, owner).sealed:
            raise Refusal(Code.RECORD_SEALED, record=owner)
        return self._store.facts.of(owner).first

    def new_code(self) -> str:
        """A code that stands for nobody yet, as far as is known here."""
        return person_codes.new_code(self._workspace.clock, frozenset(row.code for row in self.all()))
