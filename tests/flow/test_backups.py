"""T13: backups, made by hand and by themselves, and the vaults restored from them."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from fieldkit.clock import SteppingClock
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import backups, vaults
from fieldkit.services.journal import Journal
from fieldkit.services.reviewing import Reviewing
from fieldkit.services.workspace import Workspace
from fieldkit.store import backup
from tests.command import PHRASE, Done, Office, opened, run
from tests.flow import team
from tests.flow.team import Team, dump
from tests.flow.test_no_room import PAGE, no_file_beyond


def restore(source: Path, folder: Path, clock: SteppingClock, phrase: str = team.PHRASE) -> None:
    backups.restore(source, VaultFiles(folder), phrase, clock, floor=vaults.TEST_COST)


def restored(source: Path, folder: Path, phrase: str = PHRASE) -> Done:
    return run("vault", "restore", source, "--vault", folder, "--json", phrase=phrase)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path / "office")
    office.add("R-1")
    return office


def test_t13_each_of_the_last_ten_automatic_backups_restores_to_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    people = Team.same(tmp_path, ("M1",))
    vault = people["M1"]
    expected = []
    for number in range(12):
        people.record("M1", f"words {number}")
        people.clock.set(people.clock.now() + timedelta(days=1))
        assert backups.daily(vault) is None
        assert backups.daily(vault) is None
        expected.append(dump(vault))
    kept = backup.kept(vault.files)
    assert len(kept) == backup.KEPT == 10
    people.close()
    for path, content in zip(kept, expected[2:], strict=True):
        shutil.rmtree(folder, ignore_errors=True)
        restore(path, folder, people.clock)
        with team.unlock(folder, people.clock) as workspace:
            assert dump(workspace) == content
            assert vaults.check(workspace).ok


def test_t13_what_is_written_after_a_backup_and_after_its_restoring_both_arrives(tmp_path: Path) -> None:
    people = Team.same(tmp_path, ("S1", "M1"))
    people.record("M1", "before")
    people.send("M1", "S1")
    file = tmp_path / "kept.fkbackup"
    size = backups.write(people["M1"], file)
    assert size == file.stat().st_size
    people.record("M1", "after the backup")
    people.send("M1", "S1")
    old = people["M1"].identity
    people["M1"].close()
    restore(file, tmp_path / "restored", people.clock)
    people.vaults["M1"] = team.unlock(tmp_path / "restored", people.clock)
    new = people["M1"].identity
    assert (new.device, new.sign_seed) == (old.device, old.sign_seed)
    assert new.epoch != old.epoch
    assert Journal(people["M1"]).head() is None
    people.record("M1", "after the restoring")
    report = people.send("M1", "S1")
    assert (report.new, report.refused, report.conflicts) == (1, (), 0)
    assert len(list(people["S1"].store.facts.all())) == 3
    assert {signed.head.epoch for signed in people["S1"].store.log.heads()} >= {old.epoch, new.epoch}
    assert vaults.check(people["S1"]).ok
    assert vaults.check(people["M1"]).ok
    assert people.send("M1", "S1").new == 0
    people.close()


def test_a_backup_opens_with_the_secrets_of_its_day_and_in_a_new_folder_only(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "kept.fkbackup"
    assert office.do("vault", "backup", "--out", file)["bytes"] == file.stat().st_size
    before = file.read_bytes()
    assert office.run("vault", "backup", "--out", file).refused == "file.exists"
    assert file.read_bytes() == before
    assert office.run("vault", "restore", file).refused == "vault.exists"
    folder = tmp_path / "restored"
    assert restored(file, folder, phrase="not the words").refused == "vault.wrong_passphrase"
    assert not folder.exists()
    assert restored(file, folder).json == {"restored": True, "attachments_missing": 0}
    office.vault = folder
    assert office.do("record", "show", "R-1")["id"] == "R-1"
    assert office.do("vault", "check")["ok"]
    assert restored(tmp_path / "none", tmp_path / "third").refused == "file.missing"
    assert restored(tmp_path / "office" / "slots.a", tmp_path / "third").refused == "backup.not_one"


@pytest.mark.parametrize("keep", [0, 20, 400, 4_000, -1])
def test_a_cut_backup_is_refused_and_leaves_no_vault(office: Office, tmp_path: Path, keep: int) -> None:
    file = tmp_path / "kept.fkbackup"
    office.do("vault", "backup", "--out", file)
    file.write_bytes(file.read_bytes()[:keep])
    office.vault = tmp_path / "restored"
    done = office.run("vault", "restore", file)
    assert done.refused.partition(".")[0] in {"backup", "vault"}
    assert not office.vault.exists() or not any(office.vault.iterdir())


def test_a_backup_is_encrypted_and_holds_no_word(office: Office, tmp_path: Path) -> None:
    with opened(office.vault) as workspace:
        assert backups.automatic(workspace, "import") is None
        backups.write(workspace, tmp_path / "kept.fkbackup")
        kept = backup.kept(workspace.files)
    assert kept
    for path in (*kept, tmp_path / "kept.fkbackup"):
        data = path.read_bytes()
        for plain in (b"SQLite format 3", b"CREATE TABLE", b"interview_short"):  # long: chance writes short words too
            assert plain not in data


def test_no_room_for_a_backup_stops_nothing_and_is_said(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(office.vault) as workspace:
        before = backup.kept(workspace.files)
        with no_file_beyond(PAGE * 3):
            assert backups.automatic(workspace, "import") is Code.BACKUP_NOT_MADE
        assert backup.kept(workspace.files) == before
        assert backups.daily(workspace) is Code.BACKUP_NOT_MADE  # still to be said
        assert [path.name for path in workspace.files.backups.iterdir()] == [path.name for path in before]
    shutil.rmtree(VaultFiles(office.vault).backups)
    VaultFiles(office.vault).backups.write_text("in the way")
    shown = office.run("record", "show", "R-1")
    assert shown.code == 0
    assert "No backup" in shown.err or "резервн" in shown.err
    VaultFiles(office.vault).backups.unlink()
    assert office.run("record", "show", "R-1").err == ""
    assert len(backup.kept(VaultFiles(office.vault))) == 1


def test_a_backup_that_does_not_read_back_is_not_kept(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(office.vault) as workspace:
        before = backup.kept(workspace.files)
        whole = type(workspace.store._database).copy_whole

        def torn(database: object, path: Path) -> None:
            whole(workspace.store._database, path)
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 1
            path.write_bytes(data)

        monkeypatch.setattr(type(workspace.store._database), "copy_whole", torn)
        with pytest.raises(Refusal) as caught:
            workspace.store.keep_copy(workspace.clock, "daily")
        assert caught.value.code is Code.VAULT_STORE_DAMAGED
        assert backup.kept(workspace.files) == before


def test_an_import_makes_a_backup_of_what_was_there(tmp_path: Path) -> None:
    people = Team.same(tmp_path, ("S1", "M1"))
    people.record("S1", "own")
    people.record("M1")
    before = dump(people["S1"])
    people.send("M1", "S1")
    [path] = [path for path in backup.kept(people["S1"].files) if path.name.endswith("-import.db")]
    people.close()
    restore(path, tmp_path / "restored", people.clock)
    with team.unlock(tmp_path / "restored", people.clock) as workspace:
        assert dump(workspace) == before


def test_a_withdrawal_takes_the_testimony_out_of_the_automatic_backups_too(tmp_path: Path) -> None:
    people = Team.same(tmp_path, ("S1", "M1"))
    gone, stays = people.record("M1", "testimony"), people.record("M1", "other")
    people.send("M1", "S1")
    for code in ("M1", "S1"):
        assert backups.automatic(people[code], "daily") is None
    Reviewing(people["M1"]).withdraw(gone)
    people.send("M1", "S1")
    people.close()
    for number, code in enumerate(("M1", "S1")):
        [path] = backup.kept(VaultFiles(tmp_path / code))
        restore(path, tmp_path / f"restored {number}", people.clock)
        with team.unlock(tmp_path / f"restored {number}", people.clock) as workspace:
            assert team.state(workspace, gone) == "withdrawn"
            assert all(line.body is None for line in workspace.store.log.about(gone) if line.entry.kind == "revision")
            assert team.state(workspace, stays) == "submitted"


def test_a_program_that_dies_after_a_withdrawal_removes_the_backups_at_the_next_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = Team.same(tmp_path, ("M1",))
    gone = people.record("M1", "testimony")
    assert backups.automatic(people["M1"], "daily") is None
    [before] = backup.kept(people["M1"].files)
    with monkeypatch.context() as dying:
        dying.setattr(backups, "forget", _die)
        with pytest.raises(KeyboardInterrupt):
            Reviewing(people["M1"]).withdraw(gone)
    assert before.exists()
    people.close()
    team.unlock(tmp_path / "M1", people.clock).close()
    assert before not in backup.kept(VaultFiles(tmp_path / "M1"))


def _die(_workspace: Workspace) -> None:
    raise KeyboardInterrupt


def test_pruning_goes_by_number_and_size_and_leaves_two(tmp_path: Path) -> None:
    files = VaultFiles(tmp_path)
    files.backups.mkdir()
    for day in range(1, 9):
        (files.backups / f"2026010{day}T090000-0-daily.db").write_bytes(b"x" * 100)
    backup.prune(files, most=6)
    assert len(backup.kept(files)) == 6
    backup.prune(files, most_bytes=350)
    assert [path.name[:8] for path in backup.kept(files)] == ["20260106", "20260107", "20260108"]
    backup.prune(files, most_bytes=1)
    assert len(backup.kept(files)) == 2


def test_a_new_key_leaves_no_backup_under_the_old_one(office: Office) -> None:
    files = VaultFiles(office.vault)
    assert backup.kept(files)
    office.do("vault", "rotate")
    with opened(office.vault):
        pass
    assert not backup.kept(files)
