"""Figures of the open vault for screens, scripts and reports."""

from functools import partial

from fieldkit.domain.breakdown import DIMENSIONS
from fieldkit.domain.consent import Use
from fieldkit.domain.earlier import Others
from fieldkit.domain.figures import Figures
from fieldkit.domain.products import ProductKind
from fieldkit.domain.query import Level, Period, Query
from fieldkit.domain.sample import ACTIVE, QUOTED
from fieldkit.domain.statistics import check, figures_of
from fieldkit.i18n import Language
from fieldkit.privacy import bounding, differencing
from fieldkit.reports import cells
from fieldkit.reports.words import NOTHING, Words, hiding, level_name, level_reader
from fieldkit.services.counting import Counted
from fieldkit.services.given_out import Register
from fieldkit.services.quoting import Quoting
from fieldkit.services.workspace import Workspace

__all__ = ["NOTHING", "FigureBoard", "Words", "cells", "hiding", "level_name", "level_reader"]


class FigureBoard:
    """Computes figures from the facts of all records in the vault."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def dimensions(self) -> tuple[str, ...]:
        """Names that `by` may hold."""
        return DIMENSIONS

    def words(self, language: Language) -> Words:
        """What the codes and values of the figures are called, on screens as in reports."""
        return Words(language, self._workspace.reference)

    def sites(self, language: Language) -> tuple[tuple[str, str], ...]:
        """Code and name of every site, by name."""
        named = ((code, site.label(language.code)) for code, site in self._workspace.reference.sites.items())
        return tuple(sorted(named, key=lambda site: (site[1].casefold(), site[0])))

    def compute(
        self, *, period: Period | None = None, site: str = "", level: Level = Level.INTERNAL, by: tuple[str, ...] = ()
    ) -> Figures:
        """Figures of the records in the period and at the site, protected for the level beside what was given out.

        Raises:
            Refusal: SITE_UNKNOWN, STATS_UNKNOWN_DIMENSION, FIGURES_TOO_ALIKE.
        """
        query = Query(period=period, site=site, level=level, by=by)
        attack = partial(bounding.narrowed, width=level.k - 1)
        check(query, self._workspace.reference)
        sample = Counted(self._workspace.store, query)
        figures = figures_of(sample, self._workspace.reference, query, attack, self._others(sample, level))
        return Quoting(level).without_marked(figures)

    def give_out(self, query: Query) -> Figures:
        """The same for whoever takes them elsewhere: figures for others are noted as given out. Raises as `compute`."""
        figures = self.compute(period=query.period, site=query.site, level=query.level, by=query.by)
        if query.level is not Level.INTERNAL:
            parts = {Use.STATISTICS: self.rests_on(query)[Use.STATISTICS]}
            Register(self._workspace).note(ProductKind.FIGURES, parts, level=query.level, tables=figures.tables)
        return figures

    def _others(self, sample: Counted, level: Level) -> Others:
        """What was given out of this vault before, for figures that are for others."""
        products = self._workspace.store.products
        if level is Level.INTERNAL or not products.compared():
            return Others()
        names = (case.record for case in sample.named(those=ACTIVE))
        return Others(products.earlier(names), differencing.exposed)

    def rests_on(self, query: Query) -> dict[Use, list[str]]:
        """The records of figures and of quotations, for the register of what is given out."""
        sample, quoting = Counted(self._workspace.store, query), Quoting(query.level)
        quoted = () if query.level is Level.PUBLIC else sample.whole(QUOTED)
        return {
            Use.STATISTICS: [case.record for case in sample.named(those=ACTIVE)],
            Use.ANONYMOUS_QUOTE: [case.record for case in quoted if any(map(quoting.may, case.quotes))],
        }
