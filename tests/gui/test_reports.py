"""The page with the reports: the pages that will be printed, and the file."""

import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

from fieldkit.clock import SystemClock
from fieldkit.domain.query import Level
from fieldkit.gui.desk import Place
from fieldkit.gui.pages.reports import Reports
from fieldkit.gui.reports.sheets import SheetOfPaper
from fieldkit.services.reporting import Order, Preview, Reporting
from fieldkit.services.workspace import Workspace
from tests.gui.hands import Person
from tests.gui.test_figures import enter, marked, untranslated


def at_reports(person: Person) -> Reports:
    """Open the page and wait until its pages are there."""
    page = person.go(Place.REPORTS)
    assert isinstance(page, Reports)
    ready(person, page)
    return page


def ready(person: Person, page: Reports) -> None:
    person.wait(lambda: not page._pause.isActive() and page._making is None)
    person.settle()


def told(person: Person, level: Level = Level.INTERNAL) -> Preview:
    """What the services would print."""
    language = person.window._desk.language

    def preview(workspace: Workspace) -> Preview:
        return Reporting(workspace).preview(Order(language=language, level=level), width=200, most=100)

    return person.in_vault(preview)


def test_shows_the_pages_that_will_be_printed(supervisor: Person) -> None:
    page = at_reports(supervisor)
    expected = told(supervisor)
    assert expected.quotes > 0
    assert page.sheets.count == expected.pages == len(supervisor.all(SheetOfPaper))
    state = (
        f"{expected.pages} pages  ·  {expected.records} records give figures  ·  "
        f"{expected.quotes} quotations with consent"
    )
    assert state in supervisor.texts()
    assert supervisor.names(SheetOfPaper)[:2] == [f"Page 1 of {expected.pages}", f"Page 2 of {expected.pages}"]


def test_another_level_gives_other_pages(supervisor: Person) -> None:
    page = at_reports(supervisor)
    before = [sheet._image for sheet in supervisor.all(SheetOfPaper)]
    supervisor.press("Public")
    ready(supervisor, page)
    assert page.sheets.count == told(supervisor, Level.PUBLIC).pages
    assert "0 quotations with consent" in supervisor.texts()
    assert [sheet._image for sheet in supervisor.all(SheetOfPaper)] != before


def test_writes_what_was_shown(supervisor: Person, tmp_path: Path) -> None:
    page = at_reports(supervisor)
    supervisor.choose("Language of the report", "Русский")
    enter(supervisor, "Title", "Отчёт за лето")
    ready(supervisor, page)
    out = tmp_path / "paper" / "report.pdf"
    out.parent.mkdir()
    supervisor.paths.append(out)
    supervisor.press("Write PDF…")
    assert page.banner.words == f"Written: {page.sheets.count} pages."
    assert list(out.parent.iterdir()) == [out]
    words = subprocess.run(("pdftotext", "-layout", out, "-"), capture_output=True, check=True, text=True).stdout
    assert words.count("\f") == page.sheets.count
    assert "Отчёт за лето" in words
    assert "Миссия и метод" in words


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left(supervisor: Person, tmp_path: Path) -> None:
    page = at_reports(supervisor)
    supervisor.paths.append(tmp_path / "missing" / "report.pdf")
    supervisor.press("Write PDF…")
    assert page.banner.words.startswith("The file cannot be written there.")
    assert not (tmp_path / "missing").exists()
    assert page._write.isEnabled()
    assert page.sheets.count > 0


def test_no_page_of_a_preview_touches_the_disk(
    supervisor: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside = tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setenv("TMPDIR", str(aside))
    monkeypatch.setattr("tempfile.tempdir", None)
    names = {path for path in tmp_path.rglob("*") if path.is_file()}
    at_reports(supervisor)
    supervisor.press("For partners")
    ready(supervisor, at_reports(supervisor))
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == names
    assert not any(b"%PDF" in path.read_bytes() for path in names)


def test_stopping_leaves_no_file(supervisor: Person, tmp_path: Path) -> None:
    page = at_reports(supervisor)
    out = tmp_path / "paper" / "report.pdf"
    out.parent.mkdir()
    supervisor.paths.append(out)
    page._write.click()
    page._stop.click()
    supervisor.wait(lambda: page._writing is None)
    assert list(out.parent.iterdir()) == []
    assert page.banner.words == ""
    assert page._write.isEnabled()


def test_what_is_no_period_is_said_and_the_pages_stay(supervisor: Person) -> None:
    page = at_reports(supervisor)
    before = page.sheets.count
    enter(supervisor, "From", "June")
    ready(supervisor, page)
    assert page.banner.words.startswith("This is not a period.")
    assert page.sheets.count == before
    enter(supervisor, "From", "2009")
    ready(supervisor, page)
    assert page.banner.words == ""


def test_a_site_without_records_still_gives_a_report(supervisor: Person) -> None:
    page = at_reports(supervisor)
    box = supervisor.find(QComboBox, "Place")
    assert box.count() > 10
    enter(supervisor, "From", "2031")
    ready(supervisor, page)
    assert "0 records give figures" in supervisor.texts()
    assert page.sheets.count >= 2


def test_the_shortcut_writes_and_everything_has_a_name(supervisor: Person, tmp_path: Path) -> None:
    page = at_reports(supervisor)
    for kind in (QLineEdit, QComboBox, QAbstractButton):
        for each in supervisor.all(kind, page):
            assert each.accessibleName(), each
    assert supervisor.window.focusWidget() is supervisor.find(QAbstractButton, "Internal")
    supervisor.paths.append(tmp_path / "report.pdf")
    page.options.title.setFocus()
    supervisor.keys(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    supervisor.wait((tmp_path / "report.pdf").exists)
    supervisor.settle()


def test_an_analyst_at_an_empty_vault_sees_an_empty_report(alone: Person) -> None:
    page = at_reports(alone)
    assert page.sheets.count >= 2
    assert "0 records give figures" in alone.texts()


def test_all_words_come_from_the_catalogue(supervisor: Person) -> None:
    page = marked(supervisor, Reports)
    assert isinstance(page, Reports)
    ready(supervisor, page)
    words = [*supervisor.texts(page).splitlines(), *supervisor.names(SheetOfPaper, page)]
    assert len(words) > 12
    assert untranslated(set(words) - {"English"}) == []


def test_leaving_and_locking_in_the_middle_is_safe(supervisor: Person) -> None:
    page = supervisor.frame.go(Place.REPORTS.value)
    supervisor.go(Place.HOME)
    page = supervisor.frame.go(Place.REPORTS.value)
    page.refresh()
    began = SystemClock().monotonic()
    supervisor.window.lock()
    assert supervisor.window.worker._workspace is None
    assert SystemClock().monotonic() - began < 5
