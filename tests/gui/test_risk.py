"""The risk of being recognised, beside a record at the window: asked for by a button, gone with another."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from fieldkit.gui.desk import Place
from tests.command import ANSWERS, PHRASE, Office
from tests.gui.conftest import Sit
from tests.gui.hands import Person

RECORD = "R-1"
BUTTON = "Risk of being recognised"


@pytest.fixture
def person(sit: Sit, tmp_path: Path) -> Person:
    office = Office(tmp_path / "office")
    office.do("record", "add", "--form", "interview_short", "--answers", ANSWERS, "--id", RECORD, "--submit")
    office.do("review", "accept", RECORD)
    found = sit(office.vault, phrase=PHRASE)
    found.go(Place.RECORD, RECORD)
    return found


def test_a_record_alone_is_said_to_be_alone_and_the_answers_come_back(person: Person) -> None:
    person.press(BUTTON)
    assert "No other record is the same in all that others may know of the person." in person.texts()
    assert "by whoever knows all of it: 100" in person.texts()
    assert "– citizenship" in person.texts()
    person.press("Show all answers")
    assert "No other record is the same" not in person.texts()
    assert person.find(QPushButton, BUTTON).isVisible()
