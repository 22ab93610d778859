"""What a product is about: a period, open at either side, and one site or all."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit

from fieldkit.domain.periods import period_between
from fieldkit.domain.query import Period
from fieldkit.errors import Refusal
from fieldkit.gui.widgets.fields import choices, chosen, field, line
from fieldkit.gui.widgets.text import set_property
from fieldkit.i18n import Language


class Scope(QObject):
    """Three inputs in their fields, which the page lays out."""

    changed = Signal()

    def __init__(self, parent: QObject, language: Language) -> None:
        super().__init__(parent)
        _ = language.gettext
        self._language = language
        self.first, self.last = self._day(), self._day()
        self.site = choices((("", _("All sites")),))
        self.site.setMaxVisibleItems(16)
        self.site.setSizeAdjustPolicy(self.site.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.site.activated.connect(self._chosen)
        self.from_field = field(language.pgettext("period", "From"), self.first)
        self.to_field = field(language.pgettext("period", "To"), self.last)
        self.site_field = field(_("Place"), self.site)
        self._told = self._state()

    @property
    def site_code(self) -> str:
        """The site asked for; empty for all."""
        return chosen(self.site)

    @property
    def is_open(self) -> bool:
        """Whether nothing is left out."""
        return not (self.first.text().strip() or self.last.text().strip() or self.site_code)

    def period(self) -> Period | None:
        """The period asked for; None for all time.

        Raises:
            Refusal: STATS_BAD_PERIOD; the fields are marked.
        """
        try:
            found = period_between(self.first.text(), self.last.text())
        except Refusal:
            self._mark(wrong=True)
            raise
        self._mark(wrong=False)
        return found

    def offer(self, sites: tuple[tuple[str, str], ...]) -> None:
        """Let the person choose among these sites; the choice stays."""
        if self.site.count() == len(sites) + 1:
            return
        before = self.site_code
        while self.site.count() > 1:
            self.site.removeItem(1)
        for code, name in sites:
            self.site.addItem(name, code)
        self.site.setCurrentIndex(max(self.site.findData(before), 0))

    def reset(self) -> None:
        """Ask for everything again."""
        self.first.clear()
        self.last.clear()
        self.site.setCurrentIndex(0)
        self._tell()

    def _mark(self, *, wrong: bool) -> None:
        for edit in (self.first, self.last):
            set_property(edit, "wrong", wrong and bool(edit.text().strip()))

    def _day(self) -> QLineEdit:
        _ = self._language.gettext
        made = line(_("e.g. 2009-06"))
        made.setToolTip(_("A year, a month or a day: 2009, 2009-06 or 2009-06-14. Empty: open."))
        made.setAccessibleDescription(made.toolTip())
        made.setMaxLength(10)
        made.editingFinished.connect(self._tell)
        return made

    def _chosen(self, _index: int) -> None:
        self._tell()

    def _tell(self) -> None:
        """Once per change, though leaving a field and Enter both finish editing."""
        now = self._state()
        if now != self._told:
            self._told = now
            self.changed.emit()

    def _state(self) -> tuple[str, str, str]:
        return self.first.text().strip(), self.last.text().strip(), self.site_code
