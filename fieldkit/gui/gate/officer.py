"""Opening the vault again with an officer's help: the request with its numbers, then the answer.

Nothing is kept between the two but what the person remembers: the new passphrase.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from fieldkit.gui.desk import Desk
from fieldkit.gui.gate import opening
from fieldkit.gui.gate.board import Gate, heading
from fieldkit.gui.gate.keyboard import Keyboard
from fieldkit.gui.gate.patience import Patience
from fieldkit.gui.gate.renewal import Renewal
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.boxes import column
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.numbers import Numbers
from fieldkit.gui.widgets.text import text
from fieldkit.paths import VaultFiles
from fieldkit.services.passphrases import Cost

_REQUEST = "FK-recovery.fkr"
_ANSWERS = "*.fka"


class Officer(Gate):
    """Writes the request and takes the answer; at the end the vault has to be unlocked with the new passphrase."""

    renewed = Signal()
    """The new passphrase opens the vault now."""
    left = Signal()
    """Back to the passphrase."""

    def __init__(self, desk: Desk, files: VaultFiles, floor: Cost) -> None:
        super().__init__(desk)
        _ = desk.language.gettext
        self._files, self._floor = files, floor
        self.renewal = Renewal(desk, must=True)
        self._patience = Patience(self)
        self._patience.left.connect(self._judge)
        self._write = button(_("Write the request…"), self.write, "primary")
        self._take = button(_("Choose the answer…"), self.take)
        self.main = self._write
        self.renewal.judged.connect(self._judge)
        self.renewal.new.textChanged.connect(self._judge)
        self._name = text("", wrap=True)
        self._numbers = Numbers(desk.language)
        aloud = _("Read these numbers to the officer by voice. Then nobody can put another request in its place.")
        self._written = QWidget()
        self._written.setLayout(column(self._name, self._numbers, text(aloud, Type.CAPTION, "second", wrap=True)))
        self._written.hide()
        told = _(
            "An officer of your project can let you in again. Choose a new passphrase, write a request and carry it to "
            "the officer. With the answer, type the same passphrase again."
        )
        self._told = text(told, wrap=True, tone="second")
        for widget in (
            heading(_("Ask an officer")),
            self._told,
            self._written,
            self.renewal,
            Keyboard(desk.language, self.renewal.new, self.renewal.again),
            self._write,
            self._take,
            button(_("Use the passphrase"), self._leave, "link"),
        ):
            self.column.addWidget(widget)
        self._judge()
        self.setFocusProxy(self.renewal.new)

    def keyPressEvent(self, event: QKeyEvent, /) -> None:
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape and not self.waiting:
            event.accept()
            self._leave()
            return
        super().keyPressEvent(event)

    def write(self) -> None:
        """Write the request where the person wants it."""
        target = self.desk.files.save(self, _REQUEST)
        if target is None:
            return
        self._begin()
        job = partial(
            opening.ask_officer, self._files, self.renewal.passphrase, self.desk.clock, floor=self._floor, target=target
        )
        self.desk.worker.call(job, self._show, self._failed)

    def take(self) -> None:
        """Take the officer's answer with the passphrase chosen for the request."""
        paths = self.desk.files.open(self, _ANSWERS)
        if not paths:
            return
        self._begin()
        job = partial(
            opening.take_answer, self._files, paths[0], self.renewal.passphrase, self.desk.clock, floor=self._floor
        )
        self.desk.worker.call(job, self._done, self._failed)

    def _begin(self) -> None:
        self.banner.hide()
        self.set_waiting(True)

    def _show(self, asked: tuple[Path, str]) -> None:
        target, numbers = asked
        self.set_waiting(False)
        self.renewal.forget()
        told = self.desk.language.gettext("Carry {name} to the officer, and remember the new passphrase.")
        self._name.setText(told.format(name=target.name))
        self._numbers.tell(numbers)
        for before in (self._told, self._write):  # what has been done makes room for what comes next
            before.hide()
        self.main = self._take
        self._written.show()
        self.renewal.new.setFocus()

    def _done(self, _nothing: None) -> None:
        self.renewal.forget()
        self.renewed.emit()

    def _failed(self, error: Exception) -> None:
        self.set_waiting(False)
        self.banner.refuse(error)
        self._patience.failed(error)
        self.renewal.new.setFocus()

    def _judge(self, _changed: object = None) -> None:
        self._write.setEnabled(self.renewal.good)
        self._take.setEnabled(bool(self.renewal.passphrase) and not self._patience.waits)

    def _leave(self) -> None:
        self.renewal.forget()
        self.left.emit()
