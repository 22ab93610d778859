"""A new key for the vault, and the end of the vault. Both close it, so the window does them."""

from PySide6.QtCore import Signal

from fieldkit.gui.desk import Desk
from fieldkit.gui.project.part import Part
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import field, line
from fieldkit.gui.widgets.hold import Hold
from fieldkit.gui.widgets.text import text

_WIDTH = 380


class NewKey(Part):
    """Asks for the passphrase, which stays."""

    asked = Signal(str)
    """The passphrase, with which the key is to be renewed."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _(
            "When somebody may know the recovery code or have a copy of the keys: everything is encrypted anew, and "
            "there is a new recovery code. The passphrase stays. Copies of the vault that were made before still open "
            "with the old ones."
        )
        super().__init__(desk, banner, ask, _("New key"), told)
        self.passphrase = line(secret=True)
        self.passphrase.setMaximumWidth(_WIDTH)
        self._begin = button(_("Make a new key"), self._begin_it)
        self._begin.setEnabled(False)
        self.passphrase.textChanged.connect(self._judge)
        self.passphrase.returnPressed.connect(self._begin_it)
        self.add(field(_("Present passphrase"), self.passphrase), row(self._begin))

    def forget(self) -> None:
        """Leave nothing in the field."""
        self.passphrase.clear()

    def _begin_it(self) -> None:
        typed = self.passphrase.text()
        if typed:
            self.forget()
            self.asked.emit(typed)

    def _judge(self, typed: str) -> None:
        self._begin.setEnabled(bool(typed))


class Destroying(Part):
    """Held, not clicked, so that nobody does it by accident; no passphrase, because there is no time for one."""

    asked = Signal()

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _(
            "The keys are overwritten and removed, then everything in the vault's folder. What was not handed over is "
            "lost for good."
        )
        super().__init__(desk, banner, ask, _("Destroy the vault"), told)
        self.hold = Hold(_("Hold for 3 seconds to destroy"), _("Keep holding…"))
        self.hold.held.connect(self.asked)
        honest = _(
            "This works against a person at the keyboard. It does not work against a laboratory that examines an SSD, "
            "nor if the disk was copied before; a recovery code kept elsewhere still opens a copy of the keys."
        )
        self.add(text(honest, Type.CAPTION, "second", wrap=True), self.hold)
