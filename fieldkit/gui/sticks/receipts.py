"""The receipts of an import: a row per record, a row per bundle; chips choose which ones are shown."""

from PySide6.QtWidgets import QButtonGroup, QWidget

from fieldkit.gui.desk import Desk
from fieldkit.gui.models.lines import LinesModel
from fieldkit.gui.models.outcomes import PLACE, OutcomesModel
from fieldkit.gui.sticks.telling import Names, bundle_row
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.boxes import column
from fieldkit.gui.widgets.buttons import chip
from fieldkit.gui.widgets.flow import Flow
from fieldkit.gui.widgets.table import Table
from fieldkit.gui.widgets.text import text
from fieldkit.services.intake import ImportReport
from fieldkit.services.outcomes import Outcome, What
from fieldkit.services.sticks import Looked


class Receipts(QWidget):
    """Chips that have nothing to show are left out; the first of them is down at first."""

    def __init__(self, desk: Desk, report: ImportReport, found: tuple[Looked, ...], names: Names) -> None:
        super().__init__()
        outcomes = report.outcomes
        _ = desk.language.gettext
        self._shown: list[tuple[Outcome, ...] | None] = []
        self._number = desk.language.number
        self._records = OutcomesModel(desk.look, desk.language)
        self._bundles = LinesModel((_("Bundle"), _("From"), _("Written"), _("Records"), _("Result")))
        self._bundles.set_rows(tuple(bundle_row(desk, looked, report.refused, names) for looked in found))
        self.records = Table(_("What comes of each record"), self._records, wide=PLACE)
        self.bundles = Table(_("Bundles on the stick"), self._bundles)
        self._chips = QButtonGroup(self)
        self._offer(_("All records"), outcomes)
        self._offer(_("In conflict"), tuple(each for each in outcomes if each.conflict))
        for what, label in ((What.NEW, _("New")), (What.UPDATED, _("Updated")), (What.IDENTICAL, _("Already here"))):
            self._offer(label, tuple(each for each in outcomes if each.what is what))
        self._offer(_("Bundles"), None, len(found))
        self._chips.idClicked.connect(self._show)
        heading = text(_("One by one"), Type.STRONG)
        self.setLayout(column(heading, Flow(*self._chips.buttons(), spacing=4), self.records, self.bundles))
        self._chips.button(0).setChecked(True)
        self._show(0)

    def _offer(self, label: str, outcomes: tuple[Outcome, ...] | None, count: int = 0) -> None:
        count = count if outcomes is None else len(outcomes)
        if count:
            self._chips.addButton(chip(f"{label}  {self._number(count)}"), len(self._shown))
            self._shown.append(outcomes)

    def _show(self, number: int) -> None:
        outcomes = self._shown[number]
        self.records.setVisible(outcomes is not None)
        self.bundles.setVisible(outcomes is None)
        if outcomes is not None:
            self._records.set_rows(outcomes)
