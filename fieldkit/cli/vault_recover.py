"""`fieldkit vault recover`: a new passphrase for somebody who has forgotten the old one and kept the recovery code."""

from pathlib import Path

import click

from fieldkit.cli import opening
from fieldkit.cli.parts import Command, Option
from fieldkit.cli.settings import Settings
from fieldkit.i18n import N_
from fieldkit.services import vaults

_FILE = click.Path(path_type=Path)


@click.command(
    "recover", cls=Command, help=N_("Set a new passphrase with the recovery code; the records are not touched.")
)
@click.option(
    "--code-file",
    cls=Option,
    metavar="FILE",
    type=_FILE,
    help=N_("File whose first line is the recovery code; else it is asked for."),
)
@click.option(
    "--new-passphrase-file",
    cls=Option,
    metavar="FILE",
    type=_FILE,
    help=N_("File whose first line is the new passphrase; else it is asked for."),
)
@click.pass_obj
def command(settings: Settings, code_file: Path | None, new_passphrase_file: Path | None) -> None:
    """Ask for the code, then for the passphrase."""
    _ = settings.language.gettext
    files = settings.files()
    vaults.info(files)  # a wrong folder is told before anybody types a code
    code = settings.ask_recovery_code(code_file)
    new = settings.choose_passphrase(new_passphrase_file)
    vaults.recover(files, code, new, settings.clock, cost=opening.cost(settings))
    settings.give(
        {"changed": True},
        (
            _("The passphrase is changed."),
            _("The recovery code still opens the vault. Keep it away from this laptop."),
        ),
    )
