"""Files of records that a monitor's laptop may no longer read: they reach the office, and then leave the laptop."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.domain.people import Retention
from fieldkit.errors import Code, Refusal
from fieldkit.services import vaults
from fieldkit.services.attachments import Attachments
from fieldkit.services.bundling import Bundling
from fieldkit.services.workspace import Workspace
from tests.flow.enclosed import blobs, file_of, read
from tests.flow.opened_pages import inflated, opened_pages
from tests.flow.team import Team
from tests.flow.test_retention import decide

CONTENT = b"a picture of somebody" * 5_000


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team.same(tmp_path, ("S1", "M1"))
    made.send("O1", "M1", "M1")
    yield made
    made.close()


def key_of(workspace: Workspace, record: str, name: str) -> bytes:
    row = workspace.store.attachments.get(name, record)
    assert row is not None
    return row.key


def is_anywhere(workspace: Workspace, key: bytes) -> bool:
    """Whether the key is in any page of the store, used or free, or in what was written and not moved there yet."""
    files, database = workspace.files, workspace.store._database
    stores = (files.store, files.store.with_name(files.store.name + "-wal"))
    pages = b"".join(page for path in stores for page in opened_pages(path, database.key))
    assert pages
    pages += inflated(pages)
    return key in pages or key.hex().encode() in pages


@pytest.mark.parametrize("before", [True, False], ids=["submitted before", "submitted under it"])
def test_a_sealed_file_travels_and_cannot_be_read_here_and_leaves_with_the_receipt(team: Team, before: bool) -> None:
    if not before:
        decide(team, Retention.SEAL_AT_SUBMIT)
    record, name = file_of(team, "M1", CONTENT)
    monitor = team["M1"]
    if before:
        assert read(monitor, record, name) == CONTENT
        decide(team, Retention.SEAL_AT_SUBMIT)
    assert key_of(monitor, record, name) == b""
    with pytest.raises(Refusal) as caught:
        read(monitor, record, name)
    assert caught.value.code is Code.ATTACHMENT_MISSING
    assert not Attachments(monitor).find(record, name).here
    assert blobs(monitor) == 1
    assert vaults.check(monitor).ok

    assert team.send("M1", "S1").attachments == 1
    assert read(team["S1"], record, name) == CONTENT
    assert not is_anywhere(monitor, key_of(team["S1"], record, name))
    team.send("S1", "M1", "M1")
    assert blobs(monitor) == 0
    assert monitor.store.attachments.of(record) == ()
    assert vaults.check(monitor).ok
    assert vaults.check(team["S1"]).ok


def test_nothing_leaves_the_laptop_while_a_file_is_still_on_its_way(team: Team) -> None:
    decide(team, Retention.UNTIL_RECEIPT)
    plain = team.record("M1")
    record, name = file_of(team, "M1", CONTENT)
    row = team["M1"].store.attachments.get(name, record)
    assert row is not None
    path = team["M1"].files.blob(row.blob)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])  # the disk lost a byte, so that the file stays behind
    team.send("M1", "S1")
    team.send("S1", "M1", "M1")
    assert [row.sealed for row in map(team["M1"].store.records.row, (plain, record)) if row] == [True, False]
    assert team["M1"].store.attachments.get(name, record) == row
    path.write_bytes(whole)
    team.send("M1", "S1")
    assert read(team["S1"], record, name) == CONTENT
    team.send("S1", "M1", "M1")
    assert team["M1"].store.attachments.of(record) == ()
    assert blobs(team["M1"]) == 0


def test_a_bundle_tells_of_sealed_files(team: Team) -> None:
    decide(team, Retention.SEAL_AT_SUBMIT)
    file_of(team, "M1", CONTENT)
    [bundle] = team.write("M1")
    assert Bundling(team["S1"]).inspect(bundle).attachments == 1
