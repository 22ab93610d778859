"""What a revoked laptop signed, at the window: taken in on demand, told apart, shown beside what holds, taken up."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from fieldkit.clock import SystemClock
from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.records import State
from fieldkit.gui.desk import Place
from fieldkit.gui.pages.records import Records
from fieldkit.gui.pages.sticks import Sticks
from fieldkit.paths import VaultFiles
from fieldkit.services import demo, vaults
from fieldkit.services.browsing import Browsing
from fieldkit.services.bundling import Bundling
from fieldkit.services.consenting import Consenting
from fieldkit.services.revoking import Revoking
from fieldkit.services.sample_people import invented
from fieldkit.services.vaults import TEST_COST
from tests.flow.team import dump
from tests.gui.conftest import Sit
from tests.gui.hands import Person
from tests.gui.test_record import opened, rewrite, state

LOOK = "Look at what revoked laptops say…"


@dataclass(frozen=True)
class Seized:
    """The laptop of M01 was revoked, and somebody goes on writing with it."""

    supervisor: Path
    """A vault that has heard of the revocation."""
    stick: Path
    """With a bundle of the revoked laptop."""
    record: str
    """An accepted record that was changed on it."""
    monitor: Path
    """A vault that has heard that the supervisor's laptop is revoked too."""
    for_monitor: Path
    """A stick with what that one writes for the monitor nevertheless."""


@pytest.fixture(scope="module")
def seized(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Seized:
    folder = tmp_path_factory.mktemp("seized")
    codes = (demo.OFFICER, demo.SUPERVISOR, "M01", "M02")
    for code in codes:
        shutil.copytree(sample / "vaults" / code, folder / code)
    office, supervisor, seized, monitor = (
        vaults.unlock(VaultFiles(folder / code), demo.PASSPHRASE, SystemClock(), floor=TEST_COST) for code in codes
    )
    with office, supervisor, seized, monitor:
        Bundling(office).import_files(Bundling(supervisor).write(folder / "before").files)
        accepted = Browsing(supervisor).page(RecordFilter(states=(State.ACCEPTED.value,))).rows
        record = next(row.id for row in accepted if row.author == "M01")
        Revoking(office).revoke("M01")
        Bundling(supervisor).import_files(Bundling(office).write(folder / "office", (demo.SUPERVISOR,)).files)
        demo.record(seized, invented(901))
        rewrite(seized, record)
        Bundling(seized).write(folder / "stick")
        Revoking(office).revoke(demo.SUPERVISOR)
        Bundling(monitor).import_files(Bundling(office).write(folder / "office", ("M02",)).files)
        demo.record(supervisor, invented(902))
        Bundling(supervisor).write(folder / "for", ("M02",))
    return Seized(folder / demo.SUPERVISOR, folder / "stick", record, folder / "M02", folder / "for")


@pytest.fixture
def person(seized: Seized, sit: Sit, tmp_path: Path) -> Person:
    """The supervisor, who has heard of the revocation."""
    return sit(shutil.copytree(seized.supervisor, tmp_path / "vault"), phrase=demo.PASSPHRASE)


def look(person: Person, stick: Path) -> Sticks:
    page = person.go(Place.STICKS)
    assert isinstance(page, Sticks)
    person.paths[:] = [stick]
    person.press("Choose the stick…", page.take_in)
    return page


def test_a_revoked_laptop_is_refused_then_looked_at_then_taken_in(person: Person, seized: Seized) -> None:
    before = person.in_vault(dump)
    page = look(person, seized.stick)
    assert "comes from a device that was revoked" in page.banner.words
    assert not {"Take in", "Take in, marked as in doubt"} & set(person.names(QAbstractButton, page.take_in))
    person.keys(Qt.Key.Key_Return)  # on the main button: to look at it
    told = person.texts(page.take_in)
    assert "What a revoked laptop signed is taken in too. It may be forged." in told
    assert "gives no figures until a supervisor or officer accepts it" in told
    person.keys(Qt.Key.Key_Escape)
    assert person.in_vault(dump) == before
    look(person, seized.stick)
    person.press(LOOK, page.take_in)
    person.press("Take in, marked as in doubt", page.take_in)
    assert "Taken in. You can pull the stick out now." in person.texts(page.take_in)
    assert state(person, seized.record) == State.ACCEPTED
    only_what_is_in_doubt(person, seized.record)


def only_what_is_in_doubt(person: Person, record: str) -> None:
    """The filter of the list, alone and with another one."""
    page = person.go(Place.RECORDS)
    assert isinstance(page, Records)
    person.press("in doubt", page.filters)
    found = [page.model.row_at(row) for row in range(page.model.rowCount())]
    assert {row.state for row in found} == {State.ACCEPTED, State.DOUBTFUL}
    assert all(row.doubt for row in found)
    shown = {page.model.index(row, 0).data() for row in range(page.model.rowCount())}
    assert shown == {"accepted, in doubt", "in doubt"}
    person.press("accepted", page.filters)
    assert [page.model.row_at(row).id for row in range(page.model.rowCount())] == [record]


def test_who_is_no_reader_is_not_offered_it(seized: Seized, sit: Sit, tmp_path: Path) -> None:
    monitor = sit(shutil.copytree(seized.monitor, tmp_path / "vault"), phrase=demo.PASSPHRASE)
    page = look(monitor, seized.for_monitor)
    assert "comes from a device that was revoked" in page.banner.words
    assert LOOK not in monitor.names(QAbstractButton, page)


@pytest.fixture
def doubtful(person: Person, seized: Seized) -> str:
    """The record, after its forged version was taken in."""
    stick = tuple(seized.stick.iterdir())
    assert not person.in_vault(lambda workspace: Bundling(workspace, doubtful=True).import_files(stick)).refused
    return seized.record


def ask(person: Person, record: str) -> None:
    """Come as far as the question before a version is taken up, by keyboard."""
    page = opened(person, record)
    [take] = [each for each in person.all(QAbstractButton, page) if each.text() == "Take up this version"]
    assert take.accessibleName().startswith("Take up this version: M01, ")
    take.setFocus(Qt.FocusReason.TabFocusReason)
    person.keys(Qt.Key.Key_Space)
    assert "Take it up only if you know from its author that it is true" in person.texts(page)


def test_versions_in_doubt_stand_beside_what_holds_and_one_is_taken_up(person: Person, doubtful: str) -> None:
    page = opened(person, doubtful)
    told = person.texts(page)
    assert told.index("Versions in doubt") < told.index("holds now") < told.rindex("in doubt\n")
    assert "\nfirst\n" in told
    before = person.in_vault(lambda workspace: workspace.store.records.row(doubtful))
    ask(person, doubtful)
    person.keys(Qt.Key.Key_Escape)
    assert person.in_vault(lambda workspace: workspace.store.records.row(doubtful)) == before
    ask(person, doubtful)
    person.keys(Qt.Key.Key_Space)
    after = person.in_vault(lambda workspace: workspace.store.records.row(doubtful))
    assert (after.state, after.doubt) == (State.ACCEPTED, "")
    assert after.head != before.head
    assert person.page.banner.words == "Taken up"
    assert "Versions in doubt" not in person.texts(person.page)


def test_a_refusal_is_said_and_everything_has_a_name(person: Person, doubtful: str) -> None:
    ask(person, doubtful)
    page = person.page
    assert all(person.names(QAbstractButton, page))
    assert all(each.accessibleName() for each in person.all(QLineEdit, page))
    person.in_vault(lambda workspace: Consenting(workspace).withdraw(doubtful))
    person.press("Take it up", page)
    assert "consent" in page.banner.words.lower()
    assert state(person, doubtful) == State.WITHDRAWN
