"""The files of blobs: whole and read back, or not there; little memory whatever the size; T4 for one blob."""

import os
import stat
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldkit.clock import SystemClock
from fieldkit.crypto import blobs
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.store.blobs import BlobFiles
from tests.flow.test_no_room import NO_ROOM, no_file_beyond
from tests.unit.crypto.test_blobs import Endless

KEY = blobs.new_key(SystemClock())
NAME, OTHER = "0" * 32, "1" * 32


@pytest.fixture
def files(tmp_path: Path) -> VaultFiles:
    return VaultFiles(tmp_path)


def test_the_largest_file_passes_through_the_disk_in_little_memory(files: VaultFiles) -> None:
    kept = BlobFiles(files)
    tracemalloc.start()
    try:
        written = kept.write(NAME, blobs.seal(KEY, Endless(blobs.MOST_PLAIN)))
        total = sum(len(piece) for piece in kept.unseal(NAME, KEY))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (written.size, total) == (blobs.MOST_SEALED, blobs.MOST_PLAIN)
    assert peak < 2 * 1024 * 1024


def test_only_the_owner_may_look_into_the_folder(files: VaultFiles) -> None:
    BlobFiles(files).write(NAME, (b"noise",))
    assert stat.S_IMODE(files.blobs.stat().st_mode) == 0o700
    assert stat.S_IMODE(files.blob(NAME).stat().st_mode) == 0o600


@pytest.mark.parametrize("room", [0, 1, 65_552, 200_000])
def test_t4_a_disk_without_room_refuses_and_leaves_nothing(files: VaultFiles, room: int) -> None:
    kept = BlobFiles(files)
    kept.write(NAME, (b"noise",))
    with no_file_beyond(room), pytest.raises(Refusal) as caught:
        kept.write(OTHER, blobs.seal(KEY, Endless(300_000)))
    assert caught.value.code in NO_ROOM
    assert kept.names() == {NAME}
    assert len(list(files.blobs.iterdir())) == 1
    kept.write(OTHER, blobs.seal(KEY, Endless(300_000)))


def test_a_disk_that_keeps_something_else_is_noticed_before_the_blob_gets_its_name(
    files: VaultFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = os.fsync

    def lying(descriptor: int) -> None:
        honest(descriptor)
        os.pwrite(descriptor, b"X", 3)

    monkeypatch.setattr(os, "fsync", lying)
    with pytest.raises(Refusal) as caught:
        BlobFiles(files).write(NAME, (b"0123456789",))
    assert caught.value.code is Code.VAULT_DISK_ERROR
    assert list(files.blobs.iterdir()) == []


def test_content_that_refuses_on_its_way_leaves_nothing(files: VaultFiles) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"begun"
        raise Refusal(Code.BACKUP_NOT_ONE)

    with pytest.raises(Refusal):
        BlobFiles(files).write(NAME, pieces())
    assert list(files.blobs.iterdir()) == []


def test_a_blob_that_is_gone_is_told_as_missing(files: VaultFiles) -> None:
    for read in (BlobFiles(files).pieces(NAME), BlobFiles(files).unseal(NAME, KEY)):
        with pytest.raises(Refusal) as caught:
            list(read)
        assert caught.value.code is Code.ATTACHMENT_MISSING
