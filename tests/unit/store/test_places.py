"""Where a vault may lie, and the signs in its folder that ask others to stay out."""

from pathlib import Path

import pytest

from fieldkit.clock import SystemClock
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import backups, vaults
from fieldkit.store.synced import is_synced

PHRASE = "пять слов, которых никто не знает"
CLOCK = SystemClock()


@pytest.mark.parametrize(
    "name",
    [
        "Dropbox",
        "Dropbox (Personal)",
        "OneDrive",
        "OneDrive - Работа",
        "Google Drive",
        "Мой диск",
        "Library/Mobile Documents/com~apple~CloudDocs",
        "Library/CloudStorage/GoogleDrive-somebody",
        "Yandex.Disk",
        "Яндекс.Диск",
        "Облако Mail.ru",
        "Nextcloud",
        "Nextcloud2",
        "OneDrive/Desktop/papers",
    ],
)
def test_a_folder_that_goes_to_the_internet_gets_no_vault(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        vaults.create(VaultFiles(tmp_path / name / "notes"), PHRASE, CLOCK, cost=vaults.TEST_COST)
    assert refused.value.code is Code.VAULT_FOLDER_SYNCED
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sign", [".dropbox", ".owncloudsync.log", ".sync_0a1b2c.db"])
def test_a_renamed_one_is_known_by_its_signs(tmp_path: Path, sign: str) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / sign).touch()
    assert is_synced(tmp_path / "deep" / "down")


@pytest.mark.parametrize("name", ["notes", "Dropboxing", "my notes", "drive", "Оneness", "clouds", "nextcloudy"])
def test_other_folders_are_taken(tmp_path: Path, name: str) -> None:
    (tmp_path / ".dropbox").mkdir()  # what Dropbox keeps in a home besides the folder that it copies
    assert not is_synced(tmp_path / name)


def test_a_link_into_such_a_folder_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "papers").symlink_to(tmp_path / "Dropbox")
    assert is_synced(tmp_path / "papers" / "notes")


def test_a_vault_asks_indexers_to_stay_out_also_when_restored(tmp_path: Path) -> None:
    files = VaultFiles(tmp_path / "notes")
    vaults.create(files, PHRASE, CLOCK, cost=vaults.TEST_COST)
    with vaults.unlock(files, PHRASE, CLOCK, floor=vaults.TEST_COST) as workspace:
        backups.write(workspace, tmp_path / "backup")
    again = VaultFiles(tmp_path / "again")
    backups.restore(tmp_path / "backup", again, PHRASE, CLOCK, floor=vaults.TEST_COST)
    for folder in (files, again):
        assert [sign.name for sign in folder.signs] == [".nomedia", ".metadata_never_index"]
        assert all(sign.read_bytes() == b"" for sign in folder.signs)


def test_a_making_that_was_cut_short_is_known_though_the_signs_are_there(tmp_path: Path) -> None:
    files = VaultFiles(tmp_path / "notes")
    vaults.create(files, PHRASE, CLOCK, cost=vaults.TEST_COST)
    files.unfinished.touch()
    files.slots_a.unlink()
    files.slots_b.unlink()
    vaults.create(files, PHRASE, CLOCK, cost=vaults.TEST_COST)
