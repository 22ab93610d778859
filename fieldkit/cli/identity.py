"""`fieldkit identity …`: cards with names and contact details that only the project's identity officers can open."""

import sys

import click

from fieldkit.cli import opening
from fieldkit.cli.parts import Group, Option
from fieldkit.cli.settings import Settings
from fieldkit.cli.tables import columns
from fieldkit.domain.consent import CARD_USES, Use
from fieldkit.errors import Code, Refusal
from fieldkit.i18n import N_
from fieldkit.messages import identity as words
from fieldkit.services import identity_officers
from fieldkit.services.cards import CardRow, Cards
from fieldkit.services.identity_officers import IdentityPolicy

_MOST_READ = 16 * 1024
"""Characters of the standard input: more than a card takes."""
_USES = click.Choice([use.value for use in CARD_USES.values()])


@click.group(cls=Group, name="identity", help=N_("Names and contact details, sealed to the identity officers."))
def command() -> None:
    """Hold the commands below."""


@command.command("policy", help=N_("Officer: decide whether the project keeps names and contact details; or show it."))
@click.argument("policy", metavar="[allow|forbid]", required=False, type=click.Choice(["allow", "forbid"]))
@click.pass_obj
def _policy(settings: Settings, policy: str | None) -> None:
    with opening.workspace(settings) as workspace:
        if policy is not None:
            identity_officers.allow(workspace, allowed=policy == "allow")
        _give_policy(settings, identity_officers.policy(workspace), decided=policy is not None)


@command.command("officer", help=N_("Officer: name who opens identity cards that are written from now on."))
@click.argument("code", metavar="CODE")
@click.option("--end", cls=Option, is_flag=True, help=N_("New cards are not sealed to this officer any more."))
@click.pass_obj
def _officer(settings: Settings, code: str, end: bool) -> None:
    with opening.workspace(settings) as workspace:
        identity_officers.appoint(workspace, code, opens=not end)
        _give_policy(settings, identity_officers.policy(workspace), decided=True)


@command.command(
    "add",
    help=N_(
        "Write a card for a person in a draft or record: it is asked for without showing it, or read from the standard "
        "input. Nobody here can read it back."
    ),
)
@click.argument("record", metavar="ID")
@click.option("--use", "use", cls=Option, type=_USES, required=True, help=N_("What the card is for."))
@click.option("--code", cls=Option, metavar="CODE", default="", help=N_("Code of a person who has a card already."))
@click.pass_obj
def _add(settings: Settings, record: str, use: str, code: str) -> None:
    language = settings.language
    with opening.workspace(settings) as workspace:
        cards = Cards(workspace)
        if Use(use) not in cards.uses(record):
            raise Refusal(Code.CONSENT_MISSING, record=record)
        row = cards.add(record, Use(use), _read(settings, Use(use)), code)
    told = language.gettext("Sealed. In texts write {code} in place of the person's name.").format(code=row.code)
    settings.give({"id": row.record, "code": row.code, "use": row.use.value}, (told,))


@command.command("list", help=N_("List the cards that are here by code, never what is on them."))
@click.pass_obj
def _list(settings: Settings) -> None:
    _ = settings.language.gettext
    with opening.workspace(settings) as workspace:
        rows = Cards(workspace).all()
    heads = (_("Code"), _("What"), _("Record"), _("Author"), _("Time"), _("Opened"), "")
    told = [_as_row(row, settings) for row in rows]
    settings.give(
        {"cards": [_as_json(row) for row in rows], "people": len({row.code for row in rows})},
        columns(heads, told) if told else (_("No identity card is here."),),
    )


@command.command(
    "open", help=N_("Identity officer: read a person's card. The opening is written into the log with its reason.")
)
@click.argument("code", metavar="CODE")
@click.option(
    "--use", "use", cls=Option, type=_USES, default=Use.RECONTACT.value, help=N_("What it is opened for; else contact.")
)
@click.option("--reason", cls=Option, metavar="TEXT", required=True, help=N_("Why it has to be opened; this is kept."))
@click.pass_obj
def _open(settings: Settings, code: str, use: str, reason: str) -> None:
    _ = settings.language.gettext
    with opening.workspace(settings) as workspace:
        found = Cards(workspace).open(code, Use(use), reason)
    lines = []
    for card in found:
        lines.append(
            _("{code}, record {record}, written by {author}:").format(
                code=card.row.code, record=card.row.record, author=card.row.author
            )
        )
        if card.row.doubtful:
            lines.append(_("A revoked laptop signed this card. It may be made up: do not trust it."))
        lines.append(card.words)
    settings.give({"cards": [_as_json(card.row) | {"words": card.words} for card in found]}, lines)


def _read(settings: Settings, use: Use) -> str:
    """What to write on a card. It is no argument: those stay in the history of the shell and in lists of processes."""
    if sys.stdin.isatty():
        asked = words.asked(use, settings.language)
        typed: str = click.prompt(asked, hide_input=True, err=True)
        return typed
    try:
        return sys.stdin.read(_MOST_READ)
    except UnicodeDecodeError:
        raise Refusal(Code.IDENTITY_BAD_WORDS) from None


def _give_policy(settings: Settings, policy: IdentityPolicy, *, decided: bool) -> None:
    lines = [words.allowed(policy.allowed, settings.language), words.officers(policy.officers, settings.language)]
    if decided:
        lines.append(settings.language.gettext("It holds on each laptop once a bundle from you was taken in there."))
    settings.give({"allowed": policy.allowed, "officers": [*policy.officers], "opens": policy.opens}, lines)


def _as_row(row: CardRow, settings: Settings) -> tuple[str, ...]:
    _ = settings.language.gettext
    state = _("draft") if not row.entry else _("in doubt") if row.doubtful else ""
    what = words.purpose(row.use, settings.language)
    return row.code, what, row.record, row.author, row.at, settings.language.number(row.opened), state


def _as_json(row: CardRow) -> dict[str, str | int | bool]:
    return {
        "code": row.code,
        "use": row.use.value,
        "id": row.record,
        "author": row.author,
        "at": row.at,
        "opened": row.opened,
        "draft": not row.entry,
        "doubtful": row.doubtful,
    }
