"""`fieldkit form …`: check, import, list, show, try and export questionnaires."""

from pathlib import Path

import click

from fieldkit import messages
from fieldkit.cli import form_diff, form_run, opening
from fieldkit.cli.parts import Group, Option
from fieldkit.cli.settings import Json, Settings
from fieldkit.cli.tables import columns
from fieldkit.domain.findings import Finding, is_error
from fieldkit.domain.forms import Instrument, Kind, NodeState
from fieldkit.i18n import N_, Language
from fieldkit.messages import form as form_messages
from fieldkit.services import forms
from fieldkit.services.forms import Forms, Reading

_PATH = click.Path(path_type=Path)
_SILENT = frozenset({Kind.HIDDEN, Kind.NOTE, Kind.INSTANCE})


@click.group(cls=Group, name="form", help=N_("Check, import, list and try questionnaires."))
def command() -> None:
    """Hold the commands below."""


@command.command("check", help=N_("Try a questionnaire (XLSForm or XForm) without a vault."))
@click.argument("file", metavar="FILE", type=_PATH)
@click.pass_obj
def _check(settings: Settings, file: Path) -> int:
    reading = forms.check_file(file)
    _tell(reading.findings, settings.language)
    if reading.instrument is None:
        settings.give({"ok": False, "findings": _findings(reading, settings.language)}, ())
        return 1
    _ = settings.language.gettext
    lines = (_("The questionnaire can be used."), *_taken(reading, settings.language))
    settings.give(_checked(reading, reading.instrument, settings.language), lines)
    return 0


@command.command("import", help=N_("Take a questionnaire into the vault."))
@click.argument("file", metavar="FILE", type=_PATH)
@click.pass_obj
def _import(settings: Settings, file: Path) -> int:
    with opening.workspace(settings) as workspace:
        reading = forms.check_file(file)
        _tell(reading.findings, settings.language)
        if reading.instrument is None:
            refused = forms.refusal(reading.findings)
            message = messages.sentence(refused, settings.language)
            findings = _findings(reading, settings.language)
            settings.give({"error": {"code": refused.code.value, "message": message}, "findings": findings}, ())
            click.echo(message, err=True)
            return 1
        instrument = Forms(workspace).take(reading.instrument)
    line = f"{instrument.form}  {instrument.version}  {instrument.title}"
    settings.give(_checked(reading, instrument, settings.language), (line, *_taken(reading, settings.language)))
    return 0


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
command.add_command(form_diff.command)


def _taken(reading: Reading, language: Language) -> tuple[str, ...]:
    """The files that travel with the form from now on: whoever gets it gets their content."""
    _ = language.gettext
    return (_("With the content of: {files}").format(files=", ".join(reading.files)),) if reading.files else ()


def _checked(reading: Reading, instrument: Instrument, language: Language) -> Json:
    return {
        "ok": True,
        "findings": _findings(reading, language),
        "id": instrument.form,
        "version": instrument.version,
        "title": instrument.title,
        "languages": list(instrument.languages),
        "questions": len(instrument.questions),
        "files": list(reading.files),
    }


def _findings(reading: Reading, language: Language) -> list[Json]:
    """Findings as scripts rely on them."""
    return [
        {
            "severity": finding.severity.value,
            "code": finding.flaw.value,
            "sheet": finding.sheet,
            "row": finding.row,
            "column": finding.column,
            "ref": finding.ref,
            "message": form_messages.sentence(finding, language),
        }
        for finding in reading.findings
    ]


def _tell(findings: tuple[Finding, ...], language: Language) -> None:
    """Errors, then what is only doubtful."""
    _ = language.gettext
    errors = [finding for finding in findings if is_error(finding)]
    doubts = [finding for finding in findings if not is_error(finding)]
    if doubts and not errors:
        click.echo(_("For your attention:"), err=True)
    for finding in errors or doubts:
        click.echo(form_messages.line(finding, language), err=True)


def _line(node: NodeState) -> str:
    depth = "  " * (node.ref.count("/") - 1)
    return f"{depth}{node.ref.rpartition('/')[2]}  {node.kind}  {node.label}".rstrip()
