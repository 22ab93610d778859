"""`fieldkit report …`: list and print reports."""

from pathlib import Path

import click

from fieldkit import i18n
from fieldkit.cli import opening
from fieldkit.cli.parts import Group, Option
from fieldkit.cli.scope import scope
from fieldkit.cli.settings import Settings
from fieldkit.domain.periods import parse_period
from fieldkit.domain.query import Level
from fieldkit.i18n import N_
from fieldkit.messages import naming
from fieldkit.services.reporting import Order, Reporting


@click.group(cls=Group, name="report", help=N_("List and print reports."))
def command() -> None:
    """Hold the commands below."""


@command.command("list", help=N_("List the kinds of report."))
@click.pass_obj
def _list(settings: Settings) -> None:
    with opening.workspace(settings) as workspace:
        kinds = Reporting(workspace).kinds()
    settings.give({"kinds": list(kinds)}, kinds)


@command.command("pdf", help=N_("Print a report into a PDF file."))
@click.option("--kind", cls=Option, required=True, help=N_("Kind of report, see `report list`."))
@click.option("--lang", "printed", cls=Option, metavar="CODE", default="", help=N_("Language of the report."))
@click.option(
    "--out", cls=Option, metavar="FILE", required=True, type=click.Path(path_type=Path), help=N_("File to write.")
)
@click.option(
    "--names",
    cls=Option,
    is_flag=True,
    help=N_(
        "Identity officer: name the people who agreed again in the last 30 days; their cards are opened, which the log "
        "keeps. Without it nobody is named."
    ),
)
@scope
@click.pass_obj
def _pdf(
    settings: Settings, kind: str, printed: str, out: Path, names: bool, period: str, site: str, level: str
) -> None:
    language = i18n.load(printed) if printed else settings.language
    with opening.workspace(settings) as workspace:
        order = Order(
            kind=kind,
            language=language,
            period=parse_period(period) if period else None,
            site=site,
            level=Level(level),
            names=names,
        )
        done = Reporting(workspace).pdf(order, out, settings.progress())
    words = settings.language.ngettext("{n} page", "{n} pages", done.pages)
    lines = [f"{out}: {words}", *naming.left_unnamed(done.naming, settings.language)]
    if done.naming.to_ask:
        lines.append(settings.language.gettext("`fieldkit consent due` lists who has to be asked."))
    settings.give(
        {
            "file": str(out),
            "kind": kind,
            "language": language.code,
            "pages": done.pages,
            "named": len(done.naming.records),
            "unnamed": {
                "to_ask": done.naming.to_ask,
                "without_names": done.naming.unasked,
                "other": done.naming.barred,
            },
        },
        lines,
    )
