"""Retention in the window: an officer decides, sealed records say what they are, a monitor empties the laptop."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QPushButton

from fieldkit.domain.listing import RecordFilter, RecordRow
from fieldkit.domain.people import Retention
from fieldkit.gui.desk import Place
from fieldkit.gui.pages.project import ProjectPage
from fieldkit.gui.pages.sticks import Sticks
from fieldkit.services.browsing import Browsing
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace
from tests.gui.hands import Person


def rows(person: Person) -> tuple[RecordRow, ...]:
    def read(workspace: Workspace) -> tuple[RecordRow, ...]:
        states = ("submitted", "accepted", "returned", "excluded", "duplicate")
        return Browsing(workspace).page(RecordFilter(states=states)).rows

    return person.in_vault(read)


def sticks(person: Person) -> Sticks:
    page = person.go(Place.STICKS)
    assert isinstance(page, Sticks)
    return page


def test_an_officer_decides_what_monitors_laptops_keep(officer: Person) -> None:
    page = officer.go(Place.PROJECT)
    assert isinstance(page, ProjectPage)
    box = officer.find(QComboBox, "Records on monitors' laptops", page.retaining)
    assert not officer.find(QPushButton, "Decide", page.retaining).isEnabled()
    officer.choose("Records on monitors' laptops", "Seal when it is submitted", page.retaining)
    assert "can be read by supervisors, officers and analysts only" in officer.texts(page.retaining)
    officer.press("Decide", page.retaining)
    officer.press("Decide", page._ask)
    assert "Decided. The next bundle to each laptop carries it." in officer.texts(page)
    assert officer.in_vault(lambda workspace: workspace.require_roster().keeps) is Retention.SEAL_AT_SUBMIT
    assert box.currentText() == "Seal when it is submitted"


def test_who_cannot_decide_is_not_asked(monitor: Person, supervisor: Person) -> None:
    for person in (monitor, supervisor):
        page = person.go(Place.PROJECT)
        assert isinstance(page, ProjectPage)
        assert not page.retaining.isVisible()


def test_a_monitor_empties_the_laptop_and_sees_what_sealed_records_are(monitor: Person, tmp_path: Path) -> None:
    stick = tmp_path / "border"
    stick.mkdir()
    drafts = monitor.in_vault(lambda workspace: len(Recording(workspace).drafts()))
    page = sticks(monitor)
    before = rows(monitor)
    monitor.paths[:] = [stick]
    monitor.press("Empty this laptop…", page.leaving)
    assert "Until somebody has taken the stick in, it is the only copy." in monitor.texts(page.leaving)
    monitor.press("Keep drafts, write and empty" if drafts else "Write and empty", page.leaving)
    monitor.wait(lambda: "You can pull the stick out now." in monitor.texts(page.leaving))
    assert len(list(stick.glob("*.fkb"))) == 1
    after = rows(monitor)
    assert [row.id for row in after if not row.sealed] == []
    assert {row.id for row in after} == {row.id for row in before}
    record = monitor.go(Place.RECORD, after[0].id)
    assert "This laptop can no longer read it" in monitor.texts(record)
    monitor.press("Correct with a new record", record)
    assert monitor.frame.place is Place.ENTRY
    monitor.settle()
    assert monitor.in_vault(lambda workspace: after[0].id in {d.corrects for d in Recording(workspace).drafts()})


def test_readers_are_not_offered_to_empty_theirs(supervisor: Person) -> None:
    assert not sticks(supervisor).leaving.isVisible()
