"""What a write changed, so that each screen can decide whether it shows any of it."""

from collections.abc import Iterable

import msgspec

_MANY = 10_000


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """Ids touched by one write, and whether project-wide things changed."""

    records: frozenset[str] = frozenset()
    many: bool = False
    """So many more records that their ids are not told: any may be among them."""
    drafts: frozenset[str] = frozenset()
    instruments: frozenset[str] = frozenset()
    project: bool = False
    reference: bool = False
    """Sites or code lists."""

    def __or__(self, other: "Changes") -> "Changes":
        """Both together."""
        return together((self, other))

    def brief(self) -> "Changes":
        """The same without ids of records if these are very many, so that no import needs memory for each."""
        if not self.many and len(self.records) <= _MANY:
            return self
        return msgspec.structs.replace(self, records=frozenset(), many=True)

    @property
    def any_record(self) -> bool:
        """Whether a record changed."""
        return self.many or bool(self.records)

    def touches(self, record: str) -> bool:
        """Whether this record may have changed."""
        return self.many or record in self.records


NOTHING = Changes()


def together(parts: Iterable[Changes]) -> Changes:
    """All of them; many are added up in the time of one look at each."""
    every = tuple(parts)
    return Changes(
        records=frozenset().union(*(each.records for each in every)),
        many=any(each.many for each in every),
        drafts=frozenset().union(*(each.drafts for each in every)),
        instruments=frozenset().union(*(each.instruments for each in every)),
        project=any(each.project for each in every),
        reference=any(each.reference for each in every),
    )
