"""Changing the passphrase of the open vault."""

from functools import partial

from PySide6.QtCore import Signal

from fieldkit.errors import Refusal
from fieldkit.gui.desk import Desk
from fieldkit.gui.project.part import Part
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import field, line
from fieldkit.gui.widgets.text import set_property, text
from fieldkit.services import passphrases, vaults
from fieldkit.services.passphrases import Cost
from fieldkit.services.workspace import Workspace

_WIDTH = 380


class Passphrase(Part):
    """The old one is asked for, so that nobody changes it behind the back of who left the vault open."""

    renewed = Signal()
    """There is a new passphrase, which has to be typed once before anybody goes on."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _(
            "Afterwards the vault locks and asks for the new passphrase: so you know at once that you can type it. "
            "The recovery code stays as it is."
        )
        super().__init__(desk, banner, ask, _("Change the passphrase"), told)
        self.old, self.new, self.again = line(secret=True), line(secret=True), line(secret=True)
        for edit in (self.old, self.new, self.again):
            edit.setMaximumWidth(_WIDTH)
            edit.textChanged.connect(self._judge)
            edit.returnPressed.connect(self.change)
        self._hint = text("", Type.CAPTION, "hint", wrap=True)
        self._change = button(_("Change the passphrase"), self.change)
        self.add(
            field(_("Present passphrase"), self.old),
            field(_("New passphrase"), self.new),
            field(_("The new one once more"), self.again),
            self._hint,
            row(self._change),
        )
        self._judge()

    def change(self) -> None:
        """Change it, if the two new ones are the same and good enough."""
        if self._change.isEnabled():
            job = partial(_change, old=self.old.text(), new=self.new.text(), cost=self.desk.cost)
            told = self.desk.language.gettext("This takes a moment: the key is made slow to guess.")
            self.work(told, job, self._changed)

    def forget(self) -> None:
        """Leave nothing in the fields."""
        for edit in (self.old, self.new, self.again):
            edit.clear()

    def _changed(self, _nothing: None) -> None:
        self.forget()
        self.renewed.emit()

    def _judge(self) -> None:
        """Say while typing whether the new one would do."""
        _ = self.desk.language.gettext
        new, again = self.new.text(), self.again.text()
        hint, tone = _("Six random words are good: easy to remember, hard to guess."), "hint"
        good = False
        try:
            passphrases.check_passphrase(new)
        except Refusal:
            if new:
                hint, tone = _("Too easy to guess so far."), "care"
        else:
            good = new == again
            if again and not good:
                hint, tone = _("The two are not the same yet."), "care"
            elif good:
                hint, tone = _("Good enough; longer is better."), "good"
        self._hint.setText(hint)
        set_property(self._hint, "tone", tone)
        self._change.setEnabled(good and bool(self.old.text()))


def _change(workspace: Workspace, *, old: str, new: str, cost: Cost) -> None:
    vaults.change_passphrase_of(workspace, old, new, cost=cost)
