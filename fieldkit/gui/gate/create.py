"""Making a vault: where it lies and its passphrase, then the recovery code, which is shown this once."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from fieldkit.errors import Refusal
from fieldkit.gui.desk import Desk
from fieldkit.gui.gate import opening
from fieldkit.gui.gate.board import Gate, heading, secret, side_by_side
from fieldkit.gui.gate.opening import Made
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.boxes import clear
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import field, line
from fieldkit.gui.widgets.text import set_property, text
from fieldkit.paths import VaultFiles
from fieldkit.services import passphrases, wordlists
from fieldkit.services.passphrases import Cost

_GOOD_BITS = 70.0


class Create(Gate):
    """Two steps; at the end the new vault has to be unlocked, which proves that the passphrase is remembered."""

    created = Signal(str)
    """The folder of the finished vault, after the recovery code was confirmed."""
    restore_asked = Signal()
    """There is a backup to make the vault of."""

    def __init__(self, desk: Desk, folder: Path, floor: Cost) -> None:
        super().__init__(desk)
        _ = desk.language.gettext
        self._floor = floor
        self.folder = line()
        self.folder.setText(str(folder))
        self.folder.setCursorPosition(0)
        choose = button(_("Choose…"), self._choose)
        place = side_by_side(self.folder, choose)
        self.passphrase = line(secret=True)
        self.again = line(secret=True)
        self._hint = text(
            _("Six random words are good: easy to remember, hard to guess."), Type.CAPTION, "hint", wrap=True
        )
        self._drawn = secret("")
        self._drawn.hide()
        self._draw = button(_("Let chance draw six words"), self._draw_words, "link")
        self._create = button(_("Create"), self.make_vault, "primary")
        self._create.setEnabled(False)
        self.main = self._create
        self.passphrase.textChanged.connect(self._judge)
        self.again.textChanged.connect(self._judge)
        for widget in (
            heading(_("A place for your notes")),
            text(
                _("Everything is encrypted with your passphrase. Nobody can open it without."), wrap=True, tone="second"
            ),
            field(_("Folder"), place),
            field(_("Passphrase"), self.passphrase),
            field(_("The same once more"), self.again),
            self._hint,
            self._draw,
            self._drawn,
            self._create,
            button(_("Restore from a backup"), self._ask_for_restore, "link"),
        ):
            self.column.addWidget(widget)
        self.folder.setAccessibleName(_("Folder"))
        self.setFocusProxy(self.passphrase)

    def make_vault(self) -> None:
        """Make the vault if both passphrases are the same and good enough."""
        if not self._create.isEnabled():
            return
        self.banner.hide()
        self.set_waiting(True)
        files = VaultFiles(Path(self.folder.text().strip()).expanduser())
        job = partial(opening.create, files, self.passphrase.text(), self.desk.clock, floor=self._floor)
        self.desk.worker.call(job, self._show_code, self._failed)

    def _ask_for_restore(self) -> None:
        self.restore_asked.emit()

    def _choose(self) -> None:
        chosen = self.desk.files.folder(self)
        if chosen is not None:
            self.folder.setText(str(chosen))

    def _draw_words(self) -> None:
        """Show words to learn and to type; the fields stay empty, because typing is how they are learnt."""
        _ = self.desk.language.gettext
        words = wordlists.draw(self.desk.language.code, self.desk.clock)
        self._drawn.setText(words)
        self._drawn.setAccessibleName(words)
        self._drawn.show()
        self._hint.setText(_("Learn these words by heart, and type them above twice."))
        set_property(self._hint, "tone", "second")
        self.passphrase.setFocus()

    def _judge(self) -> None:
        """Say while typing whether the passphrase would do."""
        _ = self.desk.language.gettext
        first, second = self.passphrase.text(), self.again.text()
        try:
            passphrases.check_passphrase(first)
        except Refusal:
            words, tone, good = _("Too easy to guess so far."), "care" if first else "hint", False
        else:
            strong = passphrases.strength(first) >= _GOOD_BITS
            words, tone = (
                (_("A strong passphrase."), "good") if strong else (_("Good enough; longer is better."), "second")
            )
            good = first == second
            if second and not good:
                words, tone = _("The two are not the same yet."), "care"
        self._hint.setText(words)
        set_property(self._hint, "tone", tone)
        self._create.setEnabled(good)

    def _failed(self, error: Exception) -> None:
        self.set_waiting(False)
        self.banner.refuse(error)

    def _show_code(self, made: Made) -> None:
        _ = self.desk.language.gettext
        self.set_waiting(False)
        self.passphrase.clear()
        self.again.clear()
        self._chosen = self.folder.text().strip()
        self.languages.hide()
        clear(self.column)
        self._confirm = QCheckBox(_("I have written it on paper"))
        self._confirm.setAccessibleName(_("I have written it on paper"))
        self._go_on = button(_("Continue"), self._finish, "primary")
        self._go_on.setEnabled(False)
        self.main = self._go_on
        self._confirm.toggled.connect(self._go_on.setEnabled)
        parts: tuple[QWidget, ...] = (
            heading(_("Recovery code")),
            text(
                _(
                    "If you forget the passphrase, only this code opens the vault. It is shown this once. "
                    "Write it on paper and keep the paper away from the laptop."
                ),
                wrap=True,
                tone="second",
            ),
            secret(made.code),
            *self._warning(made),
            self._confirm,
            self._go_on,
        )
        for part in parts:
            self.column.addWidget(part)
        self._confirm.setFocus()

    def _warning(self, made: Made) -> tuple[QLabel, ...]:
        if not made.small:
            return ()
        told = self.desk.language.gettext(
            "This laptop has little memory, so each guess costs a thief less: a longer passphrase helps."
        )
        return (text(told, wrap=True, tone="care"),)

    def _finish(self) -> None:
        self.created.emit(self._chosen)
