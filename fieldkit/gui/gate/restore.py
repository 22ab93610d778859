"""Making a vault of a backup, where there is none yet."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from fieldkit.gui.desk import Desk
from fieldkit.gui.gate import opening
from fieldkit.gui.gate.board import Gate, heading, side_by_side
from fieldkit.gui.gate.keyboard import Keyboard
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import field, line
from fieldkit.gui.widgets.text import text
from fieldkit.paths import VaultFiles
from fieldkit.services.passphrases import Cost


class Restore(Gate):
    """Asks for the file, the new folder and the passphrase of the day on which the backup was written."""

    restored = Signal(str)
    """The folder of the vault, which has to be unlocked now."""
    left = Signal()
    """Back to making a new one."""

    def __init__(self, desk: Desk, folder: Path, floor: Cost) -> None:
        super().__init__(desk)
        _ = desk.language.gettext
        self._floor = floor
        self.file, self.folder, self.passphrase = line(), line(), line(secret=True)
        self.folder.setText(str(folder))
        self.folder.setCursorPosition(0)
        self._restore = button(_("Restore"), self.restore, "primary")
        self.main = self._restore
        for edit in (self.file, self.folder, self.passphrase):
            edit.textChanged.connect(self._judge)
        for widget in (
            heading(_("Restore from a backup")),
            text(
                _("The backup becomes a vault in a new folder. It opens with the passphrase of the day of the backup."),
                wrap=True,
                tone="second",
            ),
            field(_("Backup"), side_by_side(self.file, button(_("Choose…"), self._choose))),
            field(_("Folder"), self.folder),
            field(_("Passphrase"), self.passphrase),
            Keyboard(desk.language, self.passphrase),
            self._restore,
            button(_("Make a new vault"), self._leave, "link"),
        ):
            self.column.addWidget(widget)
        self.file.setAccessibleName(_("Backup"))
        self.setFocusProxy(self.file)
        self._judge()

    def restore(self) -> None:
        """Restore, if everything is filled in."""
        if not self._restore.isEnabled():
            return
        self.banner.hide()
        self.set_waiting(True)
        source = Path(self.file.text().strip()).expanduser()
        files = VaultFiles(self._target())
        job = partial(opening.restore, source, files, self.passphrase.text(), self.desk.clock, floor=self._floor)
        self.desk.worker.call(job, self._done, self._failed)

    def _choose(self) -> None:
        for path in self.desk.files.open(self)[:1]:
            self.file.setText(str(path))
            self.passphrase.setFocus()

    def _target(self) -> Path:
        return Path(self.folder.text().strip()).expanduser()

    def _done(self, _nothing: None) -> None:
        self.passphrase.clear()
        self.restored.emit(str(self._target()))

    def _failed(self, error: Exception) -> None:
        self.set_waiting(False)
        self.banner.refuse(error)
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def _judge(self, _changed: object = None) -> None:
        self._restore.setEnabled(all(edit.text().strip() for edit in (self.file, self.folder, self.passphrase)))

    def _leave(self) -> None:
        self.passphrase.clear()
        self.left.emit()
