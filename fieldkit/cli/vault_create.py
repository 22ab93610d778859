"""`fieldkit vault create`: a vault with a passphrase that somebody chose, or with one of words drawn by chance."""

import click

from fieldkit.cli import opening
from fieldkit.cli.parts import Command, Option
from fieldkit.cli.settings import Settings
from fieldkit.i18n import N_
from fieldkit.services import tuning, vaults, wordlists


@click.command("create", cls=Command, help=N_("Create a vault and print its recovery code, once."))
@click.option(
    "--words", cls=Option, is_flag=True, help=N_("Let chance draw a passphrase of six words, and print it once.")
)
@click.pass_obj
def command(settings: Settings, words: bool) -> None:
    """Make it, and print what is shown only now."""
    _ = settings.language.gettext
    files = settings.files()
    drawn = wordlists.draw(settings.language.code, settings.clock) if words else ""
    typed = drawn or settings.passphrase or settings.choose_passphrase(settings.passphrase_file)
    cost = tuning.cost_here(opening.cost(settings), settings.clock)
    code = vaults.create(files, typed, settings.clock, cost=cost)
    lines = [_("The vault is ready.")]
    if drawn:
        lines += [_("Passphrase: {words}").format(words=drawn), _worth(settings)]
    lines += [
        _("Recovery code: {code}").format(code=code),
        _("Write it down and keep it away from this laptop. It is shown only now."),
    ]
    if tuning.is_small(cost):
        lines.append(_("This laptop has little memory, so each guess costs a thief less: a longer passphrase helps."))
    settings.give({"recovery_code": code} | ({"passphrase": drawn} if drawn else {}), lines)


def _worth(settings: Settings) -> str:
    _ = settings.language.gettext
    bits = wordlists.bits_of_draw(settings.language.code)
    return _("Learn it by heart now: it is shown only once. It is worth {bits} bits.").format(bits=bits)
