"""The way to an open vault: which gate stands where, and what leads from one to the other.

Only the lock screen is imported at the start; each other gate when somebody comes to it.
"""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from fieldkit.gui.desk import Desk
from fieldkit.gui.gate.board import Gate
from fieldkit.gui.gate.unlock import Unlock
from fieldkit.paths import VaultFiles
from fieldkit.services.passphrases import Cost


class Door(QObject):
    """Makes gates and hands them to the window to show."""

    shown = Signal(object)
    opened = Signal()
    language_picked = Signal(str)
    left = Signal()
    """What the vault had to be closed for is done."""

    def __init__(self, vault: Path, cost: Cost) -> None:
        super().__init__()
        self.vault = vault
        self._cost = cost
        self._desk: Desk | None = None

    @property
    def desk(self) -> Desk:
        """What the gates work with; another one after a change of the language."""
        if self._desk is None:
            raise TypeError("a door needs a desk")
        return self._desk

    @desk.setter
    def desk(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def files(self) -> VaultFiles:
        """The files of the vault behind the door."""
        return VaultFiles(self.vault)

    def stand(self) -> None:
        """Ask for the passphrase, or for a new vault where there is none."""
        if self.files.slots_a.exists() or self.files.slots_b.exists():
            self._unlock()
            return
        from fieldkit.gui.gate.create import Create  # noqa: PLC0415  only where there is no vault yet

        create = Create(self.desk, self.vault, self._cost)
        create.created.connect(self._use)
        create.restore_asked.connect(self._restore)
        self._show(create)

    def rekey(self, passphrase: str) -> None:
        """Give the open vault a new key."""
        from fieldkit.gui.gate.rekey import Rekey  # noqa: PLC0415  nobody needs it at the start

        rekey = Rekey(self.desk, self.files, passphrase, self._cost)
        rekey.left.connect(self.left)
        self._show(rekey)

    def _unlock(self) -> Unlock:
        unlock = Unlock(self.desk, self.files, self._cost)
        unlock.opened.connect(self.opened)
        unlock.officer_asked.connect(self._ask_officer)
        self._show(unlock)
        return unlock

    def _ask_officer(self) -> None:
        """Let somebody in who knows neither passphrase nor code."""
        from fieldkit.gui.gate.officer import Officer  # noqa: PLC0415  nobody needs it at the start

        officer = Officer(self.desk, self.files, self._cost)
        officer.renewed.connect(self._open_anew)
        officer.left.connect(self.stand)
        self._show(officer)

    def _open_anew(self) -> None:
        """There is a new passphrase, and it has to be typed."""
        self._unlock().tell_renewed()

    def _restore(self) -> None:
        from fieldkit.gui.gate.restore import Restore  # noqa: PLC0415  nobody needs it at the start

        restore = Restore(self.desk, self.vault, self._cost)
        restore.restored.connect(self._use)
        restore.left.connect(self.stand)
        self._show(restore)

    def _use(self, folder: str) -> None:
        self.vault = Path(folder).expanduser()
        self.stand()

    def _show(self, gate: Gate) -> None:
        gate.language_picked.connect(self.language_picked)
        self.shown.emit(gate)
