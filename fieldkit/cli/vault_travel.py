"""`fieldkit vault travel`: hand everything over and carry a vault without past testimony."""

from pathlib import Path

import click

from fieldkit.cli import opening
from fieldkit.cli.parts import Command, Option
from fieldkit.cli.settings import Settings
from fieldkit.i18n import N_
from fieldkit.services import rotating
from fieldkit.services.travelling import Travelling


@click.command(
    "travel",
    cls=Command,
    help=N_("Monitor: write everything onto a stick, then remove it from this laptop before a way with checks."),
)
@click.option(
    "--out", cls=Option, metavar="DIR", required=True, type=click.Path(path_type=Path), help=N_("Folder of the stick.")
)
@click.option("--keep-drafts", cls=Option, is_flag=True, help=N_("Drafts stay readable on this laptop."))
@click.option("--discard-drafts", cls=Option, is_flag=True, help=N_("Throw drafts away; nobody has them then."))
@click.option(
    "--new-key", cls=Option, is_flag=True, help=N_("Also give the vault a new key and print its new recovery code.")
)
@click.pass_obj
def command(settings: Settings, out: Path, keep_drafts: bool, discard_drafts: bool, new_key: bool) -> None:
    """Write, prove, then let go."""
    if keep_drafts and discard_drafts:
        raise click.UsageError(settings.language.gettext("Choose one of --keep-drafts and --discard-drafts."))
    language = settings.language
    _ = language.gettext
    decided = discard_drafts if keep_drafts or discard_drafts else None
    with opening.workspace(settings) as workspace:
        done = Travelling(workspace).depart(out, discard_drafts=decided, progress=settings.progress())
        backup = workspace.backup
    code = ""
    if new_key:
        passphrase = settings.ask_passphrase()
        turned = rotating.rotate(settings.files(), passphrase, settings.clock, cost=opening.cost(settings))
        code = turned.recovery_code
    lines = [
        *(str(path) for path in done.files),
        language.ngettext(
            "{n} record is on the stick and can no longer be read on this laptop.",
            "{n} records are on the stick and can no longer be read on this laptop.",
            done.records,
        ),
        _(
            "Only supervisors, officers and analysts can open the stick. "
            "Until one of them took it in, it is the only copy."
        ),
    ]
    if done.left:
        told = _("Records that this version of fieldkit cannot read and that stayed here: {n}")
        lines.append(told.format(n=language.number(done.left)))
    if done.discarded:
        lines.append(language.ngettext("{n} draft was thrown away", "{n} drafts were thrown away", done.discarded))
    if done.waiting:
        lines.append(
            language.ngettext(
                "{n} bundle that waited for a laptop to be enrolled went too; its sender hands all of it over again.",
                "{n} bundles that waited for laptops to be enrolled went too; their senders hand all of it over again.",
                done.waiting,
            )
        )
    if not done.compacted:
        lines.append(_("The store could not be made smaller: its size still tells how much it held."))
    if code:
        lines.append(_("Recovery code: {code}").format(code=code))
        lines.append(_("Write it down and keep it away from this laptop. It is shown only now."))
    settings.give(
        {
            "files": [str(path) for path in done.files],
            "records": done.records,
            "left": done.left,
            "discarded": done.discarded,
            "waiting": done.waiting,
            "compacted": done.compacted,
            **({"recovery_code": code} if code else {}),
        },
        lines,
    )
    opening.tell(settings, backup)
