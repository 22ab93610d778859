"""A vault that is destroyed: its keys go first and at once, a kill leaves it whole or finishable, a copy still opens."""

import itertools
import os
import pty
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fieldkit.clock import SystemClock
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import destroying, vaults
from tests.command import CHILD, PHRASE, Office, Person, opened, run
from tests.flow.hardships import held_open
from tests.soak import kills


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office(tmp_path_factory.mktemp("destroying") / "office")
    office.add("O-1")
    return office


@pytest.fixture
def vault(base: Office, tmp_path: Path) -> Path:
    return Path(shutil.copytree(base.vault, tmp_path / "vault"))


def test_t23_a_destroyed_vault_is_gone_within_two_seconds(vault: Path) -> None:
    (vault / "deep").mkdir()
    (vault / "deep" / "half").write_bytes(b"x")
    began = time.monotonic()
    done = run("vault", "destroy", "--yes", "--vault", vault, "--json", phrase=None)
    assert time.monotonic() - began <= 2
    assert (done.code, done.json) == (0, {"left": 0, "open_elsewhere": False})
    assert not vault.exists()
    assert run("vault", "destroy", "--yes", "--vault", vault, "--json").refused == "vault.missing"
    Person(vault).do("vault", "check")


def test_t23_no_byte_of_the_key_slots_stays_where_they_were(vault: Path, tmp_path: Path) -> None:
    files = VaultFiles(vault)
    kept = [tmp_path / "was a", tmp_path / "was b"]
    for path, link in zip((files.slots_a, files.slots_b), kept, strict=True):
        link.hardlink_to(path)  # the same blocks of the disk under a name that outlives the removal
    size = files.slots_a.stat().st_size
    destroying.destroy(files)
    assert [path.read_bytes() for path in kept] == [bytes(size)] * 2


def test_t23_a_copy_of_slots_and_store_made_before_still_opens(base: Office, vault: Path, tmp_path: Path) -> None:
    """Documented both ways: this is what `vault destroy` cannot help against."""
    copy = VaultFiles(Path(shutil.copytree(vault, tmp_path / "copy")))
    destroying.destroy(VaultFiles(vault))
    with vaults.unlock_with_recovery(copy, base.recovery_code, SystemClock()) as workspace:
        assert vaults.check(workspace).ok


def test_t23_slots_kept_at_the_office_open_a_store_from_an_image_of_the_disk(
    base: Office, vault: Path, tmp_path: Path
) -> None:
    """Documented both ways too: one small file and one copied store are enough, and any other slots are not."""
    files, found = VaultFiles(vault), VaultFiles(tmp_path / "found")
    office, image = files.slots_b.read_bytes(), files.store.read_bytes()
    destroying.destroy(files)
    other = Person(tmp_path / "other")
    found.folder.mkdir()
    found.store.write_bytes(image)
    found.slots_a.write_bytes(VaultFiles(other.vault).slots_a.read_bytes())
    assert run("vault", "check", "--vault", found.folder, "--json").refused == "vault.store_damaged"
    found.slots_a.write_bytes(office)
    with vaults.unlock_with_recovery(found, base.recovery_code, SystemClock()) as workspace:
        assert workspace.store.records.row("O-1") is not None


def test_t23_a_store_without_its_slots_does_not_open(vault: Path, tmp_path: Path) -> None:
    files = VaultFiles(vault)
    store = shutil.copy(files.store, tmp_path / "store.db")
    destroying.destroy(files)
    other = Person(vault)
    shutil.copy(store, files.store)
    assert other.run("vault", "check").refused == "vault.store_damaged"


def test_a_destruction_that_was_killed_leaves_the_vault_whole_or_is_finished_by_the_next(
    base: Office, tmp_path: Path
) -> None:
    vault = tmp_path / "vault"
    seen: list[bool] = []
    for count in itertools.count(1):
        shutil.rmtree(vault, ignore_errors=True)
        shutil.copytree(base.vault, vault)
        end = kills.run("destroying", vault, count)
        if not end.killed:
            break
        seen.append(vault.exists() and _opens(Path(shutil.copytree(vault, tmp_path / f"copy {count}"))))
        if vault.exists() and any(vault.iterdir()):  # an empty folder is no vault and no remains
            again = run("vault", "destroy", "--yes", "--vault", vault, "--json")
            assert (again.code, vault.exists()) == (0, False)
    assert (end.code, end.lines, vault.exists()) == (0, ["0"], False)
    assert seen == sorted(seen, reverse=True)
    assert 2 <= sum(seen) < len(seen) - 3  # several moments before the keys were gone, and several after


def _opens(vault: Path) -> bool:
    """Whether a vault opens, and then in order; else it is refused as one without keys."""
    try:
        with opened(vault) as workspace:
            assert vaults.check(workspace).ok
    except Refusal as refusal:
        assert refusal.code in {Code.VAULT_MISSING, Code.VAULT_SLOTS_DAMAGED}  # noqa: PT017  either outcome is right
        return False
    return True


def test_a_vault_whose_destruction_was_killed_before_the_keys_were_gone_is_whole_again(vault: Path) -> None:
    files = VaultFiles(vault)
    files.unfinished.touch()
    files.slots_a.write_bytes(bytes(files.slots_a.stat().st_size))
    assert _opens(vault)
    assert files.slots_a.read_bytes() == files.slots_b.read_bytes()
    assert not files.unfinished.exists()


def test_remains_make_room_for_a_new_vault(vault: Path) -> None:
    files = VaultFiles(vault)
    files.unfinished.touch()
    files.slots_a.unlink()
    files.slots_b.unlink()
    assert run("vault", "check", "--vault", vault, "--json").refused == "vault.missing"
    Person(vault).do("vault", "check")


def test_papers_that_only_look_like_remains_are_left_alone(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    for name in ("unfinished", "thesis.odt"):
        (papers / name).write_text("mine", "utf-8")
    assert run("vault", "create", "--vault", papers, "--json").refused == "vault.folder_not_empty"
    assert run("vault", "destroy", "--yes", "--vault", papers, "--json").refused == "vault.missing"
    assert sorted(path.name for path in papers.iterdir()) == ["thesis.odt", "unfinished"]


def test_a_vault_that_is_open_elsewhere_loses_its_keys_all_the_same(vault: Path) -> None:
    with held_open(vault):
        done = run("vault", "destroy", "--yes", "--vault", vault, "--json")
        assert (done.code, done.json["open_elsewhere"]) == (1, True)
        assert not vault.exists()


def test_a_folder_that_is_no_vault_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "store.db").write_bytes(b"mine")
    assert run("vault", "destroy", "--yes", "--vault", tmp_path / "letters", "--json").refused == "vault.missing"
    assert (tmp_path / "letters" / "store.db").read_bytes() == b"mine"


def test_nothing_is_destroyed_without_the_word(vault: Path) -> None:
    assert run("vault", "destroy", "--vault", vault, "--json").refused == "vault.not_confirmed"
    assert typed("no\n", "vault", "destroy", "--vault", vault, "--lang", "en") == 1
    assert _opens(vault)
    assert typed(" Destroy\n", "vault", "destroy", "--vault", vault, "--lang", "en") == 0
    assert not vault.exists()


def typed(words: str, *arguments: object) -> int:
    """The exit code of a command at a terminal into which somebody types `words`."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-c", CHILD, PHRASE, *(str(each) for each in arguments)]
    with subprocess.Popen(command, stdin=follower, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        os.close(follower)
        os.write(leader, words.encode())
        code = process.wait(60)
    os.close(leader)
    return code
