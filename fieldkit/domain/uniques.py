"""Combinations that single a record out: minimal sample uniques, as SUDA searches them.

Source: Elliot, Manning, Ford, "A computational algorithm for handling the special uniques problem" (2002).
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import TypeAlias

Columns: TypeAlias = tuple[int, ...]
"""Positions of variables, rising."""
MOST = 3
"""Variables of a combination: what takes more to know is not what an acquaintance knows."""


def minimal_uniques(rows: Sequence[Sequence[str]], most: int = MOST) -> dict[Columns, tuple[int, ...]]:
    """For each combination of at most `most` variables: which rows no other equals in it, but in no part of it.

    Unknown values (empty ones) make nobody unique: nobody can look for them.

    Args:
        rows: values of the same variables in the same order, one row per record.
        most: variables of a combination.
    """
    width = len(rows[0]) if rows else 0
    found: dict[Columns, tuple[int, ...]] = {}
    marked: defaultdict[int, list[frozenset[int]]] = defaultdict(list)
    for size in range(1, most + 1):
        for columns in combinations(range(width), size):
            alone = _alone(rows, columns)
            new = tuple(row for row in alone if not any(known <= set(columns) for known in marked[row]))
            if new:
                found[columns] = new
                for row in new:
                    marked[row].append(frozenset(columns))
    return found


def of_one(rows: Sequence[Sequence[str]], place: int, most: int = MOST) -> tuple[Columns, ...]:
    """The combinations in which the row at `place` stands alone, as above; each other row is looked at once."""
    own = rows[place]
    alike = {
        frozenset(column for column, value in enumerate(row) if value == own[column])
        for number, row in enumerate(rows)
        if number != place
    }
    known = [column for column, value in enumerate(own) if value]
    found: list[Columns] = []
    for size in range(1, most + 1):
        for columns in combinations(known, size):
            chosen = frozenset(columns)
            if not any(chosen <= each for each in alike) and not any(chosen.issuperset(each) for each in found):
                found.append(columns)
    return tuple(found)


def _alone(rows: Sequence[Sequence[str]], columns: Columns) -> list[int]:
    """Rows that stand alone with what is known of them in these columns."""
    keys = [tuple(row[column] for column in columns) for row in rows]
    sizes = Counter(keys)
    return [number for number, key in enumerate(keys) if sizes[key] == 1 and all(key)]
