"""`fieldkit bundle …`: hand records over on a stick, look into a bundle; the other commands stand beside this."""

from collections.abc import Iterator
from pathlib import Path

import click

from fieldkit import messages
from fieldkit.cli import bundle_import, bundle_missing, bundle_report, bundle_waiting, opening, records, wording
from fieldkit.cli.parts import Group, Option
from fieldkit.cli.settings import Json, Settings
from fieldkit.cli.tables import columns
from fieldkit.errors import Refusal
from fieldkit.i18n import N_, Language
from fieldkit.messages import missing as sentences
from fieldkit.services.bundling import BundleInfo, Bundling
from fieldkit.services.confirmations import handed_over

_PATH = click.Path(path_type=Path)


@click.group(cls=Group, name="bundle", help=N_("Hand records over on a stick and take them in."))
def command() -> None:
    """Hold the commands below."""


@command.command("write", help=N_("Write what the readers do not have yet; then the stick may be pulled out."))
@click.option(
    "--to", cls=Option, metavar="CODE", multiple=True, help=N_("Only for this member; may be given several times.")
)
@click.option("--out", cls=Option, metavar="DIR", required=True, type=_PATH, help=N_("Folder of the stick."))
@click.option(
    "--full", cls=Option, is_flag=True, help=N_("Everything from the beginning, whatever the receivers have confirmed.")
)
@click.pass_obj
def _write(settings: Settings, to: tuple[str, ...], out: Path, full: bool) -> None:
    language = settings.language
    with opening.workspace(settings) as workspace:
        written = Bundling(workspace).write(out, to, settings.progress(), full=full)
        handed = handed_over(workspace)
    settings.give(
        {
            "files": [str(path) for path in written.files],
            "entries": written.entries,
            "records": written.records,
            "recipients": written.recipients,
            "attachments": written.attachments,
            "held": list(written.held),
        },
        (
            *(str(path) for path in written.files),
            language.ngettext("{n} record", "{n} records", written.records),
            *bundle_report.files(written.attachments, language),
            language.ngettext("{n} laptop can open it", "{n} laptops can open it", written.recipients),
            *sentences.held(written.held, language),
            *records.handed_over_lines(handed, language),
        ),
    )


@command.command("inspect", help=N_("Verify a bundle and tell what is in it; import nothing."))
@click.argument("file", metavar="FILE", type=_PATH)
@click.pass_obj
def _inspect(settings: Settings, file: Path) -> None:
    with opening.workspace(settings) as workspace:
        info = Bundling(workspace).inspect(file)
    settings.give(_info_json(info), _info_lines(info, settings.language))


command.add_command(bundle_import.command)
command.add_command(bundle_missing.command)
command.add_command(bundle_waiting.waiting)
command.add_command(bundle_waiting.discard)


def _info_json(info: BundleInfo) -> Json:
    return {
        "device": info.device,
        "member": info.member,
        "role": info.role.value if info.role else None,
        "created": info.created,
        "generation": info.generation,
        "recipients": info.recipients,
        "entries": info.entries,
        "records": info.records,
        "attachments": info.attachments,
        "logs": [{"device": log.device, "member": log.member, "from": log.first, "to": log.last} for log in info.logs],
        "refused": [{"what": item.what, "code": item.code.value} for item in info.refused],
    }


def _info_lines(info: BundleInfo, language: Language) -> Iterator[str]:
    _ = language.gettext
    who = f"{info.member} ({wording.role(info.role, language)})" if info.role else info.member
    yield _("From {who}, written {moment}").format(who=who, moment=info.created)
    yield language.ngettext("{n} record", "{n} records", info.records)
    yield from bundle_report.files(info.attachments, language)
    yield language.ngettext("{n} entry", "{n} entries", info.entries)
    rows = [(log.member, str(log.first), str(log.last), log.device) for log in info.logs]
    yield from columns((_("Log of"), _("From entry"), _("To entry"), _("Device")), rows)
    for item in info.refused:
        yield f"{item.what}: {messages.sentence(Refusal(item.code), language)}"
