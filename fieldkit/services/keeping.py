"""Drafts as a vault keeps them: without the names that somebody gave, which go onto cards."""

import msgspec

from fieldkit.domain.answers import Answer, Answers
from fieldkit.domain.drafts import Draft
from fieldkit.errors import Code, Refusal
from fieldkit.services import backups
from fieldkit.services.sealing import Cleaned, LeftOut, Sealing
from fieldkit.services.workspace import Workspace


class Keeping:
    """Reads and writes drafts."""

    def __init__(self, workspace: Workspace, sealing: Sealing) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._sealing = sealing

    def draft(self, draft: str) -> Draft:
        """A draft by its id. Raises Refusal(RECORD_NOT_A_DRAFT)."""
        found = self._store.drafts.get(draft)
        if found is None:
            raise Refusal(Code.RECORD_NOT_A_DRAFT, record=draft)
        return found

    def keep(
        self, kept: Draft, answers: Answers | None = None, typed: tuple[Answer, ...] | None = None
    ) -> tuple[LeftOut, ...]:
        """Keep a draft, with other answers if any are given, and tell what of them may not be kept."""
        with self._store.transaction():
            cleaned = self.cleaned(kept, answers or kept.answers, kept.typed if typed is None else typed)
            stored = self._store.drafts.get(kept.id)
            newer = msgspec.structs.replace(kept, answers=cleaned.answers, typed=cleaned.typed)
            if answers is None and stored is not None and newer != stored:
                backups.mark_stale(self._workspace)  # an older program kept a name in it, and so in its copies
            if answers is not None or newer != stored:
                self._store.drafts.put(msgspec.structs.replace(newer, updated=self._workspace.now()))
        return cleaned.left_out

    def cleaned(self, kept: Draft, answers: Answers, typed: tuple[Answer, ...]) -> Cleaned:
        """What may be kept of a draft with these answers."""
        return self._sealing.clean(kept.id, kept.record, answers, typed, kept.answers)
