"""An analyst at the window: takes in what was handed over, reads and counts it, and is asked for no decision."""

from pathlib import Path

from PySide6.QtWidgets import QAbstractButton

from fieldkit.domain.listing import RecordFilter, RecordRow
from fieldkit.domain.people import Role
from fieldkit.domain.records import State
from fieldkit.gui.desk import Place
from fieldkit.services import roles
from fieldkit.services.browsing import Browsing
from fieldkit.services.bundling import Bundling
from fieldkit.services.workspace import Workspace
from tests.gui.conftest import Sit, member
from tests.gui.hands import Person
from tests.gui.test_sticks import look, sticks


def accepts(person: Person, record: str) -> bool:
    page = person.go(Place.RECORD, record)
    return "Accept" in {each.text() for each in person.all(QAbstractButton, page)}


def _everything(workspace: Workspace) -> tuple[RecordRow, ...]:
    return Browsing(workspace).page(RecordFilter()).rows


def test_an_analyst_takes_sticks_in_reads_and_counts(
    officer: Person, supervisor: Person, sit: Sit, sample: Path, tmp_path: Path
) -> None:
    """What M02 recorded was at hand; after the next stick everything is."""
    stick = tmp_path / "stick"
    supervisor.in_vault(lambda workspace: Bundling(workspace).write(stick))
    officer.in_vault(lambda workspace: Bundling(workspace).import_files(list(stick.iterdir())))
    officer.in_vault(lambda workspace: roles.give(workspace, "M02", Role.ANALYST))
    officer.in_vault(lambda workspace: Bundling(workspace).write(tmp_path / "for", ("M02",)))
    everything = officer.in_vault(_everything)
    assert everything
    analyst = member(sit, sample, tmp_path, "M02")
    page = sticks(analyst)
    assert page.take_in.y() > page.hand_over.y()
    look(analyst, tmp_path / "for")
    analyst.press("Take in", page.take_in)
    assert page.take_in.y() < page.hand_over.y()
    assert analyst.in_vault(_everything) == everything
    waiting = next(row.id for row in everything if row.state == State.SUBMITTED.value)
    assert accepts(supervisor, waiting)
    assert not accepts(analyst, waiting)
    board = officer.texts(officer.go(Place.FIGURES))
    assert analyst.texts(analyst.go(Place.FIGURES)) == board
    assert Place.REVIEW in supervisor.frame.places
    assert Place.REVIEW not in analyst.frame.places
