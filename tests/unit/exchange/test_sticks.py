"""Writing to the stick: whole under its final name, or not there at all."""

import re
import resource
import signal
from pathlib import Path

import pytest

from fieldkit.clock import SystemClock
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import sticks

DATA = bytes(range(256)) * 400


def test_a_bundle_gets_a_name_and_a_date_that_tell_nothing(tmp_path: Path) -> None:
    path = sticks.write_bundle(tmp_path / "new" / "folder", DATA, SystemClock())
    assert re.fullmatch(r"FK-[A-Z2-7]{8}\.fkb", path.name)
    assert path.read_bytes() == DATA
    assert path.stat().st_mtime == 315_619_200
    assert list(path.parent.iterdir()) == [path]


def test_a_stick_that_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Refusal) as caught:
        sticks.write_bundle(tmp_path / "file", DATA, SystemClock())
    assert caught.value.code is Code.FILE_CANNOT_WRITE


def test_a_stick_that_loses_what_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cheap stick that keeps only a part: what is read back differs, and nothing stays behind."""
    written = sticks._write

    def lossy(path: Path, data: bytes) -> None:
        written(path, data[:-1] + b"?")

    monkeypatch.setattr(sticks, "_write", lossy)
    with pytest.raises(Refusal) as caught:
        sticks.write_bundle(tmp_path, DATA, SystemClock())
    assert caught.value.code is Code.FILE_CANNOT_WRITE
    assert not list(tmp_path.iterdir())


def test_a_stick_without_room(tmp_path: Path) -> None:
    """A real limit of file size stands for a full stick: the kernel refuses the write half-way."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(DATA) // 2, hard))
    try:
        with pytest.raises(Refusal) as caught:
            sticks.write_bundle(tmp_path, DATA, SystemClock())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert caught.value.code is Code.FILE_FULL
    assert not list(tmp_path.iterdir())
