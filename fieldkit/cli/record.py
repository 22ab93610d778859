"""`fieldkit record …`: add, list, show, submit, amend, migrate records."""

from pathlib import Path

import click

from fieldkit.cli import opening, record_attachment, record_migrate, records, wording
from fieldkit.cli.files import read_bytes
from fieldkit.cli.parts import Group, Option
from fieldkit.cli.settings import Json, Settings
from fieldkit.cli.tables import columns
from fieldkit.domain.listing import RecordFilter, RecordRow
from fieldkit.domain.records import State
from fieldkit.i18n import N_
from fieldkit.messages import consent, sealing
from fieldkit.services import remarks
from fieldkit.services.browsing import Browsing
from fieldkit.services.confirmations import handed_over
from fieldkit.services.drafts import Saved
from fieldkit.services.recording import Recording

_PAGE = 500


@click.group(cls=Group, name="record", help=N_("Add, show, submit and amend records."))
def command() -> None:
    """Hold the commands below."""


@command.command("add", help=N_("Keep answers as a draft, or submit them at once. A printed id means that it is safe."))
@click.option("--form", cls=Option, metavar="ID", required=True, help=N_("Name of the questionnaire."))
@click.option(
    "--answers",
    cls=Option,
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path),
    help=N_("JSON file with the answers by question."),
)
@click.option(
    "--attach",
    "given_files",
    cls=Option,
    metavar="REF=FILE",
    multiple=True,
    help=N_("Answer a question with a file; may be given several times."),
)
@click.option(
    "--id", "record_id", cls=Option, metavar="ID", default="", help=N_("Id of the record; else a random one.")
)
@click.option("--submit", cls=Option, is_flag=True, help=N_("Submit the record instead of keeping a draft."))
@click.pass_obj
def _add(
    settings: Settings, form: str, answers: Path, given_files: tuple[str, ...], record_id: str, submit: bool
) -> None:
    given, files = read_bytes(answers), tuple(record_attachment.ref_and_file(each) for each in given_files)
    with opening.workspace(settings) as workspace:
        saved = Recording(workspace).add(form, given, record_id=record_id, files=files, submit=submit)
    _give_saved(settings, saved)


@command.command("list", help=N_("List records, the newest first, drafts included."))
@click.option(
    "--state",
    "states",
    cls=Option,
    multiple=True,
    type=click.Choice([state.value for state in State]),
    help=N_("Only records in this state; may be given several times."),
)
@click.option("--form", cls=Option, metavar="ID", default="", help=N_("Only records of this questionnaire."))
@click.option("--site", cls=Option, metavar="CODE", default="", help=N_("Only records of this site."))
@click.option("--doubtful", cls=Option, is_flag=True, help=N_("Only records of revoked or copied laptops."))
@click.pass_obj
def _list(settings: Settings, states: tuple[str, ...], form: str, site: str, doubtful: bool) -> None:
    wanted = RecordFilter(states=states, form=form, site=site, doubtful=doubtful)
    with opening.workspace(settings) as workspace:
        rows = all_rows(Browsing(workspace), wanted, settings.language.code)
        handed = handed_over(workspace)
    settings.give(
        {**records.as_json(rows), **records.handed_over_json(handed)},
        (*records.as_lines(rows, settings.language), *records.handed_over_lines(handed, settings.language)),
    )


@command.command("show", help=N_("Show one record with its answers in words."))
@click.argument("record", metavar="ID")
@click.pass_obj
def _show(settings: Settings, record: str) -> None:
    language = settings.language
    with opening.workspace(settings) as workspace:
        view = Browsing(workspace).show(record, language.code)
        links = Browsing(workspace).links(record)
        asked = remarks.asked(workspace, record, language.code)
    lines = [f"{view.row.id}  {view.row.title}  {wording.state(view.row.state, language)}"]
    _ = language.gettext
    if links.corrects:
        lines.append(_("Corrects record {id}").format(id=links.corrects))
    lines += [_("Corrected by record {id}").format(id=name) for name in links.corrected_by]
    lines += [f"! {each.label} — {each.words}" for each in asked]
    if view.row.sealed:
        lines.append(settings.language.gettext(wording.SEALED))
    for section in view.sections:
        lines += ["", section.title] if section.title else [""]
        lines += [f"  {item.label}: {item.value}" for item in section.items]
    lines += record_attachment.as_lines(view.files, language)
    settings.give(
        {
            "id": view.row.id,
            "instrument": view.row.form,
            "version": view.row.version,
            "state": view.row.state,
            "sealed": view.row.sealed,
            "doubt": view.row.doubt,
            "corrects": links.corrects,
            "corrected_by": list(links.corrected_by),
            "author": view.row.author,
            "updated": view.row.updated,
            "revision": view.row.head,
            "reason": view.row.reason,
            "remarks": [{"ref": each.ref, "words": each.words} for each in asked],
            "duplicate_of": view.row.duplicate_of,
            "sections": [
                {
                    "title": section.title,
                    "items": [
                        {"ref": item.ref, "label": item.label, "value": item.value, "privacy": item.privacy}
                        for item in section.items
                    ],
                }
                for section in view.sections
            ],
            "attachments": record_attachment.as_json(view.files),
        },
        lines,
    )


@command.command("history", help=N_("Show what happened to a record: revisions, reviews, withdrawal."))
@click.argument("record", metavar="ID")
@click.pass_obj
def _history(settings: Settings, record: str) -> None:
    _ = settings.language.gettext
    with opening.workspace(settings) as workspace:
        events = Browsing(workspace).history(record)
    rows = [
        (
            event.at,
            event.author,
            wording.state(event.kind, settings.language),
            event.revision[:12],
            event.version,
            event.note or consent.uses(event.uses, settings.language),
        )
        for event in events
    ]
    settings.give(
        {
            "id": record,
            "history": [
                {
                    "at": event.at,
                    "author": event.author,
                    "kind": event.kind,
                    "revision": event.revision,
                    "parents": list(event.parents),
                    "version": event.version,
                    "note": event.note,
                    "uses": [use.value for use in event.uses],
                }
                for event in events
            ],
        },
        columns((_("Time"), _("Author"), _("What"), _("Revision"), _("Version"), _("Note")), rows),
    )


@command.command("submit", help=N_("Submit a draft: it becomes a revision that is never edited."))
@click.argument("draft", metavar="ID")
@click.pass_obj
def _submit(settings: Settings, draft: str) -> None:
    with opening.workspace(settings) as workspace:
        saved = Recording(workspace).submit(draft)
    _give_saved(settings, saved)


@command.command("amend", help=N_("Begin a draft that corrects a record; print the draft's id."))
@click.argument("record", metavar="ID")
@click.pass_obj
def _amend(settings: Settings, record: str) -> None:
    with opening.workspace(settings) as workspace:
        draft = Recording(workspace).amend(record)
    settings.give({"id": draft, "state": State.DRAFT.value, "record": record}, (draft,))


command.add_command(record_migrate.command)
command.add_command(record_attachment.command)


def all_rows(browsing: Browsing, wanted: RecordFilter, language: str) -> tuple[RecordRow, ...]:
    """Every row that fits, over all pages."""
    page = browsing.page(wanted, limit=_PAGE, language=language)
    rows = page.rows
    while page.next:
        page = browsing.page(wanted, limit=_PAGE, after=page.next, language=language)
        rows += page.rows
    return rows


def _give_saved(settings: Settings, saved: Saved) -> None:
    told: dict[str, Json] = {"id": saved.id, "state": saved.state, "revision": saved.revision}
    if saved.left_out:
        told["left_out"] = [{"ref": each.ref, "code": each.code.value} for each in saved.left_out]
    settings.give(
        told,
        (f"{saved.id}  {wording.state(saved.state, settings.language)}",),
    )
    for line in sealing.left_out(saved.left_out, settings.language):
        click.echo(line, err=True)
