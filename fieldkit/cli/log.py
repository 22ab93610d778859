"""`fieldkit log …`: whether anything was changed behind our back."""

from pathlib import Path

import click

from fieldkit import messages
from fieldkit.cli import opening
from fieldkit.cli.parts import Group
from fieldkit.cli.settings import Settings
from fieldkit.cli.tables import columns
from fieldkit.errors import Code, Refusal
from fieldkit.i18n import N_
from fieldkit.services import archiving
from fieldkit.services.logbook import Logbook


@click.group(cls=Group, name="log", help=N_("Verify the logs of all devices."))
def command() -> None:
    """Hold the command below."""


@command.command("verify", help=N_("Check every chain, every body that is still there, every signature."))
@click.argument("archive", metavar="[ARCHIVE]", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def _verify(settings: Settings, archive: Path | None) -> int:
    """Verify the vault's own logs, or those of an archive, which needs no vault."""
    language = settings.language
    _ = language.gettext
    if archive is None:
        with opening.workspace(settings) as workspace:
            report = Logbook(workspace).verify()
    else:
        report = archiving.verify(archive)
    rows = [
        (
            log.device,
            language.number(log.entries),
            _("in order") if log.ok else messages.sentence(Refusal(Code(log.code)), language),
        )
        for log in report.logs
    ]
    verdict = _("All logs hold together.") if report.ok else _("Not all logs hold together. Tell your officer.")
    settings.give(
        {
            "ok": report.ok,
            "logs": [
                {
                    "device": log.device,
                    "epoch": log.epoch,
                    "entries": log.entries,
                    "ok": log.ok,
                    "code": log.code,
                }
                for log in report.logs
            ],
        },
        (*columns((_("Device"), _("Entries"), _("Verdict")), rows), verdict),
    )
    return 0 if report.ok else 1
