"""`fieldkit export …`: records for other tools."""

from collections.abc import Iterator
from pathlib import Path

import click

from fieldkit.cli import archive_readme, opening, wording
from fieldkit.cli.parts import Group, Option, into_folder
from fieldkit.cli.settings import Settings
from fieldkit.domain.query import Level
from fieldkit.i18n import N_, Language
from fieldkit.services.archiving import Archiving
from fieldkit.services.odk_export import OdkExport, OdkExported
from fieldkit.services.sharing import Sharing


@click.group(cls=Group, name="export", help=N_("Write records for other tools."))
def command() -> None:
    """Hold the commands below."""


@command.command(
    "odk",
    help=N_(
        "Write submitted and accepted records as a folder that ODK Briefcase opens. "
        "The folder is not encrypted: whoever has it reads everything in it."
    ),
)
@into_folder
@click.option("--form", cls=Option, metavar="ID", default="", help=N_("Only records of this questionnaire."))
@click.pass_obj
def _odk(settings: Settings, out: Path, form: str) -> None:
    with opening.workspace(settings) as workspace:
        done = OdkExport(workspace).write(out, form=form, progress=settings.progress())
    settings.give(
        {
            "folder": str(out),
            "encrypted": False,
            "records": done.records,
            "forms": list(done.forms),
            "left_out": dict(done.left_out),
            "without_form": done.without_form,
            "without_consent": done.without_consent,
            "attachments": done.attachments,
            "attachments_left_behind": done.left_behind,
        },
        _odk_lines(done, out, settings.language),
    )
    _warn(settings)


@command.command(
    "archive",
    help=N_(
        "Write everything in the vault as files that people can read, with the logs that prove them and a program "
        "that checks them without fieldkit. The folder is not encrypted: whoever has it reads everything in it."
    ),
)
@into_folder
@click.pass_obj
def _archive(settings: Settings, out: Path) -> None:
    language = settings.language
    with opening.workspace(settings) as workspace:
        done = Archiving(workspace).write(
            out, archive_readme.text(language), language=language.code, progress=settings.progress()
        )
    settings.give(
        {
            "folder": str(out),
            "encrypted": False,
            "records": done.records,
            "logs": done.logs,
            "entries": done.entries,
            "attachments": done.attachments,
        },
        (
            str(out),
            language.ngettext("{n} record", "{n} records", done.records),
            *((language.ngettext("{n} file", "{n} files", done.attachments),) if done.attachments else ()),
            language.ngettext("{n} entry in the logs", "{n} entries in the logs", done.entries),
        ),
    )
    _warn(settings)


@command.command(
    "partner",
    help=N_(
        "Write a table of records for a partner: without names, ids and words, and told so coarsely that at least 5 "
        "records are alike. Only of people who agreed to be shared with a partner."
    ),
)
@into_folder
@click.pass_obj
def _partner(settings: Settings, out: Path) -> None:
    language = settings.language
    _ = language.gettext
    with opening.workspace(settings) as workspace:
        done = Sharing(workspace).write(out)
    found = done.microdata
    settings.give(
        {
            "folder": str(out),
            "encrypted": False,
            "level": Level.PARTNER.value,
            "k": found.k,
            "records": len(found.rows),
            "smallest_class": found.risk.smallest,
            "told": {each.variable.value: each.rung.value for each in found.told},
            "without_consent": done.without_consent,
        },
        (
            str(out),
            language.ngettext("{n} record", "{n} records", len(found.rows)),
            _("Alike, at least: {n}").format(n=language.number(found.risk.smallest)),
            _("Left out, nobody agreed to share it with a partner: {n}").format(
                n=language.number(done.without_consent)
            ),
        ),
    )


def _warn(settings: Settings) -> None:
    _ = settings.language.gettext
    warning = _(
        "This folder is not encrypted: it holds everything that was told. "
        "Keep it on an encrypted disk, and delete it as soon as it is no longer needed."
    )
    click.echo(warning, err=True)


def _odk_lines(done: OdkExported, out: Path, language: Language) -> Iterator[str]:
    _ = language.gettext
    yield str(out)
    yield language.ngettext("{n} record", "{n} records", done.records)
    if done.attachments:
        yield language.ngettext("{n} file", "{n} files", done.attachments)
    for state, count in done.left_out:
        yield _("Left out, {state}: {n}").format(state=wording.state(state, language), n=language.number(count))
    if done.without_form:
        yield _("Left out, questionnaire or content not in this vault: {n}").format(
            n=language.number(done.without_form)
        )
    if done.without_consent:
        yield _("Left out, nobody agreed that it is kept: {n}").format(n=language.number(done.without_consent))
    if done.left_behind:
        yield language.ngettext(
            "{n} file named in the answers was left behind.",
            "{n} files named in the answers were left behind.",
            done.left_behind,
        )
