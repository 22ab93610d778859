"""Sums of variables with factors, and a number: what conditions and aims of linear programs are made of."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Name: TypeAlias = Hashable
"""Of a variable."""


@dataclass(frozen=True, slots=True)
class Line:
    """Variables with their factors, and a number."""

    terms: Mapping[Name, float]
    number: float = 0.0

    def less(self, other: "Line") -> "Line":
        """The difference of both."""
        terms = dict(self.terms)
        for name, factor in other.terms.items():
            terms[name] = terms.get(name, 0.0) - factor
        return Line({name: factor for name, factor in terms.items() if factor}, self.number - other.number)


def added(lines: Collection[Line]) -> Line:
    """The sum of lines."""
    whole = Line({})
    for line in lines:
        whole = line.less(Line({}).less(whole))
    return whole
