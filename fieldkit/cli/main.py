"""The command line as a whole: its commands, and how results and refusals become exit codes."""

import json
import os
import sys
from collections.abc import Sequence

import click

from fieldkit import i18n, messages
from fieldkit.cli.parts import Group
from fieldkit.cli.settings import OpenApp, Settings
from fieldkit.errors import Code, Refusal
from fieldkit.i18n import N_

DONE, REFUSED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


@click.group(
    cls=Group,
    invoke_without_command=True,
    help=N_("Monitoring of human rights without internet: encrypted records, bundles on sticks, figures, reports."),
)
@click.version_option(package_name="fieldkit", message="%(prog)s %(version)s")
@click.pass_context
def _root(context: click.Context) -> int:
    settings: Settings = context.obj
    if context.invoked_subcommand is None and settings.open_app is not None:
        return settings.open_app(settings.files().folder, settings.language)
    return DONE


SECTIONS = {
    "demo": ("fieldkit.cli.demo", N_("Show the whole way on fictional sample data.")),
    "self-test": ("fieldkit.cli.self_test", N_("Check that this installation works; prints codes only.")),
    "vault": ("fieldkit.cli.vault", N_("Create, describe and check a vault.")),
    "project": ("fieldkit.cli.project", N_("Create a project, enrol people, show who takes part.")),
    "form": ("fieldkit.cli.form", N_("Check, import, list and try questionnaires.")),
    "record": ("fieldkit.cli.record", N_("Add, show, submit and amend records.")),
    "search": ("fieldkit.cli.search", N_("Find records by their words.")),
    "bundle": ("fieldkit.cli.bundle", N_("Hand records over on a stick and take them in.")),
    "review": ("fieldkit.cli.review", N_("Accept, return, exclude or withdraw records.")),
    "consent": ("fieldkit.cli.consent", N_("Show what people agreed to, and take it back for them.")),
    "identity": ("fieldkit.cli.identity", N_("Names and contact details, sealed to the identity officers.")),
    "log": ("fieldkit.cli.log", N_("Verify the logs of all devices.")),
    "stats": ("fieldkit.cli.stats", N_("Print figures with their denominators.")),
    "privacy": ("fieldkit.cli.privacy", N_("See what may give people away.")),
    "report": ("fieldkit.cli.report", N_("List and print reports.")),
    "export": ("fieldkit.cli.export", N_("Write records for other tools.")),
    "import": ("fieldkit.cli.import_", N_("Take in records of other tools.")),
}
"""Commands and the modules that hold them, in the order of the help."""
_root.sections = SECTIONS


def run(
    arguments: Sequence[str],
    *,
    passphrase: str | None = None,
    open_app: OpenApp | None = None,
    cheap: bool = False,
) -> int:
    """Do what `arguments` (without the program's name) say; returns the exit code.

    Args:
        arguments: as a shell parts them.
        passphrase: what the environment held.
        open_app: called without a command.
        cheap: also open vaults with the cheap key slots of tests.
    """
    settings = Settings(i18n.of_the_system(), passphrase, open_app, cheap)
    try:
        code = _root.main(list(arguments), prog_name="fieldkit", standalone_mode=False, obj=settings)
    except Refusal as error:
        return _refuse(error, settings)
    except click.ClickException as error:
        error.show()
        return WRONG_USAGE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has gone; stop the interpreter from complaining at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:  # noqa: BLE001  a defect: its text may hold testimony, so only its place is shown
        return _refuse(defect(error), settings)
    return code if isinstance(code, int) else DONE


def defect(error: BaseException) -> Refusal:
    """An unexpected failure as a coded one: its class and the place in our code where it arose, no values."""
    place = type(error).__name__
    trace = error.__traceback__
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] == "fieldkit":
            place = f"{type(error).__name__} {module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return Refusal(Code.INTERNAL, place=place)


def _refuse(error: Refusal, settings: Settings) -> int:
    message = messages.sentence(error, settings.language)
    click.echo(message, err=True)
    if settings.as_json:
        click.echo(json.dumps({"error": {"code": error.code.value, "message": message}}, ensure_ascii=False))
    return REFUSED
