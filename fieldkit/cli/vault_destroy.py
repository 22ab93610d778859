"""`fieldkit vault destroy`: the end of a vault, and honest words about what that achieves."""

import sys
from collections.abc import Iterator

import click

from fieldkit.cli.parts import Command, Option
from fieldkit.cli.settings import Settings
from fieldkit.errors import Code, Refusal
from fieldkit.i18n import N_, Language
from fieldkit.services import destroying
from fieldkit.services.destroying import Destroyed


@click.command(
    "destroy", cls=Command, help=N_("Destroy the keys of the vault, then its folder; asks for no passphrase.")
)
@click.option("--yes", cls=Option, is_flag=True, help=N_("Do not ask for a word first."))
@click.pass_obj
def command(settings: Settings, yes: bool) -> int:
    """Ask for a word, then destroy; the exit code tells whether anything is left to do."""
    files = settings.files()
    destroying.check_there(files)
    if not yes:
        _confirm(settings)
    done = destroying.destroy(files)
    settings.give({"left": done.left, "open_elsewhere": done.open_elsewhere}, tuple(_words(done, settings.language)))
    return 1 if done.left or done.open_elsewhere else 0


def _confirm(settings: Settings) -> None:
    """Raise Refusal(VAULT_NOT_CONFIRMED) unless the word is typed."""
    _ = settings.language.gettext
    word = _("destroy")
    typed = ""
    if sys.stdin.isatty():
        question = _("All that is in this vault will be gone. Type the word “{word}” to go on").format(word=word)
        typed = click.prompt(question, default="", show_default=False, err=True)
    if typed.strip().casefold() != word.casefold():
        raise Refusal(Code.VAULT_NOT_CONFIRMED)


def _words(done: Destroyed, language: Language) -> Iterator[str]:
    _, ngettext = language.gettext, language.ngettext
    yield _("The keys of the vault are overwritten and removed.")
    if done.open_elsewhere:
        yield _("The vault is still open in another window or program, which knows the key. End it now.")
    if done.left:
        yield ngettext(
            "{n} thing in the folder could not be removed. Without the keys nobody can read it.",
            "{n} things in the folder could not be removed. Without the keys nobody can read them.",
            done.left,
        ).format(n=done.left)
    yield _(
        "This works against a person at the keyboard. It does not work against a laboratory that examines an SSD, "
        "nor if the disk was copied before; a recovery code kept elsewhere, or an officer to whom the key is "
        "entrusted, still opens a copy of the keys."
    )
