"""The lock screen: a passphrase field and nothing else but a small link for the recovery code.

Whoever opens with the code may set a new passphrase at once.
"""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton

from fieldkit.gui.desk import Desk
from fieldkit.gui.gate import opening
from fieldkit.gui.gate.board import Gate
from fieldkit.gui.gate.renewal import Renewal
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import field, line
from fieldkit.paths import VaultFiles
from fieldkit.services.passphrases import Cost


class Unlock(Gate):
    """Opens the vault on the worker's thread."""

    opened = Signal()

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
        self._open = button(_("Open"), self.open, "primary")
        self.main = self._open
        self.renewal.judged.connect(self._open.setEnabled)
        self._switch = button(_("Use the recovery code"), self._toggle, "link")
        for widget in (self.passphrase, self._recovery_field, self.renewal, self._open):
            self.column.addWidget(widget)
        self.column.addWidget(self._switch)
        self.setFocusProxy(self.passphrase)

    def open(self) -> None:
        """Try what was typed."""
        self.banner.hide()
        self.set_waiting(True)
        secret = self._secret().text()
        if self._with_recovery:
            opener = partial(
                opening.unlock_with_recovery,
                self._files,
                secret.strip(),
                self.desk.clock,
                new=self.renewal.passphrase,
                cost=self._floor,
            )
        else:
            opener = partial(opening.unlock, self._files, secret, self.desk.clock, floor=self._floor)
        self.desk.worker.open(opener, self._done, self._failed)

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

    def _failed(self, error: Exception) -> None:
        self.set_waiting(False)
        self.banner.refuse(error)
        self._secret().selectAll()
        self._secret().setFocus()

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
