"""`fieldkit import …`: records of other tools."""

import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from fieldkit import messages
from fieldkit.cli import opening
from fieldkit.cli.parts import Group, Option
from fieldkit.cli.settings import Json, Settings, first_line
from fieldkit.errors import Code, Refusal
from fieldkit.i18n import N_, Language
from fieldkit.messages import sealing
from fieldkit.services.odk_import import OdkImport
from fieldkit.services.odk_report import OdkReport, Receipt, SubmissionReceipt

_PATH = click.Path(path_type=Path)


@click.group(cls=Group, name="import", help=N_("Take in records of other tools."))
def command() -> None:
    """Hold the commands below."""


@command.command(
    "odk",
    help=N_(
        "Take in submissions from a folder of ODK Briefcase or ODK Collect. "
        "What the vault holds is never overwritten; a folder may be taken in again."
    ),
)
@click.argument("folder", metavar="DIR", type=_PATH)
@click.option("--form", cls=Option, metavar="ID", default="", help=N_("Only submissions of this questionnaire."))
@click.option(
    "--private-key",
    "key_file",
    cls=Option,
    metavar="FILE.pem",
    type=_PATH,
    help=N_("Private key that opens encrypted submissions."),
)
@click.option(
    "--key-passphrase-file",
    cls=Option,
    metavar="FILE",
    type=_PATH,
    help=N_("File whose first line is the passphrase of the private key; else it is asked for."),
)
@click.pass_obj
def _odk(settings: Settings, folder: Path, form: str, key_file: Path | None, key_passphrase_file: Path | None) -> int:
    passphrase = first_line(key_passphrase_file) if key_passphrase_file else ""
    with opening.workspace(settings) as workspace:
        take = partial(OdkImport(workspace).take, folder, form=form, key_file=key_file, progress=settings.progress())
        try:
            report = take(key_passphrase=passphrase)
        except Refusal as refusal:
            if refusal.code is not Code.ODK_KEY_LOCKED or passphrase or not sys.stdin.isatty():
                raise
            report = take(key_passphrase=_ask(settings))
    settings.give(_as_json(report), _lines(report, settings.language))
    for each in report.refused:
        click.echo(f"{each.what}: {_reason(each, settings.language)}", err=True)
    return 1 if report.refused else 0


def _ask(settings: Settings) -> str:
    typed: str = click.prompt(settings.language.gettext("Passphrase of the private key"), hide_input=True, err=True)
    return typed


def _reason(receipt: SubmissionReceipt, language: Language) -> str:
    return messages.sentence(Refusal(receipt.code or Code.ODK_NOT_A_SUBMISSION, ref=receipt.ref), language)


def _as_json(report: OdkReport) -> Json:
    return {
        "new": report.new,
        "updated": report.count(Receipt.UPDATED),
        "identical": report.identical,
        "conflicts": report.count(Receipt.CONFLICT),
        "refused": [
            {"what": each.what, "code": each.code.value, "ref": each.ref}
            for each in report.refused
            if each.code is not None
        ],
        "receipts": [
            {
                "what": each.what,
                "receipt": each.receipt.value,
                "record": each.record,
                "problems": list(each.problems),
                "unknown_fields": list(each.unknown),
                "read_by_version": each.other_version,
                "attachments": each.files,
                "attachments_left_behind": each.attachments,
                "sealed": each.sealed,
                "left_out": [{"ref": left.ref, "code": left.code.value} for left in each.left_out],
            }
            for each in report.receipts
        ],
        "unknown_fields": [{"ref": ref, "count": count} for ref, count in _unknown(report)],
        "with_problems": sum(bool(each.problems) for each in report.taken),
        "attachments": sum(each.files for each in report.taken),
        "attachments_left_behind": sum(each.attachments for each in report.taken),
        "other_forms": report.other_forms,
        "forms": list(report.forms),
    }


def _unknown(report: OdkReport) -> list[tuple[str, int]]:
    """Fields that the forms do not have, with the number of submissions that have them."""
    return sorted(Counter(ref for each in report.taken for ref in each.unknown).items())


def _lines(report: OdkReport, language: Language) -> Iterator[str]:
    _ = language.gettext
    yield _("New records: {n}").format(n=language.number(report.new))
    yield _("Updated records: {n}").format(n=language.number(report.count(Receipt.UPDATED)))
    yield _("Submissions that were here already: {n}").format(n=language.number(report.identical))
    yield _("Submissions that contradict what is held: {n}").format(n=language.number(report.count(Receipt.CONFLICT)))
    if report.other_forms:
        yield _("Submissions of other questionnaires: {n}").format(n=language.number(report.other_forms))
    for form in report.forms:
        yield _("Questionnaire taken from the folder: {form}").format(form=form)
    for each in report.taken:
        yield from _remarks(each, language)
    for ref, count in _unknown(report):
        yield language.ngettext(
            "{ref} is no question of the questionnaire and was left out of {n} record.",
            "{ref} is no question of the questionnaire and was left out of {n} records.",
            count,
        ).format(ref=ref)
    files = sum(each.files for each in report.taken)
    if files:
        yield language.ngettext(
            "{n} file of the submissions was taken in, without the details that devices write into files.",
            "{n} files of the submissions were taken in, without the details that devices write into files.",
            files,
        )
    names = sum(each.sealed for each in report.taken)
    if names:
        yield language.ngettext(
            "{n} name or contact detail went onto an identity card. It still stands in the folder: remove it.",
            "{n} names or contact details went onto identity cards. They still stand in the folder: remove them.",
            names,
        )
    left = sum(each.attachments for each in report.taken)
    if left:
        yield language.ngettext(
            "{n} file that lies beside the submissions was left behind: no answer names it, or it cannot be kept.",
            "{n} files that lie beside the submissions were left behind: no answer names them, or they cannot be kept.",
            left,
        )


def _remarks(receipt: SubmissionReceipt, language: Language) -> Iterator[str]:
    """What is unusual about a submission that was taken in."""
    _ = language.gettext
    if receipt.receipt is Receipt.PREVIOUS_UNKNOWN:
        yield _("{record}: replaces a submission that never came here; taken in as a new record.").format(
            record=receipt.record
        )
    if receipt.other_version:
        yield _("{record}: its version of the questionnaire is not here; version {version} read it.").format(
            record=receipt.record, version=receipt.other_version
        )
    if receipt.left_out:
        for told in sealing.left_out(receipt.left_out, language):
            yield f"{receipt.record}: {told}"
    if receipt.problems:
        yield _("{record}: taken in although answers are missing or against the rules: {refs}").format(
            record=receipt.record, refs=", ".join(receipt.problems)
        )
