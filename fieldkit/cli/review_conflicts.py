"""`fieldkit review conflicts` and `resolve`: what several people told differently of one record, and which is right."""

from collections.abc import Iterator

import click

from fieldkit.cli import opening
from fieldkit.cli.parts import Command, Option
from fieldkit.cli.settings import Json, Settings
from fieldkit.domain.forms import Kind
from fieldkit.errors import Code, Refusal
from fieldkit.i18n import N_, Language
from fieldkit.services.resolving import Conflict, Question, Resolving


@click.command("conflicts", cls=Command, help=N_("Show records in conflict: the questions that have to be decided."))
@click.pass_obj
def listing(settings: Settings) -> None:
    """List them with every version's answer."""
    language = settings.language
    with opening.workspace(settings) as workspace:
        found = Resolving(workspace).conflicts(language.code)
    lines = [line for each in found for line in _lines(each, language)]
    settings.give(
        {"conflicts": [_as_json(each) for each in found]}, lines or [language.gettext("No record is in conflict.")]
    )


@click.command("resolve", cls=Command, help=N_("Decide a conflict: which version is right, as a whole or by question."))
@click.argument("record", metavar="ID")
@click.option(
    "--take",
    cls=Option,
    metavar="[REF=]N",
    multiple=True,
    required=True,
    help=N_("Number of the version that is right, for one question or for all; may be repeated."),
)
@click.pass_obj
def resolve(settings: Settings, record: str, take: tuple[str, ...]) -> None:
    """Write the decision as a revision that follows every version."""
    choices = dict(_choice(each) for each in take)
    with opening.workspace(settings) as workspace:
        resolving = Resolving(workspace)
        if "" in choices and len(choices) == 1:
            resolving.take(record, choices[""])
        else:
            usual = {each.ref: choices[""] for each in resolving.look(record).questions} if "" in choices else {}
            resolving.decide(record, usual | {ref: number for ref, number in choices.items() if ref})
        row = workspace.store.records.row(record)
    state = row.state if row else ""
    settings.give({"id": record, "state": state}, (f"{record}  {settings.language.gettext('decided')}",))


def _choice(told: str) -> tuple[str, int]:
    """`REF=N` or `N`, counted from 1."""
    ref, _, number = told.rpartition("=")
    if not number.isascii() or not number.isdigit():
        raise Refusal(Code.RESOLVE_UNKNOWN_VERSION)
    return ref, int(number) - 1


def _lines(conflict: Conflict, language: Language) -> Iterator[str]:
    _ = language.gettext
    yield conflict.record
    for number, version in enumerate(conflict.versions, start=1):
        yield f"  {number}  {version.author}  {version.at}"
    if conflict.whole:
        yield "  " + _("The versions answer different questionnaires: take one of them as a whole.")
    for question in conflict.questions:
        yield f"  {' / '.join(filter(None, (question.section, question.label)))}  ({question.ref})"
        for number, value in enumerate(_values(question, language), start=1):
            yield f"    {number}  {value or '–'}"


def _values(question: Question, language: Language) -> tuple[str, ...]:
    """Answers in words; of an instance, whether a version kept it."""
    _ = language.gettext
    if question.kind is Kind.INSTANCE:
        return tuple(_("kept") if value else _("removed") for value in question.values)
    return question.values


def _as_json(conflict: Conflict) -> Json:
    return {
        "id": conflict.record,
        "whole": conflict.whole,
        "versions": [
            {"revision": version.revision, "author": version.author, "at": version.at} for version in conflict.versions
        ],
        "questions": [
            {
                "ref": question.ref,
                "section": question.section,
                "label": question.label,
                "values": list(question.values),
            }
            for question in conflict.questions
        ],
    }
