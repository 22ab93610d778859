"""The page about the project: creating, asking, enrolling, joining; questionnaires; the passphrase."""

import re
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPushButton, QTableView, QWidget

from fieldkit.clock import SystemClock
from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.people import Role
from fieldkit.errors import Refusal
from fieldkit.gui.desk import Place
from fieldkit.gui.pages.project import ProjectPage
from fieldkit.paths import VaultFiles
from fieldkit.services import demo, vaults
from fieldkit.services.browsing import Browsing
from fieldkit.services.projects import Projects
from fieldkit.services.vaults import TEST_COST
from tests.flow.early import early
from tests.flow.team import PHRASE as TEAM_PHRASE
from tests.flow.team import dump
from tests.gui.conftest import PHRASE, Sit, member
from tests.gui.hands import Person
from tests.gui.test_sticks import hand_over, look, record, spoken
from tests.unit.services.helpers import form_file

NEW = "другие пять слов для входа"


def project(person: Person) -> ProjectPage:
    page = person.go(Place.PROJECT)
    assert isinstance(page, ProjectPage)
    return page


def newcomer(sit: Sit, folder: Path, language: str = "en") -> Person:
    """Somebody with a fresh vault."""
    vaults.create(VaultFiles(folder), PHRASE, SystemClock(), cost=TEST_COST)
    return sit(folder, language=language)


def found(person: Person, title: str = "Border watch", code: str = "O1") -> None:
    page = project(person)
    person.write("Title of the project", title)
    person.write("Officer's code", code)
    person.press("Create the project…", page)
    person.press("Create the project", page)


def ask(person: Person, code: str, request: Path) -> None:
    page = project(person)
    person.write("Your code", code)
    person.paths[:] = [request]
    person.press("Write the request…", page)


def read(officer: Person, request: Path) -> ProjectPage:
    page = project(officer)
    officer.paths[:] = [request]
    officer.press("Choose a request…", page)
    return page


def enrol(officer: Person, request: Path, role: str, answer: Path) -> None:
    page = read(officer, request)
    officer.choose("Role", role, page)
    officer.press("Enrol and write the answer…", page)
    officer.paths[:] = [answer]
    officer.press("Enrol", page)


def join(person: Person, answer: Path) -> None:
    page = project(person)
    person.paths[:] = [answer]
    person.press("Choose the answer…", page)


def codes(person: Person) -> list[str]:
    view = person.in_vault(lambda workspace: Projects(workspace).view())
    return [] if view is None else [row.code for row in view.members]


def test_a_project_from_its_founding_to_the_first_sticks(sit: Sit, tmp_path: Path) -> None:
    officer, supervisor, monitor = (newcomer(sit, tmp_path / name) for name in ("officer", "supervisor", "monitor"))
    found(officer)
    assert "Border watch  ·  O1  ·  officer" in officer.texts(officer.page)
    assert "Nobody else takes part yet. Enrol somebody" in officer.texts(officer.go(Place.STICKS))
    for person, code, role in ((supervisor, "S1", "supervisor"), (monitor, "m1", "monitor")):
        ask(person, code, tmp_path / f"{code}.fkr")
        asked = re.search(r"(\d{5} ){5}\d{5}", person.texts(person.page))
        assert asked
        assert asked.group() in officer.texts(read(officer, tmp_path / f"{code}.fkr"))
        officer.press("Cancel", officer.page)
        enrol(officer, tmp_path / f"{code}.fkr", role, tmp_path / f"{code}.fka")
        join(person, tmp_path / f"{code}.fka")
        assert f"You are {code.upper()}, {role}" in person.texts(person.page)
    assert Place.REVIEW in supervisor.frame.places
    record(monitor, 3)
    bundle = hand_over(monitor, tmp_path / "stick")
    assert "2 laptops can open it" in monitor.texts(monitor.page)
    for person in (officer, supervisor):
        hand_over_office = look(person, tmp_path / "stick")
        person.press("Take in", hand_over_office)
        assert "New records: 3" in spoken(hand_over_office)
    before = supervisor.in_vault(dump)
    again = look(supervisor, bundle.parent)
    supervisor.press("Take in", again)
    assert {"New records: 0", "Already here: 3"} <= spoken(again)
    assert supervisor.in_vault(dump) == before


def test_creating_is_asked_for_once_more(alone: Person) -> None:
    page = project(alone)
    alone.write("Title of the project", "Border watch")
    alone.write("Officer's code", "O1")
    alone.press("Create the project…", page)
    assert "This vault will belong to the project for good" in alone.texts(page)
    alone.keys(Qt.Key.Key_Escape)
    assert codes(alone) == []
    assert alone.find(QLineEdit, "Title of the project").text() == "Border watch"


@pytest.mark.parametrize(
    ("title", "code", "words"),
    [
        ("", "O1", "A project needs a title"),
        ("Watch", "ОО1", "This is no member code."),
        ("Watch", "", "This is no member code."),
    ],
)
def test_a_project_without_title_or_code(alone: Person, title: str, code: str, words: str) -> None:
    found(alone, title, code)
    assert words in alone.page.banner.words
    assert codes(alone) == []
    assert alone.find(QLineEdit, "Title of the project").text() == title


def test_a_request_does_not_replace_a_file(alone: Person, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("mine")
    ask(alone, "M1", tmp_path / "letter")
    assert "Something of that name is there already." in alone.page.banner.words
    assert (tmp_path / "letter").read_text() == "mine"
    assert alone.in_vault(lambda workspace: Projects(workspace).asked()) == ""
    assert alone.find(QLineEdit, "Your code").text() == "M1"


def test_a_bad_code_writes_nothing(alone: Person, tmp_path: Path) -> None:
    ask(alone, "Иван", tmp_path / "request")
    assert "This is no member code." in alone.page.banner.words
    assert not (tmp_path / "request").exists()


def test_who_asks_twice_is_told_what_becomes_of_the_first_request(
    alone: Person, officer: Person, tmp_path: Path
) -> None:
    ask(alone, "M7", tmp_path / "first.fkr")
    enrol(officer, tmp_path / "first.fkr", "monitor", tmp_path / "first.fka")
    page = project(alone)
    alone.write("Your code", "M7")
    alone.press("Write the request…", page)
    assert "The answer to your earlier request will not be accepted any more." in alone.texts(page)
    alone.press("Cancel", page)
    join(alone, tmp_path / "first.fka")
    assert "M7" in codes(alone)


def test_what_waits_for_a_laptop_comes_in_when_the_officer_enrols_it(sit: Sit, tmp_path: Path) -> None:
    with early(tmp_path / "team") as team:
        team.record("M2")
        team.take_in("O1", *team.write("M2"))
        (tmp_path / "M2.fkr").write_bytes(team.request)
    officer = sit(tmp_path / "team" / "O1", phrase=TEAM_PHRASE)
    page = read(officer, tmp_path / "M2.fkr")
    told = "1 bundle of this laptop waits here. It is taken in as soon as the laptop is enrolled."
    assert told in officer.texts(page)
    officer.press("Enrol and write the answer…", page)
    officer.paths[:] = [tmp_path / "M2.fka"]
    officer.press("Enrol", page)
    assert "1 bundle that waited for it was taken in." in officer.page.banner.words
    assert len(officer.in_vault(lambda workspace: Browsing(workspace).page(RecordFilter(), limit=5).rows)) == 1
    assert "Waits for a laptop to be enrolled" not in officer.texts(officer.go(Place.STICKS))


def test_only_the_newest_request_counts(alone: Person, officer: Person, tmp_path: Path) -> None:
    ask(alone, "M7", tmp_path / "first.fkr")
    enrol(officer, tmp_path / "first.fkr", "monitor", tmp_path / "first.fka")
    page = project(alone)
    alone.write("Your code", "M7")
    alone.press("Write the request…", page)
    alone.paths[:] = [tmp_path / "second.fkr"]
    alone.press("Write a new request", page)
    join(alone, tmp_path / "first.fka")
    assert "This answer was written for another device or another request." in page.banner.words
    page = read(officer, tmp_path / "second.fkr")
    assert "This laptop is enrolled already" in officer.texts(page)
    assert not officer.find(QComboBox, "Role", page).isEnabled()
    officer.press("Enrol and write the answer…", page)
    officer.paths[:] = [tmp_path / "second.fka"]
    officer.press("Enrol", page)
    join(alone, tmp_path / "second.fka")
    assert "M7" in codes(alone)


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "There is no such file or folder."), (b"Dear monitor,", "This is not an intact answer")],
)
def test_what_is_no_answer(alone: Person, tmp_path: Path, content: bytes | None, words: str) -> None:
    ask(alone, "M7", tmp_path / "request")
    if content is not None:
        (tmp_path / "answer").write_bytes(content)
    join(alone, tmp_path / "answer")
    assert words in alone.page.banner.words
    assert codes(alone) == []
    assert alone.find(QAbstractButton, "Choose the answer…").isEnabled()


def test_the_answer_of_somebody_else(sit: Sit, alone: Person, officer: Person, tmp_path: Path) -> None:
    other = newcomer(sit, tmp_path / "other")
    ask(other, "M8", tmp_path / "other.fkr")
    ask(alone, "M7", tmp_path / "mine.fkr")
    enrol(officer, tmp_path / "other.fkr", "monitor", tmp_path / "other.fka")
    join(alone, tmp_path / "other.fka")
    assert "This answer was written for another device or another request." in alone.page.banner.words
    assert codes(alone) == []


def test_what_is_no_request(officer: Person, tmp_path: Path) -> None:
    before = codes(officer)
    (tmp_path / "letter").write_bytes(b"Dear officer,")
    page = read(officer, tmp_path / "letter")
    assert "This is not an intact enrolment request." in page.banner.words
    assert officer.find(QAbstractButton, "Choose a request…", page).isEnabled()
    assert codes(officer) == before


def test_a_code_that_is_taken(alone: Person, officer: Person, tmp_path: Path) -> None:
    before = codes(officer)
    ask(alone, "M01", tmp_path / "request")
    enrol(officer, tmp_path / "request", "monitor", tmp_path / "answer")
    assert "This code or device is enrolled already." in officer.page.banner.words
    assert codes(officer) == before
    assert not (tmp_path / "answer").exists()


def test_an_answer_that_cannot_be_written_is_written_elsewhere(alone: Person, officer: Person, tmp_path: Path) -> None:
    ask(alone, "M7", tmp_path / "request")
    enrol(officer, tmp_path / "request", "analyst", tmp_path / "gone" / "answer")
    page = officer.page
    assert "The file cannot be written there." in page.banner.words
    officer.press("Enrol and write the answer…", page)
    officer.paths[:] = [tmp_path / "answer"]
    officer.press("Enrol", page)
    assert "Carry answer back to the same laptop" in officer.texts(page)
    join(alone, tmp_path / "answer")
    view = alone.in_vault(lambda workspace: Projects(workspace).view())
    assert view is not None
    assert view.role is Role.ANALYST


def test_a_monitor_sees_who_takes_part_and_enrols_nobody(monitor: Person, officer: Person) -> None:
    page = project(monitor)
    assert "Enrol somebody" not in monitor.texts(page)
    assert "Create a project" not in monitor.texts(page)
    mine, theirs = cells(monitor, "People"), cells(officer_page(officer), "People")
    numbers = {row[0]: row[4] for row in mine}
    assert numbers["M01"] in monitor.texts(page)
    assert numbers.items() <= {row[0]: row[4] for row in theirs}.items()
    assert [row[2] for row in mine if row[0] == "M01"] == ["this device"]


def officer_page(officer: Person) -> Person:
    project(officer)
    return officer


def cells(person: Person, name: str) -> list[tuple[str, ...]]:
    model = person.find(QTableView, name).model()
    return [
        tuple(str(model.index(row, column).data()) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_a_questionnaire_is_added(officer: Person, tmp_path: Path) -> None:
    page = project(officer)
    before = cells(officer, "Questionnaires")
    assert ("Interview", "comes with the program") in {(row[0], row[3]) for row in before}
    officer.paths[:] = [form_file(tmp_path)]
    officer.press("Add a questionnaire…", page)
    assert "Added: Stop" in page.banner.words
    (added,) = set(cells(officer, "Questionnaires")) - set(before)
    assert (added[0], added[1], added[3]) == ("Stop", "1", "added")
    officer.paths[:] = [form_file(tmp_path, title="Another")]
    officer.press("Add a questionnaire…", page)
    assert "The vault holds another questionnaire with the same name and version." in page.banner.words
    assert len(cells(officer, "Questionnaires")) == len(before) + 1


def test_a_broken_questionnaire_is_refused_with_its_place(officer: Person, tmp_path: Path) -> None:
    page = project(officer)
    before = cells(officer, "Questionnaires")
    path = form_file(tmp_path)
    path.write_text(path.read_text("utf-8").replace("text            | story", "texte           | story"), "utf-8")
    officer.paths[:] = [path]
    officer.press("Add a questionnaire…", page)
    assert page.banner.words
    told = [each.text() for each in officer.all(QLabel, page.questionnaires) if "texte" in each.text()]
    assert told
    assert "row" in told[0]
    assert cells(officer, "Questionnaires") == before


def fill(person: Person, old: str, new: str, again: str) -> QAbstractButton:
    page = project(person)
    for name, words in (("Present passphrase", old), ("New passphrase", new), ("The new one once more", again)):
        person.write(name, words, page)
    return person.find(QAbstractButton, "Change the passphrase", page)


def test_a_changed_passphrase_has_to_be_typed_once_before_anybody_goes_on(
    sit: Sit, alone: Person, tmp_path: Path
) -> None:
    assert fill(alone, PHRASE, NEW, NEW).isEnabled()
    page = project(alone)
    assert "Afterwards the vault locks and asks for the new passphrase" in alone.texts(page)
    fill(alone, PHRASE, NEW, NEW)
    locked: list[bool] = []
    page.lock_asked.connect(partial(locked.append, True))
    alone.press("Change the passphrase")
    alone.wait(lambda: bool(locked))
    assert [page.passphrase.old.text(), page.passphrase.new.text(), page.passphrase.again.text()] == ["", "", ""]
    assert not opens(tmp_path / "vault", PHRASE)  # and it is closed: nobody holds its lock
    assert opens(tmp_path / "vault", NEW)
    assert sit(tmp_path / "vault", phrase=NEW).frame


def opens(vault: Path, phrase: str) -> bool:
    try:
        vaults.unlock(VaultFiles(vault), phrase, SystemClock(), floor=TEST_COST).close()
    except Refusal:
        return False
    return True


def test_a_wrong_present_passphrase_changes_nothing(alone: Person, tmp_path: Path) -> None:
    fill(alone, "something else", NEW, NEW)
    alone.press("Change the passphrase")
    assert "The passphrase is wrong." in alone.page.banner.words
    alone.window.close()
    assert opens(tmp_path / "vault", PHRASE)


@pytest.mark.parametrize(
    ("new", "again", "hint"),
    [("короткая", "короткая", "Too easy to guess so far."), (NEW, NEW[:-1], "The two are not the same yet.")],
)
def test_a_new_passphrase_must_do_and_be_typed_twice(alone: Person, new: str, again: str, hint: str) -> None:
    assert not fill(alone, PHRASE, new, again).isEnabled()
    assert hint in alone.texts(alone.page)


def test_no_secret_stays_behind_another_page(alone: Person) -> None:
    fill(alone, PHRASE, NEW, NEW)
    alone.go(Place.HOME)
    page = project(alone)
    assert [page.passphrase.old.text(), page.passphrase.new.text(), page.passphrase.again.text()] == ["", "", ""]


def test_a_question_is_not_answered_by_leaving(alone: Person) -> None:
    page = project(alone)
    alone.write("Title of the project", "Border watch")
    alone.write("Officer's code", "O1")
    alone.press("Create the project…", page)
    alone.go(Place.HOME)
    assert project(alone) is page
    assert "This vault will belong to the project for good" not in alone.texts(page)
    assert codes(alone) == []


def test_the_keyboard_is_enough_to_ask(alone: Person, tmp_path: Path) -> None:
    page = project(alone)
    assert page.asking.code.hasFocus()
    alone.paths[:] = [tmp_path / "request"]
    for key in (Qt.Key.Key_M, Qt.Key.Key_1, Qt.Key.Key_Return):
        alone.keys(key)
    assert (tmp_path / "request").exists()


@pytest.mark.parametrize("role", ["alone", "officer"])
def test_everything_that_can_be_used_has_a_name(request: pytest.FixtureRequest, role: str) -> None:
    person: Person = request.getfixturevalue(role)
    page = project(person)
    kinds: tuple[type[QWidget], ...] = (QAbstractButton, QComboBox, QLineEdit, QTableView)
    used = [each for kind in kinds for each in person.all(kind, page) if each.focusPolicy() != Qt.FocusPolicy.NoFocus]
    assert used
    assert [each for each in used if not each.accessibleName()] == []


def test_in_russian_nothing_stays_english(sit: Sit, sample: Path, tmp_path: Path) -> None:
    person = newcomer(sit, tmp_path / "new", language="ru")
    page = project(person)
    page.asking.code.setText("M7")
    person.paths[:] = [tmp_path / "request"]
    page.asking.begin()
    person.settle()
    said = [person.texts(page)]
    officer = member(sit, sample, tmp_path, demo.OFFICER, language="ru")
    page = project(officer)
    officer.paths[:] = [tmp_path / "request"]
    page.enrolling.choose()
    officer.settle()
    page.enrolling.begin()
    officer.settle()
    rows = [cell for name in ("Участники", "Анкеты") for row in cells(officer, name) for cell in row[1:3] + row[-1:]]
    words = "\n".join([*said, officer.texts(page), *rows])
    known = r"\b[0-9a-f]{8}\b|ODK|Kobo|Fictional sample|request"
    assert re.findall(r"[A-Za-z]{3,}", re.sub(known, "", words)) == []


def test_the_page_outlives_a_change_of_language(alone: Person) -> None:
    project(alone)
    alone.window.switch_language("ru")
    alone.settle()
    assert alone.frame.place is Place.PROJECT
    assert alone.window.frame is not None


def test_an_officer_revokes_a_laptop(officer: Person) -> None:
    page = project(officer)
    officer.settle()
    laptops = page.revoking.laptop.count()
    assert laptops > 0
    gone = page.revoking.laptop.currentText().partition(" ")[0]
    officer.press("Revoke this laptop…", page)
    officer.press("Revoke", page)
    officer.settle()
    assert "Write bundles for everybody soon" in officer.texts(page)
    members = officer.in_vault(lambda workspace: Projects(workspace).view().members)
    assert [member.code for member in members if member.revoked] == [gone]
    offered = items(page.revoking.laptop)
    assert len(offered) == laptops
    assert [text.partition(" ")[0] for text in offered if text.endswith("revoked")] == [gone]
    assert not page.revoking.laptop.currentText().endswith("revoked")


def test_an_officer_says_since_when_a_laptop_is_not_trusted(officer: Person) -> None:
    page = project(officer)
    officer.settle()
    gone = page.revoking.laptop.currentText().partition(" ")[0]
    since = officer.find(QLineEdit, "Not trusted since", page.revoking)

    def revoke(day: str) -> str:
        since.setText(day)
        officer.press("Revoke this laptop…", page)
        asked = officer.texts(page._ask)
        officer.press("Revoke", page._ask)
        officer.settle()
        return asked

    revoke("last week")
    assert "This is not a moment that has passed." in officer.texts(page)
    assert since.text() == "last week"
    assert "not trusted since 14.06.2009?" in revoke("14 June 2009")
    assert since.text() == ""
    page.revoking.laptop.setCurrentText(next(text for text in items(page.revoking.laptop) if text.endswith("revoked")))
    revoke("15.06.2009")
    assert "This laptop is revoked already." in officer.texts(page)
    page.revoking.laptop.setCurrentText(next(text for text in items(page.revoking.laptop) if text.endswith("revoked")))
    revoke("13.06.2009")
    roster = officer.in_vault(lambda workspace: workspace.require_roster())
    assert [device.revoked_at[:10] for device in roster.devices if device.member == gone] == ["2009-06-13"]


def items(box: QComboBox) -> list[str]:
    return [box.itemText(row) for row in range(box.count())]


def test_an_officer_gives_a_member_another_role(officer: Person) -> None:
    page = project(officer)
    officer.settle()
    box = officer.find(QComboBox, "Member", page.roles)
    assert officer.in_vault(lambda workspace: workspace.identity.code) not in {
        box.itemData(row) for row in range(box.count())
    }
    assert not officer.find(QPushButton, "Give this role…", page.roles).isEnabled()
    officer.choose("Member", "M01  ·  monitor", page.roles)
    officer.choose("New role", "supervisor", page.roles)
    assert "Reads all that is handed over, and reviews it." in officer.texts(page.roles)
    officer.press("Give this role…", page.roles)
    assert "Give M01 the role: supervisor?" in officer.texts(page)
    officer.press("Decide", page._ask)
    officer.settle()
    assert "Decided. The next bundle to each laptop carries it." in officer.texts(page)
    assert box.currentText() == "M01  ·  supervisor"
    assert not officer.find(QPushButton, "Give this role…", page.roles).isEnabled()
    roster = officer.in_vault(lambda workspace: workspace.require_roster())
    assert [member.role for member in roster.members if member.code == "M01"] == [Role.SUPERVISOR]
    officer.choose("Member", "M02  ·  monitor", page.roles)
    assert officer.find(QComboBox, "New role", page.roles).currentText() == "monitor"


def test_only_the_keeper_of_the_project_key_is_offered_to_revoke_and_to_give_roles(monitor: Person) -> None:
    page = project(monitor)
    monitor.settle()
    assert not page.revoking.isVisible()
    assert not page.roles.isVisible()
