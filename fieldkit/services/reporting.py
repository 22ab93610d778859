"""PDF reports on the open vault: made in memory, shown as pictures, written where the person wants them."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fieldkit.domain.consent import Use
from fieldkit.domain.figures import Figures
from fieldkit.domain.naming import Candidate, Naming
from fieldkit.domain.pictures import Picture
from fieldkit.domain.products import ProductKind
from fieldkit.domain.query import Level, Period, Query
from fieldkit.errors import Code, Refusal
from fieldkit.i18n import Language
from fieldkit.progress import NO_PROGRESS, Progress
from fieldkit.services import identity_officers, naming
from fieldkit.services.figures import FigureBoard
from fieldkit.services.given_out import Register
from fieldkit.services.output import write_whole
from fieldkit.services.reconfirming import Reconfirming
from fieldkit.services.workspace import Workspace

if TYPE_CHECKING:
    from fieldkit.reports.page import Rendered

NOTICE = "project.notice"
"""Setting with a line for every page of every report, translated where it can be: that the data are made up, say."""
SUMMARY = "summary"


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """Which report is wanted, in which language, about what and for whom."""

    language: Language
    kind: str = SUMMARY
    title: str = ""
    """What the first page is called; empty: as the project."""
    period: Period | None = None
    site: str = ""
    level: Level = Level.INTERNAL
    names: bool = False
    """People who said again lately that they want it stand with their name. Takes an identity officer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Printed:
    """A report that was written."""

    pages: int
    naming: Naming


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """A report as it would be printed, and what is in it."""

    pages: int
    pictures: tuple[Picture, ...]
    """The first pages; all of them in a short report."""
    records: int
    """Records that give figures."""
    quotes: int
    naming: Naming
    """With codes in the place of names: no card is opened for looking at a report."""


class Reporting:
    """Makes reports. Nothing of a report touches the disk before the person chooses a place for it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def kinds(self) -> tuple[str, ...]:
        """Kinds of report."""
        return (SUMMARY,)

    def pdf(self, order: Order, out: Path, progress: Progress = NO_PROGRESS) -> Printed:
        """Write one report.

        The file appears whole or not at all, and the same records give the same bytes on the same day.

        Raises:
            Refusal: REPORT_UNKNOWN_KIND, SITE_UNKNOWN, FIGURES_TOO_ALIKE, FILE_CANNOT_WRITE, FILE_FULL; with names:
                REPORT_NAMES_INSIDE, PROJECT_MISSING, IDENTITY_NOT_OFFICER.
            Cancelled: the person stopped it.
        """
        candidates = self._candidates(order)
        figures = self._figures(order)
        if order.names:
            reason = order.language.gettext("to print the name in a report, as the person agreed again")
            who = naming.named(self._workspace, candidates, reason)
        else:
            who = naming.unnamed(candidates)
        figures = naming.without_twins(figures, who)
        report = self._make(order, figures, who, progress)
        parts = FigureBoard(self._workspace).rests_on(_query(order))
        parts[Use.REAL_NAME] = [*who.records]
        parts[Use.ANONYMOUS_QUOTE] = [*dict.fromkeys((*parts[Use.ANONYMOUS_QUOTE], *who.records))]
        digest = hashlib.sha256(report.data).hexdigest()
        register = Register(self._workspace)
        noted = register.noted(
            ProductKind.REPORT, parts, level=order.level, name=out.name, sha256=digest, tables=figures.tables
        )
        with noted:
            write_whole(out, report.data)
        return Printed(pages=report.pages, naming=who)

    def preview(self, order: Order, width: int, most: int, progress: Progress = NO_PROGRESS) -> Preview:
        """The report as pictures of its first `most` pages, each `width` pixels wide, made and kept in memory only.

        Raises:
            Refusal: REPORT_UNKNOWN_KIND, SITE_UNKNOWN, FIGURES_TOO_ALIKE; with names: REPORT_NAMES_INSIDE,
                PROJECT_MISSING, IDENTITY_NOT_OFFICER.
            Cancelled: the person stopped it.
        """
        from fieldkit.reports import raster  # noqa: PLC0415  PDFium is loaded when it is needed

        candidates = self._candidates(order)
        who = naming.previewed(candidates) if order.names else naming.unnamed(candidates)
        figures = naming.without_twins(self._figures(order), who)
        report = self._make(order, figures, who, progress)
        return Preview(
            pages=report.pages,
            pictures=raster.pictures(report.data, width, most, progress),
            records=figures.records.active,
            quotes=len(figures.quotes) + len(who.quotes),
            naming=who,
        )

    def waiting(self, order: Order) -> tuple[Candidate, ...]:
        """People to be asked again before the report names them. Raises Refusal: SITE_UNKNOWN."""
        return () if order.level is Level.INTERNAL else Reconfirming(self._workspace).waiting(_query(order))

    def _candidates(self, order: Order) -> tuple[Candidate, ...]:
        """Everybody who agreed to be named; inside the project nobody is, and nobody has to be asked."""
        if order.names:
            if order.level is Level.INTERNAL:
                raise Refusal(Code.REPORT_NAMES_INSIDE)
            if not identity_officers.policy(self._workspace).opens:
                raise Refusal(Code.IDENTITY_NOT_OFFICER)
        return () if order.level is Level.INTERNAL else Reconfirming(self._workspace).candidates(_query(order))

    def _figures(self, order: Order) -> Figures:
        if order.kind not in self.kinds():
            raise Refusal(Code.REPORT_UNKNOWN_KIND)
        return FigureBoard(self._workspace).compute(period=order.period, site=order.site, level=order.level)

    def _make(self, order: Order, figures: Figures, who: Naming, progress: Progress) -> "Rendered":
        # Imported when needed: ReportLab and the font tools would slow down every start of the program.
        from fieldkit.reports import summary  # noqa: PLC0415

        workspace = self._workspace
        roster = workspace.roster
        content = summary.Content(
            figures=figures,
            naming=who,
            reference=workspace.reference,
            language=order.language,
            as_of=workspace.clock.now().date(),
            title=order.title or (roster.title if roster else ""),
            notice=order.language.gettext(workspace.store.settings.get(NOTICE)),
        )
        return summary.make(content, progress)


def _query(order: Order) -> Query:
    return Query(period=order.period, site=order.site, level=order.level)
