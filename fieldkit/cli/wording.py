"""Words of the command line for roles and states."""

from collections.abc import Mapping

from fieldkit.domain.people import Role
from fieldkit.domain.records import Doubt, State
from fieldkit.i18n import N_, Language

_ROLES: Mapping[Role, str] = {
    Role.MONITOR: N_("monitor"),
    Role.SUPERVISOR: N_("supervisor"),
    Role.OFFICER: N_("officer"),
    Role.ANALYST: N_("analyst"),
}
_STATES: Mapping[str, str] = {
    State.DRAFT: N_("draft"),
    State.SUBMITTED: N_("submitted"),
    State.ACCEPTED: N_("accepted"),
    State.RETURNED: N_("returned"),
    State.EXCLUDED: N_("excluded"),
    State.DUPLICATE: N_("duplicate"),
    State.WITHDRAWN: N_("withdrawn"),
    State.CONFLICT: N_("conflict"),
    State.DOUBTFUL: N_("in doubt"),
    "revision": N_("revision"),
    "joined": N_("versions combined"),
    "withdrawal": N_("withdrawal"),
    "use_withdrawn": N_("uses withdrawn"),
    "reconfirmation": N_("asked again about the name"),
    "reconfirmation_agrees": N_("asked again: wants to be named"),
    "reconfirmation_no_longer": N_("asked again: does not want to be named any more"),
    "reconfirmation_not_reached": N_("asked again: could not be reached"),
}
_DOUBTS: Mapping[str, str] = {
    Doubt.REVOKED: N_("with versions in doubt"),
    Doubt.TWINS: N_("two laptops write as this device"),
}

SEALED = N_("This laptop can no longer read it; supervisors, officers and analysts can. Correct it with a new record.")


def doubt(value: str, language: Language) -> str:
    """Why a record is marked."""
    return language.gettext(_DOUBTS[value]) if value in _DOUBTS else value


def role(value: Role, language: Language) -> str:
    """What a member is."""
    return language.gettext(_ROLES[value])


def state(value: str, language: Language) -> str:
    """A state of a record, or the kind of an event in its history."""
    return language.gettext(_STATES.get(value, value))
