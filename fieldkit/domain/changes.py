"""What a write changed, so that each screen can decide whether it shows any of it."""

from collections.abc import Iterable

import msgspec


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """Ids touched by one write, and whether project-wide things changed."""

    records: frozenset[str] = frozenset()
    drafts: frozenset[str] = frozenset()
    instruments: frozenset[str] = frozenset()
    project: bool = False

    def __or__(self, other: "Changes") -> "Changes":
        """Both together."""
        return Changes(
            records=self.records | other.records,
            drafts=self.drafts | other.drafts,
            instruments=self.instruments | other.instruments,
            project=self.project or other.project,
        )


NOTHING = Changes()


def together(parts: Iterable[Changes]) -> Changes:
    """All of them; many are added up in the time of one look at each."""
    every = tuple(parts)
    return Changes(
        records=frozenset().union(*(each.records for each in every)),
        drafts=frozenset().union(*(each.drafts for each in every)),
        instruments=frozenset().union(*(each.instruments for each in every)),
        project=any(each.project for each in every),
    )
