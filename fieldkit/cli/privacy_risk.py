"""`fieldkit privacy risk`: how easily people can be singled out, and what to tell less exactly."""

from collections.abc import Iterator

import click

from fieldkit.cli import opening
from fieldkit.cli.parts import Command, Option
from fieldkit.cli.settings import Json, Settings
from fieldkit.cli.tables import columns
from fieldkit.domain.query import Level
from fieldkit.domain.risk import Risk
from fieldkit.i18n import N_, Language
from fieldkit.messages import risk as sentences
from fieldkit.services.risk import RecordRisk, RiskMeter, RiskReport


@click.command(cls=Command, name="risk", help=N_("Measure how easily people in the records can be singled out."))
@click.option("--instrument", cls=Option, metavar="ID", default="", help=N_("Only records of this questionnaire."))
@click.option(
    "--level",
    cls=Option,
    type=click.Choice([level.value for level in Level]),
    default=Level.INTERNAL.value,
    help=N_("Without what this level leaves out."),
)
@click.option("--record", cls=Option, metavar="ID", default="", help=N_("Of one record, among all that count."))
@click.pass_obj
def command(settings: Settings, instrument: str, level: str, record: str) -> None:
    """Measure the records of the vault, or one among them."""
    with opening.workspace(settings) as workspace:
        meter = RiskMeter(workspace)
        if record:
            found = meter.of(record)
            settings.give(_record(record, found), sentences.of_record(found, settings.language))
            return
        report = meter.measure(instrument=instrument, level=Level(level))
    settings.give(_to_object(report), _lines(report, settings.language))


def _lines(report: RiskReport, language: Language) -> Iterator[str]:
    _ = language.gettext
    if not report.now.records:
        yield _("No record that counts tells of a person.")
        return
    yield from columns(("", _("As recorded"), _("If told less exactly")), _figures(report, language))
    for unique in report.uniques:
        names = sentences.names(unique.variables, language)
        yield language.ngettext(
            "{names}: known together, they single out {n} record.",
            "{names}: known together, they single out {n} records.",
            unique.records,
        ).replace("{names}", names)
    if report.proposal is None:
        yield language.ngettext(
            "There is only {n} record: whatever is told of it, it can be singled out. Do not give it away.",
            "There are only {n} records: whatever is told of them, they can be singled out. Do not give them away.",
            report.now.records,
        )
        return
    if report.proposal:
        yield _("So that at least {k} records are alike in all of this:").format(k=report.k)
    for step in report.proposal:
        yield f"- {sentences.step(step, language)}"


def _figures(report: RiskReport, language: Language) -> Iterator[tuple[str, str, str]]:
    _ = language.gettext
    names = (
        _("Records that tell of a person"),
        _("Different ones"),
        _("Alike, at least"),
        *(_("Alike with fewer than {k}").format(k=threshold) for threshold, _count in report.now.below),
        _("Highest risk"),
        _("Mean risk"),
    )
    now = _column(report.now, language)
    then = ("–",) * len(names) if report.then is None else _column(report.then, language)
    yield from zip(names, now, then, strict=True)


def _column(risk: Risk, language: Language) -> tuple[str, ...]:
    counts = (risk.records, risk.classes, risk.smallest, *(records for _, records in risk.below))
    shares = (risk.highest, risk.overall)
    return (*map(language.number, counts), *(language.percent(100 * share) for share in shares))


def _to_object(report: RiskReport) -> Json:
    return {
        "level": report.level.value,
        "k": report.k,
        "now": _risk(report.now),
        "uniques": [
            {"variables": [variable.value for variable in unique.variables], "records": unique.records}
            for unique in report.uniques
        ],
        "proposal": None
        if report.proposal is None
        else {step.variable.value: step.rung.value for step in report.proposal},
        "then": None if report.then is None else _risk(report.then),
    }


def _record(record: str, found: RecordRisk | None) -> Json:
    return {
        "record": record,
        "alike": found.alike if found else 0,
        "highest": found.highest if found else 0,
        "uniques": [[variable.value for variable in each] for each in found.uniques] if found else [],
    }


def _risk(risk: Risk) -> Json:
    return {
        "records": risk.records,
        "classes": risk.classes,
        "k": risk.smallest,
        "below": {str(threshold): records for threshold, records in risk.below},
        "highest": risk.highest,
        "average": risk.average,
        "expected": risk.expected,
        "overall": risk.overall,
    }
