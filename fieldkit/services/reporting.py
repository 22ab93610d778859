"""PDF reports on the open vault."""

from pathlib import Path

from fieldkit.domain.query import Level, Period
from fieldkit.errors import Code, Refusal
from fieldkit.i18n import Language
from fieldkit.progress import NO_PROGRESS, Progress
from fieldkit.services.figures import FigureBoard
from fieldkit.services.output import write_whole
from fieldkit.services.workspace import Workspace

NOTICE = "project.notice"
"""Setting with a line for every page of every report: that the data are made up, for example."""
SUMMARY = "summary"


class Reporting:
    """Makes reports and writes them where the person wants them."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def kinds(self) -> tuple[str, ...]:
        """Kinds of report."""
        return (SUMMARY,)

    def pdf(
        self,
        kind: str,
        language: Language,
        out: Path,
        *,
        period: Period | None = None,
        site: str = "",
        level: Level = Level.INTERNAL,
        progress: Progress = NO_PROGRESS,
    ) -> int:
        """Write one report; returns its number of pages.

        The file appears whole or not at all, and the same records give the same bytes on the same day.

        Raises:
            Refusal: REPORT_UNKNOWN_KIND, SITE_UNKNOWN, FILE_CANNOT_WRITE, FILE_FULL.
            Cancelled: the person stopped it.
        """
        if kind not in self.kinds():
            raise Refusal(Code.REPORT_UNKNOWN_KIND)
        # Imported when needed: ReportLab and the font tools would slow down every start of the program.
        from fieldkit.reports import summary  # noqa: PLC0415

        workspace = self._workspace
        figures = FigureBoard(workspace).compute(period=period, site=site, level=level)
        roster = workspace.roster
        content = summary.Content(
            figures=figures,
            reference=workspace.reference,
            language=language,
            as_of=workspace.clock.now().date(),
            title=roster.title if roster else "",
            notice=workspace.store.settings.get(NOTICE),
        )
        report = summary.make(content, progress)
        write_whole(out, report.data)
        return report.pages
