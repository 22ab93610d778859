"""A sealed question at the window: typed once, gone from the screen, replaced, removed, refused; locked in the middle."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from fieldkit.domain import person_codes
from fieldkit.domain.consent import Use
from fieldkit.gui.desk import Place
from fieldkit.gui.form.sealed import SealedAnswer
from fieldkit.services import identity_officers
from fieldkit.services.cards import Cards
from fieldkit.services.recording import Recording
from fieldkit.services.workspace import Workspace
from tests.command import PHRASE, Office, opened
from tests.flow import talk
from tests.flow.traces import Sweep
from tests.gui.conftest import Sit
from tests.gui.hands import Person
from tests.gui.typist import drawn, entry, press, question, reopen, stand_at, value, write

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
NAME = "Мирзобалтун Фаргозитова"
WHY = "to ask whether she may be heard"
AGREED = ("keep", "named", "named_again")
Begin = Callable[..., Person]


@pytest.fixture
def begin(sit: Sit, tmp_path: Path) -> Begin:
    """Put an identity officer before a form that asks for a name: `begin(agreed=…, allowed=…)`."""

    def make(agreed: tuple[str, ...] = AGREED, *, allowed: bool = True, language: str = "en") -> Person:
        office = Office(tmp_path / "office")
        office.do("form", "import", talk.form_file(tmp_path))
        with opened(office.vault) as workspace:
            identity_officers.allow(workspace, allowed=allowed)
            identity_officers.appoint(workspace, "O1")
            recording = Recording(workspace)
            draft = recording.start(talk.FORM)
            session = recording.resume(draft)
            for name in agreed:
                session.set(f"/talk/{name}", "yes")
            recording.save(draft, session.draft())
        person = sit(office.vault, phrase=PHRASE, language=language)
        reopen(person, draft)
        return person

    return make


def field(person: Person) -> QLineEdit:
    control = question(person, "name").control
    assert isinstance(control, SealedAnswer)
    return control.edit


def read(person: Person) -> list[str]:
    """What the cards say, the newest first."""

    def job(workspace: Workspace) -> list[str]:
        cards = Cards(workspace)
        codes = dict.fromkeys(row.code for row in cards.all())
        return [each.words for code in codes for each in cards.open(code, Use.REAL_NAME, WHY)]

    return person.in_vault(job)


def test_a_name_is_sealed_when_one_goes_on_and_submitted_as_a_code(begin: Begin, tmp_path: Path) -> None:
    person = begin()
    draft = person.frame.target
    stand_at(person, "name")
    write(person, NAME)
    assert value(person, "name") == ""
    press(person, Qt.Key.Key_Return)
    code = value(person, "name")
    assert person_codes.is_code(code)
    assert field(person).text() == ""
    assert f"Sealed on a card, as {code}." in person.texts(question(person, "name"))
    assert NAME not in person.texts()
    reopen(person, draft)  # left and come back to
    assert value(person, "name") == code
    stand_at(person, "name")
    write(person, "Another Name")
    press(person, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # submitted while it is being sealed
    person.wait(lambda: person.frame.place is Place.RECORD)
    assert code in person.texts()
    assert read(person) == ["Another Name"]
    assert Sweep([NAME, "Another Name"]).below(tmp_path / "office") == []


def test_a_name_can_be_taken_out_again(begin: Begin) -> None:
    person = begin()
    stand_at(person, "name")
    write(person, NAME)
    press(person, Qt.Key.Key_Return)
    person.press("name: Remove")
    drawn(person)
    assert value(person, "name") == ""
    assert "Sealed on a card" not in person.texts(question(person, "name"))
    entry(person).submit()
    person.wait(lambda: person.frame.place is Place.RECORD)
    assert person.in_vault(lambda workspace: Cards(workspace).all()) == ()


def test_what_may_not_be_sealed_stays_on_the_screen_with_the_reason_and_is_kept_nowhere(begin: Begin) -> None:
    person = begin(("keep",))
    draft = person.frame.target
    stand_at(person, "name")
    write(person, NAME)
    press(person, Qt.Key.Key_Return)
    person.wait(lambda: "did not agree to this use" in person.texts(question(person, "name")))
    assert field(person).text() == NAME
    assert value(person, "name") == ""
    entry(person).submit()
    assert "1 question still needs an answer" in person.texts()
    kept = person.in_vault(lambda workspace: workspace.store.drafts.get(draft))
    assert Sweep([NAME]).in_text(repr(kept)) == []
    field(person).setFocus()
    field(person).selectAll()
    press(person, Qt.Key.Key_Backspace)
    drawn(person)
    assert "did not agree" not in person.texts(question(person, "name"))
    entry(person).submit()
    person.wait(lambda: person.frame.place is Place.RECORD)


def test_nobody_is_asked_where_the_project_keeps_no_names(begin: Begin) -> None:
    person = begin(allowed=False)
    drawn(person)
    assert not [each for each in person.all(SealedAnswer) if each.isVisible()]


def test_what_is_being_typed_when_the_page_is_left_is_sealed(begin: Begin) -> None:
    person = begin()
    draft = person.frame.target
    stand_at(person, "name")
    write(person, NAME)
    person.go(Place.HOME)
    reopen(person, draft)
    assert person_codes.is_code(value(person, "name"))
    [row] = person.in_vault(lambda workspace: Cards(workspace).all())
    assert row.code == value(person, "name")
