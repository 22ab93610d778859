"""Files appear whole or not at all, and a refusal leaves nothing behind."""

import errno
import os

import pytest

from fieldkit.errors import Code, Refusal
from fieldkit.services import output


def test_writes_and_replaces(tmp_path):
    target = tmp_path / "report.pdf"
    output.write_whole(target, b"first")
    output.write_whole(target, b"second")
    assert target.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("where", ["missing/report.pdf", "file/report.pdf"])
def test_a_folder_that_cannot_hold_it_is_refused(tmp_path, where):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(Refusal) as refusal:
        output.write_whole(tmp_path / where, b"data")
    assert refusal.value.code is Code.FILE_CANNOT_WRITE
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_folder_in_its_place_is_refused(tmp_path):
    (tmp_path / "report.pdf").mkdir()
    with pytest.raises(Refusal) as refusal:
        output.write_whole(tmp_path / "report.pdf", b"data")
    assert refusal.value.code is Code.FILE_CANNOT_WRITE
    assert [path.name for path in tmp_path.iterdir()] == ["report.pdf"]


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, Code.FILE_FULL), (errno.EIO, Code.FILE_CANNOT_WRITE)])
def test_a_disk_that_fails_leaves_the_old_file(tmp_path, monkeypatch, number, code):
    target = tmp_path / "report.pdf"
    target.write_bytes(b"old")

    def fail(_handle):
        raise OSError(number, "disk")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(Refusal) as refusal:
        output.write_whole(target, b"new")
    assert refusal.value.code is code
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]
