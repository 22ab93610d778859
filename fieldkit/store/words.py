"""The words of a search: the numbers of the records that have them, all of them or those among some."""

from collections.abc import Iterable

import msgspec

from fieldkit.store.database import Database
from fieldkit.store.stems import stems

_encoder = msgspec.json.Encoder()


def match(text: str) -> str:
    """What is asked of the index: all of the stems, each as the beginning of one; "" where there is no word."""
    return " AND ".join(f'"{stem}"*' for stem in stems(text)) or '""'


class Words:
    """One search. Half of a million records may have a word, so that no row of a hit is fetched by itself."""

    def __init__(self, database: Database, text: str) -> None:
        self._database = database
        self._match = match(text)

    def few(self, most: int) -> tuple[int, ...] | None:
        """Every record that has them, or None if these are more than `most`."""
        sql = "SELECT group_concat(rowid) FROM (SELECT rowid FROM search WHERE search MATCH ? LIMIT ?)"
        found = self._numbers(sql, self._match, most + 1)
        return tuple(found) if len(found) <= most else None

    def count(self) -> int:
        """How many records have them."""
        sql = "SELECT count(*) FROM search WHERE search MATCH ?"
        [(counted,)] = self._database.rows(tuple[int], sql, self._match)
        return counted

    def all(self) -> frozenset[int]:
        """Every record that has them."""
        return self._numbers("SELECT group_concat(rowid) FROM search WHERE search MATCH ?", self._match)

    def among(self, numbers: Iterable[int]) -> frozenset[int]:
        """Those among some; the index is asked once, and not for each of them, as it would be without the plus sign."""
        sql = (
            "SELECT group_concat(rowid) FROM search WHERE search MATCH ? AND +rowid IN (SELECT value FROM json_each(?))"
        )
        return self._numbers(sql, self._match, _encoder.encode(tuple(numbers)).decode())

    def _numbers(self, sql: str, *values: str | int) -> frozenset[int]:
        row = self._database.row(tuple[str | None], sql, *values)
        return frozenset(map(int, row[0].split(","))) if row and row[0] else frozenset()
