"""A new master key: everything is there, the old secrets open nothing, and a kill or a full disk leaves one whole vault."""

import itertools
import shutil
from pathlib import Path

import pytest

from fieldkit.clock import SystemClock
from fieldkit.crypto.slots import SlotType
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import keyslots, rotating, vaults
from fieldkit.store import rotation
from fieldkit.store.database import Database
from tests.command import PHRASE, Done, Office, opened, run
from tests.flow.hardships import can_mount, contents, held_open, small_disk, with_small_files
from tests.soak import kills

CLOCK = SystemClock()
NO_ROOM = {"vault.disk_full", "vault.disk_error"}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A vault with a record and a draft."""
    office = Office(tmp_path_factory.mktemp("rotation") / "office")
    office.add("O-1")
    office.add("D-1", submit=False)
    return office


@pytest.fixture
def vault(base: Office, tmp_path: Path) -> Path:
    return Path(shutil.copytree(base.vault, tmp_path / "vault"))


PAGE = 4096
"""Bytes in which a small disk counts."""


def key(vault: Path) -> bytes:
    return keyslots.unlock(VaultFiles(vault), SlotType.PASSPHRASE, PHRASE, vaults.TEST_COST)[1].database()


def with_code(vault: Path, code: str) -> Done:
    """Try the vault's recovery code."""
    paper, phrase = vault.with_name("paper"), vault.with_name("phrase")
    paper.write_text(code, encoding="utf-8")
    phrase.write_text(PHRASE, encoding="utf-8")
    return run("vault", "recover", "--vault", vault, "--json", "--code-file", paper, "--new-passphrase-file", phrase)


def test_t6_a_rotated_vault_holds_the_same_under_another_key(base: Office, vault: Path) -> None:
    files, before, old = VaultFiles(vault), contents(vault), key(vault)
    store, slots = files.store.read_bytes(), files.slots_a.read_bytes()
    done = run("vault", "rotate", "--vault", vault, "--json")
    assert done.code == 0, done.err
    assert contents(vault) == before
    assert run("vault", "check", "--vault", vault, "--json").json["ok"]
    assert not set(_pages(store)) & set(_pages(files.store.read_bytes()))
    assert files.slots_a.read_bytes() == files.slots_b.read_bytes() != slots
    with pytest.raises(Refusal) as caught:
        Database(files.store, old)
    assert caught.value.code is Code.VAULT_STORE_DAMAGED
    assert with_code(vault, base.recovery_code).refused == "vault.wrong_recovery_code"
    assert with_code(vault, done.json["recovery_code"]).code == 0


def _pages(store: bytes) -> list[bytes]:
    return [store[start : start + 4096] for start in range(0, len(store), 4096)]


def test_t6_slots_kept_from_before_do_not_open_the_rotated_store(vault: Path) -> None:
    files = VaultFiles(vault)
    slots = files.slots_a.read_bytes()
    rotating.rotate(files, PHRASE, CLOCK, cost=vaults.TEST_COST)
    files.slots_a.write_bytes(slots)
    files.slots_b.write_bytes(slots)
    assert run("vault", "check", "--vault", vault, "--json").refused == "vault.store_damaged"


@pytest.mark.slow
def test_t6_killed_at_any_file_operation_or_fsync_one_whole_vault_opens(base: Office, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    before = contents(base.vault)
    seen: list[str] = []
    for count in itertools.count(1):
        shutil.rmtree(vault, ignore_errors=True)
        shutil.copytree(base.vault, vault)
        end = kills.run("rotating", vault, count)
        state, wrong = kills.rotating(vault, end, base.recovery_code, before)
        assert wrong == [], f"killed at {count}"
        seen.append(state)
        if not end.killed:
            break
    assert (end.code, len(end.lines)) == (0, 1)
    assert seen == sorted(seen, reverse=True)  # "before" until the exchange, "after" from then on
    assert 8 <= seen.count("before") < len(seen) - 5


def test_t6_without_room_for_a_second_copy_the_vault_is_as_before(vault: Path) -> None:
    files, before = VaultFiles(vault), contents(vault)
    kept = {path: path.read_bytes() for path in (files.slots_a, files.slots_b)}
    old, size = key(vault), files.store.stat().st_size
    names = sorted(path.name for path in vault.iterdir())
    for limit in (40_000, 100_000, 200_000, size - 4096, size - 1):
        done = with_small_files(limit, "vault", "rotate", "--vault", vault, "--json")
        assert done.refused in NO_ROOM, limit
        assert sorted(path.name for path in vault.iterdir()) == names
        assert {path: path.read_bytes() for path in kept} == kept
        Database(files.store, old).close()
    assert contents(vault) == before
    assert run("vault", "rotate", "--vault", vault, "--json").code == 0
    assert contents(vault) == before


@pytest.mark.parametrize("room", [100, 200, 300, 400] if can_mount() else [])
def test_t6_a_full_disk_refuses_a_rotation_in_words_and_keeps_the_vault(
    base: Office, tmp_path: Path, room: int
) -> None:
    """`room` in KiB is left beside the vault: less than a second store of it needs."""
    taken = sum(-(-path.stat().st_size // PAGE) * PAGE for path in base.vault.rglob("*"))
    with small_disk(tmp_path / "disk", f"{taken // 1024 + room}k"):
        vault = Path(shutil.copytree(base.vault, tmp_path / "disk" / "vault"))
        assert run("vault", "rotate", "--vault", vault, "--json").refused in NO_ROOM
        assert contents(vault) == contents(base.vault)
        assert with_code(vault, base.recovery_code).code == 0


def test_t5_nothing_but_the_rotation_may_attach_a_database(vault: Path) -> None:
    with opened(vault) as workspace, pytest.raises(Refusal):
        workspace.store._database.run("ATTACH DATABASE ? AS fresh KEY ?", str(vault / "x"), "")
    files = VaultFiles(vault)
    source = rotation._Source(files.store, key(vault))
    source.export_to(files.next_store, CLOCK.random_bytes(48))
    with pytest.raises(Refusal):
        source.run("ATTACH DATABASE ? AS other KEY ?", str(vault / "x"), "")
    source.close()
    assert not (vault / "x").exists()


def test_a_vault_that_is_open_elsewhere_is_not_rotated(vault: Path) -> None:
    before = contents(vault)
    with held_open(vault):
        assert run("vault", "rotate", "--vault", vault, "--json").refused == "vault.in_use"
    assert contents(vault) == before


def test_a_rotation_mends_a_missing_copy_of_the_slots_first(vault: Path) -> None:
    files = VaultFiles(vault)
    files.slots_b.unlink()
    rotating.rotate(files, PHRASE, CLOCK, cost=vaults.TEST_COST)
    assert files.slots_a.read_bytes() == files.slots_b.read_bytes()


def test_a_copy_that_is_not_the_same_never_takes_the_place_of_the_store(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, before = VaultFiles(vault), contents(vault)
    copy = rotation._Source.export_to

    def lossy(source: rotation._Source, target: Path, key: bytes) -> None:
        copy(source, target, key)
        other = Database(target, key)
        other.run("DELETE FROM facts")
        other.close()

    monkeypatch.setattr(rotation._Source, "export_to", lossy)
    assert run("vault", "rotate", "--vault", vault, "--json").refused == "vault.store_damaged"
    assert contents(vault) == before
    assert not files.next_store.exists()


def test_a_store_that_the_key_does_not_open_is_never_removed(vault: Path) -> None:
    files = VaultFiles(vault)
    rotation.copy_store(files, key(vault), CLOCK.random_bytes(48))
    kept = files.store.read_bytes(), files.next_store.read_bytes()
    rotation.settle(files, CLOCK.random_bytes(48))
    assert (files.store.read_bytes(), files.next_store.read_bytes()) == kept
    with opened(vault):  # the old key: the copy is a leftover
        assert not files.next_store.exists()
