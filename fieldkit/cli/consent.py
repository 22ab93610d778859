"""`fieldkit consent …`: what was agreed to, taking it back, and what was given out before."""

from collections.abc import Iterator, Sequence

import click

from fieldkit.cli import opening
from fieldkit.cli.parts import Group, Option
from fieldkit.cli.scope import narrowed
from fieldkit.cli.settings import Json, Settings
from fieldkit.cli.tables import columns
from fieldkit.domain.consent import Use
from fieldkit.domain.naming import Bar, Candidate
from fieldkit.domain.periods import parse_period
from fieldkit.domain.products import GivenOut
from fieldkit.domain.query import Level, Query
from fieldkit.domain.reconfirming import Said
from fieldkit.errors import Code
from fieldkit.i18n import N_, Language
from fieldkit.messages import consent as words
from fieldkit.messages import naming
from fieldkit.services.asked_again import asked_again
from fieldkit.services.consenting import Consenting
from fieldkit.services.given_out import Register
from fieldkit.services.reconfirming import Reconfirming


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
            _confirm(settings, words.consequences(wanted, len(found), settings.language))
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


@command.command(
    "due",
    help=N_(
        "List who agreed to be named, and who of them must be asked again before a report for others may name them: an "
        "answer holds for 30 days."
    ),
)
@narrowed
@click.pass_obj
def _due(settings: Settings, period: str, site: str, level: str) -> None:
    _ = settings.language.gettext
    query = Query(period=parse_period(period) if period else None, site=site, level=Level(level))
    with opening.workspace(settings) as workspace:
        found = Reconfirming(workspace).candidates(query)
    heads = (_("Record"), _("Person"), _("Asked again"), _("Named"))
    told = [
        (
            each.record,
            each.code,
            naming.heard(each.last, settings.language),
            naming.standing(each.bar, settings.language),
        )
        for each in found
    ]
    settings.give(
        {"people": [_candidate(each) for each in found], "waiting": sum(each.bar is Bar.TO_ASK for each in found)},
        columns(heads, told) if told else (_("Nobody agreed to be named."),),
    )


@command.command(
    "reconfirm",
    help=N_(
        "The person was asked again whether they want to be named, and this came of it. A no takes that use back, here "
        "and everywhere."
    ),
)
@click.argument("record", metavar="ID")
@click.option(
    "--said",
    "said",
    cls=Option,
    required=True,
    type=click.Choice([each.value for each in Said]),
    help=N_("What they said, or that they could not be reached."),
)
@click.option("--by", "by", cls=Option, metavar="CODE", default="", help=N_("The member who asked; else yourself."))
@click.option("--on", "day", cls=Option, metavar="DAY", default="", help=N_("The day, 2009-06-14; else today."))
@click.option("--yes", cls=Option, is_flag=True, help=N_("Do not ask first."))
@click.pass_obj
def _reconfirm(settings: Settings, record: str, said: str, by: str, day: str, yes: bool) -> None:
    language, ended = settings.language, (Use.REAL_NAME,) if said == Said.NO_LONGER else ()
    with opening.workspace(settings) as workspace:
        desk = Reconfirming(workspace)
        desk.require(record)
        found = Register(workspace).holding(record, ended) if ended else ()
        if ended and not yes:
            _confirm(settings, words.consequences(ended, len(found), language))
        desk.note(record, Said(said), by=by, on=day)
        last = asked_again(workspace, record).last
        agreed = dict(Consenting(workspace).look(record).uses)[Use.REAL_NAME]
    settings.give(
        {"id": record, "real_name": agreed.value, "given_out": _as_json(found)},
        (naming.heard(last, language), *(_recall_lines(found, language) if ended else ())),
    )


def _candidate(each: Candidate) -> Json:
    return {
        "id": each.record,
        "code": each.code,
        "said": each.last.said.value if each.last else "",
        "on": each.last.on if each.last else "",
        "by": each.last.by if each.last else "",
        "named": each.bar is None,
        "why": each.bar.value if each.bar else "",
    }


def _confirm(settings: Settings, told: str) -> None:
    settings.require_yes((told,), settings.language.gettext("Take it back?"), Code.CONSENT_NOT_CONFIRMED)


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
