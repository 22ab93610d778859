"""`fieldkit project enrol-request` and `enrol`: one asks by a file, the other compares the numbers and answers."""

from pathlib import Path

import click

from fieldkit.cli import bundle_report, opening
from fieldkit.cli.files import read_bytes
from fieldkit.cli.parts import Command, Option
from fieldkit.cli.settings import Settings
from fieldkit.domain.people import Role
from fieldkit.errors import Code
from fieldkit.i18n import N_
from fieldkit.messages import spoken
from fieldkit.services.bundling import Bundling
from fieldkit.services.output import write_new
from fieldkit.services.projects import Asked, Projects

_FILE = click.Path(path_type=Path)


@click.command(
    "enrol-request", cls=Command, help=N_("Monitor, supervisor, analyst: write the file that asks to take part.")
)
@click.option("--code", cls=Option, required=True, help=N_("Your code in the project, such as M1; never a name."))
@click.option("--out", cls=Option, metavar="FILE", required=True, type=_FILE, help=N_("File to write."))
@click.pass_obj
def request(settings: Settings, code: str, out: Path) -> None:
    """Write the request, and show the numbers that the officer will see."""
    _ = settings.language.gettext
    with opening.workspace(settings) as workspace:
        projects = Projects(workspace)
        write_new(out, projects.request(code))
        numbers = projects.fingerprint()
    settings.give(
        {"file": str(out), "numbers": numbers},
        (
            _("Carry this file to your officer; the answer comes as a file too."),
            *_numbers(settings, numbers),
            _("Your officer will see these numbers too. Compare them when you hand the file over."),
        ),
    )


@click.command("enrol", cls=Command, help=N_("Officer: answer a request to take part, after comparing its numbers."))
@click.argument("asked", metavar="FILE", type=_FILE)
@click.option(
    "--role",
    cls=Option,
    required=True,
    type=click.Choice([role.value for role in Role]),
    help=N_("What the person may do."),
)
@click.option("--out", cls=Option, metavar="FILE", required=True, type=_FILE, help=N_("File to write."))
@click.option("--yes", cls=Option, is_flag=True, help=N_("The numbers have been compared; do not ask."))
@click.pass_obj
def command(settings: Settings, asked: Path, role: str, out: Path, yes: bool) -> None:
    """Show who asks and the numbers; enrol and write the answer when they are confirmed."""
    _ = settings.language.gettext
    data = read_bytes(asked)
    with opening.workspace(settings) as workspace:
        projects = Projects(workspace)
        seen = projects.read_request(data)
        if not yes:
            question = _("Does the other screen show the same numbers?")
            settings.require_yes(_told(settings, seen), question, Code.PROJECT_NOT_CONFIRMED)
        write_new(out, projects.enrol(data, Role(role)))
        report = Bundling(workspace).take_waiting()
    came = bundle_report.lines(report, settings.language) if report.released else ()
    settings.give(
        {
            "file": str(out),
            "member": seen.code,
            "device": seen.device,
            "numbers": seen.fingerprint,
            "released": report.released,
            "new": report.new,
        },
        (*_told(settings, seen), _("Carry the answer back to the same laptop; no other can open it."), *came),
    )
    bundle_report.conclude(report, settings)


def _told(settings: Settings, seen: Asked) -> tuple[str, ...]:
    asks = settings.language.gettext("{code} asks to take part").format(code=seen.code)
    return asks, *_numbers(settings, seen.fingerprint)


def _numbers(settings: Settings, numbers: str) -> tuple[str, str]:
    told = settings.language.gettext("Numbers of the device: {numbers}").format(numbers=numbers)
    return told, spoken.in_words(numbers, settings.language)
