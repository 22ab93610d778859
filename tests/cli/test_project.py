"""`fieldkit project`: founding, enrolling by files, the roster."""

from pathlib import Path

from tests.command import Office, Person
from tests.unit.services.helpers import form_file


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


def test_nobody_is_enrolled_before_the_numbers_are_compared(own: Office, tmp_path: Path) -> None:
    monitor, request, answer = Person(tmp_path / "monitor"), tmp_path / "request", tmp_path / "answer"
    asked = monitor.do("project", "enrol-request", "--code", "M1", "--out", request)
    refused = own.run("project", "enrol", request, "--role", "monitor", "--out", answer)
    assert refused.refused == "project.not_confirmed"
    assert asked["numbers"] in refused.err
    assert not answer.exists()
    assert [row["code"] for row in own.do("project", "roster")["members"]] == ["O1"]
    told = own.do("project", "enrol", request, "--role", "monitor", "--out", answer, "--yes")
    assert (told["member"], told["numbers"]) == ("M1", asked["numbers"])


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


def test_a_version_is_published_to_every_device(own: Office, tmp_path: Path) -> None:
    monitor = Person(tmp_path / "monitor")
    own.enrol(monitor, "M1", "monitor", tmp_path)
    older, newer = form_file(tmp_path).rename(tmp_path / "older.md"), form_file(tmp_path, "2", title="Stop!")
    first = own.do("project", "publish", older)
    assert first == {
        "id": "stop",
        "version": "1",
        "before": None,
        "published": True,
        "changes": [],
        "drafts": 0,
        "records": 0,
    }
    own.do("form", "import", newer)
    (tmp_path / "answers").write_text('{"site": "kz_uz_control"}', "utf-8")
    own.do("record", "add", "--form", "stop", "--answers", tmp_path / "answers", "--submit")
    second = own.do("project", "publish", "stop")
    assert (second["version"], second["before"], second["records"]) == ("2", "1", 1)
    assert [(change["change"], change["after"]) for change in second["changes"]] == [("title", "Stop!")]
    assert own.do("project", "publish", "stop@2")["published"] is False
    told = own.say("project", "publish", "stop@1").out
    assert "Against version 2:" in told
    assert "title: Stop! → Stop" in told
    own.do("project", "publish", "stop@2")
    (bundle,) = own.do("bundle", "write", "--to", "M1", "--out", tmp_path / "stick")["files"]
    monitor.do("bundle", "import", bundle)
    monitor.do("record", "add", "--form", "stop", "--answers", tmp_path / "answers")
    assert [row["version"] for row in monitor.do("form", "list")["forms"] if row["id"] == "stop"] == ["2"]


def test_only_officers_publish_and_one_version_has_one_wording(own: Office, tmp_path: Path) -> None:
    monitor = Person(tmp_path / "monitor")
    assert monitor.run("project", "publish", form_file(tmp_path)).refused == "project.missing"
    own.enrol(monitor, "M1", "monitor", tmp_path)
    assert monitor.run("project", "publish", form_file(tmp_path)).refused == "project.not_officer"
    own.do("project", "publish", form_file(tmp_path))
    assert own.run("project", "publish", form_file(tmp_path, title="Other")).refused == "form.exists_different"
    assert own.run("project", "publish", "nothing").refused == "form.unknown"


def test_a_member_gets_another_role(own: Office, tmp_path: Path) -> None:
    monitor = Person(tmp_path / "monitor")
    own.enrol(monitor, "M1", "monitor", tmp_path)
    assert monitor.run("project", "role", "M1", "supervisor").refused == "project.not_officer"
    assert own.run("project", "role", "O1", "monitor").refused == "project.own_role"
    assert own.run("project", "role", "M2", "monitor").refused == "project.member_unknown"
    generation = own.do("project", "roster")["generation"]
    told = {"code": "M1", "role": "supervisor", "generation": generation + 1}
    assert own.do("project", "role", "M1", "supervisor") == told
    assert own.do("project", "role", "M1", "supervisor") == told
    [bundle] = own.do("bundle", "write", "--to", "M1", "--out", tmp_path / "stick")["files"]
    monitor.do("bundle", "import", bundle)
    assert monitor.do("project", "roster")["role"] == "supervisor"


def test_a_laptop_is_revoked(own: Office, tmp_path: Path) -> None:
    monitor = Person(tmp_path / "monitor")
    own.enrol(monitor, "M1", "monitor", tmp_path)
    assert monitor.run("project", "revoke", "O1").refused == "project.not_officer"
    assert own.run("project", "revoke", "O1").refused == "project.own_device"
    assert own.run("project", "revoke", "M1", "--since", "soon").refused == "project.bad_moment"
    generation = own.do("project", "roster")["generation"]
    assert own.do("project", "revoke", "M1") == {"revoked": "M1", "generation": generation + 1}
    assert [row["revoked"] for row in own.do("project", "roster")["members"] if row["code"] == "M1"] == [True]
    assert own.run("project", "revoke", "M1").refused == "project.revoked_already"
    assert own.do("project", "revoke", "M1", "--since", "2009-06-14")["generation"] == generation + 2
