"""`fieldkit bundle import`: take in files, or all that lies on a stick for this laptop."""

from pathlib import Path

import click
import msgspec

from fieldkit.cli import bundle_report, opening
from fieldkit.cli.parts import Command, Option
from fieldkit.cli.settings import Settings
from fieldkit.errors import Code, Refusal
from fieldkit.i18n import N_
from fieldkit.services.bundling import Bundling
from fieldkit.services.intake import ImportReport
from fieldkit.services.sticks import bundles_in


@click.command(
    "import", cls=Command, help=N_("Take bundles in, each completely or not at all. A folder means all in it.")
)
@click.argument("paths", metavar="FILE|DIR...", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--dry-run", cls=Option, is_flag=True, help=N_("Tell what would happen, and keep nothing."))
@click.option("--receipts", cls=Option, is_flag=True, help=N_("Tell of each record what came of it."))
@click.option("--doubtful", cls=Option, is_flag=True, help=N_("Take what revoked laptops say too, marked as in doubt."))
@click.pass_obj
def command(settings: Settings, paths: tuple[Path, ...], dry_run: bool, receipts: bool, doubtful: bool) -> int:
    """Take them in and tell what came of it."""
    on_sticks = {file for path in paths if path.is_dir() for file in bundles_in(path)}
    files = tuple(dict.fromkeys([*(path for path in paths if not path.is_dir()), *sorted(on_sticks)]))
    if not files:
        raise Refusal(Code.BUNDLE_NONE_HERE)
    with opening.workspace(settings) as workspace:
        bundling = Bundling(workspace, each_record=receipts, doubtful=doubtful)
        report = bundling.import_files(files, dry_run=dry_run, progress=settings.progress())
    report, others = _without_others(report, files, frozenset(path.name for path in on_sticks))
    told = (*bundle_report.lines(report, settings.language), *bundle_report.others(others, settings.language))
    settings.give(bundle_report.as_json(report, receipts=receipts, for_others=others), told)
    return bundle_report.conclude(report, settings)


def _without_others(
    report: ImportReport, files: tuple[Path, ...], on_sticks: frozenset[str]
) -> tuple[ImportReport, int]:
    """Leave out what lay on a stick for somebody else, unless nothing lay there for us; and how many these were."""
    others = [item for item in report.refused if item.code is Code.BUNDLE_NOT_FOR_YOU and item.what in on_sticks]
    if len(others) == len(files):
        return report, 0
    rest = tuple(item for item in report.refused if item not in others)
    return msgspec.structs.replace(report, refused=rest), len(others)
