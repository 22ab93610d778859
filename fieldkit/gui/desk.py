"""What every page gets: language, look, worker, clock and the way to ask for files; and the names of places to go."""

from dataclasses import dataclass
from enum import StrEnum

from fieldkit.clock import Clock
from fieldkit.domain.people import Role
from fieldkit.gui.theme.look import Look
from fieldkit.gui.widgets.files import Files
from fieldkit.gui.worker import Worker
from fieldkit.i18n import Language
from fieldkit.services.passphrases import Cost


class Place(StrEnum):
    """Where the person can be."""

    HOME = "home"
    RECORDS = "records"
    STICKS = "stick"
    REVIEW = "review"
    FIGURES = "figures"
    REPORTS = "reports"
    PROJECT = "project"
    SAFETY = "safety"
    RECORD = "record"
    """One record; needs its id."""
    ENTRY = "entry"
    """One draft being filled; needs its id, and after a space may name the question to stand at."""
    HIDING = "hiding"
    """A picture of a draft in which areas are hidden; needs the draft's id, a space and the question."""


_EVERYBODY = (Place.HOME, Place.RECORDS, Place.STICKS)
_PLACES: dict[Role | None, tuple[Place, ...]] = {
    None: (*_EVERYBODY, Place.PROJECT, Place.SAFETY),
    Role.MONITOR: (*_EVERYBODY, Place.PROJECT, Place.SAFETY),
    Role.ANALYST: (*_EVERYBODY, Place.FIGURES, Place.REPORTS, Place.PROJECT, Place.SAFETY),
    Role.SUPERVISOR: (*_EVERYBODY, Place.REVIEW, Place.FIGURES, Place.REPORTS, Place.PROJECT, Place.SAFETY),
    Role.OFFICER: (*_EVERYBODY, Place.REVIEW, Place.FIGURES, Place.REPORTS, Place.PROJECT, Place.SAFETY),
}


def places_of(role: Role | None) -> tuple[Place, ...]:
    """Places in the side bar for a role; None is a vault without a project."""
    return _PLACES[role]


@dataclass(frozen=True, slots=True)
class Desk:
    """Passed to pages as one argument."""

    language: Language
    look: Look
    worker: Worker
    clock: Clock
    files: Files
    cost: Cost
    """What a guess of the passphrase costs, at least."""
    name: str
    """Code of the everyday name that the window goes by."""
