"""Identity cards: those of drafts, which are sealed and wait to be submitted, and the log's lines about all others."""

from collections.abc import Iterator

import msgspec

from fieldkit.domain.consent import Use
from fieldkit.domain.log import Line, entry_hash
from fieldkit.store.database import Database
from fieldkit.store.doubts import Doubts
from fieldkit.store.keyring import People
from fieldkit.store.log import Log


class PendingCard(msgspec.Struct, frozen=True, array_like=True):
    """A sealed card of a draft."""

    code: str
    use: Use
    at: str
    sealed: bytes
    answer: int = 0
    """1: it stands for an answer, and goes unless one names it when the draft is submitted."""


class CardTable:
    """Holds nothing that this vault could open, unless it is an identity officer's."""

    def __init__(self, database: Database, log: Log, people: People) -> None:
        self._database = database
        self._log = log
        self._people = people

    def put(self, draft: str, card: PendingCard) -> None:
        """Keep a card of a draft, in place of the one of that person and use."""
        self._database.run(
            "INSERT OR REPLACE INTO pending_card (draft, code, use, at, sealed, answer) VALUES (?, ?, ?, ?, ?, ?)",
            draft,
            card.code,
            card.use.value,
            card.at,
            card.sealed,
            card.answer,
        )

    def of_draft(self, draft: str) -> tuple[PendingCard, ...]:
        """The cards of a draft, by code and use."""
        sql = "SELECT code, use, at, sealed, answer FROM pending_card WHERE draft = ? ORDER BY code, use"
        return tuple(self._database.rows(PendingCard, sql, draft))

    def pending(self) -> tuple[tuple[str, PendingCard], ...]:
        """Every draft's cards with the draft."""
        drafts = self._database.rows(tuple[str], "SELECT DISTINCT draft FROM pending_card ORDER BY draft")
        return tuple((draft, card) for (draft,) in drafts for card in self.of_draft(draft))

    def forget(self, draft: str) -> None:
        """Remove the cards of a draft."""
        self._database.run("DELETE FROM pending_card WHERE draft = ?", draft)

    def lines(self) -> Iterator[Line]:
        """The lines of all logs about cards and their openings, in the order in which they arrived."""
        sql = "SELECT hash FROM entry WHERE kind IN ('contact', 'name', 'opening') ORDER BY number"  # as its index says
        for (name,) in self._database.rows(tuple[str], sql):
            line = self._log.line(name)
            if line is not None:
                yield line

    def is_doubtful(self, line: Line) -> bool:
        """Whether a line was signed by a revoked laptop and may be forged."""
        doubts = Doubts(self._database, self._log, self._people)
        return doubts.is_doubtful(entry_hash(line.entry), line.entry.device)
