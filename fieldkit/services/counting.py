"""The sample of figures from the facets that the store has counted: no record is looked at but those that are named."""

from collections import Counter
from collections.abc import Iterator, Mapping

from fieldkit.domain.case import Case
from fieldkit.domain.facets import COUNTED, Facet
from fieldkit.domain.periods import within
from fieldkit.domain.query import Level, Period, Query
from fieldkit.domain.sample import Those
from fieldkit.store.facets import Among, Ids
from fieldkit.store.store import Store


class Counted:
    """Answers what figures ask (`fieldkit.domain.sample.Sample`) as a walk over all records would."""

    def __init__(self, store: Store, query: Query) -> None:
        self._facets, self._facts = store.facets, store.facts
        self._cases: dict[Facet, dict[int, Case]] = {}
        self._found: dict[tuple[Facet, ...], dict[Ids, Case]] = {}
        self._pairs: dict[Facet, Counter[Ids]] = {}
        inside = query.level is Level.INTERNAL
        standings = self._of(Facet.STANDING)
        here = {
            number
            for number, case in standings.items()
            if not query.site or not case.has_facts or case.site == query.site
        }
        inside_only = {number for number in here if standings[number].inside_only}
        self._here = here if inside else here - inside_only
        self._active = {number for number in self._here if standings[number].active}
        self._period: Among = {}
        self.undated = 0
        if query.period is not None:
            unknown = {number for number, case in self._of(Facet.TIME).items() if case.span is None}
            self.undated = sum(
                times
                for standing, time, times in self._facets.counted(Facet.TIME)
                if standing in self._active and time in unknown
            )
            self._period = {Facet.TIME: self._times(query.period)}
        self.left_out = sum(
            times
            for (standing, _), times in self._pair(Facet.TIME).items()
            if standing in inside_only and standings[standing or 0].active
        )

    def every(self) -> list[Case]:
        """Standing and kind of all records, active or not."""
        return self._joined((Facet.STANDING, Facet.KIND), self._pair(Facet.KIND), self._here)

    def cases(self, *facets: Facet, those: Those | None = None) -> list[Case]:
        """Active cases with their standing and these facets; equal ones are one."""
        question = (Facet.STANDING, *facets)
        if len(facets) == 1 and those is None:
            return self._joined(question, self._pair(facets[0]), self._active)
        among = self._among(those)
        if among is None:
            return []
        [counts] = self._facets.count(question, among=among)
        return self._joined(question, counts, self._active)

    def named(self, *facets: Facet, those: Those) -> Iterator[Case]:
        """The same for each record, by its name."""
        question = (Facet.STANDING, *facets)
        among = self._among(those)
        rows = () if among is None else self._facets.named(question, among)
        for name, ids in rows:
            yield Case.of_facets(self._parts(question, ids), record=name)

    def whole(self, those: Those) -> Iterator[Case]:
        """The same with all their facts."""
        names = (case.record for case in self.named(those=those))
        return (Case(record) for record in self._facts.these(names))

    def _among(self, those: Those | None) -> Among | None:
        """Active records of the period, that fit; None if there are none."""
        among = {Facet.STANDING: self._active, **self._period}
        if those is not None:
            fitting = {number for number, case in self._of(those.facet).items() if those.fit(case)}
            among[those.facet] = fitting & set(among.get(those.facet, fitting))
        return among if all(among.values()) else None

    def _of(self, facet: Facet) -> dict[int, Case]:
        """Every facet of a kind."""
        if facet not in self._cases:
            self._cases[facet] = {number: Case(body) for number, body in self._facets.all_of(facet).items()}
        return self._cases[facet]

    def _times(self, period: Period) -> set[int]:
        """Times inside a period; records that are only counted have none, and are in each."""
        return {
            number
            for number, case in self._of(Facet.TIME).items()
            if not case.has_facts or (case.span is not None and within(case.span, period))
        }

    def _pair(self, facet: Facet) -> Counter[Ids]:
        """How many records of the period have each standing with each facet."""
        if not self._pairs and self._period:
            questions = tuple((Facet.STANDING, each) for each in COUNTED)
            self._pairs = dict(zip(COUNTED, self._facets.count(*questions, among=self._period), strict=True))
        if facet not in self._pairs:
            counted = self._facets.counted(facet)
            self._pairs[facet] = Counter({(standing, number): times for standing, number, times in counted})
        return self._pairs[facet]

    def _joined(self, question: tuple[Facet, ...], counts: Mapping[Ids, int], standings: set[int]) -> list[Case]:
        """A case for each combination of facets; the same one as often as it is asked for."""
        known = self._found.setdefault(question, {})
        for ids, times in counts.items():
            if ids[0] in standings and ids not in known:
                known[ids] = Case.of_facets(self._parts(question, ids), times=times)
        return [known[ids] for ids in counts if ids[0] in standings]

    def _parts(self, question: tuple[Facet, ...], ids: Ids) -> list[Case]:
        found = (self._of(facet).get(number or 0) for facet, number in zip(question, ids, strict=True))
        return [case for case in found if case is not None]
