"""`fieldkit form diff`: what changed from one version of a questionnaire to another."""

from collections.abc import Iterator
from itertools import groupby

import click

from fieldkit.cli.form_run import instrument_of
from fieldkit.cli.parts import Command
from fieldkit.cli.settings import Json, Settings
from fieldkit.domain.form_changes import FormChange
from fieldkit.i18n import N_, Language
from fieldkit.messages import form as form_messages
from fieldkit.services import forms


@click.command("diff", cls=Command, help=N_("Show what changed between two versions of a questionnaire."))
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
        yield from (f"  {form_messages.change(each, language)}" for each in group)
