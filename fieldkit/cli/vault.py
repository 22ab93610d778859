"""`fieldkit vault …`: create, describe, check a vault, change or recover its passphrase."""

from collections import Counter
from pathlib import Path

import click

from fieldkit.cli import (
    opening,
    vault_answer,
    vault_backup,
    vault_create,
    vault_destroy,
    vault_escrow,
    vault_recover,
    vault_rotate,
    vault_travel,
)
from fieldkit.cli.parts import Group, Option
from fieldkit.cli.settings import Settings
from fieldkit.i18n import N_
from fieldkit.services import vaults


@click.group(cls=Group, name="vault", help=N_("Create, describe and check a vault."))
def command() -> None:
    """Hold the commands below."""


command.add_command(vault_create.command)


@command.command("info", help=N_("Tell what anybody can see of the vault without its passphrase."))
@click.pass_obj
def _info(settings: Settings) -> None:
    _ = settings.language.gettext
    seen = vaults.info(settings.files())
    settings.give(
        {
            "slots": list(seen.slots),
            "memory_kib": seen.memory_kib,
            "generation": seen.generation,
            "copies": seen.copies,
            "store_bytes": seen.store_bytes,
        },
        (
            _("Ways to open it: {slots}").format(slots=", ".join(seen.slots)),
            _("Memory for each guess at the passphrase: {mib} MiB").format(mib=seen.memory_kib // 1024),
            _("Readable copies of the key slots: {n} of 2").format(n=seen.copies),
            _("Size of the store: {kib} KiB").format(kib=seen.store_bytes // 1024),
        ),
    )


@command.command("check", help=N_("Read and verify everything in the vault."))
@click.pass_obj
def _check(settings: Settings) -> int:
    _ = settings.language.gettext
    with opening.workspace(settings, rescue=True) as workspace:
        report = vaults.check(workspace)
    verdict = _("The vault is in order.") if report.ok else _("The vault is not in order. Tell your officer:")
    found = Counter(report.findings)
    settings.give(
        {"ok": report.ok, "findings": list(report.findings)},
        (verdict, *(f"{code} × {n}" if n > 1 else code for code, n in found.items())),
    )
    return 0 if report.ok else 1


@command.command("passphrase", help=N_("Change the passphrase; the records are not touched."))
@click.option(
    "--new-passphrase-file",
    cls=Option,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=N_("File whose first line is the new passphrase; else it is asked for."),
)
@click.pass_obj
def _passphrase(settings: Settings, new_passphrase_file: Path | None) -> None:
    files = settings.files()
    vaults.info(files)
    old = settings.ask_passphrase()
    new = settings.choose_passphrase(new_passphrase_file)
    vaults.change_passphrase(files, old, new, settings.clock, cost=opening.cost(settings))
    settings.give({"changed": True}, (settings.language.gettext("The passphrase is changed."),))


command.add_command(vault_backup.backup)
command.add_command(vault_backup.restore)
command.add_command(vault_recover.command)
command.add_command(vault_escrow.command)
command.add_command(vault_answer.command)
command.add_command(vault_rotate.command)
command.add_command(vault_travel.command)
command.add_command(vault_destroy.command)
