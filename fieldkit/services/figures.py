"""Figures of the open vault for screens, scripts and reports."""

from fieldkit.domain.breakdown import DIMENSIONS
from fieldkit.domain.figures import Figures
from fieldkit.domain.query import Level, Period, Query
from fieldkit.domain.statistics import compute
from fieldkit.services.workspace import Workspace


class FigureBoard:
    """Computes figures from the facts of all records in the vault."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def dimensions(self) -> tuple[str, ...]:
        """Names that `by` may hold."""
        return DIMENSIONS

    def compute(
        self, *, period: Period | None = None, site: str = "", level: Level = Level.INTERNAL, by: tuple[str, ...] = ()
    ) -> Figures:
        """Figures of the records in the period and at the site, protected for the level.

        Raises:
            Refusal: SITE_UNKNOWN, STATS_UNKNOWN_DIMENSION.
        """
        query = Query(period=period, site=site, level=level, by=by)
        return compute(self._workspace.store.facts.all(), self._workspace.reference, query)
