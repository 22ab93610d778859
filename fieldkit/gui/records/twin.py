"""Choosing the record that tells the same as another one: a search field, and under it what may be meant."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame

from fieldkit.domain.listing import RecordFilter, RecordRow
from fieldkit.domain.records import State
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.records import shown
from fieldkit.gui.widgets.boxes import clear, column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import line
from fieldkit.gui.widgets.rows import ListRow
from fieldkit.gui.widgets.text import text
from fieldkit.services.browsing import Browsing
from fieldkit.services.likeness import Likely, proposals
from fieldkit.services.workspace import Workspace

_PAUSE = 250
_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """A record that may be meant; `shared` are fact roles in which it agrees, if it is likely to tell the same."""

    row: RecordRow
    shared: tuple[str, ...]


class Twin(QFrame):
    """Hidden until it asks; `ask` gets a call that takes the id of the chosen record."""

    def __init__(self, desk: Desk, failed: Callable[[Exception], None]) -> None:
        super().__init__()
        _ = desk.language.gettext
        self.setObjectName("banner")
        self._desk = desk
        self._failed = failed
        self._about: RecordRow | None = None
        self._then: Callable[[str], None] | None = None
        self.search = line(_("Words of the other record, or its number"))
        self.search.setAccessibleName(_("Search for the other record"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._wait)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._look)
        self._found = column(spacing=0)
        top = row(self.search, button(_("Cancel"), self.cancel), stretch=False)
        top.setStretch(0, 1)
        layout = column(text(_("Which record tells the same? Only that one will give figures."), wrap=True), top)
        layout.addLayout(self._found)
        layout.setContentsMargins(12, 8, 12, 8)
        self.setLayout(layout)
        self.hide()

    def ask(self, about: RecordRow, then: Callable[[str], None]) -> None:
        """Ask; until something is typed, offers what likely tells the same, then records of the same place."""
        self._about, self._then = about, then
        self.search.clear()
        self.show()
        self.search.setFocus()
        self._look()

    def cancel(self) -> None:
        """Ask no more."""
        self._then = None
        self._pause.stop()
        self.hide()

    def _wait(self, _text: str) -> None:
        self._pause.start()

    def _look(self) -> None:
        about, language = self._about, self._desk.language.code
        if about is None or self._then is None:
            return
        words_typed = self.search.text().strip()
        states = tuple(state.value for state in State if state not in {State.DRAFT, State.WITHDRAWN, State.DUPLICATE})
        wanted = RecordFilter(text=words_typed, states=states, site="" if words_typed else about.site)

        def look(workspace: Workspace) -> tuple[Offer, ...]:
            browsing = Browsing(workspace)
            found = [] if words_typed else [_offer(browsing, each, language) for each in proposals(workspace, about.id)]
            taken = {about.id, *(offer.row.id for offer in found)}
            rows = browsing.page(wanted, limit=_OFFERED + len(taken), language=language).rows
            return (*found, *(Offer(row, ()) for row in rows if row.id not in taken))[:_OFFERED]

        self._desk.worker.run(look, self._show, self._failed)

    def _show(self, offers: tuple["Offer", ...]) -> None:
        clear(self._found)
        language = self._desk.language
        for offer in offers:
            each = offer.row
            icon = self._desk.look.pixmap(each.state, "ink2", ratio=self.devicePixelRatioF())
            below = shown.state_line(each, language)
            if offer.shared:
                below = f"{words.in_common(offer.shared, language)}  ·  {below}"
            self._found.addWidget(ListRow(each.id, icon, shown.title(each, language), below, "", self._choose))
        if not offers:
            self._found.addWidget(text(language.gettext("Nothing found"), tone="second"))

    def _choose(self, record: str) -> None:
        then = self._then
        if then is not None:
            self.cancel()
            then(record)


def _offer(browsing: Browsing, proposal: Likely, language: str) -> Offer:
    return Offer(browsing.show(proposal.record, language).row, proposal.shared)
