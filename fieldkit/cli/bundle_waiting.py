"""`fieldkit bundle waiting` and `discard`: what is kept of laptops that are not enrolled yet."""

from collections.abc import Iterator

import click

from fieldkit.cli import bundle_report, opening
from fieldkit.cli.parts import Command, Option
from fieldkit.cli.settings import Settings
from fieldkit.domain.waiting import Waiting
from fieldkit.errors import Code, Refusal
from fieldkit.i18n import N_, Language
from fieldkit.messages import waiting as sentences
from fieldkit.services import waiting as services
from fieldkit.services.bundling import Bundling

_SHOWN = 12
"""Letters of a name; enough to discard a bundle by."""


@click.command("waiting", cls=Command, help=N_("List the bundles that are kept until a laptop is enrolled."))
@click.option(
    "--take", cls=Option, is_flag=True, help=N_("First take in what can be, and try again what was refused before.")
)
@click.option(
    "--doubtful", cls=Option, is_flag=True, help=N_("With --take: what revoked laptops say too, marked as in doubt.")
)
@click.pass_obj
def waiting(settings: Settings, take: bool, doubtful: bool) -> int:
    """Tell what waits, and why."""
    with opening.workspace(settings) as workspace:
        report = Bundling(workspace, doubtful=doubtful).take_waiting(again=True) if take else None
        bundles = services.waiting(workspace)
    told = [bundle_report.waiting_json(each) for each in bundles]
    lines = _lines(bundles, settings.language)
    if report is None:
        settings.give({"waiting": told}, lines)
        return 0
    did = bundle_report.as_json(report)
    settings.give({"waiting": told, "taken": did}, (*bundle_report.lines(report, settings.language), *lines))
    return bundle_report.conclude(report, settings)


@click.command(
    "discard", cls=Command, help=N_("Throw a bundle away that is kept until a laptop is enrolled; it cannot be undone.")
)
@click.argument("names", metavar="NAME...", nargs=-1)
@click.option("--all", "every", cls=Option, is_flag=True, help=N_("All bundles that wait."))
@click.pass_obj
def discard(settings: Settings, names: tuple[str, ...], every: bool) -> None:
    """Let bundles go by the first letters of their names."""
    with opening.workspace(settings) as workspace:
        if not names and not every:
            raise Refusal(Code.BUNDLE_NOT_WAITING)
        with workspace.store.transaction():
            for name in names:
                services.discard(workspace, name)
            count = services.discard_all(workspace) + len(names) if every else len(names)
    words = settings.language.ngettext("{n} bundle was thrown away", "{n} bundles were thrown away", count)
    settings.give({"discarded": count}, (words,))


def _lines(bundles: tuple[Waiting, ...], language: Language) -> Iterator[str]:
    for each in bundles:
        told = language.gettext("{name}, came {moment}: {sentence}")
        yield told.format(name=each.name[:_SHOWN], moment=each.came, sentence=sentences.of(each, language))
    if not bundles:
        yield language.gettext("No bundle waits for a laptop to be enrolled.")
