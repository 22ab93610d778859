"""The page: A4 with a neutral running head, a foot with level, date and page numbers, contents and bookmarks."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from fieldkit.progress import Progress
from fieldkit.reports import style
from fieldkit.reports.fonts import BOLD, REGULAR

_PASSES = 6
"""Contents settle in two or three passes; more would be a fault of the layout."""


@dataclass(frozen=True, kw_only=True)
class Running:
    """Texts that repeat on every page. `page_of` holds the placeholders {page} and {pages}."""

    head: str
    notice: str
    level: str
    as_of: str
    page_of: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A finished document."""

    data: bytes
    pages: int


def render(story: Sequence[Flowable], running: Running, progress: Progress) -> Rendered:
    """Lay out the story. The same story gives the same bytes: no time, host, author or random id goes in."""
    buffer = io.BytesIO()
    document = _Document(buffer, running, progress)
    document.multiBuild(list(story), maxPasses=_PASSES)
    return Rendered(data=buffer.getvalue(), pages=document.page)


class _Document(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """Collects chapters for the contents and draws head and foot."""

    def __init__(self, buffer: io.BytesIO, running: Running, progress: Progress) -> None:
        super().__init__(
            buffer,
            pagesize=style.PAGE,
            leftMargin=style.MARGIN_X,
            rightMargin=style.MARGIN_X,
            topMargin=style.MARGIN_TOP,
            bottomMargin=style.MARGIN_BOTTOM,
            title=running.head,
            author="",
            subject="",
            creator="",
            producer="",
            lang=running.language,
            initialFontName=REGULAR,
            invariant=1,
        )
        self._running = running
        self._progress = progress
        self._pages = 0
        self._done = 0
        frame = Frame(
            self.leftMargin, self.bottomMargin, self.width, self.height, leftPadding=0, rightPadding=0, topPadding=0
        )
        self.addPageTemplates(PageTemplate(id="page", frames=[frame], onPage=self._decorate))

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  reportlab's name
        """Enter chapters into contents and bookmarks."""
        if not isinstance(flowable, Paragraph) or flowable.style is not style.CHAPTER:
            return
        text = flowable.getPlainText()
        key = sha256(text.encode()).hexdigest()[:16]
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(text, key, 0)
        self.notify("TOCEntry", (0, flowable.text, self.page, key))

    def beforeDocument(self) -> None:  # noqa: N802  reportlab's name
        """A new pass knows how many pages the one before it had."""
        self._pages, self._done = self._done, 0
        self.canv.showOutline()

    def afterPage(self) -> None:  # noqa: N802  reportlab's name
        """Count pages, and let the person stop."""
        self._done += 1
        self._progress.step()

    def _decorate(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        running = self._running
        left, right = style.MARGIN_X, style.PAGE[0] - style.MARGIN_X
        canvas.saveState()
        canvas.setStrokeColor(style.LINE)
        canvas.setLineWidth(style.HAIRLINE)
        top = style.PAGE[1] - style.MARGIN_TOP + 18
        bottom = style.MARGIN_BOTTOM - 18
        canvas.line(left, top, right, top)
        canvas.line(left, bottom, right, bottom)
        canvas.setFont(REGULAR, 7.5)
        canvas.setFillColor(style.INK_3)
        canvas.drawString(left, top + 5, running.head)
        canvas.drawCentredString(style.PAGE[0] / 2, bottom - 12, running.as_of)
        page_of = running.page_of.format(page=document.page, pages=max(self._pages, document.page))
        canvas.drawRightString(right, bottom - 12, page_of)
        canvas.setFont(BOLD, 7.5)
        canvas.setFillColor(style.ACCENT)
        canvas.drawString(left, bottom - 12, running.level)
        if running.notice:
            canvas.setFillColor(style.CARE)
            canvas.drawRightString(right, top + 5, running.notice)
        canvas.restoreState()
