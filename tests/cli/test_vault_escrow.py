"""The way back in with an officer's help, by commands and files, as on two laptops."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import CHILD, PHRASE, Office, Person, run
from tests.flow.test_destroying import typed

NEW = "seven other words that nobody knows"


@pytest.fixture
def monitor(tmp_path: Path) -> tuple[Office, Person]:
    """An officer, and a monitor of the project."""
    office, person = Office(tmp_path / "office"), Person(tmp_path / "monitor")
    office.enrol(person, "M1", "monitor", tmp_path)
    return office, person


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """A file with the new passphrase."""
    path = tmp_path / "new"
    path.write_text(f"{NEW}\n", encoding="utf-8")
    return path


def test_a_monitor_comes_back_in_with_the_officers_answer(
    monitor: tuple[Office, Person], new: Path, tmp_path: Path
) -> None:
    office, person = monitor
    request, answer = tmp_path / "a.fkr", tmp_path / "a.fka"
    recover = ("vault", "recover", "--new-passphrase-file", new)
    person.add("R-1")
    assert person.run(*recover, "--ask", request, phrase=None).refused == "escrow.none"
    assert person.do("vault", "escrow") == {
        "entrusted": True,
        "current": True,
        "openers": ["O1"],
        "gone": [],
        "missing": [],
        "unknown": 0,
        "left_out": 0,
    }
    assert "Two are better" in person.say("vault", "escrow", "--status").out
    asked = person.run(*recover, "--ask", request, phrase=None).json
    assert office.run("vault", "answer", request, "--out", answer).refused == "recovery.not_confirmed"
    assert not answer.exists()
    answered = office.do("vault", "answer", request, "--out", answer, "--yes")
    assert (answered["member"], answered["numbers"]) == ("M1", asked["numbers"])
    assert person.run(*recover, "--answer", request, phrase=None).refused == "recovery.answer_damaged"
    assert person.run(*recover, "--answer", answer, phrase=None).json == {"changed": True}
    assert person.run(*recover, "--answer", answer, phrase=None).refused == "recovery.answer_old"
    assert person.run("vault", "check").refused == "vault.wrong_passphrase"
    assert person.run("record", "show", "R-1", phrase=NEW).code == 0
    assert person.run("vault", "info", phrase=None).json["slots"] == ["passphrase", "recovery", "escrow"]


def test_an_officer_compares_the_numbers_at_a_terminal(
    monitor: tuple[Office, Person], new: Path, tmp_path: Path
) -> None:
    office, person = monitor
    request, answer = tmp_path / "a.fkr", tmp_path / "a.fka"
    person.do("vault", "escrow")
    person.run("vault", "recover", "--new-passphrase-file", new, "--ask", request, phrase=None)
    command = ("vault", "answer", request, "--out", answer, "--vault", office.vault, "--lang", "en")
    assert typed("n\n", *command) == 1
    assert not answer.exists()
    assert typed("y\n", *command) == 0
    assert answer.exists()


def test_a_key_is_entrusted_to_nobody_any_more(monitor: tuple[Office, Person], new: Path, tmp_path: Path) -> None:
    _office, person = monitor
    assert "entrusted to nobody" in person.say("vault", "escrow", "--status").out
    person.do("vault", "escrow")
    assert person.do("vault", "escrow", "--remove")["entrusted"] is False
    assert person.run("vault", "escrow", "--remove").refused == "escrow.none"
    ask = ("vault", "recover", "--new-passphrase-file", new, "--ask", tmp_path / "a")
    assert person.run(*ask, phrase=None).refused == "escrow.none"


def test_outside_a_project_there_is_nobody_to_entrust_it_to(tmp_path: Path) -> None:
    person = Person(tmp_path / "v")
    assert person.run("vault", "escrow").refused == "project.missing"
    person.do("project", "create", "--title", "Alone", "--code", "O1")
    assert person.run("vault", "escrow").refused == "escrow.no_officers"


def test_only_one_way_of_recovering_at_a_time(tmp_path: Path) -> None:
    done = run("vault", "recover", "--ask", tmp_path / "a", "--answer", tmp_path / "b", "--vault", tmp_path, "--json")
    assert done.code == 2
    assert "--answer" in done.err


def test_a_weak_new_passphrase_writes_no_request(monitor: tuple[Office, Person], tmp_path: Path) -> None:
    _office, person = monitor
    person.do("vault", "escrow")
    (tmp_path / "weak").write_text("aaaaaaaaaaaa\n")
    ask = ("vault", "recover", "--new-passphrase-file", tmp_path / "weak", "--ask", tmp_path / "a")
    assert person.run(*ask, phrase=None).refused == "vault.passphrase_weak"
    assert not (tmp_path / "a").exists()


def test_a_rotation_tells_how_far_it_is_and_whom_the_new_key_is_entrusted_to(monitor: tuple[Office, Person]) -> None:
    _office, person = monitor
    person.do("vault", "escrow")
    done = person.do("vault", "rotate")
    assert (done["officers"], done["escrow_dropped"]) == (1, False)
    leader, follower = pty.openpty()
    assert rotated_at(person.vault, follower) == 0
    assert b"3/3" in read(leader)


def rotated_at(vault: Path, terminal: int) -> int:
    """The exit code of a rotation whose stderr is a terminal."""
    command = [sys.executable, "-c", CHILD, PHRASE, "vault", "rotate", "--vault", str(vault)]
    done = subprocess.run(command, stderr=terminal, stdout=subprocess.DEVNULL, check=False, timeout=60)
    os.close(terminal)
    return done.returncode


def read(terminal: int) -> bytes:
    """All that was written to a terminal whose other end is closed."""
    found = b""
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # the end, as Linux tells it
            break
        found += piece
    os.close(terminal)
    return found
