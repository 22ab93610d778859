"""The way of files over sticks: encrypted as they lie, in any order and number of bundles, and never to monitors."""

import os
import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from fieldkit.domain.bodies import Attachment
from fieldkit.domain.log import EntryKind
from fieldkit.errors import Code, Refusal
from fieldkit.services import arrivals, freight
from fieldkit.services.attachments import Attachments
from fieldkit.services.bundling import Bundling
from fieldkit.services.journal import Journal
from fieldkit.services.vaults import check
from tests.flow.enclosed import answers_with, blobs, file_of, read
from tests.flow.team import Team


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    made = Team.same(tmp_path_factory.mktemp("files"), ("S1", "M1", "M2"))
    yield made
    made.close()


def test_a_file_goes_to_the_office_and_on_but_not_to_other_monitors(team: Team) -> None:
    content = os.urandom(200_000)
    record, name = file_of(team, "M1", content)
    [stick] = team.write("M1")
    assert Bundling(team["S1"]).inspect(stick).attachments >= 1
    before = blobs(team["S1"])
    dry = Bundling(team["S1"]).import_files([stick], dry_run=True)
    assert blobs(team["S1"]) == before
    report = Bundling(team["S1"]).import_files([stick])
    assert report.attachments == dry.attachments >= 1
    assert read(team["S1"], record, name) == content
    team.send("S1", "O1")
    assert read(team["O1"], record, name) == content
    held = blobs(team["M2"])
    [news] = team.write("O1", "M2")
    assert Bundling(team["M2"]).inspect(news).attachments == 0
    assert Bundling(team["M2"]).import_files([news]).attachments == 0
    assert blobs(team["M2"]) == held
    assert Attachments(team["M2"]).of(record, answers_with(name)) == ()
    assert all(check(team[code]).ok for code in ("S1", "O1", "M2"))


def test_a_file_that_is_here_is_not_written_again_and_one_that_was_lost_comes_back(team: Team) -> None:
    record, name = file_of(team, "M1", b"some content")
    team.send("M1", "S1")
    held = blobs(team["S1"])
    assert team.send("M1", "S1").attachments == 0
    assert blobs(team["S1"]) == held
    row = team["S1"].store.attachments.get(name, record)
    assert row is not None
    team["S1"].files.blob(row.blob).unlink()
    assert check(team["S1"]).findings == ("attachment.missing",)
    assert team.send("M1", "S1").attachments == 1
    assert read(team["S1"], record, name) == b"some content"
    assert check(team["S1"]).ok
    assert blobs(team["S1"]) == held


@pytest.mark.parametrize("reader", ["S1", "O1"])
def test_t30_files_in_several_bundles_may_come_in_any_order(
    team: Team, reader: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = dict(file_of(team, "M2", os.urandom(1_000)) for _ in range(3))
    monkeypatch.setattr(freight, "loads", partial(freight.loads, most=1_500))
    written = Bundling(team["M2"]).write(tmp_path / "stick")
    sticks = list(written.files)
    assert written.attachments >= len(sticks) >= 3
    random.Random(reader).shuffle(sticks)
    came = 0
    for stick in sticks:
        came += Bundling(team[reader]).import_files([stick]).attachments
    assert came >= 3
    assert {len(read(team[reader], record, name)) for record, name in made.items()} == {1_000}
    assert Bundling(team[reader]).import_files(reversed(sticks)).attachments == 0
    assert check(team[reader]).ok


def test_a_blob_that_the_disk_damaged_stays_behind_and_the_others_go(team: Team) -> None:
    bad, bad_name = file_of(team, "M1", b"to be damaged")
    good, good_name = file_of(team, "M1", b"whole")
    row = team["M1"].store.attachments.get(bad_name, bad)
    assert row is not None
    path = team["M1"].files.blob(row.blob)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    team.send("M1", "S1")
    assert read(team["S1"], good, good_name) == b"whole"
    assert not Attachments(team["S1"]).find(bad, bad_name).here
    path.write_bytes(whole)
    assert team.send("M1", "S1").attachments == 1
    assert read(team["S1"], bad, bad_name) == b"to be damaged"


def test_a_blob_that_its_key_does_not_open_is_not_kept(team: Team) -> None:
    record, name = file_of(team, "M1", b"honest content")
    row = team["M1"].store.attachments.get(name, record)
    assert row is not None
    lying = Attachment(
        record=record,
        name="other.png",
        author="M1",
        at=team["M1"].now(),
        media_type="image/png",
        size=row.size,
        sha256=row.sha256,
        original_sha256=row.original_sha256,
        sealed_size=row.sealed_size,
        sealed_sha256=row.sealed_sha256,
        key="00" * 32,
    )
    Journal(team["M1"]).append(EntryKind.ATTACHMENT, record, lying)
    team.send("M1", "S1")
    assert read(team["S1"], record, name) == b"honest content"
    assert not Attachments(team["S1"]).find(record, "other.png").here
    assert check(team["S1"]).ok


def test_an_import_that_fails_leaves_no_blob(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    file_of(team, "M1", b"some content")
    sticks = team.write("M1")
    before = blobs(team["S1"])

    def full(*_: object) -> None:
        assert blobs(team["S1"]) > before
        raise Refusal(Code.VAULT_DISK_FULL)

    monkeypatch.setattr(arrivals, "note", full)
    with pytest.raises(Refusal) as caught:
        Bundling(team["S1"]).import_files(sticks)
    assert caught.value.code is Code.VAULT_DISK_FULL
    assert blobs(team["S1"]) == before
    assert not list(team["S1"].files.blobs.glob("*.part"))


def test_a_withdrawal_removes_the_file_wherever_it_arrives_and_in_whatever_order(team: Team) -> None:
    record, name = file_of(team, "M1", b"told in confidence")
    [earlier] = team.write("M1")
    team.send("M1", "S1")
    held = blobs(team["S1"])
    team.withdraw("M1", record)
    assert team["M1"].store.attachments.of(record) == ()
    team.send("M1", "S1")
    assert blobs(team["S1"]) == held - 1
    assert team["S1"].store.attachments.of(record) == ()
    Bundling(team["S1"]).import_files([earlier])  # what was written before comes once more
    assert blobs(team["S1"]) == held - 1
    with pytest.raises(Refusal) as caught:
        read(team["S1"], record, name)
    assert caught.value.code is Code.ATTACHMENT_UNKNOWN
    assert check(team["S1"]).ok


def test_files_that_the_office_has_confirmed_go_again_only_to_members_that_are_named(tmp_path: Path) -> None:
    """Among people of their own: a receipt ends before a file that an earlier test took away."""
    team = Team.same(tmp_path, ("S1", "M2"))
    record, name = file_of(team, "M2", b"confirmed content")
    team.send("M2", "S1")
    team.record("S1")
    team.send("S1", "M2", "M2")
    [usual] = team.write("M2")
    assert Bundling(team["S1"]).inspect(usual).attachments == 0
    later, later_name = file_of(team, "M2", b"later content")
    assert team.send("M2", "S1").attachments == 1
    assert read(team["S1"], later, later_name) == b"later content"
    assert team.send("M2", "O1", "O1").attachments >= 1
    assert read(team["O1"], record, name) == b"confirmed content"
    team.close()
