"""`fieldkit review …`: what waits for a decision, and the decisions."""

import click

from fieldkit.cli import opening, records, review_conflicts, wording
from fieldkit.cli.parts import Group, Option
from fieldkit.cli.settings import Settings
from fieldkit.domain.bodies import Remark
from fieldkit.domain.records import State
from fieldkit.i18n import N_
from fieldkit.services import likeness
from fieldkit.services.reviewing import Reviewing

_REASON = N_("Why, in a sentence that the author will read.")


@click.group(cls=Group, name="review", help=N_("Accept, return, exclude or withdraw records."))
def command() -> None:
    """Hold the commands below."""


@command.command("list", help=N_("List what waits for a decision."))
@click.pass_obj
def _list(settings: Settings) -> None:
    with opening.workspace(settings) as workspace:
        rows = Reviewing(workspace).queue()
    settings.give(records.as_json(rows), records.as_lines(rows, settings.language))


def _split(_context: click.Context, _option: click.Parameter, told: tuple[str, ...]) -> tuple[Remark, ...]:
    """Take `REF=WORDS` apart. Raises BadParameter."""
    parts = [each.partition("=") for each in told]
    if any(not (ref and words.strip()) for ref, _equals, words in parts):
        raise click.BadParameter("REF=WORDS")
    return tuple(Remark(ref=ref, words=words.strip()) for ref, _equals, words in parts)


@command.command("accept", help=N_("Let a record give figures."))
@click.argument("record", metavar="ID")
@click.option("--reason", cls=Option, default="", help=_REASON)
@click.option("--version", "version", cls=Option, default="", help=N_("A version that was set aside as in doubt."))
@click.pass_obj
def _accept(settings: Settings, record: str, reason: str, version: str) -> None:
    with opening.workspace(settings) as workspace:
        Reviewing(workspace).accept(record, reason, version=version)
    _give(settings, record, State.ACCEPTED)


@command.command("return", help=N_("Send a record back to its author."))
@click.argument("record", metavar="ID")
@click.option("--reason", cls=Option, default="", help=_REASON)
@click.option(
    "--about",
    "remarks",
    cls=Option,
    metavar="REF=WORDS",
    multiple=True,
    callback=_split,
    help=N_("Why, for one question, answered or not; may be given several times."),
)
@click.pass_obj
def _return(settings: Settings, record: str, reason: str, remarks: tuple[Remark, ...]) -> None:
    if not (reason or remarks):
        raise click.UsageError(settings.language.gettext("Give --reason, or --about for single questions."))
    with opening.workspace(settings) as workspace:
        Reviewing(workspace).return_to_author(record, reason, remarks)
    _give(settings, record, State.RETURNED)


@command.command("exclude", help=N_("Keep a record out of all figures."))
@click.argument("record", metavar="ID")
@click.option("--reason", cls=Option, required=True, help=_REASON)
@click.pass_obj
def _exclude(settings: Settings, record: str, reason: str) -> None:
    with opening.workspace(settings) as workspace:
        Reviewing(workspace).exclude(record, reason)
    _give(settings, record, State.EXCLUDED)


@command.command("duplicate", help=N_("Mark a record as telling what another one tells already."))
@click.argument("record", metavar="ID")
@click.option("--of", cls=Option, metavar="ID", required=True, help=N_("The record that gives the figures."))
@click.pass_obj
def _duplicate(settings: Settings, record: str, of: str) -> None:
    with opening.workspace(settings) as workspace:
        Reviewing(workspace).duplicate(record, of)
    _give(settings, record, State.DUPLICATE)


@command.command("likely", help=N_("Propose records that may tell the same as this one; nothing is changed."))
@click.argument("record", metavar="ID")
@click.pass_obj
def _likely(settings: Settings, record: str) -> None:
    _ = settings.language.gettext
    with opening.workspace(settings) as workspace:
        found = likeness.proposals(workspace, record)
    settings.give(
        {"id": record, "likely": [{"id": each.record, "shared": list(each.shared)} for each in found]},
        [f"{each.record}  {', '.join(each.shared)}" for each in found] or [_("No record seems to tell the same.")],
    )


@command.command("withdraw", help=N_("The person took back their consent: erase the record, here and everywhere."))
@click.argument("record", metavar="ID")
@click.pass_obj
def _withdraw(settings: Settings, record: str) -> None:
    with opening.workspace(settings) as workspace:
        Reviewing(workspace).withdraw(record)
    _give(settings, record, State.WITHDRAWN)


command.add_command(review_conflicts.listing)
command.add_command(review_conflicts.resolve)


def _give(settings: Settings, record: str, state: State) -> None:
    settings.give({"id": record, "state": state.value}, (f"{record}  {wording.state(state, settings.language)}",))
