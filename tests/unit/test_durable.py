"""What is on the disk before a name counts as given."""

import errno
import os
import stat
from pathlib import Path

import pytest

from fieldkit import durable


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names that files and folders had when they were synced."""
    names: list[str] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        names.append(Path(f"/proc/self/fd/{handle}").readlink().name)
        real(handle)

    monkeypatch.setattr(durable.os, "fsync", fsync)
    return names


@pytest.mark.parametrize("is_folder", [False, True])
def test_what_is_renamed_is_synced_under_its_new_name_and_then_the_folder(
    tmp_path: Path, synced: list[str], is_folder: bool
) -> None:
    part, target = tmp_path / "part", tmp_path / "target"
    if is_folder:
        part.mkdir()
    else:
        part.write_bytes(b"new")
    durable.put(part, target)
    assert synced == ["target", tmp_path.name]
    assert (target.exists(), part.exists()) == (True, False)


def test_a_file_of_that_name_makes_room(tmp_path: Path) -> None:
    (tmp_path / "part").write_bytes(b"new")
    (tmp_path / "target").write_bytes(b"old")
    durable.put(tmp_path / "part", tmp_path / "target")
    assert (tmp_path / "target").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("said", "of_folders", "fails"),
    [
        (errno.EINVAL, True, False),
        (errno.EINVAL, False, True),
        (errno.EIO, True, True),
        (errno.EIO, False, True),
    ],
)
def test_a_folder_that_cannot_be_synced_is_no_failure_and_a_disk_that_fails_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: int, of_folders: bool, fails: bool
) -> None:
    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode) is of_folders:
            raise OSError(said, "")

    (tmp_path / "part").write_bytes(b"new")
    monkeypatch.setattr(durable.os, "fsync", fsync)
    refused = False
    try:
        durable.put(tmp_path / "part", tmp_path / "target")
    except OSError:
        refused = True
    assert refused is fails
