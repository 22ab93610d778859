"""`fieldkit project …`: create a project, join one, show who takes part; the other commands stand beside this."""

from pathlib import Path

import click

from fieldkit.cli import (
    opening,
    project_enrol,
    project_lists,
    project_publish,
    project_retention,
    project_revoke,
    project_role,
    wording,
)
from fieldkit.cli.files import read_bytes
from fieldkit.cli.parts import Group, Option
from fieldkit.cli.settings import Settings
from fieldkit.cli.tables import columns
from fieldkit.errors import Code, Refusal
from fieldkit.i18n import N_
from fieldkit.services.projects import Projects

_FILE = click.Path(path_type=Path)


@click.group(cls=Group, name="project", help=N_("Create a project, enrol people, show who takes part."))
def command() -> None:
    """Hold the commands below."""


@command.command("create", help=N_("Officer: start a project in this vault."))
@click.option("--title", cls=Option, required=True, help=N_("Title of the project."))
@click.option("--code", cls=Option, required=True, help=N_("Your code in the project, such as O1; never a name."))
@click.pass_obj
def _create(settings: Settings, title: str, code: str) -> None:
    with opening.workspace(settings) as workspace:
        projects = Projects(workspace)
        projects.create(title, code)
        _give_roster(settings, projects)


@command.command("join", help=N_("Monitor, supervisor: take the officer's answer."))
@click.argument("answer", metavar="FILE", type=_FILE)
@click.pass_obj
def _join(settings: Settings, answer: Path) -> None:
    with opening.workspace(settings) as workspace:
        projects = Projects(workspace)
        projects.join(read_bytes(answer))
        _give_roster(settings, projects)


@command.command("roster", help=N_("Show who takes part, by code."))
@click.pass_obj
def _roster(settings: Settings) -> None:
    with opening.workspace(settings) as workspace:
        _give_roster(settings, Projects(workspace))


command.add_command(project_enrol.request)
command.add_command(project_enrol.command)
command.add_command(project_lists.command)
command.add_command(project_publish.command)
command.add_command(project_retention.command)
command.add_command(project_revoke.command)
command.add_command(project_role.command)


def _give_roster(settings: Settings, projects: Projects) -> None:
    _ = settings.language.gettext
    view = projects.view()
    if view is None:
        raise Refusal(Code.PROJECT_MISSING)
    rows = [
        (row.code, wording.role(row.role, settings.language), row.device, _("revoked") if row.revoked else "")
        for row in view.members
    ]
    settings.give(
        {
            "project": view.project,
            "title": view.title,
            "code": view.code,
            "role": view.role.value if view.role else None,
            "device": view.device,
            "generation": view.generation,
            "project_key": view.project_key,
            "retention": view.retention.value,
            "members": [
                {"code": row.code, "role": row.role.value, "device": row.device, "revoked": row.revoked}
                for row in view.members
            ],
        },
        (
            _("{title}: you are {code}, roster {generation}").format(
                title=view.title, code=view.code, generation=view.generation
            ),
            *columns((_("Code"), _("Role"), _("Device"), ""), rows),
            _("Key of the project, to check archives with: {key}").format(key=view.project_key),
        ),
    )
