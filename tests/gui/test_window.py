"""The window as a whole: gates, frame, places by role, language, locking."""

from pathlib import Path

from fieldkit.domain.people import Role
from fieldkit.gui.desk import Place, places_of
from fieldkit.gui.gate.create import Create
from fieldkit.gui.preferences import Preferences
from tests.gui.conftest import Sit
from tests.gui.hands import Person


def test_a_supervisor_sees_every_place_and_each_opens(supervisor: Person) -> None:
    assert supervisor.frame.places == places_of(Role.SUPERVISOR)
    for place in supervisor.frame.places:
        assert supervisor.go(place) is supervisor.page


def test_a_monitor_is_not_shown_review_figures_or_reports(monitor: Person) -> None:
    assert not {Place.REVIEW, Place.FIGURES, Place.REPORTS} & set(monitor.frame.places)


def test_the_window_goes_by_the_name_that_was_chosen_also_at_the_gate(sit: Sit, tmp_path: Path) -> None:
    for code, title in (("diary", "Diary"), ("", "Notes"), ("from a later version", "Notes")):
        Preferences(tmp_path / "settings.ini").name = code
        assert sit(tmp_path / "new").window.windowTitle() == title


def test_where_there_is_no_vault_one_is_made(sit: Sit, tmp_path: Path) -> None:
    person = sit(tmp_path / "new")
    assert isinstance(person.window.centralWidget(), Create)
