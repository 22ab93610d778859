"""`fieldkit bundle` and `log`: two laptops and a stick."""

import shutil
from pathlib import Path

import pytest

from tests.command import Office, Person


@pytest.fixture
def monitor(own: Office, tmp_path: Path) -> Person:
    person = Person(tmp_path / "monitor")
    own.enrol(person, "M1", "monitor", tmp_path)
    return person


def test_a_whole_stick_is_taken_in_without_what_is_for_others(own: Office, monitor: Person, tmp_path: Path) -> None:
    other, stick = Person(tmp_path / "other"), tmp_path / "stick"
    own.enrol(other, "M2", "monitor", tmp_path)
    own.do("bundle", "write", "--to", "M1", "--to", "M2", "--out", stick)
    mine, *_ = own.do("bundle", "write", "--to", "M1", "--full", "--out", stick)["files"]
    (stick / "notes.txt").write_text("no bundle", encoding="utf-8")
    did = monitor.do("bundle", "import", stick, mine)
    assert (did["refused"], did["for_others"]) == ([], 1)
    assert "1 bundle here is sealed for somebody else." in monitor.say("bundle", "import", stick).out
    assert monitor.do("project", "roster")["generation"] == own.do("project", "roster")["generation"]
    for path in stick.glob("*.fkb"):
        if monitor.run("bundle", "inspect", path).code == 0:
            path.unlink()
    assert monitor.run("bundle", "import", stick).code == 1
    [left] = stick.glob("*.fkb")
    assert monitor.run("bundle", "import", left).code == 1
    left.unlink()
    assert monitor.run("bundle", "import", stick).refused == "bundle.none_here"


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
        "for_others": 0,
    }
    nothing: dict[str, object] = {"refused": [], "forks": [], "turned_back": [], "missing": [], "kept": []}
    nothing["along"] = {"people": False, "lists": False, "questionnaires": []}
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


def test_the_receipt_says_that_consent_was_withdrawn(own: Office, monitor: Person, tmp_path: Path) -> None:
    monitor.add("R-1")
    own.do("bundle", "import", *monitor.do("bundle", "write", "--out", tmp_path)["files"])
    monitor.add("R-2")
    for record in ("R-1", "R-2"):
        monitor.do("review", "withdraw", record)
    files = monitor.do("bundle", "write", "--out", tmp_path)["files"]
    told = own.do("bundle", "import", "--dry-run", "--receipts", *files)["records"]
    assert [(each["record"], each["what"], each["withdrawn"]) for each in told] == [
        ("R-2", "new", True),
        ("R-1", "updated", True),
    ]
    said = own.say("bundle", "import", "--receipts", *files).out
    assert "withdrawn, was not known here" in said
    again = own.do("bundle", "import", "--receipts", *files)["records"]
    assert [each["what"] for each in again] == ["identical", "identical"]


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


def test_what_comes_before_its_laptop_is_enrolled_waits_and_comes_in_by_itself(tmp_path: Path) -> None:
    """The officer goes on with a backup from before; M1's laptop is in no roster of it."""
    office = Office(tmp_path / "office")
    copy = tmp_path / "before"
    shutil.copytree(office.vault, copy)
    monitor, other = Person(tmp_path / "monitor"), Person(tmp_path / "other")
    office.enrol(monitor, "M1", "monitor", tmp_path)
    monitor.add("R-1")
    [file] = monitor.do("bundle", "write", "--out", tmp_path / "stick")["files"]
    shutil.rmtree(office.vault)
    copy.rename(office.vault)
    papers = tmp_path / "papers"
    papers.mkdir()
    office.enrol(other, "M2", "monitor", papers)

    assert office.run("bundle", "inspect", file).refused == "bundle.unknown_device"
    would = office.do("bundle", "import", "--dry-run", file)
    assert office.do("bundle", "waiting") == {"waiting": []}
    did = office.do("bundle", "import", file)
    [kept] = did["kept"]
    assert (kept["member"], kept["ready"], kept["code"], did["new"], did["refused"]) == ("M1", False, None, 0, [])
    assert [each["name"] for each in would["kept"]] == [kept["name"]]
    assert office.do("record", "list")["records"] == []
    said = office.say("bundle", "import", file).out
    assert f"Kept until the laptop of M1 with the numbers {kept['numbers']} is enrolled." in said
    assert [each["name"] for each in office.do("bundle", "waiting")["waiting"]] == [kept["name"]]
    assert kept["name"][:12] in office.say("bundle", "waiting").out

    assert office.run("bundle", "discard", "no such name").refused == "bundle.not_waiting"
    assert office.do("bundle", "discard", kept["name"][:12]) == {"discarded": 1}
    assert "No bundle waits" in office.say("bundle", "waiting").out
    office.do("bundle", "import", file)
    [request] = tmp_path.glob("M1.request")
    enrolled = office.do("project", "enrol", request, "--role", "monitor", "--out", tmp_path / "again.fka", "--yes")
    assert (enrolled["released"], enrolled["new"]) == (1, 1)
    assert [each["id"] for each in office.do("record", "list")["records"]] == ["R-1"]
    again = office.do("bundle", "waiting", "--take")
    assert (again["waiting"], again["taken"]["new"]) == ([], 0)


def test_what_comes_along_with_records_is_told(own: Office, monitor: Person, tmp_path: Path) -> None:
    table = tmp_path / "codes.csv"
    table.write_text("list,code,label_ru\ntransport,cart,Арба\n", encoding="utf-8")
    own.do("project", "lists", "import", table)
    [file] = own.do("bundle", "write", "--out", tmp_path, "--to", "M1")["files"]
    would = monitor.do("bundle", "import", "--dry-run", file)["along"]
    assert (would["lists"], would["questionnaires"]) == (True, [])
    assert "Changes of sites and code lists come along." in monitor.say("bundle", "import", file).out
    assert monitor.do("bundle", "import", file)["along"]["lists"] is False
