"""`fieldkit vault recover`: a new passphrase with the recovery code, or with the answer of an officer to a request."""

from pathlib import Path

import click

from fieldkit.cli import opening
from fieldkit.cli.parts import Command, Option
from fieldkit.cli.settings import Settings
from fieldkit.i18n import N_
from fieldkit.messages import spoken
from fieldkit.services import helping, papers, vaults
from fieldkit.services.output import write_new

_FILE = click.Path(path_type=Path)


@click.command(
    "recover",
    cls=Command,
    help=N_("Set a new passphrase with the recovery code or an officer's answer; the records are not touched."),
)
@click.option(
    "--code-file",
    cls=Option,
    metavar="FILE",
    type=_FILE,
    help=N_("File whose first line is the recovery code; else it is asked for."),
)
@click.option("--ask", cls=Option, metavar="FILE", type=_FILE, help=N_("Write a request to an officer instead."))
@click.option("--answer", cls=Option, metavar="FILE", type=_FILE, help=N_("Take the officer's answer to a request."))
@click.option(
    "--new-passphrase-file",
    cls=Option,
    metavar="FILE",
    type=_FILE,
    help=N_("File whose first line is the new passphrase; else it is asked for."),
)
@click.pass_obj
def command(
    settings: Settings, code_file: Path | None, ask: Path | None, answer: Path | None, new_passphrase_file: Path | None
) -> None:
    """One of the three ways; a wrong folder is told before anybody types anything."""
    if sum(given is not None for given in (code_file, ask, answer)) > 1:
        raise click.UsageError(settings.language.gettext("Give only one of --code-file, --ask and --answer."))
    vaults.info(settings.files())
    if ask is not None:
        _ask(settings, ask, new_passphrase_file)
    elif answer is not None:
        _answer(settings, answer, new_passphrase_file)
    else:
        _with_code(settings, code_file, new_passphrase_file)


def _with_code(settings: Settings, code_file: Path | None, new_passphrase_file: Path | None) -> None:
    _ = settings.language.gettext
    code = settings.ask_recovery_code(code_file)
    new = settings.choose_passphrase(new_passphrase_file)
    vaults.recover(settings.files(), code, new, settings.clock, cost=opening.cost(settings))
    _changed(settings, _("The recovery code still opens the vault. Keep it away from this laptop."))


def _ask(settings: Settings, target: Path, new_passphrase_file: Path | None) -> None:
    _ = settings.language.gettext
    new = settings.choose_passphrase(new_passphrase_file)
    paper = helping.ask(settings.files(), new, settings.clock, floor=opening.cost(settings))
    write_new(target, paper.data)
    settings.give(
        {"file": str(target), "numbers": paper.numbers},
        (
            _("The request is written. Carry it to an officer to whom the key is entrusted."),
            _("Numbers of the request: {numbers}").format(numbers=paper.numbers),
            spoken.in_words(paper.numbers, settings.language),
            _("Read them to the officer by voice, so that nobody can put another request in its place."),
            _("Remember the new passphrase: the answer opens the vault with it, and with nothing else."),
        ),
    )


def _answer(settings: Settings, paper: Path, new_passphrase_file: Path | None) -> None:
    _ = settings.language.gettext
    data = papers.read_file(paper)
    new = settings.choose_passphrase(new_passphrase_file)
    helping.recover(settings.files(), data, new, settings.clock, floor=opening.cost(settings))
    _changed(settings, _("The answer is used up. Delete it, and the request."))


def _changed(settings: Settings, more: str) -> None:
    settings.give({"changed": True}, (settings.language.gettext("The passphrase is changed."), more))
