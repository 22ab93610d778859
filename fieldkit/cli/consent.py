"""`fieldkit consent …`: what was agreed to, taking it back, and what was given out before."""

import sys
from collections.abc import Iterator, Sequence

import click

from fieldkit.cli import opening
from fieldkit.cli.parts import Group, Option
from fieldkit.cli.settings import Json, Settings
from fieldkit.cli.tables import columns
from fieldkit.domain.consent import Use
from fieldkit.domain.products import GivenOut
from fieldkit.errors import Code, Refusal
from fieldkit.i18n import N_, Language
from fieldkit.messages import consent as words
from fieldkit.services.consenting import Consenting
from fieldkit.services.given_out import Register


@click.group(cls=Group, name="consent", help=N_("Show what people agreed to, and take it back for them."))
def command() -> None:
    """Hold the commands below."""


@command.command("show", help=N_("Show what the person in a record agreed to, use by use."))
@click.argument("record", metavar="ID")
@click.pass_obj
def _show(settings: Settings, record: str) -> None:
    language = settings.language
    with opening.workspace(settings) as workspace:
        agreement = Consenting(workspace).look(record)
    rows = [(words.use(use, language), words.agreed(agreed, language)) for use, agreed in agreement.uses]
    settings.give(
        {
            "id": record,
            "state": agreement.state.value,
            "uses": {use.value: agreed.value for use, agreed in agreement.uses},
        },
        columns((language.gettext("Use"), language.gettext("Agreed")), rows)
        if rows
        else (language.gettext(words.NOBODY_ASKED),),
    )


@command.command(
    "withdraw",
    help=N_(
        "The person took back their consent: for some uses, which end here and everywhere, or for all, and the record "
        "is erased. Prints what was given out before."
    ),
)
@click.argument("record", metavar="ID")
@click.option(
    "--use",
    "uses",
    cls=Option,
    multiple=True,
    type=click.Choice([use.value for use in Use]),
    help=N_("Only this use; may be given several times."),
)
@click.option("--yes", cls=Option, is_flag=True, help=N_("Do not ask first."))
@click.pass_obj
def _withdraw(settings: Settings, record: str, uses: tuple[str, ...], yes: bool) -> None:
    wanted = tuple(Use(use) for use in uses)
    with opening.workspace(settings) as workspace:
        desk = Consenting(workspace)
        desk.require(record)
        found = Register(workspace).holding(record, wanted)
        if not yes:
            _confirm(words.consequences(wanted, len(found), settings.language), settings.language)
        desk.withdraw(record, wanted)
        agreement = desk.look(record)
    settings.give(
        {"id": record, "state": agreement.state.value, "uses": [*uses], "given_out": _as_json(found)},
        _recall_lines(found, settings.language),
    )


@command.command(
    "recall",
    help=N_(
        "List what was given out of this vault with a record in it; without one, everything with a record in it that "
        "may not be used so any more. Ask whoever has it to give it back."
    ),
)
@click.argument("record", metavar="[ID]", default="")
@click.pass_obj
def _recall(settings: Settings, record: str) -> None:
    with opening.workspace(settings) as workspace:
        register = Register(workspace)
        found = register.holding(record) if record else register.to_recall()
    settings.give({"id": record, "given_out": _as_json(found)}, _recall_lines(found, settings.language))


def _confirm(told: str, language: Language) -> None:
    """Say what will happen. Raises Refusal(CONSENT_NOT_CONFIRMED) unless the person says yes."""
    click.echo(told, err=True)
    if not sys.stdin.isatty() or not click.confirm(language.gettext("Take it back?"), err=True):
        raise Refusal(Code.CONSENT_NOT_CONFIRMED)


def _recall_lines(found: Sequence[GivenOut], language: Language) -> Iterator[str]:
    _ = language.gettext
    if not found:
        yield _("Nothing was given out of this vault that would have to be asked back.")
        return
    yield _("Given out before. Ask whoever has it to give it back:")
    heads = (_("Time"), _("What"), _("For whom"), _("Name"), _("Used for"))
    yield from columns(heads, words.given_out(found, language))


def _as_json(found: Sequence[GivenOut]) -> Json:
    return [
        {
            "kind": each.product.kind.value,
            "level": each.product.level.value,
            "at": each.product.at,
            "name": each.product.name,
            "sha256": each.product.sha256,
            "uses": [use.value for use in each.uses],
            "records": each.records,
        }
        for each in found
    ]
