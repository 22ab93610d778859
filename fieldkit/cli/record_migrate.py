"""`fieldkit record migrate`: another version of the questionnaire for a record, what would be lost shown first."""

from collections.abc import Iterator

import click

from fieldkit import messages
from fieldkit.cli import opening
from fieldkit.cli.parts import Command, Option
from fieldkit.cli.settings import Json, Settings
from fieldkit.errors import Code, Refusal
from fieldkit.i18n import N_, Language
from fieldkit.messages import form as form_messages
from fieldkit.services.migrating import Migrating, Preview


@click.command(
    "migrate",
    cls=Command,
    help=N_("Move a record or draft to another version of its questionnaire; shows first what would be lost."),
)
@click.argument("record", metavar="ID")
@click.option("--to", "version", cls=Option, metavar="VERSION", help=N_("Version; else that of new records."))
@click.option("--yes", "lose", cls=Option, is_flag=True, help=N_("Go on although answers are lost."))
@click.pass_obj
def command(settings: Settings, record: str, version: str | None, lose: bool) -> int:
    """Change nothing as long as an answer would be lost without a word from the person."""
    with opening.workspace(settings) as workspace:
        migrating = Migrating(workspace)
        seen = migrating.preview(record, version, settings.language.code)
        moves = lose or not seen.lost
        if moves:
            seen = migrating.move(record, version, settings.language.code, lose=lose)
    if moves:
        settings.give(_as_json(seen), _lines(seen, settings.language))
        return 0
    refused = Refusal(Code.MIGRATION_LOSES, count=len(seen.lost))
    message = messages.sentence(refused, settings.language)
    error: dict[str, Json] = {"code": refused.code.value, "message": message}
    settings.give({**_as_json(seen), "error": error}, _lines(seen, settings.language))
    click.echo(message, err=True)
    return 1


def _as_json(seen: Preview) -> dict[str, Json]:
    return {
        "id": seen.id,
        "from": seen.older,
        "to": seen.newer,
        "draft": seen.draft or None,
        "lost": [{"ref": row.ref, "label": row.label, "value": row.value, "why": row.why.value} for row in seen.lost],
        "new": [{"ref": node.ref, "label": node.label, "required": node.required} for node in seen.added],
        "problems": [
            {"ref": problem.ref, "label": problem.label, "missing": problem.missing} for problem in seen.problems
        ],
    }


def _lines(seen: Preview, language: Language) -> Iterator[str]:
    _ = language.gettext
    yield _("Version {older} → {newer}").format(older=seen.older, newer=seen.newer)
    if seen.lost:
        yield _("Has no place in this version:")
        yield from (f"  {row.label}: {row.value} ({form_messages.loss(row.why, language)})" for row in seen.lost)
    if seen.added:
        yield _("New and without an answer:")
        yield from (f"  {node.label or node.ref}" for node in seen.added)
    if seen.problems:
        yield _("To be answered or corrected before submitting:")
        yield from (f"  {problem.label or problem.ref}" for problem in seen.problems)
    if seen.draft:
        yield _("Draft on version {version}: {id}").format(version=seen.newer, id=seen.draft)
