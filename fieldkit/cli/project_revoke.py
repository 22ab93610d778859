"""`fieldkit project revoke`: a laptop that is lost or in wrong hands is not trusted any more."""

import click

from fieldkit.cli import opening
from fieldkit.cli.parts import Command, Option
from fieldkit.cli.settings import Settings
from fieldkit.i18n import N_
from fieldkit.services.revoking import Revoking


@click.command(
    "revoke",
    cls=Command,
    help=N_(
        "Officer: trust a laptop no more. Nothing new of it is taken over, and nothing is sealed to it. "
        "Again with an earlier --since, if it was in wrong hands before."
    ),
)
@click.argument("named", metavar="CODE|DEVICE")
@click.option(
    "--since",
    cls=Option,
    metavar="MOMENT",
    default="",
    help=N_("Day or moment from which it is not trusted, such as 2026-11-14; now if left out."),
)
@click.pass_obj
def command(settings: Settings, named: str, since: str) -> None:
    """Publish a roster in which it is revoked."""
    with opening.workspace(settings) as workspace:
        Revoking(workspace).revoke(named, since)
        generation = workspace.require_roster().generation
    words = settings.language.gettext(
        "Revoked. Write bundles for everybody soon: until they take them in, their laptops go on trusting it."
    )
    settings.give({"revoked": named, "generation": generation}, (words,))
