"""`fieldkit vault answer`: an officer answers the request of somebody who has lost passphrase and recovery code."""

from pathlib import Path

import click

from fieldkit.cli import opening
from fieldkit.cli.parts import Command, Option
from fieldkit.cli.settings import Settings
from fieldkit.errors import Code
from fieldkit.i18n import N_
from fieldkit.messages import spoken
from fieldkit.services import helping, papers
from fieldkit.services.helping import Plea
from fieldkit.services.output import write_new

_FILE = click.Path(path_type=Path)


@click.command("answer", cls=Command, help=N_("Officer: answer a request for recovery, after comparing its numbers."))
@click.argument("request", metavar="FILE", type=_FILE)
@click.option("--out", cls=Option, metavar="FILE", required=True, type=_FILE, help=N_("File to write."))
@click.option("--yes", cls=Option, is_flag=True, help=N_("The numbers have been compared; do not ask."))
@click.pass_obj
def command(settings: Settings, request: Path, out: Path, yes: bool) -> None:
    """Show whose vault it is and the numbers; write the answer when they are confirmed."""
    _ = settings.language.gettext
    asked = papers.read_file(request)
    with opening.workspace(settings) as workspace:
        plea = helping.read(workspace, asked)
        if not yes:
            question = _("Have you spoken with the person, and do they read the same numbers on their screen?")
            settings.require_yes(_told(settings, plea), question, Code.RECOVERY_NOT_CONFIRMED)
        write_new(out, helping.answer(workspace, asked))
    settings.give(
        {"file": str(out), "member": plea.code, "device": plea.device, "numbers": plea.numbers},
        (
            *_told(settings, plea),
            _("The answer is written. It opens this one vault, with the passphrase chosen for the request."),
            _("Carry it to that laptop yourself or by somebody you trust, and delete it afterwards."),
        ),
    )


def _told(settings: Settings, plea: Plea) -> tuple[str, ...]:
    _ = settings.language.gettext
    whose = (
        _("The vault of {code}").format(code=plea.code)
        if plea.code
        else _("A vault of device {id}, which the roster does not name").format(id=plea.device)
    )
    told = _("Numbers of the request: {numbers}").format(numbers=plea.numbers)
    return whose, told, spoken.in_words(plea.numbers, settings.language)
