"""Rows of text as aligned columns."""

from collections.abc import Iterable, Iterator, Sequence

_GAP = "  "


def columns(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Lines of a table with left-aligned columns; nothing if there are no rows."""
    table = [tuple(head), *(tuple(row) for row in rows)]
    if len(table) == 1:
        return
    widths = [max(len(row[place]) for row in table) for place in range(len(head))]
    for row in table:
        yield _GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
