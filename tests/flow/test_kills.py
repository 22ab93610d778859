"""Programs killed with SIGKILL: what was told to be safe is there, and everything else is as before or as after.

A small share of `tests.soak.soak_kills` at random moments, and every moment at which a file of the vault is opened,
renamed or removed while a vault is made or its passphrase changed.
"""

import itertools
import random
import shutil
from pathlib import Path

import pytest

from fieldkit.paths import VaultFiles
from tests.command import PHRASE, Office, Person, opened, run
from tests.soak import kills, soak_kills, working
from tests.soak.kills import Kept


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office(tmp_path_factory.mktemp("kills") / "office")
    office.add("O-1")
    return office


@pytest.mark.slow
def test_t1_a_kill_at_a_random_moment_loses_nothing_that_was_told_to_be_safe() -> None:
    seed = random.getrandbits(32)
    outcome = soak_kills.main(seed, share=0.02)
    assert outcome.failures == [], f"seed {seed}"
    assert {number: outcome.proving(number) for number in soak_kills.FIGURES} == {"T1": 21, "T18": 20, "T6": 20}


def test_a_lost_or_changed_record_would_be_noticed(base: Office, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    shutil.copytree(base.vault, vault)
    kept = Kept.found_in(vault)
    assert kills.faults(vault, kept) == []
    [name] = kept.revisions
    kept.take(['{"state": "submitted", "id": "X", "revision": "00", "words": "told"}'], 0)
    kept.take(['{"state": "draft", "id": "Y", "revision": "", "words": "told"}'], 0)
    assert kills.faults(vault, kept) == ["revision 00 is lost", "draft Y is lost"]
    kept = Kept(revisions={name: "other words"})
    assert kills.faults(vault, kept) == [f"revision {name} is lost"]
    assert kills.faults(vault, Kept()) == ["1 revisions, 0 of them acknowledged"]
    with opened(vault) as workspace:
        workspace.store._database.run("UPDATE facts SET body = x'5b5d'")
    assert "the projection is not that of the log" in kills.faults(vault, Kept.found_in(vault))


@pytest.mark.parametrize("task", ["changing", "recovering"])
def test_t18_a_passphrase_changes_as_a_whole_whenever_the_program_dies(base: Office, tmp_path: Path, task: str) -> None:
    vault = tmp_path / "vault"
    phrases = list(itertools.islice(working.phrases(1), 2))
    secret = [base.recovery_code] if task == "recovering" else []
    seen: list[int] = []
    for count in itertools.count(1):
        shutil.rmtree(vault, ignore_errors=True)
        shutil.copytree(base.vault, vault)
        end = kills.run(task, vault, *secret, 1, count)
        [number], wrong = kills.opening(vault, base.recovery_code, phrases)
        assert wrong == []
        seen.append(number)
        if not end.killed:
            break
    assert (end.code, end.lines) == (0, ["changed"])
    assert seen == sorted(seen)
    assert 3 <= sum(seen) < len(seen) - 3  # several moments before the change took place, and several after


def test_an_old_passphrase_is_refused_as_soon_as_the_new_one_opens(base: Office, tmp_path: Path) -> None:
    files = VaultFiles(tmp_path / "vault")
    shutil.copytree(base.vault, files.folder)
    before = files.slots_a.read_bytes()
    assert kills.run("changing", files.folder, 1, 0).lines == ["changed"]
    files.slots_a.write_bytes(before)  # as if the power had failed between the two copies
    old, new = itertools.islice(working.phrases(1), 2)
    assert run("vault", "check", "--vault", files.folder, "--json", phrase=old).refused == "vault.wrong_passphrase"
    assert files.slots_a.read_bytes() == before
    assert run("vault", "check", "--vault", files.folder, "--json", phrase=new).json["ok"]
    assert files.slots_a.read_bytes() == files.slots_b.read_bytes() != before


def test_a_vault_whose_making_died_can_be_made_again(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    made = 0
    for count in itertools.count(1):
        shutil.rmtree(vault, ignore_errors=True)
        end = kills.run("making", vault, count)
        if not end.killed:
            break
        opens = run("vault", "check", "--vault", vault, "--json")
        if opens.code == 0:
            made += 1
            assert opens.json["ok"]
        else:
            assert opens.refused == "vault.missing"
            Person(vault).do("vault", "check")
    assert (end.code, len(end.lines)) == (0, 1)
    assert 1 <= made < count - 3
    assert not VaultFiles(vault).unfinished.exists()


def test_only_the_remains_of_a_making_are_removed(tmp_path: Path) -> None:
    person = Person(tmp_path / "vault")
    files = VaultFiles(person.vault)
    kept = {path: path.read_bytes() for path in (files.slots_a, files.slots_b)}
    for path in kept:
        path.unlink()
    assert run("vault", "create", "--vault", person.vault, "--json").refused == "vault.exists"
    for path, data in kept.items():
        path.write_bytes(data)
    files.unfinished.touch()  # the program died after the slots were written
    assert person.do("vault", "check")["ok"]
    assert not files.unfinished.exists()
    assert run("vault", "check", "--vault", person.vault, "--json", phrase=PHRASE).code == 0
