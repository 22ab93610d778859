"""Sites and code lists on the officer's page: a table is read, what it changes is seen, then it is changed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QTableView

from fieldkit.domain.bodies import ReferenceChange
from fieldkit.domain.log import EntryKind
from fieldkit.domain.reference import Reference
from fieldkit.domain.reference_rows import Label, SiteRow
from fieldkit.gui.desk import Place
from fieldkit.gui.pages.project import ProjectPage
from fieldkit.gui.project.lists import Lists
from fieldkit.services.journal import Journal
from fieldkit.services.workspace import Workspace
from fieldkit.store.reference import SUBJECT
from tests.gui.hands import Person

CHANGE, TITLE = "Change by a table…", "Sites and code lists"
TABLE = (
    "code;label_en;label_ru;type;country;retired\n"
    "kg_new;New market;Новый рынок;market;KG;\n"
    "market_dordoy;;;;;yes\n"
    "kz_uz_control;;;;;\n"
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    found = tmp_path / "sites.csv"
    found.write_text(TABLE, encoding="utf-8-sig")
    return found


def lists(person: Person) -> Lists:
    page = person.go(Place.PROJECT)
    assert isinstance(page, ProjectPage)
    return page.lists


def said(person: Person) -> str:
    return lists(person).banner.words


def reference(person: Person) -> Reference:
    return person.in_vault(lambda workspace: workspace.reference)


def shown(part: Lists) -> list[tuple[str, ...]]:
    model = part.model
    return [
        tuple(str(model.data(model.index(row, column))) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_what_a_table_changes_is_seen_before_it_is_changed(officer: Person, table: Path) -> None:
    part = lists(officer)
    assert "115 sites are offered" in officer.texts(part)
    officer.paths[:] = [table]
    officer.press(CHANGE)
    assert shown(part) == [
        ("kg_new", "New market", "is added"),
        ("market_dordoy", reference(officer).site_label("market_dordoy", "en"), "is retired"),
    ]
    assert "1 row changes nothing." in officer.texts(part)
    assert "kg_new" not in reference(officer).sites
    officer.press("Change")
    assert reference(officer).sites["kg_new"].label("ru") == "Новый рынок"
    assert "The next bundle to each device carries it" in said(officer)
    assert "115 sites are offered  ·  1 is retired" in officer.texts(part)
    officer.paths[:] = [table]
    officer.press(CHANGE)
    assert "says nothing new" in said(officer)


def test_no_means_no(officer: Person, table: Path) -> None:
    part = lists(officer)
    officer.paths[:] = [table]
    officer.press(CHANGE)
    officer.keys(Qt.Key.Key_Escape)
    assert not any(view.isVisible() for view in part.findChildren(QTableView))
    assert "kg_new" not in reference(officer).sites


def test_what_is_wrong_is_told_line_by_line(officer: Person, table: Path) -> None:
    table.write_text(
        TABLE + "kg_a;;;market;KG;\n" + "".join(f"kg_{n};a;б;x;KG;\n" for n in range(13)), encoding="utf-8"
    )
    part = lists(officer)
    officer.paths[:] = [table]
    officer.press(CHANGE)
    told = officer.texts(part)
    assert "Line 5: The Russian name is missing in the column label_ru." in told
    assert "and 2 more" in told
    assert "nothing was changed" in said(officer)
    table.write_text(TABLE, encoding="utf-8")
    officer.paths[:] = [table]
    officer.press(CHANGE)
    assert "Line 5" not in officer.texts(part), "what was wrong before is gone"


def test_lists_are_saved_as_tables_that_can_be_brought_back(officer: Person, tmp_path: Path) -> None:
    part = lists(officer)
    for name, button in (("sites.csv", "Save the sites…"), ("lists.csv", "Save the code lists…")):
        officer.paths[:] = [tmp_path / name]
        officer.press(button)
        assert said(officer) == "Saved. The copy is not encrypted."
        officer.paths[:] = [tmp_path / name]
        officer.press(CHANGE)
        assert "says nothing new" in said(officer)
    assert officer.names(QAbstractButton, part) == [CHANGE, "Save the sites…", "Save the code lists…"]


def test_nobody_but_an_officer_sees_it(monitor: Person) -> None:
    part = lists(monitor)
    assert not part.isVisible()
    assert CHANGE not in monitor.names(QAbstractButton)


def disagree(workspace: Workspace) -> None:
    """Two words on one site, neither of which knows of the other."""
    for words in ("Рынок", "Двор"):
        row = SiteRow(code="kg_new", labels=(Label(language="ru", words=words),), kind="market", country="KG")
        Journal(workspace).append(EntryKind.REFERENCE, SUBJECT, ReferenceChange(sites=(row,), at=workspace.now()))


def test_officers_who_disagree_are_told_of_until_one_decides(officer: Person, table: Path) -> None:
    officer.in_vault(disagree)
    part = lists(officer)
    [name] = {reference(officer).sites["kg_new"].label("en")}
    assert f"Officers disagree, and the later word holds: {name}." in officer.texts(part)
    table.write_text("code,label_ru\nkg_new,Рынок\n", encoding="utf-8")
    officer.paths[:] = [table]
    officer.press(CHANGE)
    assert "is decided" in shown(part)[0][2]
    officer.press("Change")
    assert reference(officer).sites["kg_new"].label("ru") == "Рынок"
    assert "Officers disagree" not in officer.texts(part)
