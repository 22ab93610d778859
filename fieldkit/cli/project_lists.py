"""`fieldkit project lists …`: the sites and code lists of the project: show them, save them as a file, change them."""

from collections.abc import Iterator
from pathlib import Path

import click

from fieldkit import messages
from fieldkit.cli import opening
from fieldkit.cli.parts import Group, Option
from fieldkit.cli.settings import Json, Settings
from fieldkit.cli.tables import columns
from fieldkit.domain.changes import NOTHING
from fieldkit.domain.reference import SITES, Code, Site
from fieldkit.domain.reference_plan import ReferencePlan, Step
from fieldkit.i18n import N_, Language
from fieldkit.messages import reference as words
from fieldkit.services.reference_changes import ReferenceDesk, refusal

_FILE = click.Path(path_type=Path)


@click.group(cls=Group, name="lists", help=N_("Sites and code lists of the project: show, save, change them."))
def command() -> None:
    """Hold the commands below."""


@command.command("show", help=N_("Show the sites, or the codes of a list, as they are in force."))
@click.argument("name", metavar="[LIST]", default=SITES)
@click.pass_obj
def _show(settings: Settings, name: str) -> None:
    language = settings.language
    _ = language.gettext
    with opening.workspace(settings) as workspace:
        rows = ReferenceDesk(workspace).rows(name)
    settings.give(
        {"list": name, "codes": [_as_json(row) for row in rows]},
        columns(
            (_("Code"), _("Name"), ""), [(row.code, row.label(language.code), _standing(row, language)) for row in rows]
        ),
    )


@command.command("export", help=N_("Write the sites, or the codes of a list, to a CSV file that `import` takes."))
@click.option("--list", "name", cls=Option, metavar="LIST", default=SITES, help=N_("Which list; else the sites."))
@click.option("--out", cls=Option, metavar="FILE", required=True, type=_FILE, help=N_("File to write."))
@click.pass_obj
def _export(settings: Settings, name: str, out: Path) -> None:
    with opening.workspace(settings) as workspace:
        ReferenceDesk(workspace).export(out, name)
    settings.give({"file": str(out), "list": name}, (str(out),))
    told = settings.language.gettext("The file is not encrypted: whoever has it knows the lists of the project.")
    click.echo(told, err=True)


@command.command("import", help=N_("Officer: add, rename or retire sites or codes, as a CSV file says."))
@click.argument("file", metavar="FILE", type=_FILE)
@click.option("--dry-run", cls=Option, is_flag=True, help=N_("Only tell what would change."))
@click.pass_obj
def _import(settings: Settings, file: Path, *, dry_run: bool) -> int:
    language = settings.language
    with opening.workspace(settings) as workspace:
        desk = ReferenceDesk(workspace)
        plan = desk.plan(file)
        changes = NOTHING if plan.wrong or dry_run else desk.apply(plan)
    for wrong in plan.wrong:
        click.echo(words.line(wrong, language), err=True)
    if plan.wrong:
        refused = refusal(plan)
        message = messages.sentence(refused, language)
        lines: Json = [{"line": wrong.line, "code": wrong.fault.value} for wrong in plan.wrong]
        settings.give({"error": {"code": refused.code.value, "message": message}, "wrong": lines}, ())
        click.echo(message, err=True)
        return 1
    settings.give(
        {
            **{step.value: [each.row.code for each in plan.changing if step in each.steps] for step in Step},
            "same": len(plan.planned) - len(plan.changing),
            "done": changes != NOTHING,
        },
        _lines(plan, language, dry_run=dry_run),
    )
    return 0


def _lines(plan: ReferencePlan, language: Language, *, dry_run: bool) -> Iterator[str]:
    _ = language.gettext
    rows = [
        (each.list, each.row.code, words.steps(each, language), words.named(each, language)) for each in plan.changing
    ]
    yield from columns((_("List"), _("Code"), "", _("Name")), rows)
    same = len(plan.planned) - len(plan.changing)
    if same:
        yield language.ngettext("{n} row changes nothing.", "{n} rows change nothing.", same)
    if plan.changing:
        yield _("Nothing was changed yet.") if dry_run else _("Changed. The next bundle to each device carries it.")


def _as_json(row: Site | Code) -> Json:
    told: dict[str, Json] = {
        "code": row.code,
        "labels": dict(row.labels),
        "retired": row.retired,
        "own": row.own,
        "disputed": row.disputed,
    }
    if isinstance(row, Site):
        return {**told, "type": row.kind, "country": row.country, "region": row.region}
    return {**told, "parent": row.parent}


def _standing(row: Site | Code, language: Language) -> str:
    _ = language.gettext
    said = {
        _("retired"): row.retired,
        _("officers disagree: import it once more to decide"): row.disputed,
    }
    return ", ".join(word for word, holds in said.items() if holds)
