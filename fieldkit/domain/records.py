"""The state of a record, reduced from its revisions, reviews and withdrawals whatever order they arrived in."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from fieldkit.domain.bodies import Decision, Review


class State(StrEnum):
    """Where a record stands. Only `accepted` ones give figures."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    EXCLUDED = "excluded"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
    CONFLICT = "conflict"


_CAUTION = (Decision.EXCLUDED, Decision.DUPLICATE, Decision.RETURNED, Decision.ACCEPTED)
"""When reviews disagree unknowingly, the most cautious one holds."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What is true of a record now."""

    state: State
    head: str
    """The revision to show: the only leaf, or the smallest by name while there is a conflict."""
    heads: tuple[str, ...]
    """Leaves of the revision graph, sorted; more than one is a conflict."""
    reason: str = ""
    """The reviewer's words, for a returned or excluded record."""
    duplicate_of: str = ""
    reviews: tuple[str, ...] = ()
    """Entry hashes of the reviews in force, sorted: what the next review follows."""


def heads_of(parents: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Leaves of a revision graph given as revision -> parents, sorted."""
    named = {parent for line in parents.values() for parent in line}
    return tuple(sorted(revision for revision in parents if revision not in named))


def base_of(parents: Mapping[str, tuple[str, ...]], heads: Iterable[str]) -> str | None:
    """The newest revision that all `heads` come from; None if they share none, or several of which none is newer."""
    shared = set.intersection(*(_line_of(parents, head) for head in heads))
    older = {name for each in shared for name in _line_of(parents, each) - {each}}
    newest = [name for name in shared - older if name in parents]
    return newest[0] if len(newest) == 1 and len(shared - older) == 1 else None


def _line_of(parents: Mapping[str, tuple[str, ...]], head: str) -> set[str]:
    """A revision with all that it comes from."""
    found: set[str] = set()
    waiting = [head]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(parents.get(name, ()))
    return found


def reduce_record(
    parents: Mapping[str, tuple[str, ...]], reviews: Mapping[str, Review], *, withdrawn: bool
) -> Standing:
    """The standing of one record.

    Args:
        parents: every known revision with its parents; at least one unless withdrawn.
        reviews: entry hash -> review, those of entitled reviewers only.
        withdrawn: whether any withdrawal is known.
    """
    heads = heads_of(parents)
    head = heads[0] if heads else ""
    if withdrawn:
        return Standing(state=State.WITHDRAWN, head="", heads=heads)
    if len(heads) > 1:
        return Standing(state=State.CONFLICT, head=head, heads=heads)
    current = {name: review for name, review in reviews.items() if review.revision == head}
    followed = {name for review in current.values() for name in review.follows}
    leaves = sorted(name for name in current if name not in followed)
    if not leaves:
        return Standing(state=State.SUBMITTED, head=head, heads=heads)
    chosen = _most_cautious(current[name] for name in leaves)
    return Standing(
        state=State(chosen.decision.value),
        head=head,
        heads=heads,
        reason=chosen.reason,
        duplicate_of=chosen.duplicate_of,
        reviews=tuple(leaves),
    )


def _most_cautious(reviews: Iterable[Review]) -> Review:
    return min(reviews, key=lambda review: (_CAUTION.index(review.decision), review.reason, review.duplicate_of))
