"""Which version of a questionnaire is in force, whatever order its publications arrived in."""

from collections.abc import Iterable

import msgspec


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """One publication, as far as the choice depends on it."""

    entry: str
    """Hash of its log entry."""
    version: str
    at: str
    """Claimed moment in UTC."""
    follows: tuple[str, ...] = ()


def leaves(publications: Iterable[Published]) -> tuple[Published, ...]:
    """Those that no other one replaces, the one in force last.

    There are several when officers published without knowing of each other: the later claim holds then.
    """
    known = tuple(publications)
    replaced = {name for publication in known for name in publication.follows}
    found = (publication for publication in known if publication.entry not in replaced)
    return tuple(sorted(found, key=lambda publication: (publication.at, publication.entry)))
