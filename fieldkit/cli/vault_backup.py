"""`fieldkit vault backup` and `vault restore`: a vault as one encrypted file, and a vault made of one."""

from pathlib import Path

import click

from fieldkit.cli import opening
from fieldkit.cli.parts import Command, Option
from fieldkit.cli.settings import Settings
from fieldkit.i18n import N_
from fieldkit.services import backups

_FILE = click.Path(path_type=Path)


@click.command("backup", cls=Command, help=N_("Write the whole vault, encrypted as it is, to one file."))
@click.option("--out", cls=Option, metavar="FILE", type=_FILE, required=True, help=N_("File to write; it must be new."))
@click.pass_obj
def backup(settings: Settings, out: Path) -> None:
    """Write the file and read it back."""
    _ = settings.language.gettext
    with opening.workspace(settings) as workspace:
        size = backups.write(workspace, out)
    settings.give(
        {"file": str(out), "bytes": size},
        (
            _("The backup is written and was read back: {name}").format(name=out.name),
            _("The passphrase and the recovery code of today open it."),
        ),
    )


@click.command("restore", cls=Command, help=N_("Make a vault of a backup, in a new folder that --vault names."))
@click.argument("file", metavar="FILE", type=_FILE)
@click.option(
    "--code-file",
    cls=Option,
    metavar="FILE",
    type=_FILE,
    help=N_("File whose first line is the recovery code, which opens the backup instead of the passphrase."),
)
@click.option("--code", cls=Option, is_flag=True, help=N_("Ask for the recovery code instead of the passphrase."))
@click.pass_obj
def restore(settings: Settings, file: Path, code_file: Path | None, code: bool) -> None:
    """Ask for the passphrase or the recovery code of the day of the backup."""
    _ = settings.language.gettext
    with_code = code or code_file is not None
    secret = settings.ask_recovery_code(code_file) if with_code else settings.ask_passphrase()
    missing = backups.restore(
        file,
        settings.files(),
        secret,
        settings.clock,
        kind=backups.RECOVERY if with_code else backups.PASSPHRASE,
        floor=opening.cost(settings),
    )
    lost = settings.language.ngettext(
        "The content of {n} file was not with the backup: it was removed since. Its record is there.",
        "The content of {n} files was not with the backup: they were removed since. Their records are there.",
        missing,
    )
    settings.give(
        {"restored": True, "attachments_missing": missing},
        (
            _("The vault is restored."),
            *((lost,) if missing else ()),
            _("Do not go on working in the old one: what is written there later is not in this one."),
        ),
    )
