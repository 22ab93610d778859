"""Kinds of entries as conditions in SQL: one spelling for what is erased, put away, or gone with a use."""

from collections.abc import Iterable

from fieldkit.domain.consent import CARD_USES
from fieldkit.domain.log import TESTIMONY, EntryKind

ERASED = TESTIMONY | {EntryKind.REVIEW, EntryKind.OPENING, EntryKind.RECONFIRMATION}
"""Entries that lose their bodies when their record is withdrawn."""


def _one_of(kinds: Iterable[EntryKind]) -> str:
    return "kind IN (" + ", ".join(f"'{kind.value}'" for kind in sorted(kinds)) + ")"


IS_ERASED = _one_of(ERASED)
IS_TESTIMONY = _one_of(TESTIMONY)
HAS_LOST_ITS_USE = " OR ".join(
    f"(kind = '{kind.value}' AND EXISTS (SELECT 1 FROM closed_use"  # noqa: S608  constants
    f" WHERE closed_use.record = entry.subject AND closed_use.use = '{use.value}'))"
    for kind, use in CARD_USES.items()
)
"""An identity card for a use that ended."""
