"""The two fields for a new passphrase of somebody who opens the vault without the old one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldkit.errors import Refusal
from fieldkit.gui.desk import Desk
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.boxes import column
from fieldkit.gui.widgets.fields import field, line
from fieldkit.gui.widgets.text import set_property, text
from fieldkit.services import passphrases


class Renewal(QWidget):
    """Says while somebody types whether what is there would do; unless there `must` be one, both may stay empty."""

    judged = Signal(bool)
    """Whether the vault may be opened with the fields as they are."""

    def __init__(self, desk: Desk, *, must: bool = False) -> None:
        super().__init__()
        self._desk = desk
        self._must = must
        self.good = not must
        """What `judged` told last."""
        _ = desk.language.gettext
        self.new, self.again = line(secret=True), line(secret=True)
        self._hint = text("", Type.CAPTION, "hint", wrap=True)
        self.setLayout(
            column(field(_("New passphrase"), self.new), field(_("The new one once more"), self.again), self._hint)
        )
        for edit in (self.new, self.again):
            edit.textChanged.connect(self._judge)
        self._judge()

    @property
    def passphrase(self) -> str:
        """The new passphrase; empty if the old one stays."""
        return self.new.text()

    def forget(self) -> None:
        """Leave nothing in the fields."""
        self.new.clear()
        self.again.clear()

    def _judge(self) -> None:
        _ = self._desk.language.gettext
        new, again = self.new.text(), self.again.text()
        words, tone = _("Leave both empty if you still know the passphrase."), "hint"
        if self._must:
            words = _("Six random words are good: easy to remember, hard to guess.")
        self.good = not again and not self._must
        if new:
            try:
                passphrases.check_passphrase(new)
            except Refusal:
                words, tone, self.good = _("Too easy to guess so far."), "care", False
            else:
                self.good = new == again
                words, tone = (
                    (_("Good enough; longer is better."), "good")
                    if self.good
                    else (_("The two are not the same yet."), "care" if again else "hint")
                )
        elif again:
            words, tone = _("The two are not the same yet."), "care"
        self._hint.setText(words)
        set_property(self._hint, "tone", tone)
        self.judged.emit(self.good)
