"""Before a report for others is written, people who agreed to be named are asked again, one after another, by keyboard."""

import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QLineEdit

from fieldkit.clock import SystemClock
from fieldkit.domain.consent import Agreed, Use
from fieldkit.domain.reconfirming import Said
from fieldkit.services import identity_officers
from fieldkit.services.asked_again import asked_again
from fieldkit.services.cards import Cards
from fieldkit.services.consenting import Consenting
from fieldkit.services.reviewing import Reviewing
from tests.command import PHRASE, Office, opened
from tests.flow import talk
from tests.gui.conftest import Sit
from tests.gui.hands import Person
from tests.gui.test_figures import marked, untranslated
from tests.gui.test_reports import Reports, at_reports, ready

PEOPLE = ("Мирзобалтун Фаргозитова", "Зурнабек Квинзилатов", "Айгерим Торбовалиева")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[str, ...]]:
    """The vault of an identity officer, with accepted records of people who agreed twice to be named."""
    folder = tmp_path_factory.mktemp("made")
    office = Office(folder / "office")
    office.do("form", "import", talk.form_file(folder))
    with opened(office.vault) as workspace:
        identity_officers.allow(workspace, allowed=True)
        identity_officers.appoint(workspace, "O1")
        records = []
        for number, name in enumerate(PEOPLE, start=1):
            day = f"2026-0{number}-05"
            record = talk.tell(workspace, (*talk.AGREED, "named", "named_again"), words=f"cinnabar {number}", day=day)
            Cards(workspace).add(record, Use.REAL_NAME, name)
            Reviewing(workspace).accept(record)
            records.append(record)
    return office.vault, tuple(records)


@pytest.fixture
def vault(made: tuple[Path, tuple[str, ...]], tmp_path: Path) -> tuple[Path, tuple[str, ...]]:
    """A copy of it."""
    return shutil.copytree(made[0], tmp_path / "office"), made[1]


def at_public(sit: Sit, vault: Path) -> tuple[Person, Reports]:
    person = sit(vault, phrase=PHRASE)
    page = at_reports(person)
    person.press("Public")
    ready(person, page)
    return person, page


def last(person: Person, record: str) -> Said | None:
    heard = person.in_vault(lambda workspace: asked_again(workspace, record).last)
    return heard.said if heard else None


def write_by_key(person: Person, page: Reports, out: Path) -> None:
    person.paths[:] = [out]
    page.options.title.setFocus()
    person.keys(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def text_of(out: Path) -> str:
    return subprocess.run(("pdftotext", out, "-"), capture_output=True, check=True, text=True).stdout


def test_three_people_are_asked_and_decided_by_keyboard(
    sit: Sit, vault: tuple[Path, tuple[str, ...]], tmp_path: Path
) -> None:
    person, page = at_public(sit, vault[0])
    first, second, third = vault[1]
    assert "3 people to be asked again" in person.texts()
    person.press("Print names")
    ready(person, page)
    out = tmp_path / "report.pdf"
    write_by_key(person, page, out)
    told = person.texts(page.asking)
    assert "Ask again before it goes out: 1 of 3" in told
    assert "January 2026" in told
    assert "not asked again yet" in told
    assert not out.exists()

    person.keys(Qt.Key.Key_1)
    assert last(person, first) is Said.AGREES
    assert "2 of 3" in person.texts(page.asking)
    person.keys(Qt.Key.Key_2)
    assert "cannot be undone" in person.texts(page.asking)
    assert last(person, second) is None
    person.keys(Qt.Key.Key_1)  # nothing else is answered meanwhile
    assert last(person, second) is None
    person.keys(Qt.Key.Key_Space)
    assert last(person, second) is Said.NO_LONGER
    assert "3 of 3" in person.texts(page.asking)
    person.keys(Qt.Key.Key_3)
    assert last(person, third) is Said.NOT_REACHED

    person.wait(out.exists)
    person.settle()
    said = text_of(out)
    assert "Фаргозитова" in said
    assert not {"Квинзилатов", "Торбовалиева"} & set(said.split())
    assert not page.asking.asks
    assert "1 person is named. 1 person who agreed to be named is not named" in page.banner.words
    look = person.in_vault(lambda workspace: dict(Consenting(workspace).look(second).uses))
    assert look[Use.REAL_NAME] is Agreed.WITHDRAWN


def test_leaving_somebody_or_all_unnamed_and_not_writing(
    sit: Sit, vault: tuple[Path, tuple[str, ...]], tmp_path: Path
) -> None:
    person, page = at_public(sit, vault[0])
    out = tmp_path / "report.pdf"
    write_by_key(person, page, out)
    person.keys(Qt.Key.Key_4)
    assert "2 of 3" in person.texts(page.asking)
    person.keys(Qt.Key.Key_Escape)
    assert not page.asking.isVisible()
    write_by_key(person, page, out)
    assert "1 of 3" in person.texts(page.asking)
    person.press("For partners")  # it is another report
    assert not page.asking.isVisible()
    ready(person, page)
    assert not out.exists()
    write_by_key(person, page, out)
    person.press("Write it, all others unnamed")
    person.wait(out.exists)
    person.settle()
    assert not {name.split()[1] for name in PEOPLE} & set(text_of(out).split())
    assert [last(person, record) for record in vault[1]] == [None] * 3


def test_who_asked_and_when_is_written_down_and_a_wrong_day_refused(
    sit: Sit, vault: tuple[Path, tuple[str, ...]], tmp_path: Path
) -> None:
    person, page = at_public(sit, vault[0])
    write_by_key(person, page, tmp_path / "report.pdf")
    asking = page.asking
    assert person.find(QComboBox, "Who asked", asking).currentText() == "O1"
    person.write("On the day", "yesterday", asking)
    person.press("Agrees still", asking)
    assert page.banner.words.startswith("Give the day on which the person was asked")
    assert last(person, vault[1][0]) is None
    day = (SystemClock().now() - timedelta(days=2)).date()
    person.write("On the day", day.isoformat(), asking)
    person.press("Agrees still", asking)
    heard = person.in_vault(lambda workspace: asked_again(workspace, vault[1][0]).last)
    assert heard is not None
    assert (heard.by, heard.on) == ("O1", day.isoformat())
    for kind in (QLineEdit, QComboBox, QAbstractButton):
        assert all(each.accessibleName() for each in person.all(kind, page))
    person.window.lock()


def test_inside_the_project_nobody_is_asked_and_others_print_no_names(
    sit: Sit, vault: tuple[Path, tuple[str, ...]], tmp_path: Path
) -> None:
    with opened(vault[0]) as workspace:
        identity_officers.appoint(workspace, "O1", opens=False)
    person, page = at_public(sit, vault[0])
    assert not person.all(QCheckBox, page.options)
    person.press("Internal")
    ready(person, page)
    out = tmp_path / "report.pdf"
    write_by_key(person, page, out)
    person.wait(out.exists)
    person.settle()
    assert "Фаргозитова" not in text_of(out)


def test_all_words_come_from_the_catalogue(sit: Sit, vault: tuple[Path, tuple[str, ...]], tmp_path: Path) -> None:
    person = sit(vault[0], phrase=PHRASE)
    page = marked(person, Reports)
    assert isinstance(page, Reports)
    ready(person, page)
    page.options.level._buttons[next(iter(page.options.level._buttons))].setChecked(False)
    page.options.level._buttons[[*page.options.level._buttons][2]].setChecked(True)
    ready(person, page)
    page._choose_file()
    person.settle()
    words = {*person.texts(page.asking).splitlines(), *person.texts(page.options._named).splitlines()}
    codes = {word for word in words if vault[1][0][:8] in word}
    assert len(words) > 8
    assert untranslated(words - codes) == []
