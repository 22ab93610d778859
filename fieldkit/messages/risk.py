"""How easily people can be singled out, in sentences: by what, and what to tell less exactly."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from fieldkit.domain.ladders import Rung, Variable
from fieldkit.i18n import N_, Language
from fieldkit.services.risk import Coarser, RecordRisk

_VARIABLES: Mapping[Variable, str] = MappingProxyType(
    {
        Variable.PLACE: N_("place"),
        Variable.TIME: N_("date"),
        Variable.SEX: N_("sex"),
        Variable.AGE: N_("age"),
        Variable.CITIZENSHIP: N_("citizenship"),
        Variable.ETHNICITY: N_("ethnicity"),
        Variable.STATUS: N_("status"),
        Variable.SECTOR: N_("sector of work"),
    }
)
_STEPS: Mapping[tuple[Variable, Rung], str] = MappingProxyType(
    {
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
)


def names(variables: Iterable[Variable], language: Language) -> str:
    """Variables that are known together."""
    return " + ".join(language.gettext(_VARIABLES[variable]) for variable in variables)


def step(coarser: Coarser, language: Language) -> str:
    """What to tell instead."""
    return language.gettext(_STEPS[coarser.variable, coarser.rung])


def of_record(risk: RecordRisk | None, language: Language) -> Iterator[str]:
    """Of one record: how many are like it, by what it is singled out, and what that means."""
    _ = language.gettext
    if risk is None:
        yield _("This record does not count, or tells of no person.")
        return
    others = risk.alike - 1
    if others:
        yield language.ngettext(
            "{n} other record is the same in all that others may know of the person.",
            "{n} other records are the same in all that others may know of the person.",
            others,
        )
    else:
        yield _("No other record is the same in all that others may know of the person.")
    yield _("Risk of being recognised by whoever knows all of it: {share}").format(
        share=language.percent(100 * risk.highest)
    )
    if risk.uniques:
        yield _("Whoever knows one of these can tell the record from all others:")
    for unique in risk.uniques:
        yield f"– {names(unique, language)}"
    if risk.uniques or not others:
        yield _("Tables for others hide that, or tell it less exactly. Words do not: read them again.")
