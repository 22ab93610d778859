"""What an import did, on the command line: one JSON shape and the same in words."""

from collections.abc import Iterator

import click

from fieldkit import messages
from fieldkit.cli import opening
from fieldkit.cli.settings import Json, Settings
from fieldkit.cli.tables import columns
from fieldkit.domain.waiting import Waiting
from fieldkit.errors import Refusal
from fieldkit.i18n import Language
from fieldkit.messages import along, consent, outcomes
from fieldkit.messages import waiting as sentences
from fieldkit.services.intake import ImportReport
from fieldkit.services.outcomes import Outcome


def conclude(report: ImportReport, settings: Settings) -> int:
    """Tell on stderr what did not go well; returns the exit code."""
    opening.tell(settings, report.backup)
    for item in report.refused:
        click.echo(f"{item.what}: {messages.sentence(Refusal(item.code), settings.language)}", err=True)
    return 1 if report.refused else 0


def files(count: int, language: Language) -> Iterator[str]:
    """How many files of answers, if any."""
    if count:
        yield language.ngettext("{n} file", "{n} files", count)


def others(count: int, language: Language) -> Iterator[str]:
    """How many bundles go on to somebody else, if any."""
    if count:
        yield outcomes.for_others(count, language)


def as_json(report: ImportReport, *, receipts: bool = False, for_others: int = 0) -> Json:
    """The shape that scripts rely on; with `receipts` what came of each record."""
    each_record = {"records": [_outcome_json(each) for each in report.outcomes]} if receipts else {}
    return {
        "new": report.new,
        "updated": report.updated,
        "identical": report.identical,
        "conflicts": report.conflicts,
        "attachments": report.attachments,
        "refused": [{"what": item.what, "code": item.code.value} for item in report.refused],
        "for_others": for_others,
        "forks": list(report.forks),
        "turned_back": list(report.turned_back),
        "missing": [{"device": item.device, "from": item.first, "to": item.last} for item in report.missing],
        "kept": [waiting_json(each) for each in report.kept],
        "released": report.released,
        "to_recall": report.to_recall,
        "along": {
            "people": report.changes.project,
            "lists": report.changes.reference,
            "questionnaires": sorted(report.changes.instruments),
        },
        **each_record,
    }


def waiting_json(bundle: Waiting) -> Json:
    """A bundle that waits until a laptop is enrolled."""
    return {
        "name": bundle.name,
        "device": bundle.device,
        "member": bundle.member,
        "numbers": bundle.fingerprint,
        "awaited": list(bundle.awaited),
        "came": bundle.came,
        "size": bundle.size,
        "ready": bundle.ready,
        "code": None if bundle.code is None else bundle.code.value,
    }


def _outcome_json(outcome: Outcome) -> Json:
    return {
        "record": outcome.record,
        "what": outcome.what.value,
        "conflict": outcome.conflict,
        "withdrawn": outcome.withdrawn,
        "author": outcome.author,
        "form": outcome.form,
        "site": outcome.site,
        "happened": outcome.happened,
    }


def _outcome_rows(report: ImportReport, language: Language) -> Iterator[tuple[str, ...]]:
    for each in report.outcomes:
        yield (each.record, outcomes.of(each, language), each.author, each.form, each.site, each.happened)


def lines(report: ImportReport, language: Language) -> Iterator[str]:
    """The same for a person; what was refused is told by `conclude`."""
    _ = language.gettext
    yield _("New records: {n}").format(n=language.number(report.new))
    yield _("Updated records: {n}").format(n=language.number(report.updated))
    yield _("Entries that were here already: {n}").format(n=language.number(report.identical))
    yield _("Records in conflict: {n}").format(n=language.number(report.conflicts))
    yield from files(report.attachments, language)
    for _topic, told in along.sentences(report.changes, language):
        yield told
    if report.released:
        yield language.ngettext(
            "{n} bundle that waited for a laptop to be enrolled was taken in",
            "{n} bundles that waited for a laptop to be enrolled were taken in",
            report.released,
        )
    for kept in report.kept:
        yield sentences.of(kept, language)
    if report.put_away:
        yield language.ngettext(
            "{n} record can no longer be read on this laptop, as the project has decided.",
            "{n} records can no longer be read on this laptop, as the project has decided.",
            report.put_away,
        )
    if report.to_recall:
        yield consent.recalls(report.to_recall, language)
    for device in report.turned_back:
        told = _("The clock of {code} was turned back. Its entries stand in the order in which they were made.")
        yield told.format(code=device)
    for device in report.forks:
        yield _(
            "Two laptops write as device {device}. What both wrote was kept, nothing was replaced. Tell the officer."
        ).format(device=device)
    for item in report.missing:
        yield _("Missing: entries {first} to {last} of device {device}; ask for its other bundles.").format(
            first=item.first, last=item.last, device=item.device
        )
    if report.outcomes:
        heads = (_("Record"), _("What came of it"), _("Author"), _("Form"), _("Site"), _("Date"))
        yield from columns(heads, list(_outcome_rows(report, language)))
