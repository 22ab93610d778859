"""`fieldkit vault rotate`: a new master key and a new recovery code, after the old ones may have become known."""

import click

from fieldkit.cli import opening
from fieldkit.cli.parts import Command
from fieldkit.cli.settings import Settings
from fieldkit.i18n import N_
from fieldkit.services import rotating, vaults


@click.command("rotate", cls=Command, help=N_("Give the vault a new key and print its new recovery code, once."))
@click.pass_obj
def command(settings: Settings) -> None:
    """Ask for the passphrase, which stays as it is."""
    _ = settings.language.gettext
    files = settings.files()
    vaults.info(files)  # a wrong folder is told before anybody types a passphrase
    done = rotating.rotate(
        files, settings.ask_passphrase(), settings.clock, cost=opening.cost(settings), progress=settings.progress()
    )
    lines = [
        _("The vault has a new key. The passphrase is the same; the old recovery code opens it no longer."),
        _("Recovery code: {code}").format(code=done.recovery_code),
        _("Write it down and keep it away from this laptop. It is shown only now."),
        _("Copies of the vault that were made before still open with the old code."),
    ]
    if done.officers:
        lines.append(
            settings.language.ngettext(
                "The new key is entrusted to {n} officer.", "The new key is entrusted to {n} officers.", done.officers
            ).format(n=done.officers)
        )
    if done.dropped:
        lines.append(_("There is no officer any more to entrust it to: only passphrase and recovery code open it."))
    settings.give(
        {"recovery_code": done.recovery_code, "officers": done.officers, "escrow_dropped": done.dropped}, lines
    )
