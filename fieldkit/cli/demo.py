"""`fieldkit demo`: the whole way on fictional sample data."""

from collections.abc import Iterator
from pathlib import Path

import click

from fieldkit import i18n
from fieldkit.cli import opening
from fieldkit.cli.parts import Command, Option, into_folder
from fieldkit.cli.settings import Json, Settings
from fieldkit.cli.tables import columns
from fieldkit.i18n import N_, Language
from fieldkit.services import demo
from fieldkit.services.demo import DemoReport


@click.command(
    cls=Command,
    name="demo",
    help=N_("Show the whole way on fictional data: vaults, records, bundles, merge, review, printed reports."),
)
@into_folder
@click.option(
    "--monitors", cls=Option, type=click.IntRange(1, 50), default=3, show_default=True, help=N_("How many monitors.")
)
@click.option(
    "--records",
    cls=Option,
    type=click.IntRange(1, 100_000),
    default=60,
    show_default=True,
    help=N_("How many records; the first 28 are the shipped sample events, which always take part."),
)
@click.pass_obj
def command(settings: Settings, out: Path, monitors: int, records: int) -> None:
    """Make the sample and tell what came of it."""
    report = demo.run(
        out,
        monitors=monitors,
        records=records,
        languages=tuple(i18n.load(code) for code in i18n.available()),
        clock=settings.clock,
        cost=opening.cost(settings),
        progress=settings.progress(),
    )
    settings.give(_as_json(report, out), _lines(report, out, settings.language))


def _as_json(report: DemoReport, out: Path) -> Json:
    return {
        "folder": str(out),
        "passphrase": demo.PASSPHRASE,
        "vaults": list(report.vaults),
        "recorded": report.recorded,
        "bundles": report.bundles,
        "new": report.new,
        "again": report.again,
        "refused": report.refused,
        "accepted": report.accepted,
        "waiting": report.waiting,
        "withdrawn": report.withdrawn,
        "duplicates": report.duplicates,
        "reports": [{"file": str(out / each.name), "pages": each.pages} for each in report.reports],
        "seconds": round(report.seconds, 1),
    }


def _lines(report: DemoReport, out: Path, language: Language) -> Iterator[str]:
    _ = language.gettext
    rows = [
        (_("Vaults"), language.number(len(report.vaults)), ", ".join(report.vaults)),
        (_("Records"), language.number(report.recorded), ""),
        (_("Bundles"), language.number(report.bundles), str(out / "stick")),
        (_("New at the supervisor"), language.number(report.new), ""),
        (_("Entries there already at a second import"), language.number(report.again), ""),
        (_("Refused"), language.number(report.refused), ""),
        (_("Accepted"), language.number(report.accepted), ""),
        (_("Waiting for review"), language.number(report.waiting), ""),
        (_("Withdrawn"), language.number(report.withdrawn), ""),
        (_("Duplicates"), language.number(report.duplicates), ""),
    ]
    for printed in report.reports:
        pages = language.ngettext("{n} page", "{n} pages", printed.pages)
        rows.append((_("Report"), pages, str(out / printed.name)))
    yield from columns((_("Fictional sample data"), "", ""), rows)
    yield _("Passphrase of all sample vaults: {passphrase}").format(passphrase=demo.PASSPHRASE)
    seconds = round(report.seconds)
    yield language.ngettext("Done in {n} second.", "Done in {n} seconds.", seconds)
