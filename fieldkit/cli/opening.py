"""Opening the vault that a command works on."""

import click

from fieldkit import messages
from fieldkit.cli.settings import Settings
from fieldkit.errors import Code, Refusal
from fieldkit.services import backups, examining, vaults
from fieldkit.services.vaults import Cost
from fieldkit.services.workspace import Workspace


def cost(settings: Settings) -> Cost:
    """What a guess at a passphrase must cost: for new key slots, and the floor below which slots are refused."""
    return vaults.TEST_COST if settings.cheap else vaults.FIELD_COST


def workspace(settings: Settings, *, rescue: bool = False) -> Workspace:
    """The unlocked vault; use it with `with`. Raises the Refusals of `vaults.unlock` and `examining.require_pages`.

    With `rescue` a damaged vault opens too, for looking at what is wrong with it.
    """
    files = settings.files()
    vaults.info(files)  # a wrong folder is told before anybody types a passphrase
    unlock = vaults.open_for_rescue if rescue else vaults.unlock
    found = unlock(files, settings.ask_passphrase(), settings.clock, floor=cost(settings))
    if rescue:
        return found
    try:
        examining.require_pages(found)
        tell(settings, Code.VAULT_CHANGES_UNREAD if found.store.unread else None)
        tell(settings, backups.daily(found))
    except BaseException:
        found.close()
        raise
    return found


def tell(settings: Settings, code: Code | None) -> None:
    """Say on stderr what went wrong beside the work itself."""
    if code is not None:
        click.echo(messages.sentence(Refusal(code), settings.language), err=True)
