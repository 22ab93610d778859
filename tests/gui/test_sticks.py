"""The page about sticks: a monitor hands over, a supervisor takes in; bad sticks are refused and harm nothing."""

import contextlib
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QComboBox, QTableView, QWidget

from fieldkit.crypto import sealing
from fieldkit.domain.people import Role, SignedRoster
from fieldkit.exchange import packing
from fieldkit.exchange.packing import Sender, Shipment
from fieldkit.exchange.payload import LogHeading
from fieldkit.gui.desk import Place
from fieldkit.gui.pages.sticks import Sticks
from fieldkit.gui.sticks.parts import shown
from fieldkit.gui.sticks.task import StickTask
from fieldkit.paths import VaultFiles
from fieldkit.services import demo, importing, vaults
from fieldkit.services import sticks as services
from fieldkit.services.bundling import Bundling
from fieldkit.services.intake import Taken
from fieldkit.services.journal import Journal
from fieldkit.services.logbook import Logbook
from fieldkit.services.sample_people import invented
from fieldkit.services.workspace import Workspace
from tests.flow.hardships import can_mount, small_disk
from tests.flow.team import Team, dump
from tests.gui.conftest import Sit, member
from tests.gui.hands import Person

OFFSET = 900
"""Numbers of invented records that the sample does not hold."""


def sticks(person: Person) -> Sticks:
    page = person.go(Place.STICKS)
    assert isinstance(page, Sticks)
    return page


def record(person: Person, count: int = 2, first: int = OFFSET) -> None:
    """Submit some new records through the services."""

    def submit(workspace: Workspace) -> int:
        for number in range(first, first + count):
            demo.record(workspace, invented(number))
        return count

    person.in_vault(submit)


def hand_over(person: Person, stick: Path) -> Path:
    """Through the window, as a person does; the bundle that was written."""
    stick.mkdir(exist_ok=True)
    before = set(stick.iterdir())
    page = sticks(person)
    person.paths[:] = [stick]
    person.press("Choose the stick…", page.hand_over)
    person.press("Write onto the stick", page.hand_over)
    (written,) = set(stick.iterdir()) - before
    return written


def look(person: Person, stick: Path) -> StickTask:
    page = sticks(person)
    page.take_in.back()
    person.settle()
    person.paths[:] = [stick]
    person.press("Choose the stick…", page.take_in)
    return page.take_in


def held(person: Person) -> dict[str, object]:
    return person.in_vault(dump)


def test_a_monitor_hands_over_and_a_supervisor_takes_in_twice(
    monitor: Person, supervisor: Person, tmp_path: Path
) -> None:
    record(monitor)
    assert "2 records not yet handed over" in monitor.texts(sticks(monitor))
    bundle = hand_over(monitor, tmp_path / "stick")
    done = monitor.texts(sticks(monitor).hand_over)
    assert "You can pull the stick out now." in done
    assert bundle.name in done
    assert shown(tmp_path / "stick") in done
    assert "20 records  ·  20 entries  ·  2 laptops can open it" in done
    assert "Everything is handed over" in monitor.texts(monitor.page)

    before = held(supervisor)
    task = look(supervisor, tmp_path / "stick")
    plan = supervisor.texts(task)
    assert "From M01 (monitor), written" in plan
    assert "20 records  ·  20 entries" in plan
    assert {"New records: 2", "Updated records: 0", "In conflict: 0"} <= spoken(task)
    assert held(supervisor) == before
    supervisor.press("Take in", task)
    assert "Taken in. You can pull the stick out now." in supervisor.texts(task)
    assert {"New records: 2", "Updated records: 0"} <= spoken(task)
    after = held(supervisor)
    assert after != before

    task = look(supervisor, tmp_path / "stick")
    assert "Nothing in it is new: everything is here already." in supervisor.texts(task)
    supervisor.press("Take in", task)
    assert {"New records: 0", "Already here: 20"} <= spoken(task)
    assert held(supervisor) == after


def spoken(within: QWidget) -> set[str]:
    """What a screen reader is told."""
    return {each.accessibleName() for each in within.findChildren(QWidget) if each.isVisible()}


def test_from_what_came_one_goes_on_to_review(monitor: Person, supervisor: Person, tmp_path: Path) -> None:
    record(monitor)
    hand_over(monitor, tmp_path / "stick")
    task = look(supervisor, tmp_path / "stick")
    supervisor.press("Take in", task)
    supervisor.press("Review them", task)
    assert supervisor.frame.place is Place.REVIEW


def test_the_office_sends_back_what_it_decided(monitor: Person, supervisor: Person, tmp_path: Path) -> None:
    page = sticks(supervisor)
    supervisor.choose("For", "M01  ·  monitor", page.hand_over)
    hand_over(supervisor, tmp_path / "back")
    task = look(monitor, tmp_path / "back")
    assert "From S01 (supervisor)" in monitor.texts(task)
    monitor.press("Take in", task)
    assert not monitor.page.banner.words
    rows = monitor.find(QTableView, "Received so far").model()
    assert "today" in [rows.index(row, 3).data() for row in range(rows.rowCount())]
    monitor.press("See the records", task)
    assert monitor.frame.place is Place.RECORDS


def test_each_member_gets_a_bundle_where_everybody_is_meant(supervisor: Person, tmp_path: Path) -> None:
    page = sticks(supervisor)
    supervisor.choose("For", "Everybody", page.hand_over)
    supervisor.paths[:] = [tmp_path]
    supervisor.press("Choose the stick…", page.hand_over)
    assert "For M01, M02, O01" in supervisor.texts(page.hand_over)
    supervisor.press("Write onto the stick", page.hand_over)
    assert len(list(tmp_path.glob("*.fkb"))) == 3
    assert "3 laptops can open it" in supervisor.texts(page.hand_over)


def test_everything_goes_onto_a_stick_for_somebody_who_lost_it(
    monitor: Person, supervisor: Person, officer: Person, tmp_path: Path
) -> None:
    for reader in (supervisor, officer):
        _exchange(monitor, reader, tmp_path / "there")
        _exchange(reader, monitor, tmp_path / "back", "M01")
    record(monitor, 1)
    page, written = sticks(monitor), []
    for tick in (False, True):
        page.hand_over.back()
        monitor.settle()
        monitor.paths[:] = [tmp_path]
        monitor.press("Choose the stick…", page.hand_over)
        everything = monitor.find(QCheckBox, "Everything from the beginning", page.hand_over)
        everything.setChecked(tick)
        monitor.press("Write onto the stick", page.hand_over)
        written += [line for line in monitor.texts(page.hand_over).splitlines() if "laptops can open it" in line]
    assert [line.partition("  ")[0] for line in written] == ["1 record", "19 records"]


def _exchange(sender: Person, receiver: Person, stick: Path, *to: str) -> None:
    files = sender.in_vault(lambda workspace: Bundling(workspace).write(stick, to)).files
    receiver.in_vault(lambda workspace: Bundling(workspace).import_files(files))


def test_the_line_above_tells_a_monitor_what_waits_and_a_reader_what_came(monitor: Person, supervisor: Person) -> None:
    assert "Everything is handed over" in monitor.texts(sticks(monitor))
    told = supervisor.texts(sticks(supervisor))
    assert "last taken in: today" in told
    assert "Everything is handed over" not in told


def test_what_the_role_mostly_does_stands_first(monitor: Person, supervisor: Person) -> None:
    page = sticks(monitor)
    assert page.hand_over.y() < page.take_in.y()
    page = sticks(supervisor)
    assert page.take_in.y() < page.hand_over.y()


def test_when_nothing_is_new_the_page_says_so_and_writes_again(monitor: Person, tmp_path: Path) -> None:
    page = sticks(monitor)
    assert "Nothing is new since the last stick." in monitor.texts(page.hand_over)
    assert hand_over(monitor, tmp_path / "again").suffix == ".fkb"


def test_outside_a_project_the_page_leads_to_it(alone: Person) -> None:
    page = sticks(alone)
    assert "This vault takes part in no project yet" in alone.texts(page)
    assert not page.hand_over.isVisible()
    alone.press("Create or join a project", page)
    assert alone.frame.place is Place.PROJECT


def test_where_nobody_can_read_bundles_nothing_is_written(sit: Sit, tmp_path: Path) -> None:
    """By the roster the only officer is a monitor: whoever holds the project key can sign that."""
    team = Team(tmp_path / "team", codes=("M1",))
    team.record("M1")
    team.demote_officer(Role.MONITOR)
    team["M1"].store.people.put_roster(_roster(team["O1"]))
    team.close()
    person = sit(tmp_path / "team" / "M1", phrase="correct horse battery staple 17")
    page = sticks(person)
    assert "Nobody in the project can read bundles yet." in person.texts(page.hand_over)
    assert not person.all(QAbstractButton, page.hand_over)


def test_before_the_first_record_there_is_nothing_to_hand_over(sit: Sit, tmp_path: Path) -> None:
    Team(tmp_path / "team", codes=("M1",)).close()
    page = sticks(person := sit(tmp_path / "team" / "M1", phrase="correct horse battery staple 17"))
    assert (
        "There is nothing to hand over: nothing was submitted yet, or the receivers have confirmed all of it."
        in person.texts(page.hand_over)
    )


def _roster(workspace: Workspace) -> SignedRoster:
    signed = workspace.store.people.roster()
    assert signed is not None
    return signed


@contextlib.contextmanager
def pulled_out(stick: Path) -> Iterator[None]:
    stick.rmdir()
    yield


@contextlib.contextmanager
def protected(stick: Path) -> Iterator[None]:
    stick.rmdir()
    with small_disk(stick, "1m"):
        subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
        yield


@contextlib.contextmanager
def full(stick: Path) -> Iterator[None]:
    stick.rmdir()
    with small_disk(stick, "4k"):
        (stick / "filler").write_bytes(b"\0" * 4096)
        yield
        (stick / "filler").unlink()


Hardship = Callable[[Path], contextlib.AbstractContextManager[None]]
HARDSHIPS: list[tuple[Hardship, str]] = [
    (pulled_out, "There is no such file or folder."),
    *([(protected, "The file cannot be written there."), (full, "There is no space left")] if can_mount() else []),
]


@pytest.mark.parametrize(("hardship", "words"), HARDSHIPS)
def test_a_stick_that_takes_nothing(monitor: Person, tmp_path: Path, hardship: Hardship, words: str) -> None:
    record(monitor)
    stick = tmp_path / "stick"
    stick.mkdir()
    page = sticks(monitor)
    monitor.paths[:] = [stick]
    monitor.press("Choose the stick…", page.hand_over)
    with hardship(stick):
        monitor.press("Write onto the stick", page.hand_over)
        assert words in page.banner.words
        assert "You can pull the stick out now." not in monitor.texts(page)
        assert not list(stick.glob("*.fkb"))
    assert monitor.in_vault(still) == (2, True)
    monitor.press("Cancel", page.hand_over)
    assert hand_over(monitor, tmp_path / "other").exists()


def still(workspace: Workspace) -> tuple[int, bool]:
    """Records that wait still, and whether the vault is whole."""
    return services.Sticks(workspace).outgoing().records, vaults.check(workspace).ok


def sealed_to(person: Person, team: Team, roster: SignedRoster, path: Path) -> Path:
    """What M1 of another project writes for somebody of this one, under a roster of choice."""
    recipient = person.in_vault(lambda workspace: sealing.recipient_of(workspace.identity.age_identity))
    sender = team["M1"]
    mine = sender.identity
    head = Journal(sender).head()
    who = Sender(device=mine.device, epoch=mine.epoch, sign_seed=mine.sign_seed, head=head, number=1)
    shipment = Shipment(roster=roster, logs=tuple(LogHeading(head=log) for log in sender.store.log.heads()))
    lines = sender.store.log.lines(mine.device, mine.epoch)
    path.write_bytes(packing.pack(shipment, lines, who, (recipient,), team.clock).sealed)
    return path


@pytest.fixture
def strangers(tmp_path: Path) -> Iterator[Team]:
    team = Team(tmp_path / "strangers", codes=("M1",))
    team.record("M1")
    yield team
    team.close()


def refused_and_usable(person: Person, stick: Path, words: str) -> None:
    """The sentence is in the banner, nothing was lost or changed, and a good stick can follow."""
    before = held(person)
    task = look(person, stick)
    assert words in person.page.banner.words
    assert not [each for each in person.all(QAbstractButton, task) if each.text() == "Take in"]
    assert held(person) == before
    person.press("Another stick…", task)
    assert not person.page.banner.words
    assert person.find(QAbstractButton, "Choose the stick…", task).isEnabled()


@pytest.mark.parametrize("content", ["cut", "bit", "letter"])
def test_a_damaged_file(supervisor: Person, sample: Path, tmp_path: Path, content: str) -> None:
    whole = bytearray(next((sample / "stick").glob("*.fkb")).read_bytes())
    if content == "bit":
        whole[len(whole) // 2] ^= 1
    data = {"cut": bytes(whole[:-200]), "bit": bytes(whole), "letter": b"Dear officer,"}[content]
    (tmp_path / "FK-AAAAAAAA.fkb").write_bytes(data)
    words = "This file is not a bundle." if content == "letter" else "The bundle is damaged or incomplete."
    refused_and_usable(supervisor, tmp_path, words)


def test_a_bundle_for_somebody_else(monitor: Person, sample: Path) -> None:
    before = held(monitor)
    task = look(monitor, sample / "stick")
    assert "No bundle here is for you." in monitor.page.banner.words
    assert "2 bundles here are sealed for somebody else. They stay on the stick." in monitor.texts(task)
    assert held(monitor) == before


def test_a_stick_that_goes_on_to_others_raises_no_alarm(supervisor: Person, monitor: Person, tmp_path: Path) -> None:
    """The office writes for everybody onto one stick, and each finds one bundle on it."""
    supervisor.in_vault(lambda workspace: Bundling(workspace).write(tmp_path, ("M01", "M02", "O01")))
    task = look(monitor, tmp_path)
    assert not monitor.page.banner.words
    assert "2 bundles here are sealed for somebody else. They stay on the stick." in monitor.texts(task)
    assert "Refused: 0" in spoken(task)
    monitor.press("Take in", task)
    assert not monitor.page.banner.words
    assert "Taken in. You can pull the stick out now." in monitor.texts(task)
    assert "Refused: 0" in spoken(task)


def test_a_bundle_of_another_project(supervisor: Person, strangers: Team, tmp_path: Path) -> None:
    sealed_to(supervisor, strangers, _roster(strangers["O1"]), tmp_path / "FK-AAAAAAAA.fkb")
    refused_and_usable(supervisor, tmp_path, "The bundle belongs to another project.")


def test_a_bundle_of_an_unknown_device_is_kept_until_somebody_discards_it(
    supervisor: Person, strangers: Team, tmp_path: Path
) -> None:
    """By keyboard: it is taken in, told of, looked at, and thrown away after a question."""
    sealed_to(supervisor, strangers, supervisor.in_vault(_roster), tmp_path / "FK-AAAAAAAA.fkb")
    before = held(supervisor)
    task = look(supervisor, tmp_path)
    device = strangers["M1"].identity.device[:8]
    told = f"Kept until the laptop {device} is enrolled, which no roster names;"
    assert told in supervisor.texts(task)
    assert "Refused: 0" in spoken(task)
    supervisor.press("Take in", task)
    assert told in supervisor.texts(task)
    assert not supervisor.page.banner.words
    assert held(supervisor) == before
    page = sticks(supervisor)
    table = supervisor.find(QTableView, "Bundles that wait", page.early)
    assert [table.model().index(0, column).data() for column in range(3)] == ["today", device, device]
    assert told in supervisor.texts(page.early)
    assert not [each for each in supervisor.all(QAbstractButton, page.early) if each.text() == "Take in now"]
    supervisor.press("Discard…", page.early)
    assert f"Throw away what came from {device}?" in supervisor.texts(page)
    QTest.keyClick(supervisor.window, Qt.Key.Key_Escape)
    supervisor.settle()
    assert page.early.isVisible()
    supervisor.press("Discard…", page.early)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    supervisor.settle()
    assert "The bundle was thrown away." in page.banner.words
    assert not page.early.isVisible()
    assert held(supervisor) == before


def test_a_stick_without_bundles(supervisor: Person, tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"")
    look(supervisor, tmp_path)
    assert "There is no bundle in this folder." in supervisor.page.banner.words
    assert look(supervisor, tmp_path / "gone").isVisible()
    assert "There is no such file or folder." in supervisor.page.banner.words


def test_a_stick_pulled_out_before_taking_in(monitor: Person, supervisor: Person, tmp_path: Path) -> None:
    record(monitor)
    hand_over(monitor, tmp_path / "stick")
    before = held(supervisor)
    task = look(supervisor, tmp_path / "stick")
    (tmp_path / "stick").rename(tmp_path / "pocket")
    supervisor.press("Take in", task)
    assert "There is no such file or folder." in supervisor.page.banner.words
    assert held(supervisor) == before
    supervisor.press("Take in", look(supervisor, tmp_path / "pocket"))
    assert held(supervisor) != before


def test_good_and_bad_files_together(monitor: Person, supervisor: Person, tmp_path: Path) -> None:
    record(monitor)
    good = hand_over(monitor, tmp_path / "stick")
    bad = tmp_path / "stick" / "FK-AAAAAAAA.fkb"
    bad.write_bytes(b"no bundle")
    page = sticks(supervisor)
    supervisor.paths[:] = [good, bad]
    supervisor.press("Choose files…", page.take_in)
    assert page.banner.words.endswith("(FK-AAAAAAAA.fkb)")
    assert "New records: 2" in spoken(page.take_in)
    supervisor.press("Take in", page.take_in)
    assert "New records: 2" in spoken(page.take_in)


def test_what_is_missing_is_told_with_its_numbers(monitor: Person, supervisor: Person, tmp_path: Path) -> None:
    record(monitor, 3)
    recipient = supervisor.in_vault(lambda workspace: sealing.recipient_of(workspace.identity.age_identity))
    (tmp_path / "FK-AAAAAAAA.fkb").write_bytes(monitor.in_vault(lambda workspace: slice_from(workspace, 21, recipient)))
    task = look(supervisor, tmp_path)
    assert "Earlier entries of that device are missing." in supervisor.page.banner.words
    assert "Entries 19 to 20 of M01 are missing; ask for the other bundles." in supervisor.texts(task)
    supervisor.press("Take in", task)
    rows = supervisor.find(QTableView, "Received so far").model()
    missing = {rows.index(row, 0).data(): rows.index(row, 5).data() for row in range(rows.rowCount())}
    assert missing["M01"] == "entries 19 to 20"


def slice_from(workspace: Workspace, first: int, recipient: str) -> bytes:
    """A bundle that leaves out what lies before entry `first`."""
    mine = workspace.identity
    log = workspace.store.log.head(mine.device, mine.epoch)
    assert log is not None
    who = Sender(device=mine.device, epoch=mine.epoch, sign_seed=mine.sign_seed, head=log.head, number=1)
    shipment = Shipment(roster=_roster(workspace), logs=(LogHeading(head=log, first=first),))
    lines = workspace.store.log.lines(mine.device, mine.epoch, after=first - 1)
    return packing.pack(shipment, lines, who, (recipient,), workspace.clock).sealed


def two_bundles(sit: Sit, sample: Path, folder: Path) -> Path:
    """A stick with new records of both monitors."""
    for number, code in enumerate(("M01", "M02")):
        person = member(sit, sample, folder, code)
        record(person, 2, OFFSET + 10 * number)
        hand_over(person, folder / "stick")
    return folder / "stick"


def test_who_stops_keeps_what_came_by_then(
    sit: Sit, sample: Path, supervisor: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = look(supervisor, two_bundles(sit, sample, tmp_path))
    assert "New records: 4" in spoken(task)
    page = sticks(supervisor)
    first, stopped = threading.Event(), threading.Event()
    really = importing.take

    def take(*given: Any, **named: Any) -> Taken:
        taken = really(*given, **named)
        first.set()
        assert stopped.wait(10)
        return taken

    monkeypatch.setattr(importing, "take", take)
    page.take_in.take_in()
    assert first.wait(10)
    supervisor.find(QAbstractButton, "Stop", page.take_in).click()
    stopped.set()
    supervisor.settle()
    assert "You stopped. What was taken in by then is kept." in supervisor.texts(page.take_in)
    assert "1 bundle was left alone." in supervisor.texts(page.take_in)
    task = look(supervisor, tmp_path / "stick")
    assert "New records: 2" in spoken(task)


def test_who_stops_looking_is_back_at_the_beginning(sit: Sit, sample: Path, supervisor: Person, tmp_path: Path) -> None:
    stick = two_bundles(sit, sample, tmp_path)
    before = held(supervisor)
    page = sticks(supervisor)
    supervisor.paths[:] = [stick]
    page.take_in.choose()
    supervisor.press("Stop", page.take_in)
    assert supervisor.find(QAbstractButton, "Choose the stick…", page.take_in).isEnabled()
    assert held(supervisor) == before


def test_locking_in_the_middle_leaves_the_vault_whole(
    sit: Sit, sample: Path, supervisor: Person, tmp_path: Path
) -> None:
    task = look(supervisor, two_bundles(sit, sample, tmp_path))
    page = sticks(supervisor)
    assert task is page.take_in
    page.take_in.take_in()
    supervisor.window.lock()
    supervisor.window.worker._pool.shutdown(wait=True)  # the process that would have been replaced ends its work first
    files = VaultFiles(tmp_path / "vault-S01")
    with vaults.unlock(files, demo.PASSPHRASE, supervisor.window._around.clock, floor=vaults.TEST_COST) as workspace:
        assert vaults.check(workspace).ok
        assert Logbook(workspace).verify().ok
        assert Bundling(workspace).import_files(sorted((tmp_path / "stick").iterdir())).refused == ()


def test_leaving_the_page_in_the_middle_loses_nothing(monitor: Person, supervisor: Person, tmp_path: Path) -> None:
    record(monitor)
    hand_over(monitor, tmp_path / "stick")
    look(supervisor, tmp_path / "stick")
    page = sticks(supervisor)
    page.take_in.take_in()
    supervisor.go(Place.HOME)
    assert sticks(supervisor) is page
    assert "New records: 2" in spoken(page.take_in)


def test_the_keyboard_is_enough(monitor: Person, tmp_path: Path) -> None:
    record(monitor)
    page = sticks(monitor)
    monitor.paths[:] = [tmp_path]
    monitor.keys(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert str(tmp_path) in monitor.texts(page.hand_over)
    monitor.keys(Qt.Key.Key_Escape)
    assert monitor.find(QAbstractButton, "Choose the stick…", page.hand_over).hasFocus()
    monitor.paths[:] = [tmp_path]
    monitor.keys(Qt.Key.Key_Return)
    monitor.keys(Qt.Key.Key_Return)
    assert len(list(tmp_path.glob("*.fkb"))) == 1
    assert "You can pull the stick out now." in monitor.texts(page.hand_over)


def test_a_key_pressed_twice_does_not_stop_the_work(monitor: Person, supervisor: Person, tmp_path: Path) -> None:
    record(monitor)
    hand_over(monitor, tmp_path / "stick")
    task = look(supervisor, tmp_path / "stick")
    QTest.keyClick(supervisor.find(QAbstractButton, "Take in", task), Qt.Key.Key_Space)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    supervisor.settle()
    assert "New records: 2" in spoken(task)
    assert "Taken in. You can pull the stick out now." in supervisor.texts(task)


def test_what_was_received_stands_beside_the_tasks_where_there_is_room(supervisor: Person) -> None:
    page = sticks(supervisor)
    received = supervisor.find(QTableView, "Received so far", page)
    assert received.mapTo(page, received.rect().topLeft()).x() < page.width() // 2
    supervisor.window.resize(1920, 1080)
    supervisor.wait(lambda: received.mapTo(page, received.rect().topLeft()).x() > page.width() // 2)


def test_everything_that_can_be_used_has_a_name(supervisor: Person) -> None:
    page = sticks(supervisor)
    used = [*supervisor.all(QAbstractButton, page), *supervisor.all(QComboBox, page), *supervisor.all(QTableView, page)]
    assert [each for each in used if not each.accessibleName() and each.focusPolicy() != Qt.FocusPolicy.NoFocus] == []
    assert supervisor.find(QComboBox, "For", page)


def test_in_russian_nothing_stays_english(sit: Sit, sample: Path, tmp_path: Path) -> None:
    person = member(sit, sample, tmp_path, "S01", language="ru")
    page = sticks(person)
    said = [person.texts(page)]
    person.paths[:] = [sample / "stick"]
    page.take_in.choose()
    person.settle()
    said.append(person.texts(page))
    page.take_in.take_in()
    person.settle()
    said.append(person.texts(page))
    rows = person.all(QTableView, page)[0].model()
    cells = [str(rows.index(row, column).data()) for row in range(rows.rowCount()) for column in (1, 3, 4, 5)]
    heads = [str(rows.headerData(column, Qt.Orientation.Horizontal)) for column in range(rows.columnCount())]
    words = "\n".join([*said, *cells, *heads])
    assert re.findall(r"[A-Za-z]{3,}", re.sub(r"FK-\S+|\b[0-9a-f]{8}\b", "", words)) == []
