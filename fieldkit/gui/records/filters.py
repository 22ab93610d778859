"""What to look for among records: words, questionnaire, site, states, doubts."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QSizePolicy, QWidget

from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.records import State
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.theme.tokens import BETWEEN, INSIDE, MARGIN
from fieldkit.gui.widgets.boxes import column, row
from fieldkit.gui.widgets.buttons import chip
from fieldkit.gui.widgets.fields import choices, chosen, line
from fieldkit.gui.widgets.flow import Flow
from fieldkit.services.browsing import Facet

_PAUSE = 250
"""Milliseconds without typing after which the search runs."""
_BOX = 190


class Filters(QWidget):
    """Tells when something else is looked for."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.language.gettext
        self.search = line(_("Search in what was written"))
        self.search.setAccessibleName(_("Search"))
        self.search.addAction(desk.look.icon("search"), self.search.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._wait)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.changed)
        self._every = (_("Every form"), _("Every place"))
        self._form, self._site = self._box(_("Form")), self._box(_("Place"))
        self._chips = {state: self._chip(words.state(state.value, desk.language)) for state in State}
        doubtful = self._chips.pop(State.DOUBTFUL).text()  # one mark for records in doubt and for versions in doubt
        self._doubtful = self._chip(doubtful)
        self._doubtful.setToolTip(_("Revoked laptops, or two that write as one device, signed something of it"))
        top = row(self.search, self._form, self._site, stretch=False)
        top.setStretch(0, 1)
        inner = column(top, Flow(*self._chips.values(), self._doubtful, spacing=4), spacing=INSIDE)
        inner.setContentsMargins(MARGIN, BETWEEN, MARGIN, INSIDE)
        self.setLayout(inner)
        self.show_facets((), ())

    @property
    def wanted(self) -> RecordFilter:
        """What is looked for."""
        return RecordFilter(
            text=self.search.text().strip(),
            states=tuple(state.value for state, made in self._chips.items() if made.isChecked()),
            form=chosen(self._form),
            site=chosen(self._site),
            doubtful=self._doubtful.isChecked(),
        )

    def show_facets(self, forms: tuple[Facet, ...], sites: tuple[Facet, ...]) -> None:
        """Offer these forms and sites; what was chosen stays chosen."""
        for box, every, facets in zip((self._form, self._site), self._every, (forms, sites), strict=True):
            offered = [("", every), *((each.code, each.label) for each in facets)]
            if offered != [(box.itemData(at), box.itemText(at)) for at in range(box.count())]:
                kept = chosen(box)
                box.clear()
                for code, label in offered:
                    box.addItem(label, code)
                box.setCurrentIndex(max(box.findData(kept), 0))

    def clear(self) -> None:
        """Look for everything."""
        self.search.clear()
        self._pause.stop()
        for box in (self._form, self._site):
            box.setCurrentIndex(0)
        for made in (*self._chips.values(), self._doubtful):
            made.blockSignals(True)  # one question instead of eight
            made.setChecked(False)
            made.blockSignals(False)
        self.changed.emit()

    def _box(self, name: str) -> QComboBox:
        box = choices(())
        box.setAccessibleName(name)
        box.setFixedWidth(_BOX)
        box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        box.view().setMinimumWidth(2 * _BOX)
        box.activated.connect(self._choose)
        return box

    def _chip(self, label: str) -> QPushButton:
        made = chip(label)
        made.toggled.connect(self._toggle)
        return made

    def _wait(self, _text: str) -> None:
        self._pause.start()

    def _choose(self, _index: int) -> None:
        self.changed.emit()

    def _toggle(self, _checked: bool) -> None:
        self.changed.emit()
