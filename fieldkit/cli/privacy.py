"""`fieldkit privacy …`: what may give people away."""

import click

from fieldkit.cli import privacy_risk, privacy_scan
from fieldkit.cli.parts import Group
from fieldkit.i18n import N_


@click.group(cls=Group, name="privacy", help=N_("See what may give people away."))
def command() -> None:
    """Hold the commands below."""


command.add_command(privacy_scan.command)
command.add_command(privacy_risk.command)
