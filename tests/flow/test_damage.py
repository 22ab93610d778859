"""A vault whose files were changed from outside: noticed at unlocking or by `vault check`, told by a code, never written."""

import itertools
import random
from pathlib import Path

import pytest

from fieldkit import i18n, messages
from fieldkit.clock import SystemClock
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import soundness, vaults
from fieldkit.services.browsing import Browsing
from tests.command import PHRASE, Person, opened, run
from tests.flow.team import dump
from tests.soak import pool, soak_damage
from tests.soak.soak_damage import PAGE


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Path]:
    return soak_damage.prepare(tmp_path_factory.mktemp("damage"))


def refused(vault: Path) -> Code:
    with pytest.raises(Refusal) as caught:
        opened(vault)
    return caught.value.code


@pytest.mark.slow
def test_t9_every_flipped_bit_is_noticed() -> None:
    seed = random.getrandbits(32)
    outcome = soak_damage.main(seed, share=0.03)
    assert outcome.failures == [], f"seed {seed}"
    assert outcome.cases == 390


@pytest.mark.slow
def test_t9_changes_that_a_flipped_bit_took_are_told_until_the_vault_is_checked(
    prepared: tuple[bytes, Path], tmp_path: Path
) -> None:
    [vault] = pool.spread([(soak_damage.killed, (prepared[1], tmp_path / "vault"))])
    log = vault / "store.db-wal"
    changed = bytearray(log.read_bytes())
    changed[len(changed) // 2] ^= 1
    log.write_bytes(changed)
    told = messages.sentence(Refusal(Code.VAULT_CHANGES_UNREAD), i18n.load("en"))
    for _ in range(2):
        assert told in run("record", "list", "--vault", vault).err
    with opened(vault) as workspace:
        assert Browsing(workspace).counts().changes_unread
    checked = run("vault", "check", "--vault", vault, "--json")
    assert (checked.code, checked.json["findings"]) == (1, [Code.VAULT_CHANGES_UNREAD])
    assert run("vault", "check", "--vault", vault, "--json").json["ok"]
    assert told not in run("record", "list", "--vault", vault).err


def test_t10_old_pages_put_back_are_noticed_though_the_ciphers_take_them(prepared: tuple[bytes, Path]) -> None:
    older, vault = prepared
    files = VaultFiles(vault)
    newer = files.store.read_bytes()
    with opened(vault) as workspace:
        content = dump(workspace)
    changed = [at for at in range(0, len(older), PAGE) if older[at : at + PAGE] != newer[at : at + PAGE]]
    passed: list[tuple[str, ...]] = []
    for pages in (*((at,) for at in changed), *itertools.islice(itertools.combinations(changed, 2), 300)):
        mixed = bytearray(newer)
        for at in pages:
            mixed[at : at + PAGE] = older[at : at + PAGE]
        files.store.write_bytes(mixed)
        with vaults.open_for_rescue(files, PHRASE, SystemClock(), floor=vaults.TEST_COST) as workspace:
            if workspace.store.findings():
                continue
            found = soundness.survey(workspace).findings
            assert found or dump(workspace) == content
            passed.append(found)
        if soundness.LINES_MISSING in found:
            assert refused(vault) is Code.VAULT_LOG_BROKEN
    files.store.write_bytes(newer)
    assert any(soundness.LINES_MISSING in found for found in passed)


def test_t10_an_old_head_with_the_old_pages_of_one_index_is_refused_before_anybody_works(tmp_path: Path) -> None:
    person = Person(tmp_path / "vault")
    person.do("project", "create", "--title", "Fictional", "--code", "O1")
    person.add("R-1")
    with opened(person.vault) as workspace:
        [(old,)] = workspace.store._database.rows(tuple[bytes], "SELECT signed FROM head")
    person.add("R-2")
    with opened(person.vault) as workspace:
        workspace.store._database.run("UPDATE head SET signed = ?", old)
    assert refused(person.vault) is Code.VAULT_LOG_BROKEN
    with vaults.open_for_rescue(VaultFiles(person.vault), PHRASE, SystemClock(), floor=vaults.TEST_COST) as workspace:
        # What the index of numbers would say if its page were the old one too.
        newest = workspace.store.log.newest()
        assert newest is not None
        held = workspace.store.log.ends()
        for log, (total, _last) in held.items():
            previous = workspace.store.log.entry(*log, total - 1)
            assert previous is not None
            held[log] = total - 1, previous
        assert soundness.LINES_MISSING in soundness.compare(workspace, held)


def test_t10_a_log_cut_back_to_an_earlier_line_is_refused(tmp_path: Path) -> None:
    person = Person(tmp_path / "vault")
    person.do("project", "create", "--title", "Fictional", "--code", "O1")
    person.add("R-1")
    person.add("R-2")
    with opened(person.vault) as workspace:
        database = workspace.store._database
        database.run("DELETE FROM revision WHERE record = 'R-2'")
        database.run("DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)")
    assert person.run("record", "show", "R-1").refused == "vault.log_broken"
    told = person.run("vault", "check")
    assert told.code == 1
    assert {soundness.LINES_MISSING, soundness.BROKEN, soundness.DIFFERS} <= set(told.json["findings"])


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE record SET state = 'accepted' WHERE id = 'R-1'",
        "UPDATE record SET site = '' WHERE id = 'R-1'",
        'UPDATE facts SET body = CAST(\'[["record.site",0,"other"]]\' AS BLOB)',
        "DELETE FROM revision WHERE record = 'R-1'",
        "INSERT INTO withdrawal VALUES ('R-1')",
        "UPDATE record SET id = 'R-2' WHERE id = 'R-1'",
    ],
)
def test_t10_what_is_shown_otherwise_than_the_log_says_is_found(tmp_path: Path, change: str) -> None:
    person = Person(tmp_path / "vault")
    person.do("project", "create", "--title", "Fictional", "--code", "O1")
    person.add("R-1")
    with opened(person.vault) as workspace:
        assert vaults.check(workspace).ok
        assert workspace.store._database.run(change)
        assert vaults.check(workspace).findings == (soundness.DIFFERS,)


def test_t10_a_head_that_this_device_did_not_sign_is_refused(tmp_path: Path) -> None:
    person = Person(tmp_path / "vault")
    person.do("project", "create", "--title", "Fictional", "--code", "O1")
    person.add("R-1")
    with opened(person.vault) as workspace:
        database = workspace.store._database
        [(signed,)] = database.rows(tuple[bytes], "SELECT signed FROM head")
        at = signed.index(b'"signature":"') + len('"signature":"')
        other = b"0" if signed[at : at + 1] != b"0" else b"1"
        database.run("UPDATE head SET signed = ?", signed[:at] + other + signed[at + 1 :])
    assert refused(person.vault) is Code.VAULT_LOG_BROKEN
    assert person.run("vault", "check").json["findings"] == [soundness.BAD_SIGNATURE]
    with vaults.open_for_rescue(VaultFiles(person.vault), PHRASE, SystemClock(), floor=vaults.TEST_COST) as workspace:
        workspace.store._database.run("DELETE FROM head")
    assert refused(person.vault) is Code.VAULT_LOG_BROKEN
    assert person.run("vault", "check").json["findings"] == [soundness.HEAD_MISSING]


def test_a_damaged_store_is_refused_told_of_by_check_and_not_written(tmp_path: Path) -> None:
    person = Person(tmp_path / "vault")
    store = VaultFiles(person.vault).store
    data = bytearray(store.read_bytes())
    data[len(data) // 2] ^= 1
    store.write_bytes(data)
    assert person.run("record", "show", "R-1").refused == "vault.store_damaged"
    told = person.run("vault", "check")
    assert told.code == 1
    assert "store.pages" in told.json["findings"]
    assert run("--vault", person.vault, "vault", "check").out.splitlines()[1:] == told.json["findings"]
    assert store.read_bytes() == data
