"""Which records count, found by looking at each of them; the `Sample` of records in memory."""

from collections.abc import Iterable, Iterator

from fieldkit.domain.case import Case
from fieldkit.domain.facets import Facet
from fieldkit.domain.facts import RecordFacts
from fieldkit.domain.periods import within
from fieldkit.domain.query import Level, Query
from fieldkit.domain.sample import Those


class Selection:
    """Cases that a query is about, sorted by record, so that the order of arrival changes nothing."""

    def __init__(self, records: Iterable[RecordFacts], query: Query) -> None:
        cases = sorted((Case(record) for record in records), key=lambda case: case.record)
        here = [case for case in cases if not query.site or not case.has_facts or case.site == query.site]
        self.undated = 0
        if query.period is not None:
            outside = query.level is not Level.INTERNAL
            self.undated = sum(c.active and c.span is None and not (outside and c.inside_only) for c in here)
            here = [c for c in here if not c.has_facts or (c.span is not None and within(c.span, query.period))]
        self.left_out = sum(case.active and case.inside_only for case in here)
        if query.level is not Level.INTERNAL:
            here = [case for case in here if not case.inside_only]
        self._cases = tuple(here)
        self.active = tuple(case for case in here if case.active)

    def every(self) -> tuple[Case, ...]:
        """All of them, active or not."""
        return self._cases

    def cases(self, *_facets: Facet, those: Those | None = None) -> tuple[Case, ...]:
        """Active ones, with all of their facts."""
        return tuple(case for case in self.active if those is None or those.fit(case))

    def named(self, *_facets: Facet, those: Those) -> Iterator[Case]:
        """The same one by one."""
        return iter(self.cases(those=those))

    def whole(self, those: Those) -> Iterator[Case]:
        """The same."""
        return self.named(those=those)
