"""Identity cards at the window: written beside a record, gone from the fields, opened for a reason."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from fieldkit.gui.desk import Place
from fieldkit.gui.widgets.ask import Ask
from fieldkit.services import identity_officers
from fieldkit.services.cards import Cards
from fieldkit.services.identity_officers import IdentityPolicy
from tests.command import PHRASE, Office, opened
from tests.flow import talk
from tests.flow.traces import Sweep
from tests.gui.conftest import Sit
from tests.gui.hands import Person

REACHED = "Зурнабекова Квинзилат"
FIELD = "How to reach the person"


@pytest.fixture
def vault(tmp_path: Path) -> tuple[Path, str]:
    """The vault of an officer who opens cards, with a record whose person may be asked again."""
    office = Office(tmp_path / "office")
    office.do("form", "import", talk.form_file(tmp_path))
    with opened(office.vault) as workspace:
        identity_officers.allow(workspace, allowed=True)
        identity_officers.appoint(workspace, "O1")
        return office.vault, talk.tell(workspace, (*talk.AGREED, "again"))


def at_the_cards(sit: Sit, vault: tuple[Path, str]) -> Person:
    person = sit(vault[0], phrase=PHRASE)
    person.go(Place.RECORD, vault[1])
    person.press("Identity cards")
    return person


def test_a_card_is_sealed_and_opened_with_a_reason(sit: Sit, vault: tuple[Path, str]) -> None:
    person = at_the_cards(sit, vault)
    assert "No identity card is here." in person.texts()
    assert not [each for each in person.all(QLineEdit, person.page) if each.accessibleName() == "The real name"]
    person.write(FIELD, REACHED)
    person.press("Seal")
    assert "Sealed. In texts write P-" in person.texts()
    [row] = person.in_vault(lambda workspace: Cards(workspace).all())
    assert Sweep([REACHED, "Зурнабекова"]).below(vault[0]) == []
    person.press("Identity cards")
    assert row.code in person.texts()
    assert REACHED not in person.texts()
    assert person.find(QLineEdit, FIELD).text() == ""
    person.press("Open")
    assert "why the card has to be opened" in person.texts()  # the banner asks for the reason
    person.write("Why it has to be opened", "to ask about the court")
    person.press("Open")
    assert REACHED in person.texts()
    assert person.in_vault(lambda workspace: Cards(workspace).all()[0].opened) == 1
    person.press("Show all answers")
    assert REACHED not in person.texts()


def test_what_is_typed_is_no_draft_and_every_input_has_its_name(sit: Sit, vault: tuple[Path, str]) -> None:
    person = at_the_cards(sit, vault)
    names = [each.accessibleName() for each in person.all(QLineEdit, person.page)]
    assert all(names)
    person.write(names[0], REACHED)
    person.go(Place.HOME)
    assert Sweep([REACHED]).below(vault[0]) == []
    assert person.in_vault(lambda workspace: (Cards(workspace).all(), workspace.store.drafts.count())) == ((), 0)


def test_no_button_where_the_project_keeps_no_names(sit: Sit, vault: tuple[Path, str]) -> None:
    with opened(vault[0]) as workspace:
        identity_officers.allow(workspace, allowed=False)
    person = sit(vault[0], phrase=PHRASE)
    person.go(Place.RECORD, vault[1])
    assert "Identity cards" not in person.names(QAbstractButton)


def test_the_officer_decides_on_the_page_of_the_project(sit: Sit, tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    person = sit(office.vault, phrase=PHRASE)
    person.go(Place.PROJECT)
    assert "The project keeps no names and no contact details." in person.texts()
    person.press("Allow identity cards")
    person.press("Decide", person.page.findChild(Ask))
    assert "No identity officer yet." in person.texts()
    person.press("Make an identity officer")
    person.press("Decide", person.page.findChild(Ask))
    assert "Identity officers: O1." in person.texts()
    person.press("Keep no names any more")
    person.press("Decide", person.page.findChild(Ask))
    assert person.in_vault(identity_officers.policy) == IdentityPolicy(
        allowed=False, officers=("O1",), opens=True, decides=True
    )
    person.press("Seal no new cards to this officer")
    person.press("Decide", person.page.findChild(Ask))
    assert person.in_vault(identity_officers.policy).officers == ()
