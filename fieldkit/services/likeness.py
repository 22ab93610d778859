"""Proposals of duplicates: the same event told twice, the same person under two spellings. Decided by people only."""

from fieldkit.domain.folding import fold
from fieldkit.domain.likeness import Likely, likely
from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.services.workspace import Workspace

__all__ = ["Likely", "alike", "proposals"]
_APART = frozenset({State.WITHDRAWN.value, State.DUPLICATE.value})
"""States of records that nothing can repeat: they give no figures."""


def proposals(workspace: Workspace, record: str, *, limit: int = 5) -> tuple[Likely, ...]:
    """Records that may tell the same as this one, the likeliest first. Raises Refusal(RECORD_UNKNOWN)."""
    held = tuple(each for each in workspace.store.facts.all() if each.state not in _APART or each.record == record)
    one = next((each for each in held if each.record == record), None)
    if one is None:
        raise Refusal(Code.RECORD_UNKNOWN, record=record)
    return likely(one, held, alike, limit=limit)


def alike(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1: the words that they share, whatever their order, letters and spelling."""
    from rapidfuzz import fuzz  # noqa: PLC0415  only who looks for duplicates needs it

    return float(fuzz.token_sort_ratio(fold(one), fold(other))) / 100
