"""What the page with the figures shows, read in one go, and the small parts that its views share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QLabel, QWidget

from fieldkit.domain.figures import CountRow, Figures
from fieldkit.domain.people import REVIEWERS
from fieldkit.domain.query import Query
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.look import Look
from fieldkit.gui.theme.tokens import MEASURE
from fieldkit.gui.widgets.boxes import column
from fieldkit.gui.widgets.charts import MOST, Chart, Mark
from fieldkit.gui.widgets.sheet import Column, Sheet
from fieldkit.gui.widgets.text import text
from fieldkit.i18n import Language
from fieldkit.services.figures import FigureBoard, Words
from fieldkit.services.projects import Projects
from fieldkit.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class FiguresView:
    """Figures, what their codes are called, and what may be asked for."""

    figures: Figures
    words: Words
    sites: tuple[tuple[str, str], ...]
    may_review: bool


def read(workspace: Workspace, query: Query, language: Language) -> FiguresView:
    """Read it; runs on the worker's thread. Raises Refusal as FigureBoard.compute does."""
    board = FigureBoard(workspace)
    project = Projects(workspace).view()
    return FiguresView(
        figures=board.compute(period=query.period, site=query.site, level=query.level, by=query.by),
        words=board.words(language),
        sites=board.sites(language),
        may_review=project is not None and project.role in REVIEWERS,
    )


def block(title: str, *parts: QWidget) -> QWidget:
    """A heading with what belongs to it."""
    holder = QWidget()
    holder.setLayout(column(text(title, Type.HEADING), *parts))
    return holder


def note(words: str, tone: str = "second") -> QLabel:
    """A sentence below a heading or a table."""
    return text(words, tone=tone, wrap=True)


def small(words: str) -> QLabel:
    """Small print below a table."""
    return text(words, Type.CAPTION, "second", wrap=True)


def hidden_note(view: FiguresView) -> QLabel:
    """What `hidden` means."""
    _ = view.words.gettext
    return small(
        _("hidden: rests on fewer than {k} records, or would give such a value away").format(
            k=view.words.language.number(view.figures.k)
        )
    )


def counted(
    view: FiguresView, title: str, head: str, rows: Sequence[CountRow], label: Callable[[str], str]
) -> list[QWidget]:
    """A table of counts, most frequent first, hidden ones last; nothing if there are none."""
    _ = view.words.gettext
    if not rows:
        return []
    ordered = sorted(rows, key=lambda row: (row.count is None, -(row.count or 0), row.code))
    cells = [(label(row.code), view.words.count(row.count)) for row in ordered]
    sheet = Sheet(title, (Column(head), Column(_("Number"), number=True)), cells)
    sheet.setMaximumWidth(MEASURE)
    hidden = [hidden_note(view)] if any(row.count is None for row in rows) else []
    return [block(title, sheet, *hidden)]


def chart(view: FiguresView, look: Look, title: str, marks: Sequence[Mark]) -> list[QWidget]:
    """A chart of the largest rows; nothing without any."""
    if not marks:
        return []
    _ = view.words.gettext
    cut = _("The chart shows the {n} largest; the table has all.").format(n=view.words.language.number(MOST))
    return [Chart(look, title, marks), *([small(cut)] if len(marks) > MOST else [])]
