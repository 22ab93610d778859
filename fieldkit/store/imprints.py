"""Imprints: few bytes that stand for all that is kept of a record together with what it was drawn from.

A check compares them and draws a record anew only where they differ: a page that was put back, be it of the log or of
what is shown, has another one. An empty imprint stands for nothing, so that the record is always looked at.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from fieldkit.store.beside import Beside
from fieldkit.store.database import Database, Value
from fieldkit.store.deflated import inflate
from fieldkit.store.facets import COLUMNS as FACETS
from fieldkit.store.facets import Packed
from fieldkit.store.listing import COLUMNS

DRAWN_BY = 2
"""To be raised with every change of the rules by which records are drawn: imprints of before stand for nothing then."""
Source = tuple[str, ...]
"""A revision with its parents, or a review that counts, by their hashes."""
Numbered = tuple[int, bytes]
"""The row number of a record and its imprint."""
Row = tuple[Value, ...]
Facets = tuple[int | None, ...]
_NO_FACETS = (None,) * len(FACETS)
_encoder = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a record, as it lies there."""

    number: int
    row: tuple[Value, ...]
    """In the order of `listing.COLUMNS`."""
    facts: bytes
    """Packed."""
    facets: Packed

    @property
    def id(self) -> str:
        """Of the record."""
        return str(self.row[0])

    def tells_the_same(self, other: "Kept") -> bool:
        """Whether both show the same; a store of before may keep it in other bytes."""
        return (self.row, self.facets, inflate(self.facts)) == (other.row, other.facets, inflate(other.facts))

    def imprint(self, sources: Iterable[Source], instrument: bytes) -> bytes:
        """16 bytes. `instrument`: what stands for the questionnaire by which the answers were read."""
        parts = (DRAWN_BY, sorted(sources), instrument, self.row, self.facets)
        digest = hashlib.blake2b(_encoder.encode(parts), digest_size=16)
        digest.update(self.facts)  # what comes before ends where its brackets close
        return digest.digest()


class ImprintTable:
    """Reads what is kept of records with their imprints."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.strays = 0
        """Rows of facts and facets that belong to no record, as `all` found when it was walked to its end."""

    def all(self) -> Iterator[tuple[Kept, bytes]]:
        """Of every record, in the order of the row numbers."""
        bodies = defaultdict[Value, str](str, self._database.plain(tuple[int, str], "SELECT id, body FROM facet"))
        plain = self._database.plain
        facts = Beside(plain(tuple[int, bytes], "SELECT record, body FROM facts ORDER BY record"), b"")
        sql = f"SELECT record, {', '.join(FACETS)} FROM record_facet ORDER BY record"  # noqa: S608  constants
        rows = plain(tuple[int, *Facets], sql)
        facets = Beside(((row[0], row[1:]) for row in rows), _NO_FACETS)
        sql = f"SELECT number, imprint, {', '.join(COLUMNS)} FROM record ORDER BY number"  # noqa: S608  constants
        for number, imprint, *own in plain(tuple[int, bytes, *Row], sql):
            divided = tuple(map(bodies.__getitem__, facets.of(number)))
            yield Kept(number, tuple(own), facts.of(number), divided), imprint
        self.strays = facts.strays() + facets.strays()

    def put_all(self, imprints: Iterable[Numbered]) -> None:
        """Keep imprints by the row numbers of their records."""
        sql = "UPDATE record SET imprint = ? WHERE number = ?"
        self._database.run_many(sql, ((imprint, number) for number, imprint in imprints))
