"""Records that move to a newer version of their questionnaire: shown first, asked, then a draft opens."""

import json

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from fieldkit.domain.records import State
from fieldkit.gui.desk import Place
from fieldkit.gui.pages.entry import Entry
from fieldkit.gui.pages.record import OneRecord
from fieldkit.services.browsing import Browsing
from fieldkit.services.migrating import Migrating
from fieldkit.services.publishing import Publisher
from fieldkit.services.recording import Recording
from fieldkit.services.reviewing import Reviewing
from fieldkit.services.workspace import Workspace
from tests.flow.versions import version
from tests.gui.hands import Person
from tests.gui.typist import drawn, filling

ANSWERS = {"site": "kz_uz_control", "story": "They took nothing.", "pay": [{"amount": 5, "to": "a man"}]}
MOVE, GO_ON = "Move to the newest version", "Go on in the new version"


def add(workspace: Workspace, answers: dict[str, object]) -> str:
    """A record on version 1; then version 2 is published."""
    Publisher(workspace).publish(version("1"))
    saved = Recording(workspace).add("stops", json.dumps(answers).encode(), submit=True)
    Publisher(workspace).publish(version("2"))
    return saved.id


def opened(person: Person, answers: dict[str, object]) -> OneRecord:
    record = person.in_vault(lambda workspace: add(workspace, answers))
    page = person.go(Place.RECORD, record)
    assert isinstance(page, OneRecord)
    return page


def drafts(person: Person) -> int:
    return person.in_vault(lambda workspace: len(Recording(workspace).drafts()))


def test_what_would_be_lost_is_shown_and_no_means_no(officer: Person) -> None:
    page = opened(officer, ANSWERS)
    before = drafts(officer)
    officer.press(MOVE)
    told = officer.texts(page)
    assert {"Version 1 → 2", "a man", "Control point", "It stays in the history of the record."} <= set(
        told.split("\n")
    )
    assert "To whom  ·  not asked any more" in told
    assert "New and without an answer:\nSite" in told
    assert "Go on in version 2 without 2 answers that have no place in it?" in told
    officer.press("Cancel")
    assert "Version 1 → 2" not in officer.texts(page)
    assert "a man" in officer.texts(page)  # the answers are back
    assert drafts(officer) == before
    officer.press(MOVE)
    officer.keys(Qt.Key.Key_Escape)
    assert officer.page is page
    assert "Version 1 → 2" not in officer.texts(page)


def test_the_draft_on_the_newest_version_opens_and_the_record_stays(officer: Person) -> None:
    page = opened(officer, ANSWERS)
    record = page._record
    officer.press(MOVE)
    officer.press(GO_ON)
    assert isinstance(officer.page, Entry)
    drawn(officer)
    session = filling(officer).session
    assert session.instrument.version == "2"
    assert session.node("/stops/told/story").value == "They took nothing."
    row = officer.in_vault(lambda workspace: Browsing(workspace).show(record).row)
    assert (row.version, row.state) == ("1", State.SUBMITTED)
    officer.go(Place.RECORD, record)
    assert MOVE not in officer.names(QAbstractButton)


def test_a_move_without_loss_says_so(officer: Person) -> None:
    page = opened(officer, {"story": "They took nothing."})
    officer.press(MOVE)
    told = officer.texts(page)
    assert "Every answer has its place in this version." in told
    assert "Go on in version 2? The record stays as it is until you submit." in told
    assert "Has no place" not in told
    officer.press(GO_ON)
    assert isinstance(officer.page, Entry)


def test_what_a_draft_holds_alone_is_told_to_be_gone(officer: Person) -> None:
    page = opened(officer, ANSWERS)
    officer.in_vault(lambda workspace: Recording(workspace).amend(page._record))
    officer.press(MOVE)
    assert "What only the draft holds is gone then" in officer.texts(page)


def test_a_record_that_went_meanwhile_is_refused_in_words(officer: Person) -> None:
    page = opened(officer, ANSWERS)
    officer.press(MOVE)
    officer.in_vault(lambda workspace: Reviewing(workspace).withdraw(page._record))  # behind the page's back
    officer.press(GO_ON)
    assert officer.page is page
    assert page.banner.words
    assert "Consent was withdrawn" in officer.texts(page)


def test_a_record_on_the_version_in_force_is_not_moved(officer: Person) -> None:
    page = opened(officer, ANSWERS)
    officer.in_vault(lambda workspace: Publisher(workspace).publish(version("1")))
    page.refresh()
    officer.settle()
    assert officer.in_vault(lambda workspace: Migrating(workspace).newer(page._record)) == ""
    assert MOVE not in officer.names(QAbstractButton)
