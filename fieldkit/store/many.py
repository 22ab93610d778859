"""One INSERT for many rows instead of one for each.

The engine opens a table and each of its indexes anew whenever a statement is executed, and locks and wipes each piece
of memory that it takes for that (`cipher_memory_security`). Executed for a hundred rows at once, a statement leaves
half of these pieces out; bundles are taken in with a fifth less of processor time.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, islice
from typing import TypeVar

V = TypeVar("V")

SIZES = (100, 10, 1)
"""Rows that one statement takes; few sizes, as the engine keeps what it has prepared."""
_INSERT = re.compile(
    r"(?P<verb>INSERT(?: OR REPLACE)?)(?P<into> INTO .*\bVALUES )(?P<row>\((?:\?, )*\?\))(?P<rest>.*)", re.DOTALL
)


@cache
def widened(sql: str, rows: int) -> str:
    """An INSERT of one row of parameters as one of `rows`; "" for any other statement, `OR IGNORE` among them.

    A plain INSERT that fails takes the whole transaction back (`OR ROLLBACK`). It could leave no half of its rows
    behind otherwise than by copying each page that it changes, which costs what was saved; and whoever writes many rows
    takes all back when one of them fails.
    """
    found = _INSERT.fullmatch(sql)
    if found is None:
        return ""
    verb = "INSERT OR ROLLBACK" if found["verb"] == "INSERT" else found["verb"]
    return f"{verb}{found['into']}{', '.join([found['row']] * rows)}{found['rest']}"


def batches(sql: str, rows: Iterable[tuple[V, ...]]) -> Iterator[tuple[str, Iterable[tuple[V, ...]]]]:
    """Statements with the values to execute them for, one tuple for each execution; rows keep their order."""
    if not widened(sql, 1):
        yield sql, rows
        return
    left = iter(rows)
    while part := tuple(islice(left, SIZES[0])):
        for size in SIZES:
            whole = len(part) // size * size
            values = [tuple(chain.from_iterable(part[at : at + size])) for at in range(0, whole, size)]
            if values:
                yield widened(sql, size), values
            part = part[whole:]
