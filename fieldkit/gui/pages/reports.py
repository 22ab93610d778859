"""Reports: what is wanted at the left, its pages at the right as they would be printed, and the way to a file."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from fieldkit.domain.query import Level
from fieldkit.errors import Refusal
from fieldkit.gui.desk import Desk
from fieldkit.gui.page import Page
from fieldkit.gui.reports import asking
from fieldkit.gui.reports.asking import Asking
from fieldkit.gui.reports.options import Options
from fieldkit.gui.reports.sheets import Sheets
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, MARGIN
from fieldkit.gui.widgets.boxes import Scrolled
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.shelf import Shelf
from fieldkit.gui.widgets.text import text
from fieldkit.gui.worker import Task
from fieldkit.i18n import Language
from fieldkit.messages import naming
from fieldkit.progress import Progress
from fieldkit.services import identity_officers
from fieldkit.services.figures import FigureBoard
from fieldkit.services.reporting import Order, Preview, Printed, Reporting
from fieldkit.services.workspace import Workspace

_LEFT = 304
_PAUSE = 300
"""Milliseconds after which the pages are made anew."""
_MOST = 30
"""Pages of a preview: enough to judge a report by, and not more memory than it is worth."""
_NAME = "report.pdf"
"""Says nothing about the content."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be chosen."""

    kinds: tuple[str, ...]
    sites: tuple[tuple[str, str], ...]
    names: bool
    """Whether names can be printed here: only an identity officer opens the cards that they are on."""


class Reports(Page):
    """The preview lives in memory; only `Write PDF` makes a file, where the person says."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.language.gettext("Reports"))
        _ = desk.language.gettext
        self._here = False
        self._complained = False
        self._making: Task | None = None
        self._writing: Task | None = None
        self._write = button(_("Write PDF…"), self._choose_file, "primary")
        self._write.setToolTip("Ctrl+S")
        self._stop = button(_("Stop"), self._stop_writing)
        self._stop.hide()
        self.add_action(self._stop)
        self.add_action(self._write)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self._choose_file)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._make)
        self.options = Options(desk.language)
        self.options.changed.connect(self._change)
        self.sheets = Sheets(desk.look, _("Pages of the report"))
        self.sheets.widened.connect(self._wait)
        self.asking = Asking(desk, self.banner.refuse)
        self._doing = ""
        self._told = text("", Type.CAPTION, "second")
        self.body.addWidget(Shelf(self.asking))
        self.body.addLayout(self._halves(), 1)

    def showEvent(self, event: QShowEvent, /) -> None:
        """The first question is for whom it is."""
        super().showEvent(event)
        self.options.level.take_focus()

    def refresh(self) -> None:
        """Offer what there is, and make the pages again."""
        self._here = True
        self.ask(partial(read, language=self.desk.language), self._show_offer)

    def leave(self) -> None:
        """Stop making pages, and begin no more; a file that is being written is finished."""
        self._here = False
        self.asking.cancel()
        self._pause.stop()
        if self._making is not None:
            self._making.progress.cancel()

    def _show_offer(self, offer: Offer) -> None:
        self.options.offer(offer.kinds, offer.sites, names=offer.names)
        self._make()

    def _change(self) -> None:
        self.asking.cancel()  # it is another report
        self._wait()

    def _wait(self) -> None:
        self._pause.start()

    def _order(self) -> Order | None:
        try:
            return self.options.order()
        except Refusal as refusal:
            self._refuse_pages(refusal)
            return None

    def _make(self) -> None:
        """Make the pages; what was under way before is stopped."""
        order = self._order() if self._here else None
        if order is None:
            return
        if self._making is not None:
            self._making.progress.cancel()
        width = round(self.sheets.paper_width * self.devicePixelRatioF())

        def make(workspace: Workspace, progress: Progress) -> Preview:
            return Reporting(workspace).preview(order, width, _MOST, progress)

        self._begin(self.desk.language.gettext("Making the pages…"))
        self._making = self.desk.worker.run_long(make, self._show, self._refuse_pages, self._count)
        self._making.ended.connect(self._made)

    def _count(self, done: int, _total: int) -> None:
        """A sign of life: pages laid out so far, more than once each where the contents must settle."""
        self._told.setText(f"{self._doing}  {self.desk.language.number(done)}")

    def _show(self, preview: Preview) -> None:
        _, language = self.desk.language.gettext, self.desk.language
        if self._complained:
            self._complained = False
            self.banner.hide()
        number = language.number
        shown = range(1, len(preview.pictures) + 1)
        names = [_("Page {page} of {pages}").format(page=number(page), pages=number(preview.pages)) for page in shown]
        rest = preview.pages - len(preview.pictures)
        below = (
            language.ngettext("{n} more page is not shown here.", "{n} more pages are not shown here.", rest)
            if rest
            else ""
        )
        self.sheets.show_pages(preview.pictures, names, below)
        parts = [
            language.ngettext("{n} page", "{n} pages", preview.pages),
            language.ngettext("{n} record gives figures", "{n} records give figures", preview.records),
            language.ngettext("{n} quotation with consent", "{n} quotations with consent", preview.quotes),
        ]
        if to_ask := preview.naming.to_ask:
            told = language.ngettext("{n} person to be asked again", "{n} people to be asked again", to_ask)
            parts.append(told)
        self.set_state("  ·  ".join(parts))

    def _begin(self, doing: str) -> None:
        self._doing = doing
        self._told.setText(doing)

    def _refuse_pages(self, error: Exception) -> None:
        """Until pages can be made again; what is said of a file stays."""
        self._complained = True
        self.banner.refuse(error)

    def _refused(self, error: Exception) -> None:
        self.banner.refuse(error)

    def _made(self, task: Task) -> None:
        if task is self._making:
            self._making = None
            self._told.setText("")

    def _choose_file(self) -> None:
        order = self._order()
        if order is None or self._writing is not None or self.asking.asks:
            return
        if order.level is Level.INTERNAL:
            self._write_order(order)
            return
        read_round = partial(asking.read, order=order, language=self.desk.language)
        self.ask(read_round, partial(self._ask_again, order))

    def _ask_again(self, order: Order, people: asking.Round) -> None:
        """Before people are named in what others read, they are asked again."""
        then = partial(self._write_order, order)
        if people.people and self._here:
            self.asking.ask(people, then)
        else:
            then()

    def _write_order(self, order: Order) -> None:
        out = self.desk.files.save(self, _NAME)
        if out is None:
            return

        def write(workspace: Workspace, progress: Progress) -> Printed:
            return Reporting(workspace).pdf(order, out, progress)

        self._write.setEnabled(False)
        self._stop.show()
        self._begin(self.desk.language.gettext("Writing…"))
        self._writing = self.desk.worker.run_long(write, self._written, self._refused, self._count)
        self._writing.ended.connect(self._wrote)

    def _written(self, done: Printed) -> None:
        language = self.desk.language
        written = language.ngettext("Written: {n} page.", "Written: {n} pages.", done.pages)
        self.banner.tell(" ".join((written, *naming.left_unnamed(done.naming, language))))

    def _wrote(self, _task: Task) -> None:
        self._writing = None
        self._write.setEnabled(True)
        self._stop.hide()
        self._told.setText("")

    def _stop_writing(self) -> None:
        if self._writing is not None:
            self._writing.progress.cancel()

    def _halves(self) -> QHBoxLayout:
        left = Scrolled()
        left.setFixedWidth(_LEFT)
        left.set_margins(MARGIN, BETWEEN)
        left.column.addWidget(self.options)
        left.column.addWidget(self._told)
        left.column.addStretch(1)
        line = QFrame()
        line.setObjectName("rule")
        line.setFixedWidth(1)
        right = QVBoxLayout()
        right.addWidget(self.sheets, 1)
        halves = QHBoxLayout()
        halves.setSpacing(0)
        halves.addWidget(left)
        halves.addWidget(line)
        halves.addLayout(right, 1)
        return halves


def read(workspace: Workspace, language: Language) -> Offer:
    """Read it; runs on the worker's thread."""
    names = workspace.roster is not None and identity_officers.policy(workspace).opens
    return Offer(kinds=Reporting(workspace).kinds(), sites=FigureBoard(workspace).sites(language), names=names)
