"""A table that has a row for some of the records, walked beside the records: a join that sees rows of no record too."""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Beside(Generic[T]):
    """Rows by ascending numbers; the records are asked for by ascending numbers too."""

    def __init__(self, rows: Iterator[tuple[int, T]], absent: T) -> None:
        self._rows = rows
        self._next = next(rows, None)
        self._absent = absent
        self._strays = 0

    def of(self, number: int) -> T:
        """What the row of that number has, or what stands for none."""
        row = self._next
        while row is not None and row[0] < number:
            self._strays += 1
            row = self._next = next(self._rows, None)
        if row is None or row[0] != number:
            return self._absent
        self._next = next(self._rows, None)
        return row[1]

    def strays(self) -> int:
        """How many rows nobody asked for, once every record was asked for."""
        return self._strays + (self._next is not None) + sum(1 for _ in self._rows)
