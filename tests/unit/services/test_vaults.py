"""Vaults on a real disk with real SQLCipher."""

import os
import subprocess
import sys

import pytest

from fieldkit.clock import SystemClock
from fieldkit.crypto import recovery
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import vaults
from fieldkit.store.database import Database
from fieldkit.store.store import Store

PHRASE = "пять слов, которых никто не знает"
CLOCK = SystemClock()


@pytest.fixture
def files(tmp_path):
    return VaultFiles(tmp_path / "v")


@pytest.fixture
def code(files):
    return vaults.create(files, PHRASE, CLOCK, cost=vaults.TEST_COST)


def unlock(files, phrase=PHRASE):
    return vaults.unlock(files, phrase, CLOCK, floor=vaults.TEST_COST)


def code_of(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    return caught.value.code


def test_a_vault_opens_again_with_both_secrets(files, code):
    with unlock(files) as workspace:
        device = workspace.identity.device
        assert vaults.check(workspace).ok
    with vaults.unlock_with_recovery(files, code, CLOCK) as workspace:
        assert workspace.identity.device == device


def test_wrong_secrets_are_refused(files, code):
    assert code_of(unlock, files, "другая") is Code.VAULT_WRONG_PASSPHRASE
    assert code_of(unlock, files, "") is Code.VAULT_PASSPHRASE_MISSING
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert code_of(vaults.unlock_with_recovery, files, wrong, CLOCK) is Code.VAULT_WRONG_RECOVERY_CODE


def test_nothing_there_or_something_there(files, tmp_path):
    assert code_of(unlock, files) is Code.VAULT_MISSING
    vaults.create(files, PHRASE, CLOCK, cost=vaults.TEST_COST)
    assert code_of(vaults.create, files, PHRASE, CLOCK, cost=vaults.TEST_COST) is Code.VAULT_EXISTS
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    other = VaultFiles(tmp_path / "full")
    assert code_of(vaults.create, other, PHRASE, CLOCK, cost=vaults.TEST_COST) is Code.VAULT_FOLDER_NOT_EMPTY
    assert (tmp_path / "full" / "letter.txt").read_text() == "mine"


@pytest.mark.parametrize("weak", ["short", "aaaaaaaaaaaaaaaaaaaa", "1111122222"])
def test_weak_passphrases_are_refused(files, weak):
    assert code_of(vaults.create, files, weak, CLOCK, cost=vaults.TEST_COST) is Code.VAULT_PASSPHRASE_WEAK
    assert not files.folder.exists()


def test_a_new_passphrase_replaces_the_old_one_without_touching_the_store(files, code):
    before = files.store.read_bytes()
    vaults.change_passphrase(files, PHRASE, "другие пять слов для входа", CLOCK, cost=vaults.TEST_COST)
    assert files.store.read_bytes() == before
    assert code_of(unlock, files) is Code.VAULT_WRONG_PASSPHRASE
    with unlock(files, "другие пять слов для входа"):
        pass
    with vaults.unlock_with_recovery(files, code, CLOCK):
        pass


def test_the_recovery_code_sets_a_new_passphrase_and_stays_valid(files, code):
    store, new = files.store.read_bytes(), "другие пять слов для входа"
    vaults.recover(files, code.lower().replace("-", " "), new, CLOCK, cost=vaults.TEST_COST)
    assert files.store.read_bytes() == store
    assert files.slots_a.read_bytes() == files.slots_b.read_bytes()
    assert code_of(unlock, files) is Code.VAULT_WRONG_PASSPHRASE
    with unlock(files, new) as workspace:
        assert vaults.check(workspace).ok
    vaults.recover(files, code, PHRASE, CLOCK, cost=vaults.TEST_COST)
    with unlock(files):
        pass


def test_a_recovery_that_is_refused_changes_nothing(files, code):
    before, new = files.slots_a.read_bytes(), "другие пять слов для входа"
    other = recovery.new_code(CLOCK)
    cheap = vaults.TEST_COST
    assert code_of(vaults.recover, files, other, new, CLOCK, cost=cheap) is Code.VAULT_WRONG_RECOVERY_CODE
    assert code_of(vaults.recover, files, code, "слабо", CLOCK, cost=cheap) is Code.VAULT_PASSPHRASE_WEAK
    with unlock(files):
        pass
    assert files.slots_a.read_bytes() == files.slots_b.read_bytes() == before


def test_an_open_vault_changes_its_passphrase_and_stays_open(files, code):
    new = "другие пять слов для входа"
    change = vaults.change_passphrase_of
    with unlock(files) as workspace:
        before = (files.slots_a.read_bytes(), files.slots_b.read_bytes())
        assert code_of(change, workspace, "не те слова", new, cost=vaults.TEST_COST) is Code.VAULT_WRONG_PASSPHRASE
        assert code_of(change, workspace, PHRASE, "слабо", cost=vaults.TEST_COST) is Code.VAULT_PASSPHRASE_WEAK
        assert (files.slots_a.read_bytes(), files.slots_b.read_bytes()) == before
        change(workspace, PHRASE, new, cost=vaults.TEST_COST)
        assert vaults.check(workspace).ok
    assert code_of(unlock, files) is Code.VAULT_WRONG_PASSPHRASE
    with unlock(files, new):
        pass


def test_a_change_that_cannot_write_both_copies_changes_none(files, code):
    before = files.slots_a.read_bytes()
    (files.folder / "slots.a.tmp").mkdir()
    new = "другие пять слов для входа"
    assert code_of(vaults.change_passphrase, files, PHRASE, new, CLOCK, cost=vaults.TEST_COST) is Code.VAULT_DISK_ERROR
    assert files.slots_a.read_bytes() == files.slots_b.read_bytes() == before
    assert not (files.folder / "slots.b.tmp").exists()
    with unlock(files) as workspace:
        assert vaults.check(workspace).ok
    assert code_of(unlock, files, new) is Code.VAULT_WRONG_PASSPHRASE


def test_one_copy_of_the_slots_is_enough(files, code):
    files.slots_a.write_bytes(b"\0" * 500)
    with unlock(files) as workspace:
        assert "slots.copies_differ" in vaults.check(workspace).findings
    files.slots_a.unlink()
    with unlock(files):
        pass
    files.slots_b.write_bytes(b"{}")
    assert code_of(unlock, files) is Code.VAULT_SLOTS_DAMAGED


def test_t17_a_copy_of_other_slots_beside_the_own_ones_opens_nothing_else(files, code, tmp_path):
    other = VaultFiles(tmp_path / "other")
    vaults.create(other, "другие пять слов для входа", CLOCK, cost=vaults.TEST_COST)
    for _ in range(3):  # a newer generation than the own one
        vaults.change_passphrase(
            other, "другие пять слов для входа", "другие пять слов для входа", CLOCK, cost=vaults.TEST_COST
        )
    files.slots_a.write_bytes(other.slots_a.read_bytes())
    with unlock(files) as workspace:
        assert vaults.check(workspace).findings == ("slots.copies_differ",)
    assert code_of(unlock, files, "другие пять слов для входа") is Code.VAULT_STORE_DAMAGED
    with vaults.unlock_with_recovery(files, code, CLOCK):
        pass


def test_a_second_process_is_told_that_the_vault_is_open(files, code):
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from fieldkit.clock import SystemClock\n"
        "from fieldkit.errors import Refusal\n"
        "from fieldkit.paths import VaultFiles\n"
        "from fieldkit.services import vaults\n"
        "try:\n"
        "    vaults.unlock(VaultFiles(Path(sys.argv[1])), sys.argv[2], SystemClock(), floor=vaults.TEST_COST)\n"
        "except Refusal as refusal:\n"
        "    print(refusal.code.value)\n"
    )
    with unlock(files):
        done = subprocess.run(
            [sys.executable, "-c", script, str(files.folder), PHRASE], capture_output=True, text=True, check=True
        )
    assert done.stdout.strip() == Code.VAULT_IN_USE.value


def test_the_store_is_not_plain_and_needs_its_key(files, code):
    assert not files.store.read_bytes().startswith(b"SQLite format 3")
    assert code_of(Store.open, files, os.urandom(48)) is Code.VAULT_STORE_DAMAGED
    assert code_of(Database, files.store, os.urandom(31)) is Code.INTERNAL


def test_t11_a_missing_or_empty_store_is_not_silently_made_anew(files, code):
    whole = files.store.read_bytes()
    for left in (0, 1, 4095):
        cut = whole[:left]
        files.store.write_bytes(cut)
        assert code_of(unlock, files) is Code.VAULT_STORE_DAMAGED
        assert files.store.read_bytes() == cut
    files.store.unlink()
    assert code_of(unlock, files) is Code.VAULT_STORE_DAMAGED


def test_flipped_bits_in_the_store_are_noticed(files, code):
    data = bytearray(files.store.read_bytes())
    data[len(data) // 2] ^= 4
    files.store.write_bytes(bytes(data))
    try:
        with unlock(files) as workspace:
            assert not vaults.check(workspace).ok
    except Refusal as refusal:
        assert refusal.code is Code.VAULT_STORE_DAMAGED  # noqa: PT017  either outcome is right


@pytest.mark.parametrize(
    "statement",
    [
        "PRAGMA rekey='x'",
        "PRAGMA temp_store=1",
        "PRAGMA mmap_size=1000000",
        "ATTACH DATABASE ':memory:' AS other KEY ''",
        "SELECT load_extension('x')",
    ],
)
def test_what_destroys_or_leaks_is_refused_by_the_authorizer(files, code, statement):
    with unlock(files) as workspace:
        assert code_of(workspace.store._database.run, statement) is Code.INTERNAL
