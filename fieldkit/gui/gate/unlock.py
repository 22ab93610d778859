"""The lock screen: a passphrase field and nothing else but small links for the recovery code and for an officer's help.

Whoever opens with the code may set a new passphrase, and then has to open with that.
"""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton

from fieldkit.gui.desk import Desk
from fieldkit.gui.gate import opening
from fieldkit.gui.gate.board import Gate
from fieldkit.gui.gate.keyboard import Keyboard
from fieldkit.gui.gate.patience import Patience
from fieldkit.gui.gate.renewal import Renewal
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import field, line
from fieldkit.gui.widgets.text import text
from fieldkit.paths import VaultFiles
from fieldkit.services import doors
from fieldkit.services.passphrases import Cost


class Unlock(Gate):
    """Opens the vault on the worker's thread."""

    opened = Signal()
    officer_asked = Signal()
    """Somebody knows neither passphrase nor code."""

    def __init__(self, desk: Desk, files: VaultFiles, floor: Cost) -> None:
        super().__init__(desk)
        _ = desk.language.gettext
        self._files = files
        self._floor = floor
        self._with_recovery = False
        self.passphrase = line(secret=True)
        self.passphrase.setAccessibleName(_("Passphrase"))
        self.passphrase.setPlaceholderText(_("Passphrase"))
        self.passphrase.textEdited.connect(self._prepare)
        self.recovery = line()
        self._recovery_field = field(
            _("Recovery code"), self.recovery, _("From the sheet that was written when the vault was made.")
        )
        self._recovery_field.hide()
        self.renewal = Renewal(desk)
        self.renewal.hide()
        self._keyboard = Keyboard(desk.language, self.passphrase, self.renewal.new, self.renewal.again)
        self._pause = text("", Type.CAPTION, "second", wrap=True)
        self._pause.hide()
        self._patience = Patience(self)
        self._patience.left.connect(self._hold)
        self._open = button(_("Open"), self.open, "primary")
        self.main = self._open
        self.renewal.judged.connect(self._judge)
        self._switch = button(_("Use the recovery code"), self._toggle, "link")
        for widget in (
            self.passphrase,
            self._recovery_field,
            self.renewal,
            self._keyboard,
            self._open,
            self._pause,
            self._switch,
        ):
            self.column.addWidget(widget)
        if doors.officers_can_open(files):
            self.column.addWidget(button(_("Ask an officer"), self.officer_asked.emit, "link"))
        self.setFocusProxy(self.passphrase)

    def open(self) -> None:
        """Try what was typed."""
        if self._patience.waits:
            return
        self.banner.hide()
        self.set_waiting(True)
        secret, clock = self._secret().text(), self.desk.clock
        if not self._with_recovery:
            opener = partial(opening.unlock, self._files, secret, clock, floor=self._floor)
        elif self.renewal.passphrase:
            new = self.renewal.passphrase
            job = partial(opening.recover, self._files, secret.strip(), new, clock, cost=self._floor)
            self.desk.worker.call(job, self._renewed, self._failed)
            return
        else:
            opener = partial(opening.unlock_with_recovery, self._files, secret.strip(), clock)
        self.desk.worker.open(opener, self._done, self._failed)

    def tell_renewed(self) -> None:
        """Say that there is a new passphrase, and why it is asked for at once."""
        _ = self.desk.language.gettext
        told = _("The passphrase is changed. Open the vault with the new one now: so you know that you can type it.")
        self.banner.tell(told, "care")

    def _prepare(self, _typed: str) -> None:
        """Get ready at the first letter."""
        self.passphrase.textEdited.disconnect(self._prepare)
        self.desk.worker.call(opening.prepare)

    def _secret(self) -> QLineEdit:
        return self.recovery if self._with_recovery else self.passphrase

    def _done(self, _nothing: None) -> None:
        self._secret().clear()
        self.renewal.forget()
        self.opened.emit()

    def _renewed(self, _nothing: None) -> None:
        self.set_waiting(False)
        self.recovery.clear()
        self._toggle()
        self.tell_renewed()

    def _failed(self, error: Exception) -> None:
        self.set_waiting(False)
        self.banner.refuse(error)
        self._patience.failed(error)
        self._secret().selectAll()
        self._secret().setFocus()

    def _hold(self, seconds: int) -> None:
        """Tell how long the next guess has to wait."""
        told = self.desk.language.ngettext("Try again in {n} second.", "Try again in {n} seconds.", seconds)
        self._pause.setText(told.format(n=seconds))
        self._pause.setVisible(seconds > 0)
        self._judge()

    def _judge(self, _good: bool = False) -> None:
        self._open.setEnabled(not self._patience.waits and (self.renewal.good or not self._with_recovery))

    def _toggle(self) -> None:
        _ = self.desk.language.gettext
        self._with_recovery = not self._with_recovery
        self.passphrase.setVisible(not self._with_recovery)
        self._recovery_field.setVisible(self._with_recovery)
        self.renewal.setVisible(self._with_recovery)
        self.renewal.forget()
        _name(self._switch, _("Use the passphrase") if self._with_recovery else _("Use the recovery code"))
        self._secret().setFocus()


def _name(made: QPushButton, words: str) -> None:
    made.setText(words)
    made.setAccessibleName(words)
