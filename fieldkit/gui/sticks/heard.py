"""Who was heard of: the last entry received of every device, how long ago, and what is missing."""

from PySide6.QtWidgets import QWidget

from fieldkit.gui import facts, words
from fieldkit.gui.desk import Desk
from fieldkit.gui.facts import Lack
from fieldkit.gui.models.lines import LinesModel
from fieldkit.gui.sticks.parts import Line
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.boxes import clear, column
from fieldkit.gui.widgets.table import Table
from fieldkit.gui.widgets.text import text
from fieldkit.messages import missing as sentences
from fieldkit.services.arrivals import Arrival
from fieldkit.services.missing import MissingList

_MOST_SENTENCES = 6
_DEVICE = 2
"""The column that is shortened where there is no room; what is missing never is."""


class Heard(QWidget):
    """A heading, a table, and a word where it is empty."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.language.gettext
        self._desk = desk
        columns = (_("Code"), _("Role"), _("Device"), _("Last stick"), _("Last entry"), _("Missing"))
        self.model = LinesModel(columns)
        self._table = Table(_("Received so far"), self.model, wide=_DEVICE)
        self._none = text(_("Nobody else takes part yet."), tone="second")
        heading = text(_("Received so far"), Type.HEADING)
        self._sentences = column(spacing=0)
        inside = column(heading, self._sentences, self._none, self._table)
        inside.addStretch(1)
        self.setLayout(inside)

    def show_view(self, arrivals: tuple[Arrival, ...], missing: MissingList) -> None:
        """Show these devices, first those whose sticks have to be brought."""
        lacks = {lack.device: lack for lack in facts.lacks(arrivals, missing)}
        lacking_first = sorted(arrivals, key=lambda arrival: arrival.device not in lacks)
        self.model.set_rows(tuple(self._row(arrival, lacks.get(arrival.device)) for arrival in lacking_first))
        self._tell(tuple(sentences.lines(missing, self._desk.language)))
        self._table.setVisible(bool(arrivals))
        self._none.setVisible(not arrivals)

    def look_at_missing(self) -> None:
        """Put the keyboard on the first device of which something is missing."""
        self._table.selectRow(0)
        self._table.setFocus()

    def _tell(self, told: tuple[str, ...]) -> None:
        """In sentences, up to a number that can be read: what is missing, and which stick would bring it."""
        clear(self._sentences)
        for sentence in told[:_MOST_SENTENCES]:
            self._sentences.addWidget(Line(self._desk, "warn", "care", sentence))
        more = len(told) - _MOST_SENTENCES
        if more > 0:
            self._sentences.addWidget(text(self._desk.language.ngettext("and {n} more", "and {n} more", more)))

    def _row(self, arrival: Arrival, lack: Lack | None) -> tuple[str, ...]:
        language = self._desk.language
        _, number = language.gettext, language.number
        last = _("no. {n}, {moment}").format(n=number(arrival.entries), moment=words.day(arrival.last_entry, language))
        return (
            arrival.member,
            words.role(arrival.role, language),
            self._device(arrival),
            words.ago(arrival.heard, self._desk.clock.now(), language) if arrival.heard else "–",
            last if arrival.entries else "–",
            facts.lack_in_words(lack, language) if lack else "",
        )

    def _device(self, arrival: Arrival) -> str:
        language = self._desk.language
        _, device = language.gettext, words.short_id(arrival.device)
        if arrival.parted:
            since = language.number(arrival.parted)
            return _("{id}: two laptops since entry {n}").format(id=device, n=since)
        return _("{id}, revoked").format(id=device) if arrival.revoked else device
