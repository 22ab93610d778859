"""`fieldkit bundle missing`: which entries and bundles never came, and which stick would bring them."""

from collections.abc import Iterator

import click

from fieldkit.cli import opening
from fieldkit.cli.parts import Command
from fieldkit.cli.settings import Json, Settings
from fieldkit.i18n import N_, Language
from fieldkit.messages import missing as sentences
from fieldkit.services import arrivals
from fieldkit.services.arrivals import Arrival
from fieldkit.services.missing import MissingList, missing


@click.command("missing", cls=Command, help=N_("Tell what has not come, since when, and which stick would bring it."))
@click.pass_obj
def command(settings: Settings) -> None:
    """Tell what is missing."""
    with opening.workspace(settings) as workspace:
        found = missing(workspace)
        silent = tuple(each for each in arrivals.received(workspace) if not each.entries and not each.revoked)
    settings.give(_json(found, silent), _lines(found, silent, settings.language))


def _json(found: MissingList, silent: tuple[Arrival, ...]) -> Json:
    return {
        "entries": [
            {
                "member": each.member,
                "device": each.device,
                "from": each.first,
                "to": each.last,
                "after": each.after,
                "before": each.before,
                "since": each.since,
                "holders": list(each.holders),
                "own": each.own,
            }
            for each in found.entries
        ],
        "bundles": [
            {
                "member": each.member,
                "device": each.device,
                "numbers": list(each.numbers),
                "after": each.after,
                "before": each.before,
            }
            for each in found.bundles
        ],
        "silent": [{"member": each.member, "device": each.device} for each in silent],
    }


def _lines(found: MissingList, silent: tuple[Arrival, ...], language: Language) -> Iterator[str]:
    _ = language.gettext
    yield from sentences.lines(found, language)
    for each in silent:
        yield _("Nothing has come from the laptop of {member} yet.").format(member=each.member)
    if not (found.entries or found.bundles or silent):
        yield _("Nothing is known to be missing.")
