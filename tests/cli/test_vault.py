"""`fieldkit vault` as a person uses it."""

from pathlib import Path

from tests.command import PHRASE, Office, Person, run


def test_the_recovery_code_is_printed_once(tmp_path: Path) -> None:
    done = run("vault", "create", "--vault", tmp_path / "v")
    assert done.code == 0
    assert len([line for line in done.out.splitlines() if line.count("-") == 4]) == 1
    assert run("vault", "create", "--vault", tmp_path / "v", "--json").refused == "vault.exists"


def test_chance_draws_a_passphrase_of_words(tmp_path: Path) -> None:
    drawn = run("vault", "create", "--words", "--vault", tmp_path / "v", "--json", "--lang", "ru", phrase=None).json
    assert len(drawn["passphrase"].split()) == 6
    assert run("vault", "check", "--vault", tmp_path / "v", "--json", phrase=drawn["passphrase"]).json["ok"]
    told = run("vault", "create", "--words", "--vault", tmp_path / "w", "--lang", "en", phrase=None).out
    [words] = [line.removeprefix("Passphrase: ") for line in told.splitlines() if line.startswith("Passphrase: ")]
    assert words != drawn["passphrase"]
    assert run("vault", "check", "--vault", tmp_path / "w", "--json", phrase=words).json["ok"]


def test_a_weak_passphrase_makes_no_vault(tmp_path: Path) -> None:
    assert run("vault", "create", "--vault", tmp_path / "v", "--json", phrase="aaaaaaaaaaaa").refused == (
        "vault.passphrase_weak"
    )
    assert not (tmp_path / "v" / "store.db").exists()


def test_info_needs_no_passphrase(office: Office) -> None:
    info = office.run("vault", "info", phrase=None).json
    assert info["slots"] == ["passphrase", "recovery"]
    assert info["copies"] == 2


def test_check_reads_everything(office: Office) -> None:
    assert office.do("vault", "check") == {"ok": True, "findings": []}


def test_check_finds_a_missing_copy_of_the_key_slots(own: Office) -> None:
    (own.vault / "slots.b").unlink()
    done = own.run("vault", "check")
    assert done.code == 1
    assert done.json["ok"] is False
    assert done.json["findings"] == ["slots.copies_differ"]


def test_the_passphrase_comes_from_a_file_and_changes(tmp_path: Path) -> None:
    person = Person(tmp_path / "v")
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text(f"{PHRASE}\n", encoding="utf-8")
    new.write_text("seven other words that nobody knows\nsecond line\n", encoding="utf-8")
    given = ("--passphrase-file", old)
    assert person.run("vault", "passphrase", *given, "--new-passphrase-file", new, phrase=None).code == 0
    assert person.run("vault", "check", *given, phrase=None).refused == "vault.wrong_passphrase"
    assert person.run("vault", "check", "--passphrase-file", new, phrase=None).code == 0


def test_a_forgotten_passphrase_is_replaced_with_the_recovery_code(tmp_path: Path) -> None:
    person = Person(tmp_path / "v")
    code, new = tmp_path / "code", tmp_path / "new"
    code.write_text(f"{person.recovery_code}\n", encoding="utf-8")
    new.write_text("seven other words that nobody knows\n", encoding="utf-8")
    recover = ("vault", "recover", "--new-passphrase-file", new, "--lang", "en")
    assert person.run(*recover, phrase=None).refused == "vault.recovery_code_missing"
    assert person.run(*recover, "--code-file", new, phrase=None).refused == "vault.wrong_recovery_code"
    assert person.run("vault", "check").code == 0
    assert person.run(*recover, "--code-file", code, phrase=None).code == 0
    assert person.run("vault", "check").refused == "vault.wrong_passphrase"
    assert person.run("vault", "check", "--passphrase-file", new, phrase=None).code == 0


def test_a_backup_is_restored_with_the_recovery_code_of_its_day(tmp_path: Path) -> None:
    person = Person(tmp_path / "v")
    file, code, wrong = tmp_path / "copy", tmp_path / "code", tmp_path / "wrong"
    person.do("vault", "backup", "--out", file)
    code.write_text(f"{person.recovery_code.lower()}\n", encoding="utf-8")
    wrong.write_text(f"{person.do('vault', 'rotate')['recovery_code']}\n", encoding="utf-8")
    restore = ("vault", "restore", file, "--vault", tmp_path / "w", "--json")
    assert run(*restore, "--code-file", wrong, phrase=None).refused == "vault.wrong_recovery_code"
    assert run(*restore, "--code", phrase=None).refused == "vault.recovery_code_missing"
    assert run(*restore, "--code-file", code, phrase=None).json["restored"]
    assert run("vault", "check", "--vault", tmp_path / "w", "--json").json["ok"]


def test_an_empty_passphrase_file_is_refused(office: Office, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert office.run("vault", "check", "--passphrase-file", tmp_path / "empty").refused == "vault.passphrase_missing"


def test_without_a_terminal_nothing_is_asked(office: Office) -> None:
    assert office.run("vault", "check", phrase=None).refused == "vault.passphrase_missing"
