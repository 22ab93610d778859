"""The way of a record over sticks, with real vaults and a real importer process."""

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pytest

from fieldkit.crypto import sealing
from fieldkit.domain.bodies import Decision
from fieldkit.domain.changes import Changes
from fieldkit.domain.log import EntryKind, Line
from fieldkit.domain.people import Role
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import packing
from fieldkit.exchange.packing import Sender, Shipment
from fieldkit.exchange.payload import LogHeading
from fieldkit.services.bundling import Bundling
from fieldkit.services.confirmations import LAST_SEQ
from fieldkit.services.dispatch import LAST_WRITTEN
from fieldkit.services.intake import ImportReport, Missing, RefusedItem
from fieldkit.services.journal import Journal
from fieldkit.services.logbook import Logbook
from fieldkit.services.projects import Projects
from fieldkit.services.vaults import check
from tests.flow.team import Team, dump, new_vault, state


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team.same(tmp_path)
    yield made
    made.close()


def refused(report: ImportReport) -> list[Code]:
    return [item.code for item in report.refused]


def code_of(call: object, *arguments: object, **named: object) -> Code:
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    return caught.value.code


def test_a_record_goes_to_the_office_and_the_decision_comes_back(team: Team) -> None:
    record = team.record("M1")
    report = team.send("M1", "S1")
    assert (report.new, report.updated, report.identical, report.conflicts) == (1, 0, 0, 0)
    assert report.changes.records == {record}
    team.review("S1", record, Decision.RETURNED, "which month?")
    back = team.send("S1", "M1", "M1")
    assert (back.new, back.updated) == (0, 1)
    row = team["M1"].store.records.row(record)
    assert row is not None
    assert (row.state, row.reason) == ("returned", "which month?")
    team.amend("M1", record)
    assert team.send("M1", "S1").updated == 1
    assert state(team["S1"], record) == "submitted"
    team.review("S1", record)
    team.send("S1", "O1")
    assert state(team["O1"], record) == "accepted"


def test_what_was_written_is_counted_and_remembered(team: Team) -> None:
    team.record("M1")
    team.record("M1")
    written = Bundling(team["M1"]).write(team.folder / "stick")
    assert (len(written.files), written.entries, written.records, written.recipients) == (1, 2, 2, 2)
    settings = team["M1"].store.settings
    assert settings.get(LAST_WRITTEN).startswith("2026-01-05T")
    assert settings.get(LAST_SEQ) == "2"
    info = Bundling(team["S1"]).inspect(written.files[0])
    assert (info.member, info.role, info.entries, info.records, info.recipients) == ("M1", Role.MONITOR, 2, 2, 2)
    assert [(log.member, log.first, log.last) for log in info.logs] == [("M1", 1, 2)]
    assert team["S1"].store.log.count() == 0


def test_importing_twice_changes_nothing(team: Team) -> None:
    team.record("M1")
    files = team.write("M1")
    office = Bundling(team["S1"])
    office.import_files(files)
    before = dump(team["S1"])
    again = office.import_files([*files, *files])
    assert (again.new, again.updated, again.identical, again.refused) == (0, 0, 1, ())
    assert dump(team["S1"]) == before


def test_a_dry_run_tells_the_same_and_keeps_nothing(team: Team) -> None:
    team.record("M1")
    files = [*team.write("M1"), *team.write("O1", "S1")]
    before = dump(team["S1"])
    told = Bundling(team["S1"]).import_files(files, dry_run=True)
    assert dump(team["S1"]) == before
    assert told == Bundling(team["S1"]).import_files(files)
    assert told.new == 1


def test_cut_changed_and_missing_files_are_refused_and_the_next_is_taken(team: Team, tmp_path: Path) -> None:
    team.record("M1")
    (good,) = team.write("M1")
    data = good.read_bytes()
    flipped = bytearray(data)
    flipped[len(data) // 2] ^= 1
    for name, content in (("cut.fkb", data[:-1000]), ("bit.fkb", bytes(flipped)), ("no.fkb", b"PK\3\4")):
        (tmp_path / name).write_bytes(content)
    report = Bundling(team["S1"]).import_files(
        [tmp_path / "cut.fkb", tmp_path / "bit.fkb", tmp_path / "no.fkb", tmp_path / "gone.fkb", good]
    )
    assert report.new == 1
    assert report.refused == (
        RefusedItem(what="cut.fkb", code=Code.BUNDLE_DAMAGED),
        RefusedItem(what="bit.fkb", code=Code.BUNDLE_DAMAGED),
        RefusedItem(what="no.fkb", code=Code.BUNDLE_NOT_A_BUNDLE),
        RefusedItem(what="gone.fkb", code=Code.FILE_MISSING),
    )


def test_a_bundle_for_somebody_else(team: Team) -> None:
    team.record("M1")
    (path,) = team.write("M1")
    before = dump(team["M2"])
    assert refused(Bundling(team["M2"]).import_files([path])) == [Code.BUNDLE_NOT_FOR_YOU]
    assert code_of(Bundling(team["M2"]).inspect, path) is Code.BUNDLE_NOT_FOR_YOU
    assert dump(team["M2"]) == before


def test_a_bundle_of_another_project(team: Team, tmp_path: Path) -> None:
    """A laptop that takes part in two projects with the same keys cannot carry records from one into the other."""
    other = Team(tmp_path / "other", codes=("S1", "M1"))
    try:
        other.record("M1")
        identity = team["S1"].identity
        sender = other["M1"]
        signed = sender.store.people.roster()
        assert signed is not None
        head = Journal(sender).head()
        mine = sender.identity
        who = Sender(device=mine.device, epoch=mine.epoch, sign_seed=mine.sign_seed, head=head, number=1)
        shipment = Shipment(roster=signed, logs=tuple(LogHeading(head=head) for head in sender.store.log.heads()))
        recipients = (sealing.recipient_of(identity.age_identity),)
        lines = sender.store.log.lines(mine.device, mine.epoch)
        (tmp_path / "other.fkb").write_bytes(packing.pack(shipment, lines, who, recipients, team.clock).sealed)
        assert refused(Bundling(team["S1"]).import_files([tmp_path / "other.fkb"])) == [Code.BUNDLE_OTHER_PROJECT]
    finally:
        other.close()


def test_a_device_enrolled_later_brings_its_roster_with_it(team: Team, tmp_path: Path) -> None:
    late = new_vault(tmp_path / "M4", team.clock)
    team.vaults["M4"] = late
    team.enrol("M4", late)
    assert team["S1"].require_roster().generation < late.require_roster().generation
    team.record("M4")
    report = team.send("M4", "S1")
    assert (report.new, report.refused) == (1, ())
    assert team["S1"].require_roster() == late.require_roster()


def test_a_revoked_device_adds_nothing_more(team: Team) -> None:
    team.record("M1")
    files = team.write("M1")
    Bundling(team["O1"]).import_files(files)
    team.record("M1")
    team.revoke("M1")
    before = dump(team["O1"])
    report = team.send("M1", "O1")
    [item] = report.refused
    assert (item.what, item.code) == (team["M1"].identity.device, Code.BUNDLE_REVOKED_DEVICE)
    assert dump(team["O1"]) == before
    assert Bundling(team["O1"]).import_files(files).refused == ()
    assert team["M1"].identity.device not in {device.id for device in team["O1"].require_roster().readers()}


def test_a_slice_with_a_gap_before_it(team: Team, tmp_path: Path) -> None:
    for _ in range(4):
        team.record("M1")
    sender = team["M1"]
    mine, signed, head = sender.identity, sender.store.people.roster(), Journal(sender).head()
    assert signed is not None
    who = Sender(device=mine.device, epoch=mine.epoch, sign_seed=mine.sign_seed, head=head, number=1)
    (log,) = sender.store.log.heads()
    shipment = Shipment(roster=signed, logs=(LogHeading(head=log, first=3),))
    lines = sender.store.log.lines(mine.device, mine.epoch, after=2)
    recipients = (sealing.recipient_of(team["S1"].identity.age_identity),)
    (tmp_path / "late.fkb").write_bytes(packing.pack(shipment, lines, who, recipients, team.clock).sealed)
    report = Bundling(team["S1"]).import_files([tmp_path / "late.fkb"])
    assert (report.new, refused(report)) == (0, [Code.BUNDLE_GAP])
    assert report.missing == (Missing(device=mine.device, epoch=mine.epoch, first=1, last=2),)
    assert team["S1"].store.log.count() == 0
    assert Bundling(team["S1"]).import_files([*team.write("M1"), tmp_path / "late.fkb"]).missing == ()


def test_two_corrections_at_once_are_a_conflict_until_somebody_decides(team: Team) -> None:
    record = team.record("M1")
    team.send("M1", "S1")
    team.amend("S1", record, "by the office")
    team.amend("M1", record, "by the monitor")
    report = team.send("M1", "S1")
    assert (report.updated, report.conflicts) == (1, 1)
    assert state(team["S1"], record) == "conflict"
    team.amend("S1", record, "both")
    assert state(team["S1"], record) == "submitted"


def test_bundles_for_a_monitor_hold_nothing_of_other_monitors(team: Team) -> None:
    mine, theirs = team.record("M1", "mine"), team.record("M2", "theirs")
    team.send("M1", "S1")
    team.send("M2", "S1")
    team.review("S1", mine, Decision.RETURNED, "for M1 only")
    team.review("S1", theirs, Decision.RETURNED, "for M2 only")
    team.send("O1", "S1")
    report = team.send("S1", "M1", "M1")
    assert report.refused == ()
    store = team["M1"].store
    contents = b"".join(line.body.content for line in store.log.all_lines() if line.body)
    assert b"for M1 only" in contents
    assert b"for M2 only" not in contents
    assert b"theirs" not in contents
    assert store.records.row(theirs) is None
    assert store.instruments.get("stop") is not None
    assert store.log.head(team["M2"].identity.device, team["M2"].identity.epoch) is None
    assert Logbook(team["M1"]).verify().ok


def test_readers_and_monitors_named_together_get_different_bundles(team: Team) -> None:
    team.record("M1")
    team.send("M1", "O1")
    written = Bundling(team["O1"]).write(team.folder / "stick", ("S1", "M1", "M2"))
    assert (len(written.files), written.recipients, written.records) == (3, 3, 1)
    assert refused(Bundling(team["M1"]).import_files(written.files)) == [Code.BUNDLE_NOT_FOR_YOU] * 2


def test_lines_held_without_bodies_are_filled_later(team: Team) -> None:
    """A monitor who becomes a supervisor gets whole logs over those that came as bare chains."""
    record = team.record("M1")
    team.send("M1", "S1")
    team.review("S1", record)
    team.send("O1", "S1")
    team.send("S1", "M2", "M2")
    assert state(team["M2"], record) == ""
    team.change_role("M2", Role.SUPERVISOR)
    team.send("O1", "S1")
    team.send("S1", "M2")
    assert state(team["M2"], record) == "accepted"
    assert dump(team["M2"])["facts"] == dump(team["S1"])["facts"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0), (1, 0, 1)])
def test_a_withdrawn_record_is_gone_whatever_came_first(team: Team, order: tuple[int, ...]) -> None:
    record = team.record("M1", "not to be kept")
    (early,) = team.write("M1")
    team.withdraw("M1", record)
    (late,) = team.write("M1")
    files = [(early, late)[number] for number in order]
    for path in files:
        Bundling(team["S1"]).import_files([path])
    assert state(team["S1"], record) == "withdrawn"
    lines = list(team["S1"].store.log.all_lines())
    assert [line.entry.kind for line in lines] == [EntryKind.REVISION, EntryKind.WITHDRAWAL]
    assert lines[0].body is None
    assert not [facts for facts in team["S1"].store.facts.all() if facts.facts]
    assert Logbook(team["S1"]).verify().ok


def test_a_withdrawal_at_the_office_erases_on_the_monitors_laptop_too(team: Team) -> None:
    record = team.record("M1", "not to be kept")
    team.send("M1", "S1")
    team.withdraw("S1", record)
    team.send("S1", "M1", "M1")
    assert state(team["M1"], record) == "withdrawn"
    assert b"not to be kept" not in b"".join(
        line.body.content for line in team["M1"].store.log.all_lines() if line.body
    )


def test_an_import_that_fails_half_way_leaves_nothing(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        team.record("M1")
    files = team.write("M1")
    before = dump(team["S1"])
    apply = team["S1"].store.projection.apply

    def failing(lines: Iterable[Line]) -> Changes:
        apply(lines)
        raise Refusal(Code.VAULT_DISK_FULL)

    with monkeypatch.context() as patch:
        patch.setattr(team["S1"].store.projection, "apply", failing)
        assert code_of(Bundling(team["S1"]).import_files, files) is Code.VAULT_DISK_FULL
    assert dump(team["S1"]) == before
    assert Bundling(team["S1"]).import_files(files).new == 5
    assert check(team["S1"]).ok


def test_who_cannot_write_is_told_why(team: Team, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    alone = new_vault(tmp_path / "alone", team.clock)
    team.vaults["alone"] = alone
    assert code_of(Bundling(alone).write, stick) is Code.PROJECT_MISSING
    assert code_of(Bundling(alone).import_files, []) is Code.PROJECT_MISSING
    Projects(alone).create("Alone", "O9")
    assert code_of(Bundling(alone).write, stick) is Code.PROJECT_NO_READERS
    assert code_of(Bundling(team["M1"]).write, stick) is Code.BUNDLE_NOTHING_TO_SEND
    assert code_of(Bundling(team["M1"]).write, stick, ("ZZ",)) is Code.PROJECT_MEMBER_UNKNOWN
    team.record("M1")
    assert code_of(Bundling(team["M3"]).write, stick, ("M1",)) is Code.BUNDLE_NOTHING_TO_SEND
    assert code_of(Bundling(team["M1"]).write, stick, ("M1",)) is Code.PROJECT_NO_READERS
    assert not stick.exists()


def test_t24_the_stock_age_tool_opens_a_bundle_for_its_receiver_only(team: Team, tmp_path: Path) -> None:
    age = shutil.which("age")
    assert age, "the age tool is missing"
    team.record("M1", "words")
    (path,) = team.write("M1")
    for code, opens in (("S1", True), ("M2", False)):
        key = tmp_path / f"{code}.key"
        key.write_text(team[code].identity.age_identity)
        done = subprocess.run([age, "-d", "-i", key, path], capture_output=True, check=False)
        assert (done.returncode == 0) == opens
        assert done.stdout.startswith(b"FKB1") == opens
    assert b"words" not in path.read_bytes()


def test_a_changed_log_is_found(team: Team) -> None:
    team.record("M1")
    team.record("M1")
    assert Logbook(team["M1"]).verify().ok
    identity = team["M1"].identity
    database = team["M1"].store._database
    database.run("UPDATE entry SET content = ? WHERE seq = 2", b"{}")
    report = Logbook(team["M1"]).verify()
    assert not report.ok
    assert [(line.device, line.entries, line.code) for line in report.logs] == [
        (identity.device, 2, Code.VAULT_LOG_BROKEN.value)
    ]
    database.run("UPDATE entry SET salt = NULL, content = NULL WHERE seq = 2")
    assert Logbook(team["M1"]).verify().ok
    signed = team["M1"].store.log.heads()[0]
    team["M1"].store.log.put_head(msgspec.structs.replace(signed, signature="0" * 128))
    assert [line.code for line in Logbook(team["M1"]).verify().logs] == [Code.BUNDLE_BAD_SIGNATURE.value]
