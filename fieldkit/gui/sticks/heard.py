"""Who was heard of: the last entry received of every device, how long ago, and what is missing."""

from PySide6.QtWidgets import QWidget

from fieldkit.gui import facts, words
from fieldkit.gui.desk import Desk
from fieldkit.gui.models.lines import LinesModel
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.boxes import column
from fieldkit.gui.widgets.table import Table
from fieldkit.gui.widgets.text import text
from fieldkit.services.arrivals import Arrival

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
        inside = column(heading, self._none, self._table)
        inside.addStretch(1)
        self.setLayout(inside)

    def show_view(self, arrivals: tuple[Arrival, ...]) -> None:
        """Show these devices."""
        lacking_first = sorted(arrivals, key=_has_all)
        self.model.set_rows(tuple(self._row(arrival) for arrival in lacking_first))
        self._table.setVisible(bool(arrivals))
        self._none.setVisible(not arrivals)

    def look_at_missing(self) -> None:
        """Put the keyboard on the first device of which something is missing."""
        self._table.selectRow(0)
        self._table.setFocus()

    def _row(self, arrival: Arrival) -> tuple[str, ...]:
        language = self._desk.language
        _, number = language.gettext, language.number
        last = _("no. {n}, {moment}").format(n=number(arrival.entries), moment=words.day(arrival.last_entry, language))
        return (
            arrival.member,
            words.role(arrival.role, language),
            self._device(arrival),
            words.ago(arrival.heard, self._desk.clock.now(), language) if arrival.heard else "–",
            last if arrival.entries else "–",
            facts.lack(arrival, language),
        )

    def _device(self, arrival: Arrival) -> str:
        language = self._desk.language
        _, device = language.gettext, words.short_id(arrival.device)
        if arrival.parted:
            since = language.number(arrival.parted)
            return _("{id}: two laptops since entry {n}").format(id=device, n=since)
        return _("{id}, revoked").format(id=device) if arrival.revoked else device


def _has_all(arrival: Arrival) -> bool:
    return not facts.is_lacking(arrival)
