"""T13 for files of answers: a backup brings them back, and says which ones it cannot."""

import os
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import backups, rotating, vaults
from fieldkit.store import backup
from tests.flow import team as people
from tests.flow.enclosed import blobs, file_of, read
from tests.flow.team import Team

CONTENT = os.urandom(150_000)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    made = Team.same(tmp_path_factory.mktemp("backups"), ("M1",))
    yield made
    made.close()


def restore(team: Team, source: Path, folder: Path) -> int:
    return backups.restore(source, VaultFiles(folder), people.PHRASE, team.clock, floor=vaults.TEST_COST)


def as_format_1(path: Path) -> bytes:
    """The same backup as programs before files wrote it."""
    data = path.read_bytes()
    front = len(b"fieldkit-backup-2\n")
    (keys,) = struct.unpack_from(">I", data, front)
    begin = front + 4 + keys
    (store,) = struct.unpack_from(">Q", data, begin)
    return b"fieldkit-backup-1\n" + data[front:begin] + data[begin + 8 : begin + 8 + store]


def test_t13_a_backup_brings_files_back_also_after_a_new_key(team: Team, tmp_path: Path) -> None:
    record, name = file_of(team, "M1", CONTENT)
    backups.write(team["M1"], tmp_path / "one")
    assert restore(team, tmp_path / "one", tmp_path / "first") == 0
    with people.unlock(tmp_path / "first", team.clock) as workspace:
        assert read(workspace, record, name) == CONTENT
        assert blobs(workspace) == blobs(team["M1"])
        assert vaults.check(workspace).ok
    rotating.rotate(VaultFiles(tmp_path / "first"), people.PHRASE, team.clock, cost=vaults.TEST_COST)
    with people.unlock(tmp_path / "first", team.clock) as workspace:
        assert read(workspace, record, name) == CONTENT


def test_t13_an_automatic_backup_finds_the_files_beside_it_and_tells_which_are_gone(team: Team, tmp_path: Path) -> None:
    vault = team["M1"]
    kept, kept_name = file_of(team, "M1", CONTENT)
    gone, gone_name = file_of(team, "M1", b"soon gone")
    assert backups.automatic(vault, "import") is None
    row = vault.store.attachments.get(gone_name, gone)
    assert row is not None
    path = vault.files.blob(row.blob)
    whole = path.read_bytes()
    path.unlink()
    assert restore(team, backup.kept(vault.files)[-1], tmp_path / "vault") == 1
    with people.unlock(tmp_path / "vault", team.clock) as workspace:
        assert read(workspace, kept, kept_name) == CONTENT
        assert vaults.check(workspace).findings == ("attachment.missing",)
    path.write_bytes(whole)


def test_a_backup_of_the_first_format_is_read_and_its_files_are_told_as_missing(team: Team, tmp_path: Path) -> None:
    file_of(team, "M1", b"left behind")
    backups.write(team["M1"], tmp_path / "new")
    (tmp_path / "old").write_bytes(as_format_1(tmp_path / "new"))
    assert restore(team, tmp_path / "old", tmp_path / "vault") == blobs(team["M1"])


def test_t11_a_backup_cut_or_extended_among_its_blobs_is_refused_and_leaves_nothing(team: Team, tmp_path: Path) -> None:
    file_of(team, "M1", CONTENT)
    backups.write(team["M1"], tmp_path / "whole")
    data = (tmp_path / "whole").read_bytes()
    for changed in (data[:-1], data[:-100_000], data + b"x", data + data[-50:]):
        (tmp_path / "changed").write_bytes(changed)
        with pytest.raises(Refusal) as caught:
            restore(team, tmp_path / "changed", tmp_path / "vault")
        assert caught.value.code is Code.BACKUP_NOT_ONE
        assert not any((tmp_path / "vault").iterdir())


@pytest.mark.parametrize("name", [b"../../../../evil/path/to/a/file.", b"A" * 32, b"0" * 31 + b"\n"])
def test_t28_names_and_lengths_in_a_backup_are_not_believed(team: Team, tmp_path: Path, name: bytes) -> None:
    file_of(team, "M1", b"x" * 1000)
    backups.write(team["M1"], tmp_path / "whole")
    data = (tmp_path / "whole").read_bytes()
    last = max((each.encode() for each in team["M1"].store.blobs.names()), key=data.rfind)
    for hostile in (data.replace(last, name), data.replace(last + b"\0" * 4, last + b"\xff" * 4)):
        assert hostile != data
        (tmp_path / "hostile").write_bytes(hostile)
        with pytest.raises(Refusal) as caught:
            restore(team, tmp_path / "hostile", tmp_path / "vault")
        assert caught.value.code is Code.BACKUP_NOT_ONE
