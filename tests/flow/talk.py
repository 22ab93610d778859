"""A small questionnaire that asks for consent, and what people in it say; all of it is made up."""

import functools
from collections.abc import Iterable
from pathlib import Path

from fieldkit.services.forms import Forms
from fieldkit.services.publishing import Publisher
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace
from tests.flow.team import KeptTeam, Team, keep

FORM = "talk"
AGREED = ("keep", "count", "retell", "quote", "photo")
"""Questions that somebody who agrees to everything but their name and being asked again answers with yes."""
_QUESTIONS = (
    ("select_one site", "site", "record.site"),
    ("date", "day", "record.date"),
    ("select_one precision", "precision", "record.date_precision"),
    ("select_one sex", "sex", "person.sex"),
    ("select_one yn", "keep", "consent.store_record"),
    ("select_one yn", "count", "consent.statistics"),
    ("select_one yn", "retell", "consent.anonymous_summary"),
    ("select_one yn", "quote", "consent.anonymous_quote"),
    ("select_one yn", "partner", "consent.share_partner"),
    ("select_one yn", "photo", "consent.photo"),
    ("select_one yn", "again", "consent.recontact"),
    ("select_one yn", "named", "consent.real_name"),
    ("select_one yn", "named_again", "consent.second_confirmation"),
    ("select_one attribution", "attribution", "record.attribution"),
    ("select_one finding", "finding", "record.finding"),
    ("select_one flag", "flag", "risk.flag"),
    ("select_one observer", "observer", "record.observer_status"),
    ("text", "name", "identity.real_name"),
    ("text", "story", "text.narrative"),
    ("text", "words", "text.quote"),
    ("text", "note", "text.note"),
)
_CHOICES = {
    "site": ("kz_uz_control",),
    "precision": ("exact_day",),
    "sex": ("female", "male"),
    "yn": ("yes", "no", "not_asked"),
    "attribution": ("name_by_consent", "pseudonym", "category"),
    "finding": ("event", "negative_observed"),
    "flag": ("monitor_incriminating", "self_incriminating", "small_cell"),
    "observer": ("known_monitor", "not_noticed"),
}


def form_file(folder: Path) -> Path:
    """The questionnaire as a file."""
    lines = ["| survey |", "| | type | name | label | bind::fk:fact |"]
    lines += [f"| | {kind} | {name} | {name} | {role} |" for kind, name, role in _QUESTIONS]
    lines += ["| choices |", "| | list_name | name | label |"]
    lines += [f"| | {name} | {code} | {code} |" for name, codes in _CHOICES.items() for code in codes]
    lines += ["| settings |", "| | form_id | name | form_title | version | namespaces |"]
    lines += [f'| | {FORM} | {FORM} | Talk | 1 | fk="https://fieldkit.invalid/xforms" |']
    path = folder / "talk.md"
    path.write_text("\n".join(lines), "utf-8")
    return path


def new_team(folder: Path) -> Team:
    """An officer, a supervisor and a monitor who know one another and the questionnaire; the same ones each time."""
    return _made().copy(folder)


@functools.cache
def _made() -> KeptTeam:
    return keep(_make)


def _make(folder: Path) -> Team:
    team = Team(folder, codes=("S1", "M1"), form=None)
    Forms(team["O1"]).import_file(form_file(folder))
    publisher = Publisher(team["O1"])
    publisher.publish(publisher.find(FORM))
    for code in ("S1", "M1"):
        team.send("O1", code, code)
    return team


def tell(workspace: Workspace, agreed: Iterable[str] = AGREED, **said: str) -> str:
    """A submitted record in which these questions are answered with yes, and others as given; returns its id."""
    recording = Recording(workspace)
    draft = recording.start(FORM)
    session = recording.resume(draft)
    answers = {"site": "kz_uz_control", "day": "2026-01-05", "precision": "exact_day", "finding": "event"}
    for name, value in (answers | dict.fromkeys(agreed, "yes") | said).items():
        session.set(f"/talk/{name}", value)
    recording.save(draft, session.draft())
    return recording.submit(draft).id
