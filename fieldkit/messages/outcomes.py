"""What an import does to a record, in a few words; and what it leaves to others."""

from collections.abc import Mapping
from types import MappingProxyType

from fieldkit.i18n import N_, Language
from fieldkit.services.outcomes import Outcome, What

_SAID: Mapping[tuple[What, bool], str] = MappingProxyType(
    {
        (What.NEW, False): N_("new"),
        (What.NEW, True): N_("new, in conflict"),
        (What.UPDATED, False): N_("updated"),
        (What.UPDATED, True): N_("updated, in conflict"),
        (What.IDENTICAL, False): N_("already here"),
    }
)
_ENDED: Mapping[What, str] = MappingProxyType(
    {What.NEW: N_("withdrawn, was not known here"), What.UPDATED: N_("withdrawn"), What.IDENTICAL: N_("already here")}
)


def of(told: Outcome, language: Language) -> str:
    """New, updated, already here; and whether it is in conflict since, or withdrawn."""
    return language.gettext(_ENDED[told.what] if told.withdrawn else _SAID[told.what, told.conflict])


def for_others(count: int, language: Language) -> str:
    """Bundles that go on to somebody else."""
    return language.ngettext(
        "{n} bundle here is sealed for somebody else. It stays on the stick.",
        "{n} bundles here are sealed for somebody else. They stay on the stick.",
        count,
    )
