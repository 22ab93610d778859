"""`fieldkit project role`: a member may read, review or publish something else from now on."""

import click

from fieldkit.cli import opening
from fieldkit.cli.parts import Command
from fieldkit.cli.settings import Settings
from fieldkit.domain.people import Role
from fieldkit.i18n import N_
from fieldkit.services import roles


@click.command("role", cls=Command, help=N_("Officer: give a member another role. What they have read, they keep."))
@click.argument("code", metavar="CODE")
@click.argument("role", metavar="ROLE", type=click.Choice([role.value for role in Role]))
@click.pass_obj
def command(settings: Settings, code: str, role: str) -> None:
    """Publish a roster in which they have it."""
    with opening.workspace(settings) as workspace:
        roles.give(workspace, code, Role(role))
        generation = workspace.require_roster().generation
    words = settings.language.gettext("Decided. The next bundle to each laptop carries it.")
    settings.give({"code": code, "role": role, "generation": generation}, (words,))
