"""Which report is wanted: kind, language, title, period, place, and for whom."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QWidget

from fieldkit import i18n
from fieldkit.domain.query import Level
from fieldkit.gui.figures.level import LevelBand
from fieldkit.gui.figures.scope import Scope
from fieldkit.gui.theme import fonts
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, INSIDE
from fieldkit.gui.widgets.boxes import column, row
from fieldkit.gui.widgets.fields import choices, chosen, field, line
from fieldkit.gui.widgets.text import text
from fieldkit.i18n import N_, Language
from fieldkit.services.reporting import SUMMARY, Order

_KINDS = {SUMMARY: (N_("Summary"), N_("All figures with method and limits, quotations, annexes"))}
_TITLE_LENGTH = 120


class Options(QWidget):
    """The column at the left of the page."""

    changed = Signal()

    def __init__(self, language: Language) -> None:
        super().__init__()
        _ = language.gettext
        self._language = language
        self._kinds = QButtonGroup(self)
        self._kind_column = column(text(_("Kind"), tone="second"), spacing=0)
        self.printed = choices(tuple((code, i18n.load(code).name) for code in i18n.available()), language.code)
        self.printed.activated.connect(self._picked)
        self.title = line()
        self.title.setMaxLength(_TITLE_LENGTH)
        self.title.editingFinished.connect(self._titled)
        self._told = ""
        self.scope = Scope(self, language)
        self.scope.changed.connect(self.changed)
        self.level = LevelBand(language, upright=True)
        self.names = QCheckBox(_("Print names"))
        self.names.setAccessibleName(self.names.text())
        self.names.toggled.connect(self.changed)
        self._offers_names = False
        self._named = QWidget()
        hint = _("Of those who agreed again. Their cards are opened when the file is written. Here stand their codes.")
        self._named.setLayout(column(self.names, text(hint, Type.CAPTION, "hint", wrap=True), spacing=4))
        self._named.hide()
        self.level.changed.connect(self._level_changed)
        self.level.changed.connect(self.changed)
        self.setLayout(
            column(
                self.level,
                self._named,
                self._kind_column,
                field(_("Language of the report"), self.printed),
                row(self.scope.from_field, self.scope.to_field, spacing=INSIDE, stretch=False),
                self.scope.site_field,
                field(_("Title"), self.title, _("Printed on the first page. Empty: the name of the project.")),
                spacing=BETWEEN,
            )
        )

    def offer(self, kinds: tuple[str, ...], sites: tuple[tuple[str, str], ...], *, names: bool) -> None:
        """Show the kinds of report and the sites that there are, and whether names can be printed."""
        self.scope.offer(sites)
        self._offers_names = names
        self._level_changed()
        if self._kinds.buttons():
            return
        for kind in kinds:
            name, hint = (self._language.gettext(words) for words in _KINDS.get(kind, (kind, "")))
            made = QRadioButton(name)
            made.setFont(fonts.font(Type.STRONG))
            made.setAccessibleName(name)
            made.setAccessibleDescription(hint)
            made.setProperty("report", kind)
            made.setChecked(kind == kinds[0])
            self._kinds.addButton(made)
            self._kind_column.addWidget(made)
            self._kind_column.addWidget(text(hint, Type.CAPTION, "hint", wrap=True))
        self._kinds.buttonToggled.connect(self._switched)

    def order(self) -> Order:
        """What is wanted now.

        Raises:
            Refusal: STATS_BAD_PERIOD.
        """
        kind = self._kinds.checkedButton()
        return Order(
            kind=str(kind.property("report")) if kind is not None else SUMMARY,
            language=i18n.load(chosen(self.printed)),
            title=self.title.text().strip(),
            period=self.scope.period(),
            site=self.scope.site_code,
            level=self.level.level,
            names=self.names.isChecked() and not self._named.isHidden(),
        )

    def _level_changed(self) -> None:
        """Inside the project nobody is named."""
        self._named.setVisible(self._offers_names and self.level.level is not Level.INTERNAL)

    def _switched(self, _button: object, checked: bool) -> None:
        if checked:
            self.changed.emit()

    def _picked(self, _index: int) -> None:
        self.changed.emit()

    def _titled(self) -> None:
        if self.title.text().strip() != self._told:
            self._told = self.title.text().strip()
            self.changed.emit()
