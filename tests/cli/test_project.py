"""`fieldkit project`: founding, enrolling by files, the roster."""

from pathlib import Path

from tests.command import Office, Person


def test_enrolment_by_files(own: Office, tmp_path: Path) -> None:
    monitor = Person(tmp_path / "monitor")
    own.enrol(monitor, "M1", "monitor", tmp_path)
    roster = monitor.do("project", "roster")
    assert roster["title"] == "Fictional sample"
    assert roster["code"] == "M1"
    assert [(row["code"], row["role"], row["revoked"]) for row in roster["members"]] == [
        ("M1", "monitor", False),
        ("O1", "officer", False),
    ]
    assert roster["members"] == own.do("project", "roster")["members"]


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    person = Person(tmp_path / "v")
    (tmp_path / "request").write_text("old", encoding="utf-8")
    refused = person.run("project", "enrol-request", "--code", "M1", "--out", tmp_path / "request").refused
    assert refused == "file.exists"
    assert (tmp_path / "request").read_text(encoding="utf-8") == "old"


def test_outside_a_project_there_is_no_roster(tmp_path: Path) -> None:
    assert Person(tmp_path / "v").run("project", "roster").refused == "project.missing"


def test_the_roster_in_words(office: Office) -> None:
    assert "officer" in office.say("project", "roster").out
    assert "O1" in office.say("project", "roster").out
