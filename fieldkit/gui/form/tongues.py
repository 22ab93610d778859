"""In which language the questions are asked, and which one stands beside it for the other person."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldkit.gui.desk import Desk
from fieldkit.gui.widgets.boxes import row
from fieldkit.gui.widgets.fields import choices, chosen


class Tongues(QWidget):
    """Shown for forms with more than one language; the second one can also be left out."""

    picked = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.language.gettext
        self._none = _("No second language")
        self._first = choices(())
        self._second = choices(())
        for box, name in ((self._first, _("Language of the questions")), (self._second, _("Second language"))):
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.activated.connect(self._tell)
        self.setLayout(row(self._first, self._second, stretch=False))

    def show_languages(self, names: tuple[str, ...], first: str, second: str) -> None:
        """Offer the languages of a form."""
        self._first.clear()
        self._second.clear()
        for name in names:
            self._first.addItem(_short(name), name)
            self._second.addItem(_short(name), name)
        self._second.addItem(self._none, "")
        self._put(first, second)
        self.setVisible(len(names) > 1)

    def _put(self, first: str, second: str) -> None:
        self._first.setCurrentIndex(self._first.findData(first))
        self._second.setCurrentIndex(self._second.findData(second))

    def _tell(self) -> None:
        first, second = chosen(self._first), chosen(self._second)
        if first == second:  # the two change places with what was asked before
            others = (str(self._first.itemData(index)) for index in range(self._first.count()))
            second = next((name for name in others if name != first), "")
        self._put(first, second)
        self.picked.emit(first, second)


def _short(name: str) -> str:
    """`Русский` for `Русский (ru)`."""
    return name.rpartition(" (")[0] or name
