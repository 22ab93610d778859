"""`fieldkit privacy risk`: how easily people can be singled out, and what to tell less exactly."""

from collections.abc import Iterator, Mapping

import click

from fieldkit.cli import opening
from fieldkit.cli.parts import Command, Option
from fieldkit.cli.settings import Json, Settings
from fieldkit.cli.tables import columns
from fieldkit.domain.ladders import Rung, Variable
from fieldkit.domain.query import Level
from fieldkit.domain.risk import Risk
from fieldkit.i18n import N_, Language
from fieldkit.services.risk import RiskMeter, RiskReport

_VARIABLES: Mapping[Variable, str] = {
    Variable.PLACE: N_("place"),
    Variable.TIME: N_("date"),
    Variable.SEX: N_("sex"),
    Variable.AGE: N_("age"),
    Variable.CITIZENSHIP: N_("citizenship"),
    Variable.ETHNICITY: N_("ethnicity"),
    Variable.STATUS: N_("status"),
    Variable.SECTOR: N_("sector of work"),
}
_STEPS: Mapping[tuple[Variable, Rung], str] = {
    (Variable.PLACE, Rung.REGION): N_("Tell the region instead of the place."),
    (Variable.PLACE, Rung.COUNTRY): N_("Tell the country instead of the place."),
    (Variable.PLACE, Rung.LEFT_OUT): N_("Leave the place out."),
    (Variable.TIME, Rung.MONTH): N_("Tell the month instead of the day."),
    (Variable.TIME, Rung.QUARTER): N_("Tell the quarter of the year instead of the day."),
    (Variable.TIME, Rung.YEAR): N_("Tell the year instead of the day."),
    (Variable.TIME, Rung.LEFT_OUT): N_("Leave the date out."),
    (Variable.SEX, Rung.LEFT_OUT): N_("Leave the sex out."),
    (Variable.AGE, Rung.WIDE): N_("Tell under 18, 18 to 45 or over 45 instead of the age band."),
    (Variable.AGE, Rung.LEFT_OUT): N_("Leave the age out."),
    (Variable.CITIZENSHIP, Rung.LEFT_OUT): N_("Leave the citizenship out."),
    (Variable.ETHNICITY, Rung.LEFT_OUT): N_("Leave the ethnicity out."),
    (Variable.STATUS, Rung.GROUP): N_("Tell the group of the status instead of the status."),
    (Variable.STATUS, Rung.LEFT_OUT): N_("Leave the status out."),
    (Variable.SECTOR, Rung.LEFT_OUT): N_("Leave the sector of work out."),
}


@click.command(cls=Command, name="risk", help=N_("Measure how easily people in the records can be singled out."))
@click.option("--instrument", cls=Option, metavar="ID", default="", help=N_("Only records of this questionnaire."))
@click.option(
    "--level",
    cls=Option,
    type=click.Choice([level.value for level in Level]),
    default=Level.INTERNAL.value,
    help=N_("Without what this level leaves out."),
)
@click.pass_obj
def command(settings: Settings, instrument: str, level: str) -> None:
    """Measure the records of the vault."""
    with opening.workspace(settings) as workspace:
        report = RiskMeter(workspace).measure(instrument=instrument, level=Level(level))
    settings.give(_to_object(report), _lines(report, settings.language))


def _lines(report: RiskReport, language: Language) -> Iterator[str]:
    _ = language.gettext
    if not report.now.records:
        yield _("No record that counts tells of a person.")
        return
    yield from columns(("", _("As recorded"), _("If told less exactly")), _figures(report, language))
    for unique in report.uniques:
        names = " + ".join(_(_VARIABLES[variable]) for variable in unique.variables)
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
        yield f"- {_(_STEPS[step.variable, step.rung])}"


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
