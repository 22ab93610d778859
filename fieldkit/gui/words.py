"""Words for states, forms, roles and times that several pages show."""

from collections.abc import Iterable
from datetime import datetime

from fieldkit.domain.listing import RecordRow
from fieldkit.domain.people import Role
from fieldkit.domain.records import State
from fieldkit.i18n import N_, Language
from fieldkit.messages import sealing
from fieldkit.services.confirmations import HandedOver
from fieldkit.services.drafts import Opened
from fieldkit.services.remarks import Asked

_STATES = {
    State.DRAFT: N_("draft"),
    State.SUBMITTED: N_("submitted"),
    State.ACCEPTED: N_("accepted"),
    State.RETURNED: N_("returned"),
    State.EXCLUDED: N_("excluded"),
    State.DUPLICATE: N_("duplicate"),
    State.WITHDRAWN: N_("withdrawn"),
    State.CONFLICT: N_("conflict"),
    State.DOUBTFUL: N_("in doubt"),
}
TONES = {
    State.ACCEPTED: "good",
    State.RETURNED: "care",
    State.CONFLICT: "stop",
    State.DOUBTFUL: "stop",
}
"""Colours of the states that ask for attention; the word and its icon say the same."""
_EVENTS = {
    "revision": N_("saved a revision"),
    "joined": N_("The versions were combined: they answer different questions"),
    "withdrawal": N_("recorded that consent was withdrawn"),
    "use_withdrawn": N_("recorded that consent was withdrawn for:"),
    "reconfirmation": N_("asked the person again whether they want to be named"),
    "reconfirmation_agrees": N_("asked the person again, who wants to be named"),
    "reconfirmation_no_longer": N_("asked the person again, who does not want to be named any more"),
    "reconfirmation_not_reached": N_("could not reach the person to ask again whether they want to be named"),
    "review": N_("reviewed it"),
    "accepted": N_("accepted it"),
    "returned": N_("returned it"),
    "excluded": N_("excluded it"),
    "duplicate": N_("marked it as a duplicate"),
}
_IN_COMMON = {
    "text": N_("words"),
    "record.date": N_("day"),
    "record.site": N_("place"),
    "payment.amount_low": N_("amount"),
    "payment.amount_high": N_("amount"),
    "payment.amount_total": N_("amount"),
    "work.wage_owed": N_("amount"),
    "person.age_band": N_("age"),
    "person.sex": N_("sex"),
    "person.citizenship": N_("citizenship"),
    "person.ethnicity": N_("ethnicity"),
}
_FORMS = {
    "interview": N_("Interview"),
    "interview_short": N_("Short interview"),
    "observation": N_("Observation"),
    "visit": N_("Visit"),
}
_ROLES = {
    Role.MONITOR: N_("monitor"),
    Role.SUPERVISOR: N_("supervisor"),
    Role.OFFICER: N_("officer"),
    Role.ANALYST: N_("analyst"),
}
FORM_ICONS = {"interview": "interview", "interview_short": "short", "observation": "observation", "visit": "visit"}


def state(code: str, language: Language) -> str:
    """The word for a state."""
    return language.gettext(_STATES[State(code)])


def state_of(record: RecordRow, language: Language) -> str:
    """The word for the state of a record, and whether this laptop can no longer read it or has a version in doubt."""
    named = state(record.state, language)
    _, doubtful = language.gettext, bool(record.doubt) and record.state != State.DOUBTFUL
    if record.sealed:
        return (_("{state}, sealed, in doubt") if doubtful else _("{state}, sealed")).format(state=named)
    return _("{state}, in doubt").format(state=named) if doubtful else named


def tone(code: str) -> str:
    """The colour of a state."""
    return TONES.get(State(code), "second")


def in_common(roles: Iterable[str], language: Language) -> str:
    """In what two records agree, by fact roles: `same day, amount, age`."""
    named = dict.fromkeys(language.gettext(_IN_COMMON.get(role, N_("event"))) for role in roles)
    return language.gettext("in common: {what}").format(what=", ".join(named))


def event(kind: str, language: Language) -> str:
    """What somebody did to a record."""
    return language.gettext(_EVENTS.get(kind, kind))


def form(form_id: str, title: str, language: Language) -> str:
    """The short name of a shipped questionnaire, else its title, else its id."""
    return language.gettext(_FORMS[form_id]) if form_id in _FORMS else title or form_id


def role(member_role: Role | None, language: Language) -> str:
    """The word for a role."""
    return language.gettext(_ROLES[member_role]) if member_role else ""


def why_returned(reason: str, asked: tuple[Asked, ...]) -> str:
    """The reason for the whole record, and a line for each answer that is asked about."""
    lines = [f"{each.label} — {each.words}" for each in asked]
    whole = reason if reason not in {each.words for each in asked} else ""
    return "\n".join(filter(None, (whole, *lines)))


def on_opening(opened: Opened, language: Language) -> str:
    """What somebody has to know who goes on with a draft; empty if nothing."""
    told = list(sealing.left_out(opened.left_out, language))
    if opened.reason:
        why = why_returned(opened.reason, opened.asked)
        told.insert(0, language.gettext("Returned: {reason}").format(reason=why))
    return "\n".join(told)


def moment(text: str, language: Language) -> str:
    """An ISO moment in the manner of the language; the text itself if it is none."""
    try:
        return language.moment(datetime.fromisoformat(text).astimezone())
    except ValueError:
        return text


def day(text: str, language: Language) -> str:
    """An ISO day in the manner of the language; the text itself if it is none."""
    try:
        return language.date(datetime.fromisoformat(text).date())
    except ValueError:
        return text


def ago(text: str, now: datetime, language: Language) -> str:
    """How many days ago an ISO moment was."""
    _ = language.gettext
    days = (now.date() - datetime.fromisoformat(text).astimezone().date()).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return language.ngettext("{n} day ago", "{n} days ago", days)


def confirmed(handed: HandedOver | None, language: Language) -> str:
    """`14 of 20 records confirmed`; empty where nothing was handed over, and for readers."""
    if handed is None or not handed.records:
        return ""
    told = language.gettext("Handed over: {confirmed} of {n} confirmed")
    return told.format(confirmed=language.number(handed.confirmed), n=language.number(handed.records))


def short_id(record: str) -> str:
    """Enough of an id to tell records apart at a glance."""
    return record[:8]
