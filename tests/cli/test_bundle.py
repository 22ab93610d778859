"""`fieldkit bundle` and `log`: two laptops and a stick."""

from pathlib import Path

import pytest

from tests.command import Office, Person


@pytest.fixture
def monitor(own: Office, tmp_path: Path) -> Person:
    person = Person(tmp_path / "monitor")
    own.enrol(person, "M1", "monitor", tmp_path)
    return person


def test_a_record_travels_and_the_decision_comes_back(own: Office, monitor: Person, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    monitor.add("R-1")
    written = monitor.do("bundle", "write", "--out", stick)
    assert set(written) == {"files", "entries", "records", "attachments", "recipients", "held"}
    assert (written["records"], written["recipients"]) == (1, 1)
    [file] = written["files"]

    info = own.do("bundle", "inspect", file)
    assert (info["member"], info["role"], info["records"], info["refused"]) == ("M1", "monitor", 1, [])
    would = own.do("bundle", "import", "--dry-run", file)
    assert own.do("record", "list")["records"] == []
    did = own.do("bundle", "import", file)
    numbers = {
        "new": 1,
        **dict.fromkeys(("updated", "identical", "conflicts", "attachments", "released", "to_recall"), 0),
    }
    nothing: dict[str, object] = {"refused": [], "forks": [], "turned_back": [], "missing": [], "kept": []}
    assert did == would == numbers | nothing
    again = own.do("bundle", "import", file)
    assert (again["new"], again["updated"]) == (0, 0)
    assert again["identical"] >= 1

    own.do("review", "return", "R-1", "--reason", "Which gate?")
    [answer] = own.do("bundle", "write", "--out", stick, "--to", "M1")["files"]
    monitor.do("bundle", "import", answer)
    [row] = monitor.do("record", "list")["records"]
    assert (row["state"], row["reason"]) == ("returned", "Which gate?")
    assert own.do("log", "verify")["ok"] is True
    assert len(monitor.do("log", "verify")["logs"]) == 2


def test_the_report_in_words(own: Office, monitor: Person, tmp_path: Path) -> None:
    monitor.add()
    [file] = monitor.do("bundle", "write", "--out", tmp_path)["files"]
    assert "M1 (monitor)" in own.say("bundle", "inspect", file).out
    assert "New records: 1" in own.say("bundle", "import", file).out
    assert "All logs hold together." in own.say("log", "verify").out


def test_nobody_to_write_for(tmp_path: Path) -> None:
    office = Office(tmp_path / "alone")
    assert office.run("bundle", "write", "--out", tmp_path, "--to", "M9").refused == "project.member_unknown"


def test_a_receipt_for_each_record(own: Office, monitor: Person, tmp_path: Path) -> None:
    monitor.add("R-1")
    [first] = monitor.do("bundle", "write", "--out", tmp_path)["files"]
    own.do("bundle", "import", first)
    monitor.add("R-2")
    [second] = monitor.do("bundle", "write", "--out", tmp_path)["files"]
    would = own.do("bundle", "import", "--dry-run", "--receipts", first, second)["records"]
    assert [(each["record"], each["what"], each["conflict"], each["author"]) for each in would] == [
        ("R-2", "new", False, "M1"),
        ("R-1", "identical", False, "M1"),
    ]
    said = own.say("bundle", "import", "--receipts", first, second).out.splitlines()
    assert [line.split()[:3] for line in said[-2:]] == [["R-2", "new", "M1"], ["R-1", "already", "here"]]
    assert own.do("bundle", "import", "--dry-run", "--receipts", second)["records"][0]["what"] == "identical"


def test_reasons_for_single_answers_travel_back(own: Office, monitor: Person, tmp_path: Path) -> None:
    monitor.add("R-1")
    [file] = monitor.do("bundle", "write", "--out", tmp_path)["files"]
    own.do("bundle", "import", file)
    ref = own.do("record", "show", "R-1")["sections"][0]["items"][0]["ref"]
    own.do("review", "return", "R-1", "--about", f"{ref}=Which of both?")
    [answer] = own.do("bundle", "write", "--out", tmp_path, "--to", "M1")["files"]
    monitor.do("bundle", "import", answer)
    shown = monitor.do("record", "show", "R-1")
    assert (shown["state"], shown["reason"]) == ("returned", "Which of both?")
    assert shown["remarks"] == [{"ref": ref, "words": "Which of both?"}]
