"""The vault gets a new key while it is closed; then its new recovery code is shown, once."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from fieldkit.gui.desk import Desk
from fieldkit.gui.gate import opening
from fieldkit.gui.gate.board import Gate, heading, secret
from fieldkit.gui.widgets.boxes import clear
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.text import text
from fieldkit.paths import VaultFiles
from fieldkit.progress import Progress
from fieldkit.services.passphrases import Cost


class Rekey(Gate):
    """Works at once; whatever comes of it, the vault has to be unlocked afterwards."""

    left = Signal()

    def __init__(self, desk: Desk, files: VaultFiles, passphrase: str, floor: Cost) -> None:
        super().__init__(desk)
        _ = desk.language.gettext
        self._on = button(_("Continue"), self._leave, "primary")
        self._show(
            heading(_("New key")),
            text(_("Everything is encrypted anew. A large vault takes a while."), wrap=True, tone="second"),
        )
        self.set_waiting(True)
        self.languages.hide()

        def job(progress: Progress) -> opening.Renewed:
            return opening.rekey(files, passphrase, desk.clock, floor=floor, progress=progress)

        desk.worker.run_closed(job, self._done, self._failed)

    def _done(self, renewed: opening.Renewed) -> None:
        _ = self.desk.language.gettext
        self.set_waiting(False)
        self.main = self._on
        self._on.setEnabled(False)
        written = QCheckBox(_("I have written it on paper"))
        written.setAccessibleName(written.text())
        written.toggled.connect(self._on.setEnabled)
        told = [_("The vault has a new key. The passphrase is the same; the old recovery code opens it no longer.")]
        if renewed.officers:
            told.append(
                self.desk.language.ngettext(
                    "The new key is entrusted to {n} officer.",
                    "The new key is entrusted to {n} officers.",
                    renewed.officers,
                )
            )
        if renewed.dropped:
            told.append(_("There is no officer any more to entrust it to: only passphrase and recovery code open it."))
        self._show(
            heading(_("New recovery code")),
            *(text(each, wrap=True, tone="second") for each in told),
            secret(renewed.code),
            text(_("It is shown this once. Write it on paper, and destroy the paper with the old one."), wrap=True),
            written,
            self._on,
        )
        written.setFocus()

    def _failed(self, error: Exception) -> None:
        self.set_waiting(False)
        self.main = self._on
        self.banner.refuse(error)
        self._show(heading(_nothing_changed(self.desk)), self._on)
        self._on.setFocus()

    def _show(self, *parts: QWidget) -> None:
        clear(self.column)
        for part in parts:
            self.column.addWidget(part)

    def _leave(self) -> None:
        self.left.emit()


def _nothing_changed(desk: Desk) -> str:
    return desk.language.gettext("The vault is as it was")
