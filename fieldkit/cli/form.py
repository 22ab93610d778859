"""`fieldkit form …`: check, import, list, show, try and export questionnaires."""

from pathlib import Path

import click

from fieldkit import messages
from fieldkit.cli import form_run, opening
from fieldkit.cli.parts import Group, Option
from fieldkit.cli.settings import Json, Settings
from fieldkit.cli.tables import columns
from fieldkit.domain.forms import Instrument, Kind, NodeState
from fieldkit.errors import Code, Refusal
from fieldkit.i18n import N_, Language
from fieldkit.services import forms
from fieldkit.services.forms import Finding, Forms

_PATH = click.Path(path_type=Path)
_SILENT = frozenset({Kind.HIDDEN, Kind.NOTE, Kind.INSTANCE})


@click.group(cls=Group, name="form", help=N_("Check, import, list and try questionnaires."))
def command() -> None:
    """Hold the commands below."""


@command.command("check", help=N_("Try a questionnaire (XLSForm or XForm) without a vault."))
@click.argument("file", metavar="FILE", type=_PATH)
@click.pass_obj
def _check(settings: Settings, file: Path) -> int:
    language = settings.language
    _ = language.gettext
    report = forms.check_file(file)
    if report.instrument is not None:
        settings.give(_instrument(report.instrument), (_("The questionnaire can be used."),))
        return 0
    settings.give(
        {
            "ok": False,
            "findings": [
                {"code": each.code, "sheet": each.sheet, "row": each.row, "column": each.column, "ref": each.ref}
                for each in report.findings
            ],
        },
        (),
    )
    for finding in report.findings:
        click.echo(_finding(finding, language), err=True)
    return 1


@command.command("import", help=N_("Take a questionnaire into the vault."))
@click.argument("file", metavar="FILE", type=_PATH)
@click.pass_obj
def _import(settings: Settings, file: Path) -> None:
    with opening.workspace(settings) as workspace:
        instrument = Forms(workspace).import_file(file)
    settings.give(_instrument(instrument), (f"{instrument.form}  {instrument.version}  {instrument.title}",))


@command.command("list", help=N_("List the questionnaires of the vault."))
@click.pass_obj
def _list(settings: Settings) -> None:
    _ = settings.language.gettext
    with opening.workspace(settings) as workspace:
        rows = Forms(workspace).list()
    settings.give(
        {
            "forms": [
                {
                    "id": row.form,
                    "version": row.version,
                    "title": row.title,
                    "languages": list(row.languages),
                    "questions": row.questions,
                    "shipped": row.shipped,
                }
                for row in rows
            ]
        },
        columns(
            (_("Questionnaire"), _("Version"), _("Questions"), _("Title")),
            [(row.form, row.version, str(row.questions), row.title) for row in rows],
        ),
    )


@command.command("show", help=N_("Show the questions of one questionnaire."))
@click.argument("form", metavar="ID")
@click.pass_obj
def _show(settings: Settings, form: str) -> None:
    with opening.workspace(settings) as workspace:
        nodes = Forms(workspace).show(form)
    settings.give(
        {"id": form, "nodes": [form_run.node_json(node) for node in nodes]},
        [_line(node) for node in nodes if node.kind not in _SILENT],
    )


@command.command("export", help=N_("Write a shipped questionnaire to an Excel file for other tools."))
@click.argument("form", metavar="ID")
@click.option("--out", cls=Option, metavar="FILE", required=True, type=_PATH, help=N_("File to write."))
@click.pass_obj
def _export(settings: Settings, form: str, out: Path) -> None:
    forms.export_shipped(form, out)
    settings.give({"file": str(out)}, (str(out),))


command.add_command(form_run.command)


def _instrument(instrument: Instrument) -> Json:
    return {
        "ok": True,
        "findings": [],
        "id": instrument.form,
        "version": instrument.version,
        "title": instrument.title,
        "languages": list(instrument.languages),
        "questions": len(instrument.questions),
    }


def _finding(finding: Finding, language: Language) -> str:
    _ = language.gettext
    words = messages.sentence(Refusal(Code(finding.code), ref=finding.ref), language)
    if not finding.row:
        return words
    place = _("Sheet {sheet}, row {row}, column {column}").format(
        sheet=finding.sheet, row=finding.row, column=finding.column or "–"
    )
    return f"{place}: {words}"


def _line(node: NodeState) -> str:
    depth = "  " * (node.ref.count("/") - 1)
    return f"{depth}{node.ref.rpartition('/')[2]}  {node.kind}  {node.label}".rstrip()
