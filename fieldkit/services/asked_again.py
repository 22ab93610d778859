"""What the log says of people who agreed to be named and were asked again: by the lines held, in whatever order."""

import msgspec

from fieldkit.domain import bodies, reconfirming
from fieldkit.domain.bodies import Card, Reconfirmation
from fieldkit.domain.log import EntryKind, entry_hash
from fieldkit.domain.periods import utc
from fieldkit.domain.reconfirming import Heard, Said
from fieldkit.services.workspace import Workspace


class AskedAgain(msgspec.Struct, frozen=True, kw_only=True):
    """Of one record."""

    codes: tuple[str, ...]
    """Of the people who have a card with their name here, sorted."""
    last: Heard | None
    """What decides of all that they answered; None if nobody asked them."""
    holds: bool
    """Whether the person may be named today, as far as they are concerned."""

    @property
    def code(self) -> str:
        """Of the person; empty where no card says it, or several do."""
        return self.codes[0] if len(self.codes) == 1 else ""


def asked_again(workspace: Workspace, record: str) -> AskedAgain:
    """Read it of a record.

    What a revoked laptop signed may be forged and makes nobody agree, nor is a card of its making one. A no counts
    whoever heard it, and of any person of the record, as does the withdrawal that goes with it.
    """
    codes, said = set(), []
    for line in workspace.store.log.about(record):
        if line.entry.kind not in (EntryKind.NAME, EntryKind.RECONFIRMATION):
            continue
        content, doubtful = bodies.read(line), workspace.store.cards.is_doubtful(line)
        if isinstance(content, Card) and not doubtful:
            codes.add(content.code)
        elif isinstance(content, Reconfirmation) and (content.said is Said.NO_LONGER or not doubtful):
            said.append((entry_hash(line.entry), content))
    code = codes.copy().pop() if len(codes) == 1 else msgspec.UNSET
    last = reconfirming.last(
        Heard(said=each.said, on=each.asked_on, by=each.asked_by, at=utc(each.at), entry=entry)
        for entry, each in said
        if each.said is Said.NO_LONGER or each.code == code
    )
    today = workspace.clock.now().date()
    return AskedAgain(codes=tuple(sorted(codes)), last=last, holds=reconfirming.holds(last, today))
