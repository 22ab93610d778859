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
    code = rotating.rotate(files, settings.ask_passphrase(), settings.clock, cost=opening.cost(settings))
    settings.give(
        {"recovery_code": code},
        (
            _("The vault has a new key. The passphrase is the same; the old recovery code opens it no longer."),
            _("Recovery code: {code}").format(code=code),
            _("Write it down and keep it away from this laptop. It is shown only now."),
            _("Copies of the vault that were made before still open with the old code."),
        ),
    )
