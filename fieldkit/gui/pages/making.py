"""Which page stands at which place."""

from fieldkit.gui.desk import Desk, Place
from fieldkit.gui.page import Page
from fieldkit.gui.pages.entry import Entry
from fieldkit.gui.pages.figures import FiguresPage
from fieldkit.gui.pages.hiding import HidingPage
from fieldkit.gui.pages.home import Home
from fieldkit.gui.pages.project import ProjectPage
from fieldkit.gui.pages.record import OneRecord
from fieldkit.gui.pages.records import Records
from fieldkit.gui.pages.reports import Reports
from fieldkit.gui.pages.review import Review
from fieldkit.gui.pages.safety import SafetyPage
from fieldkit.gui.pages.sticks import Sticks


def make(place: Place, desk: Desk, target: str) -> Page:
    """A new page for `place`, about `target` where it needs one."""
    match place:
        case Place.HOME:
            return Home(desk)
        case Place.RECORDS:
            return Records(desk)
        case Place.STICKS:
            return Sticks(desk)
        case Place.REVIEW:
            return Review(desk)
        case Place.FIGURES:
            return FiguresPage(desk)
        case Place.REPORTS:
            return Reports(desk)
        case Place.PROJECT:
            return ProjectPage(desk)
        case Place.SAFETY:
            return SafetyPage(desk)
        case Place.RECORD:
            return OneRecord(desk, target)
        case Place.ENTRY:
            return Entry(desk, target)
        case Place.HIDING:
            return HidingPage(desk, target)
