"""Whom the vault's key is entrusted to, and changing that."""

from collections.abc import Callable
from functools import partial

from fieldkit.gui.desk import Desk
from fieldkit.gui.project.part import Part
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.gui.widgets.boxes import row
from fieldkit.gui.widgets.buttons import button
from fieldkit.gui.widgets.fields import field, line
from fieldkit.gui.widgets.text import set_property, text
from fieldkit.i18n import Language
from fieldkit.services import escrow
from fieldkit.services.escrow import EscrowState
from fieldkit.services.passphrases import Cost
from fieldkit.services.workspace import Workspace

_WIDTH = 380


class Entrusting(Part):
    """The passphrase is asked for, because only it gives the key away."""

    def __init__(self, desk: Desk, banner: Banner, ask: Ask) -> None:
        _ = desk.language.gettext
        told = _(
            "If passphrase and recovery code are lost, an officer to whom the key is entrusted can let you in again. "
            "It also means: these officers can open this vault whenever they get hold of its files."
        )
        super().__init__(desk, banner, ask, _("Officers who can open this vault"), told)
        self._now = text("", wrap=True)
        self._more = text("", wrap=True)
        self.passphrase = line(secret=True)
        self.passphrase.setMaximumWidth(_WIDTH)
        self.passphrase.textChanged.connect(self._judge)
        self.passphrase.returnPressed.connect(self.entrust)
        self._entrust = button(_("Entrust the key"), self.entrust)
        self._withdraw = button(_("Take it back…"), self.begin_withdrawing)
        self._field = field(_("Passphrase of this vault"), self.passphrase)
        self.add(self._now, self._more, self._field, row(self._entrust, self._withdraw))
        self._state: EscrowState | None = None
        self._judge()

    def show_view(self, now: EscrowState) -> None:
        """Show who could open it, and what does not fit any more."""
        _ = self.desk.language.gettext
        self._state = now
        self._now.setText(_whom(now, self.desk.language))
        advice, tone = _advice(now, self.desk.language)
        self._more.setText(advice)
        self._more.setVisible(bool(advice))
        set_property(self._more, "tone", tone)
        label = _("Entrust it anew") if now.entrusted else _("Entrust the key")
        self._entrust.setText(label)
        self._entrust.setAccessibleName(label)
        self._withdraw.setVisible(now.entrusted)
        self._field.setVisible(bool(now.officers) or now.entrusted)
        self._entrust.setVisible(bool(now.officers))
        self._judge()

    def entrust(self) -> None:
        """Entrust it to the officers of today."""
        if self._entrust.isEnabled() and self._entrust.isVisible():
            self._work(partial(_entrust, passphrase=self.passphrase.text(), floor=self.desk.cost), self._entrusted)

    def begin_withdrawing(self) -> None:
        """One way back in less, so ask first."""
        _ = self.desk.language.gettext
        told = _(
            "Then only the passphrase and the recovery code open this vault. "
            "Copies of it from before still open to those officers. Take the key back?"
        )
        self.ask(told, _("Take the key back"), self._withdraw_it)

    def forget(self) -> None:
        """Leave nothing in the field."""
        self.passphrase.clear()

    def _withdraw_it(self, _words: str) -> None:
        self._work(partial(_withdraw, passphrase=self.passphrase.text(), floor=self.desk.cost), self._withdrawn)

    def _work(self, job: Callable[[Workspace], EscrowState], done: Callable[[EscrowState], None]) -> None:
        self.work(self.desk.language.gettext("This takes a moment: the key is made slow to guess."), job, done)

    def _entrusted(self, now: EscrowState) -> None:
        self.forget()
        self.show_view(now)
        self.banner.tell(self.desk.language.gettext("The key is entrusted to these officers."))

    def _withdrawn(self, now: EscrowState) -> None:
        self.forget()
        self.show_view(now)
        self.banner.tell(self.desk.language.gettext("The key is entrusted to nobody any more."))

    def _judge(self) -> None:
        typed = bool(self.passphrase.text())
        self._entrust.setEnabled(typed)
        self._withdraw.setEnabled(typed)


def _whom(now: EscrowState, language: Language) -> str:
    _ = language.gettext
    if now.entrusted:
        return _("They can open it: {codes}").format(codes=", ".join(now.openers) or "–")
    if now.officers:
        return _("Nobody can so far. It would be: {codes}").format(codes=", ".join(now.officers))
    return _("Nobody can, and no other officer takes part in the project yet.")


def _advice(now: EscrowState, language: Language) -> tuple[str, str]:
    """What is amiss, and its tone."""
    _ = language.gettext
    if now.gone or now.unknown:
        return _("Somebody among them is no longer an officer. Entrust the key anew: {codes}").format(
            codes=", ".join(now.gone) or "–"
        ), "care"
    if now.missing:
        return _("Not yet among them: {codes}. Entrust the key anew.").format(codes=", ".join(now.missing)), "care"
    if now.officers and len(now.officers) < escrow.WANTED:
        return _("One officer is enough, but if that laptop is lost, so is this way. Two are better."), "second"
    if now.left_out:
        told = language.ngettext(
            "{n} further officer is left out: eight are the most.",
            "{n} further officers are left out: eight are the most.",
            now.left_out,
        )
        return told.format(n=now.left_out), "second"
    return "", "second"


def _entrust(workspace: Workspace, *, passphrase: str, floor: Cost) -> EscrowState:
    return escrow.entrust(workspace, passphrase, floor=floor)


def _withdraw(workspace: Workspace, *, passphrase: str, floor: Cost) -> EscrowState:
    return escrow.withdraw(workspace, passphrase, floor=floor)
