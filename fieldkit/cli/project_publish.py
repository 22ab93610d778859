"""`fieldkit project publish`: decide on which version of a questionnaire new records start, on every device."""

from collections.abc import Iterator
from pathlib import Path

import click

from fieldkit.cli import form_diff, opening
from fieldkit.cli.parts import Command
from fieldkit.cli.settings import Settings
from fieldkit.domain.changes import NOTHING
from fieldkit.i18n import N_, Language
from fieldkit.services import forms
from fieldkit.services.publishing import Publisher, Publishing


@click.command(
    "publish",
    cls=Command,
    help=N_("Officer: start new records on a version of a questionnaire, on every device."),
)
@click.argument("form", metavar="FILE|ID[@VERSION]")
@click.pass_obj
def command(settings: Settings, form: str) -> None:
    """Take a file, or a version of the vault, into the project."""
    read = forms.read_file(Path(form)) if Path(form).is_file() else None
    form_id, _, version = form.partition("@")
    with opening.workspace(settings) as workspace:
        publisher = Publisher(workspace)
        done = publisher.publish(read or publisher.find(form_id, version or None))
    settings.give(
        {
            "id": done.instrument.form,
            "version": done.instrument.version,
            "before": done.before,
            "published": done.changes != NOTHING,
            "changes": form_diff.as_json(done.differences),
            "drafts": done.drafts,
            "records": done.records,
        },
        _lines(done, settings.language),
    )


def _lines(done: Publishing, language: Language) -> Iterator[str]:
    _ = language.gettext
    told = _("{title}, version {version}: new records start on it. The next bundle to each device carries it.")
    if done.changes == NOTHING:
        told = _("{title}, version {version}: new records start on it already.")
    yield told.format(title=done.instrument.title, version=done.instrument.version)
    if done.before is not None and done.before != done.instrument.version:
        yield _("Against version {version}:").format(version=done.before)
        yield from (f"  {line}" for line in form_diff.lines(done.differences, language))
    for told, count in (
        (
            language.ngettext(
                "{n} draft stays on another version.", "{n} drafts stay on another version.", done.drafts
            ),
            done.drafts,
        ),
        (
            language.ngettext(
                "{n} record stays on another version.", "{n} records stay on another version.", done.records
            ),
            done.records,
        ),
    ):
        if count:
            yield told
