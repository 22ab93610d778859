"""`fieldkit form diff`: what changed from one version of a questionnaire to another."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from types import MappingProxyType

import click

from fieldkit.cli.form_run import instrument_of
from fieldkit.cli.settings import Json, Settings
from fieldkit.domain.form_changes import Change, FormChange
from fieldkit.i18n import N_, Language
from fieldkit.services import forms

_WORDS: Mapping[Change, str] = MappingProxyType(
    {
        Change.QUESTION_ADDED: N_("new: {after}"),
        Change.QUESTION_REMOVED: N_("removed: {before}"),
        Change.QUESTION_RENAMED: N_("renamed or moved; was {before}"),
        Change.TYPE: N_("type: {before} → {after}"),
        Change.LABEL: N_("label: {before} → {after}"),
        Change.HINT: N_("hint: {before} → {after}"),
        Change.RELEVANT: N_("asked when: {before} → {after}"),
        Change.REQUIRED: N_("required: {before} → {after}"),
        Change.CONSTRAINT: N_("constraint: {before} → {after}"),
        Change.CONSTRAINT_MESSAGE: N_("message of the constraint: {before} → {after}"),
        Change.CALCULATION: N_("calculation: {before} → {after}"),
        Change.READ_ONLY: N_("read-only: {before} → {after}"),
        Change.DEFAULT: N_("default: {before} → {after}"),
        Change.REPEAT_COUNT: N_("number of repeats: {before} → {after}"),
        Change.CHOICE_FILTER: N_("filter of choices: {before} → {after}"),
        Change.APPEARANCE: N_("appearance: {before} → {after}"),
        Change.PRIVACY: N_("privacy class: {before} → {after}"),
        Change.ROLE: N_("fact role: {before} → {after}"),
        Change.CHOICE_ADDED: N_("new choice {name}: {after}"),
        Change.CHOICE_REMOVED: N_("choice removed {name}: {before}"),
        Change.CHOICE_LABEL: N_("choice {name}: {before} → {after}"),
        Change.ORDER: N_("the choices stand in another order"),
        Change.LANGUAGE_ADDED: N_("new language: {name}"),
        Change.LANGUAGE_REMOVED: N_("language removed: {name}"),
        Change.TITLE: N_("title: {before} → {after}"),
    }
)


@click.command("diff", help=N_("Show what changed between two versions of a questionnaire."))
@click.argument("older", metavar="FILE|ID[@VERSION]")
@click.argument("newer", metavar="FILE|ID[@VERSION]")
@click.pass_obj
def command(settings: Settings, older: str, newer: str) -> None:
    """Compare two files, two versions of a vault, or one with the other."""
    first, second = instrument_of(settings, older), instrument_of(settings, newer)
    changes = forms.compare(first, second)
    settings.give(
        {
            "older": {"id": first.form, "version": first.version},
            "newer": {"id": second.form, "version": second.version},
            "changes": as_json(changes),
        },
        lines(changes, settings.language),
    )


def as_json(changes: tuple[FormChange, ...]) -> list[Json]:
    """Changes as scripts rely on them."""
    return [
        {"change": each.change.value, "ref": each.ref, "name": each.name, "before": each.before, "after": each.after}
        for each in changes
    ]


def lines(changes: tuple[FormChange, ...], language: Language) -> Iterator[str]:
    """Changes below the question that they are of."""
    _ = language.gettext
    if not changes:
        yield _("Nothing has changed.")
    for ref, group in groupby(changes, key=lambda change: change.ref):
        yield ref or _("The questionnaire as a whole")
        for change in group:
            before, after = change.before or "–", change.after or "–"
            yield "  " + _(_WORDS[change.change]).format(name=change.name, before=before, after=after)
