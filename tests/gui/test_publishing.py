"""The officer's decision on versions of questionnaires: what differs is shown, then asked, then published."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from fieldkit.gui.desk import Place
from fieldkit.gui.pages.project import ProjectPage
from fieldkit.services.forms import Forms
from fieldkit.services.publishing import Publisher
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace
from tests.flow.versions import version
from tests.gui.hands import Person
from tests.unit.services.helpers import form_file

OPEN, NAMED = "Publish… Stops, tested, version 2", "Stops, tested, version 2"


def project(person: Person) -> ProjectPage:
    page = person.go(Place.PROJECT)
    assert isinstance(page, ProjectPage)
    return page


def offered(person: Person, form: str) -> str:
    return person.in_vault(lambda workspace: Forms(workspace).offered(form).version)


def bring(workspace: Workspace) -> None:
    """Version 1 is in force and has a record and a draft; version 2 was brought and waits."""
    Publisher(workspace).publish(version("1"))
    Recording(workspace).add("stops", b'{"story": "They took nothing."}', submit=True)
    Recording(workspace).start("stops")
    Forms(workspace).take(version("2"))


def test_a_version_is_published_after_its_differences_were_seen(officer: Person) -> None:
    officer.in_vault(bring)
    page = project(officer)
    assert {"Not published yet", NAMED} <= set(officer.texts(page).split("\n"))
    officer.press(OPEN)
    told = officer.texts(page).split("\n")
    assert {"Against version 1:", "where/place", "choice removed asked_nothing: Nobody took any"} <= set(told)
    assert {"1 draft stays on another version.", "1 record stays on another version."} <= set(told)
    assert f"{NAMED}: publish it for everybody?" in told
    assert offered(officer, "stops") == "1"
    officer.press("Publish")
    assert offered(officer, "stops") == "2"
    assert "new records start on it" in page.banner.words
    assert not {"Not published yet", "Against version 1:"} & set(officer.texts(page).split("\n"))


def test_no_means_no(officer: Person) -> None:
    officer.in_vault(bring)
    page = project(officer)
    officer.press(OPEN)
    officer.press("Cancel")
    assert "Against version 1:" not in officer.texts(page)
    officer.press(OPEN)
    officer.keys(Qt.Key.Key_Escape)
    assert "publish it for everybody" not in officer.texts(page)
    assert offered(officer, "stops") == "1"
    assert OPEN in officer.names(QAbstractButton, page)


def test_the_question_outlives_a_change_elsewhere(officer: Person) -> None:
    officer.in_vault(bring)
    page = project(officer)
    officer.press(OPEN)
    page.refresh()
    officer.settle()
    officer.press("Publish")
    assert offered(officer, "stops") == "2"


def test_a_new_version_of_a_file_waits_and_is_asked_about_at_once(officer: Person, tmp_path: Path) -> None:
    page = project(officer)
    for number in ("1", "2"):
        (tmp_path / number).mkdir()
        officer.paths[:] = [form_file(tmp_path / number, number)]
        officer.press("Add a questionnaire…", page)
    form = next(row.form for row in officer.in_vault(lambda workspace: Forms(workspace).list()) if row.title == "Stop")
    assert offered(officer, form) == "1"
    assert "Against version 1:" in officer.texts(page)
    officer.press("Publish")
    assert offered(officer, form) == "2"


def test_leaving_the_page_publishes_nothing(officer: Person) -> None:
    officer.in_vault(bring)
    page = project(officer)
    officer.press(OPEN)
    officer.go(Place.HOME)
    officer.go(Place.PROJECT)
    assert "publish it for everybody" not in officer.texts(page)
    assert "Against version 1:" not in officer.texts(page)
    assert offered(officer, "stops") == "1"


def test_what_cannot_be_published_any_more_is_refused(officer: Person) -> None:
    officer.in_vault(bring)
    page = project(officer)
    page.publishing.look_at("nothing", "7")
    officer.settle()
    assert page.banner.words
    assert "publish it for everybody" not in officer.texts(page)


def test_a_monitor_decides_nothing(monitor: Person, tmp_path: Path) -> None:
    page = project(monitor)
    monitor.in_vault(lambda workspace: Forms(workspace).take(version("2")))
    page.refresh()
    monitor.settle()
    assert "Not published yet" not in monitor.texts(page)
    assert offered(monitor, "stops") == "2"
