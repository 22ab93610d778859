"""Which word of the officers on one thing is in force, whatever order their entries arrived in."""

from collections.abc import Iterable
from typing import TypeVar

import msgspec


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """One officer's word, as far as the choice depends on it."""

    entry: str
    """Hash of its log entry."""
    at: str
    """Claimed moment in UTC."""
    follows: tuple[str, ...] = ()
    """Entries on the same thing that it replaces."""


class Published(Claim, frozen=True, kw_only=True):
    """New records of a questionnaire start on this version."""

    version: str


T = TypeVar("T", bound=Claim)


def leaves(claims: Iterable[T]) -> tuple[T, ...]:
    """Those that no other one replaces, the one in force last.

    There are several when officers decided without knowing of each other: the later claim holds then.
    """
    known = tuple(claims)
    replaced = {name for claim in known for name in claim.follows}
    found = (claim for claim in known if claim.entry not in replaced)
    return tuple(sorted(found, key=lambda claim: (claim.at, claim.entry)))
