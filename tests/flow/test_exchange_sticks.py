"""Around a stick: what waits, what lies on it, what came from whom, and stopping half-way."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.clock import SteppingClock
from fieldkit.crypto import sealing, signing
from fieldkit.domain.people import Device, Role
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import packing
from fieldkit.exchange.packing import Sender, Shipment
from fieldkit.exchange.payload import LogHeading
from fieldkit.progress import Cancelled, Progress
from fieldkit.services import arrivals, rosters, sticks
from fieldkit.services.arrivals import Arrival
from fieldkit.services.bundling import Bundling
from fieldkit.services.journal import Journal
from fieldkit.services.projects import Projects
from fieldkit.services.sticks import Addressee, Sticks
from tests.flow.team import Team, new_vault


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """Everybody has the roster in which all are enrolled."""
    made = Team.same(tmp_path)
    for code in ("S1", "M1"):
        made.send("O1", code, code)
    yield made
    made.close()


def arrival(team: Team, of: str, at: str = "S1") -> Arrival:
    return next(each for each in arrivals.received(team[at]) if each.member == of)


def slice_from(team: Team, first: int) -> Path:
    """A bundle of M1 that leaves out what lies before entry `first`."""
    sender = team["M1"]
    signed, head, mine = sender.store.people.roster(), Journal(sender).head(), sender.identity
    assert signed is not None
    who = Sender(device=mine.device, epoch=mine.epoch, sign_seed=mine.sign_seed, head=head, number=1)
    log = sender.store.log.head(mine.device, mine.epoch)
    assert log is not None
    shipment = Shipment(roster=signed, logs=(LogHeading(head=log, first=first),))
    recipient = sealing.recipient_of(team["S1"].identity.age_identity)
    lines = sender.store.log.lines(mine.device, mine.epoch, after=first - 1)
    path = team.folder / f"from-{first}.fkb"
    path.write_bytes(packing.pack(shipment, lines, who, (recipient,), team.clock).sealed)
    return path


def test_what_waits_is_counted_until_it_is_handed_over(team: Team) -> None:
    around = Sticks(team["M1"])
    assert (around.outgoing().records, around.outgoing().held, around.outgoing().last) == (0, 0, "")
    team.record("M1")
    team.record("M1")
    waiting = around.outgoing()
    assert (waiting.records, waiting.entries, waiting.held) == (2, 2, 2)
    team.write("M1")
    handed = around.outgoing()
    assert (handed.records, handed.entries, handed.held) == (0, 0, 3)  # and a receipt for the office
    assert handed.last.startswith("2026-01-05T")


def test_a_stick_may_go_to_everybody_else_whose_device_is_trusted(team: Team) -> None:
    named = Sticks(team["M1"]).outgoing().to
    assert [(each.member, each.reads) for each in named] == [("M2", False), ("M3", False), ("O1", True), ("S1", True)]
    team.revoke("M2")
    assert [each.member for each in Sticks(team["O1"]).outgoing().to] == ["M1", "M3", "S1"]
    assert Sticks(team["O1"]).outgoing().to[0] == Addressee(member="M1", role=Role.MONITOR)


def test_bundles_are_found_by_their_names_only(tmp_path: Path) -> None:
    for name in ("FK-B.fkb", "FK-A.FKB", "._FK-A.fkb", "FK-C.part", "letter.pdf"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "folder.fkb").mkdir()
    assert [path.name for path in sticks.bundles_in(tmp_path)] == ["FK-A.FKB", "FK-B.fkb"]


@pytest.mark.parametrize(("name", "code"), [("gone", Code.FILE_MISSING), ("file", Code.FILE_UNREADABLE)])
def test_a_folder_that_is_none(tmp_path: Path, name: str, code: Code) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Refusal) as caught:
        sticks.bundles_in(tmp_path / name)
    assert caught.value.code is code


def test_looking_tells_of_good_and_bad_files_and_keeps_nothing(team: Team, tmp_path: Path) -> None:
    team.record("M1")
    (good,) = team.write("M1")
    (tmp_path / "bad.fkb").write_bytes(b"no bundle")
    before = team["S1"].store.log.count()
    steps: list[tuple[int, int]] = []
    progress = Progress(lambda done, total: steps.append((done, total)))
    one, two, three = Sticks(team["S1"]).look([good, tmp_path / "bad.fkb", tmp_path / "gone.fkb"], progress)
    assert one.info is not None
    assert (one.path, one.info.member, one.info.records, one.code) == (good, "M1", 1, None)
    assert (two.info, two.code) == (None, Code.BUNDLE_NOT_A_BUNDLE)
    assert (three.info, three.code) == (None, Code.FILE_MISSING)
    assert steps[-1] == (3, 3)
    assert team["S1"].store.log.count() == before


def test_what_came_from_whom(team: Team) -> None:
    assert [each.member for each in arrivals.received(team["S1"])] == ["M1", "M2", "M3", "O1"]
    assert (arrival(team, "M1").entries, arrival(team, "M1").heard, arrival(team, "M1").last_entry) == (0, "", "")
    team.record("M1")
    team.send("M1", "S1")
    came = arrival(team, "M1")
    assert (came.role, came.entries, came.missing, came.revoked) == (
        Role.MONITOR,
        2,
        None,
        False,
    )  # a record and a receipt
    assert came.last_entry < came.heard


def test_a_stick_that_brings_nothing_new_is_a_sign_of_life(team: Team) -> None:
    team.record("M1")
    files = team.write("M1")
    Bundling(team["S1"]).import_files(files)
    before = arrival(team, "M1")
    Bundling(team["S1"]).import_files(files)
    assert arrival(team, "M1").heard > before.heard
    assert arrival(team, "M1").last_entry == before.last_entry


def test_a_dry_run_remembers_nobody(team: Team) -> None:
    team.record("M1")
    Bundling(team["S1"]).import_files([*team.write("M1")], dry_run=True)
    assert arrival(team, "M1").heard == ""


def test_a_monitor_waits_for_news_of_the_office_only(team: Team) -> None:
    assert [each.member for each in arrivals.received(team["M1"])] == ["O1", "S1"]


def test_a_gap_is_remembered_until_it_is_filled(team: Team) -> None:
    for _ in range(4):
        team.record("M1")
    late = slice_from(team, 4)
    Bundling(team["S1"]).import_files([late])
    assert (arrival(team, "M1").missing, arrival(team, "M1").heard) == ((1, 3), "")
    Bundling(team["S1"]).import_files(team.write("M1"))
    assert (arrival(team, "M1").missing, arrival(team, "M1").entries) == (None, 5)  # four records and a receipt


def test_who_stops_keeps_what_was_taken_in_by_then(team: Team) -> None:
    team.record("M1")
    team.record("M2")
    files = [*team.write("M1"), *team.write("M2")]
    progress = Progress()
    progress.cancel()
    report = Bundling(team["S1"]).import_files(files, progress=progress)
    assert (report.new, report.left) == (1, 1)
    assert (arrival(team, "M1").entries, arrival(team, "M2").entries) == (2, 0)  # a record and a receipt
    assert Bundling(team["S1"]).import_files(files).new == 1


def test_who_stops_a_dry_run_learns_and_keeps_nothing(team: Team) -> None:
    team.record("M1")
    before = team["S1"].store.log.count()
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        Bundling(team["S1"]).import_files(team.write("M1"), dry_run=True, progress=progress)
    assert team["S1"].store.log.count() == before


def test_a_request_is_read_before_anybody_is_taken_in(team: Team, tmp_path: Path) -> None:
    with new_vault(tmp_path / "new", SteppingClock()) as stranger:
        projects = Projects(stranger)
        assert projects.asked() == ""
        request = projects.request("M9")
        assert projects.asked() == "M9"
        asked = Projects(team["O1"]).read_request(request)
        assert (asked.code, asked.device, asked.role) == ("M9", stranger.identity.device, None)
        assert team["O1"].require_roster().member("M9") is None
        projects.join(Projects(team["O1"]).enrol(request, Role.MONITOR))
        view = projects.view()
        assert view is not None
        assert (projects.asked(), view.fingerprint, view.enrols) == ("", asked.fingerprint, False)
        assert asked.fingerprint in {row.fingerprint for row in view.members}
        assert Projects(team["O1"]).read_request(request).role is Role.MONITOR


@pytest.mark.parametrize("change", [b"", b"{}", b"\xff"])
def test_what_is_no_request_is_refused_when_read(team: Team, change: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        Projects(team["O1"]).read_request(change)
    assert caught.value.code is Code.PROJECT_REQUEST_DAMAGED


def test_only_the_founder_takes_people_in(team: Team) -> None:
    views = {code: Projects(team[code]).view() for code in ("O1", "S1", "M1")}
    assert [code for code, view in views.items() if view is not None and view.enrols] == ["O1"]


@given(seed=st.binary(min_size=32, max_size=32), other=st.binary(min_size=32, max_size=32))
def test_a_fingerprint_is_thirty_digits_that_depend_on_the_keys(seed: bytes, other: bytes) -> None:
    recipient = "age1" + "q" * 58
    device, changed = (
        Device(
            id=f"{0:08x}-0000-0000-0000-{0:012x}", member="M1", sign_key=signing.public_key(each), recipient=recipient
        )
        for each in (seed, other)
    )
    groups = rosters.fingerprint(device).split(" ")
    assert [len(group) for group in groups] == [5] * 6
    assert "".join(groups).isdecimal()
    assert (rosters.fingerprint(changed) == rosters.fingerprint(device)) == (seed == other)
