"""What figures ask of the records that a query is about; answered from whole records or from counted facets."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from fieldkit.domain.case import Case
from fieldkit.domain.facets import Facet


@dataclass(frozen=True, slots=True)
class Those:
    """A condition on one facet."""

    facet: Facet
    fit: Callable[[Case], bool]


ACTIVE = Those(Facet.STANDING, lambda _: True)
"""No condition: every active record."""
QUOTED = Those(Facet.KIND, lambda case: case.has("text.quote"))
"""Somebody's words were written down to be quoted; whether they agreed to that is asked later."""


class Sample(Protocol):
    """Records of a query. Active ones give facts; a case may stand for several that are alike (`Case.times`)."""

    @property
    def undated(self) -> int:
        """Active records left out of a bounded period because their date is unknown."""

    @property
    def left_out(self) -> int:
        """Active records that stay out of products for others; they are in the sample at the internal level only."""

    def every(self) -> Sequence[Case]:
        """Standing and kind of all records, active or not."""

    def cases(self, *facets: Facet, those: Those | None = None) -> Sequence[Case]:
        """Active cases with their standing and these facets. With one facet only, those without it may be missing."""

    def named(self, *facets: Facet, those: Those) -> Iterable[Case]:
        """The same one by one, with their names."""

    def whole(self, those: Those) -> Iterable[Case]:
        """The same with all their facts."""
