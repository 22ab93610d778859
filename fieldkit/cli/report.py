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
@scope
@click.pass_obj
def _pdf(settings: Settings, kind: str, printed: str, out: Path, period: str, site: str, level: str) -> None:
    language = i18n.load(printed) if printed else settings.language
    with opening.workspace(settings) as workspace:
        order = Order(
            kind=kind,
            language=language,
            period=parse_period(period) if period else None,
            site=site,
            level=Level(level),
        )
        pages = Reporting(workspace).pdf(order, out, settings.progress())
    words = settings.language.ngettext("{n} page", "{n} pages", pages)
    settings.give({"file": str(out), "kind": kind, "language": language.code, "pages": pages}, (f"{out}: {words}",))
