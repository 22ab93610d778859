"""Taking consent back: for everything, or for some uses; says what that does before it is done."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from fieldkit.domain.consent import Use
from fieldkit.domain.products import GivenOut
from fieldkit.gui.desk import Desk
from fieldkit.gui.widgets.boxes import clear, column, row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.text import text
from fieldkit.messages import consent
from fieldkit.services.consenting import Agreement

Given = Callable[[tuple[Use, ...]], None]


class Withdrawing(QFrame):
    """Hidden until it asks. Everything is marked at first; marking a use means that use and no longer everything."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.language.gettext
        self.setObjectName("banner")
        self._desk = desk
        self._then: Given | None = None
        self._given_out: tuple[GivenOut, ...] = ()
        self._uses: dict[QCheckBox, Use] = {}
        self.everything = _box(_("Everything: the record is erased"), self)
        self.everything.clicked.connect(self._chose_everything)
        self._told = text("", wrap=True)
        self._boxes = QVBoxLayout()
        self._yes = button("", self.confirm, "danger")
        layout = column(self.everything)
        layout.addLayout(self._boxes)
        layout.addWidget(self._told)
        layout.addLayout(row(self._yes, button(_("Cancel"), self.cancel)))
        layout.setContentsMargins(12, 8, 12, 8)
        self.setLayout(layout)
        self.hide()

    def ask(self, agreement: Agreement, given_out: tuple[GivenOut, ...], then: Given) -> None:
        """Ask; `then` gets the uses that were chosen, none for everything."""
        self._then, self._given_out = then, given_out
        clear(self._boxes)
        self._uses = {_box(consent.use(use, self._desk.language), self): use for use in agreement.closable}
        for box in self._uses:
            box.clicked.connect(self._chose_use)
            self._boxes.addWidget(box)
        self.everything.setChecked(True)
        self._tell()
        self.show()
        self._yes.setFocus()

    def confirm(self) -> None:
        """Do it."""
        then, uses = self._then, self._chosen()
        if then is not None and (uses or self.everything.isChecked()):
            self.cancel()
            then(uses)

    def cancel(self) -> None:
        """Ask no more."""
        self._then = None
        self.hide()

    def _chosen(self) -> tuple[Use, ...]:
        return tuple(use for box, use in self._uses.items() if box.isChecked())

    def _chose_everything(self, checked: bool) -> None:
        for box in self._uses:
            box.setChecked(box.isChecked() and not checked)
        self._tell()

    def _chose_use(self, _checked: bool) -> None:
        self.everything.setChecked(False)
        self._tell()

    def _tell(self) -> None:
        """What the marks would do now."""
        _, uses = self._desk.language.gettext, self._chosen()
        reached = [each for each in self._given_out if not uses or {*uses} & {*each.uses}]
        some = bool(uses) or self.everything.isChecked()
        self._told.setText(consent.consequences(uses, len(reached), self._desk.language) if some else "")
        self._yes.setText(_("Take back") if uses else _("Erase for good"))
        self._yes.setAccessibleName(self._yes.text())
        self._yes.setAccessibleDescription(self._told.text())
        self._yes.setEnabled(some)


def _box(name: str, parent: QWidget) -> QCheckBox:
    made = QCheckBox(name, parent)
    made.setAccessibleName(name)
    return made
