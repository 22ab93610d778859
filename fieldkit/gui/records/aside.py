"""Versions in doubt beside what is known of a record; a reviewer may take one of them up, and then it holds."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldkit.domain.records import Doubt
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.records.comparison import ComparisonView
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import INSIDE
from fieldkit.gui.widgets.boxes import column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.text import text
from fieldkit.services.comparing import Comparison, Version


class Aside(QWidget):
    """Nothing is taken up before the person was asked once more."""

    asked = Signal(str)
    """The revision that is to hold from now on."""

    def __init__(self, desk: Desk, versions: Comparison, doubt: str, *, may_decide: bool) -> None:
        super().__init__()
        _ = desk.language.gettext
        self._desk = desk
        twins = doubt == Doubt.TWINS
        title = _("What both laptops recorded") if twins else _("Versions in doubt")
        self.setAccessibleName(title)
        _shown, *others = versions.versions
        said = () if twins else (_("holds now"), *(_("in doubt") for _each in others))
        takes = () if twins or not may_decide else (QWidget(), *(self._take(each) for each in others))
        view = ComparisonView(desk, versions, said=said, below=takes)
        self.setLayout(column(text(title, Type.HEADING), view, spacing=INSIDE))

    def _take(self, version: Version) -> QWidget:
        """The button of one version."""
        name = self._desk.language.gettext("Take up this version")
        made = button(name, self._ask)
        made.setProperty("revision", version.revision)
        made.setAccessibleName(f"{name}: {version.author}, {words.moment(version.at, self._desk.language)}")
        holder = QWidget()
        holder.setLayout(row(made))
        return holder

    def _ask(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.asked.emit(str(sender.property("revision")))
