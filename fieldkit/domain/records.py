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
    DOUBTFUL = "doubtful"
    """A revoked laptop signed all that is known of it, and nobody who knew that has accepted it."""


class Doubt(StrEnum):
    """Why a record is marked."""

    REVOKED = "revoked"
    """Something of it, which counts for nothing yet, was signed by a revoked laptop."""
    TWINS = "twins"
    """Two laptops write as the device that wrote it."""


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
    aside: tuple[str, ...] = ()
    """Revisions in doubt, sorted. They change nothing of what else is known, until somebody who knew accepts them."""


def alone(revision: str) -> Standing:
    """The standing of a record with one revision of which nobody said anything yet."""
    return Standing(state=State.SUBMITTED, head=revision, heads=(revision,))


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


def good_part(
    parents: Mapping[str, tuple[str, ...]], reviews: Mapping[str, Review], doubtful: frozenset[str]
) -> dict[str, tuple[str, ...]]:
    """The revisions that are not in doubt; all of them if there are none.

    Doubt passes on to what was made of a doubtful revision, and goes where a reviewer who knew of it has accepted a
    revision: from that one and from all that it comes from.
    """
    aside = _aside(parents, reviews, doubtful)
    good = {name: line for name, line in parents.items() if name not in aside}
    return good or dict(parents)


def _aside(
    parents: Mapping[str, tuple[str, ...]], reviews: Mapping[str, Review], doubtful: frozenset[str]
) -> frozenset[str]:
    if not doubtful:
        return frozenset()
    vouched: set[str] = set()
    for name in {review.revision for review in reviews.values()}:
        current = _in_force(name, reviews)
        chosen = _most_cautious(reviews[each] for each in current)
        if chosen.decision is Decision.ACCEPTED and any(reviews[each].in_doubt is True for each in current):
            vouched |= _line_of(parents, name)
    return frozenset(name for name in parents if name not in vouched and _line_to(parents, name, vouched) & doubtful)


def _line_to(parents: Mapping[str, tuple[str, ...]], head: str, end: set[str]) -> set[str]:
    """A revision with all that it comes from, as far as revisions of `end`, which are left out."""
    return _line_of({name: tuple(set(line) - end) for name, line in parents.items()}, head)


def reduce_record(
    parents: Mapping[str, tuple[str, ...]],
    reviews: Mapping[str, Review],
    *,
    withdrawn: bool,
    doubtful: frozenset[str] = frozenset(),
) -> Standing:
    """The standing of one record.

    Args:
        parents: every known revision with its parents; at least one unless withdrawn.
        reviews: entry hash -> review, those of entitled reviewers only.
        withdrawn: whether any withdrawal is known. It holds even if it is in doubt itself: what was erased cannot come
            back, and a wrong one costs a record where a disregarded one may cost a person.
        doubtful: revisions that a revoked laptop may have forged.
    """
    aside = frozenset[str]() if withdrawn else _aside(parents, reviews, doubtful)
    good = {name: line for name, line in parents.items() if name not in aside}
    standing = _reduce(good or parents, reviews, withdrawn=withdrawn)
    if len(aside) == len(parents) and standing.state in (State.SUBMITTED, State.ACCEPTED):
        standing = msgspec.structs.replace(standing, state=State.DOUBTFUL)
    return msgspec.structs.replace(standing, aside=tuple(sorted(aside))) if aside else standing


def _reduce(parents: Mapping[str, tuple[str, ...]], reviews: Mapping[str, Review], *, withdrawn: bool) -> Standing:
    heads = heads_of(parents)
    head = heads[0] if heads else ""
    if withdrawn:
        return Standing(state=State.WITHDRAWN, head="", heads=heads)
    if len(heads) > 1:
        return Standing(state=State.CONFLICT, head=head, heads=heads)
    leaves = _in_force(head, reviews)
    if not leaves:
        return Standing(state=State.SUBMITTED, head=head, heads=heads)
    chosen = _most_cautious(reviews[name] for name in leaves)
    return Standing(
        state=State(chosen.decision.value),
        head=head,
        heads=heads,
        reason=chosen.reason,
        duplicate_of=chosen.duplicate_of,
        reviews=tuple(leaves),
    )


def _in_force(revision: str, reviews: Mapping[str, Review]) -> list[str]:
    """The reviews of a revision that no other one of it replaces, sorted."""
    current = {name: review for name, review in reviews.items() if review.revision == revision}
    followed = {name for review in current.values() for name in review.follows}
    return sorted(name for name in current if name not in followed)


def _most_cautious(reviews: Iterable[Review]) -> Review:
    return min(reviews, key=lambda review: (_CAUTION.index(review.decision), review.reason, review.duplicate_of))
