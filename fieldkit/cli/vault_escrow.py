"""`fieldkit vault escrow`: entrust the vault's key to the project's officers, end that, or tell who could open it."""

from collections.abc import Iterator

import click

from fieldkit.cli import opening
from fieldkit.cli.parts import Command, Option
from fieldkit.cli.settings import Settings
from fieldkit.i18n import N_, Language
from fieldkit.services import escrow, vaults
from fieldkit.services.escrow import EscrowState


@click.command(
    "escrow", cls=Command, help=N_("Entrust the key of the vault to the project's officers, who could then open it.")
)
@click.option("--remove", cls=Option, is_flag=True, help=N_("Entrust it to nobody any more."))
@click.option("--status", cls=Option, is_flag=True, help=N_("Only tell who could open it."))
@click.pass_obj
def command(settings: Settings, remove: bool, status: bool) -> None:
    """Ask for the passphrase, which alone gives the key away."""
    files, floor = settings.files(), opening.cost(settings)
    vaults.info(files)  # a wrong folder is told before anybody types a passphrase
    passphrase = settings.ask_passphrase()
    with vaults.unlock(files, passphrase, settings.clock, floor=floor) as workspace:
        if status:
            now = escrow.state(workspace)
        elif remove:
            now = escrow.withdraw(workspace, passphrase, floor=floor)
        else:
            now = escrow.entrust(workspace, passphrase, floor=floor)
    settings.give(_document(now), tuple(_words(now, settings.language, removed=remove and not status)))


def _document(now: EscrowState) -> dict[str, bool | int | list[str]]:
    return {
        "entrusted": now.entrusted,
        "current": now.current,
        "openers": list(now.openers),
        "gone": list(now.gone),
        "missing": list(now.missing),
        "unknown": now.unknown,
        "left_out": now.left_out,
    }


def _words(now: EscrowState, language: Language, *, removed: bool) -> Iterator[str]:
    _, ngettext = language.gettext, language.ngettext
    if removed:
        yield _("The key is entrusted to nobody now. Copies of this vault from before still open to those officers.")
        return
    if not now.entrusted:
        yield _("The key of this vault is entrusted to nobody. Only the passphrase and the recovery code open it.")
        return
    yield _("These officers can open this vault with its files: {codes}").format(codes=", ".join(now.openers) or "–")
    if now.unknown:
        yield ngettext(
            "And {n} device that the roster does not name.",
            "And {n} devices that the roster does not name.",
            now.unknown,
        ).format(n=now.unknown)
    if now.gone:
        yield _("No longer trusted, and still able to open it: {codes}").format(codes=", ".join(now.gone))
    if now.missing:
        yield _("Officers who cannot open it yet: {codes}").format(codes=", ".join(now.missing))
    if not now.current:
        yield _("This is out of date. Entrust the key anew: fieldkit vault escrow.")
    elif len(now.openers) < escrow.WANTED:
        yield _("One officer is enough, but if that laptop is lost, so is this way. Two are better.")
    if now.left_out:
        yield ngettext(
            "{n} further officer is left out: eight are the most.",
            "{n} further officers are left out: eight are the most.",
            now.left_out,
        ).format(n=now.left_out)
