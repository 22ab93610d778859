"""`fieldkit record`, `search`, `review`: the life of a record."""

from pathlib import Path

import pytest

from tests.command import ANSWERS, Office
from tests.unit.services.helpers import form_file


def states(office: Office, *options: object) -> dict[str, str]:
    return {row["id"]: row["state"] for row in office.do("record", "list", *options)["records"]}


def test_the_list_holds_drafts_and_records(office: Office) -> None:
    assert states(office) == {"R-1": "accepted", "R-2": "returned", "R-3": "submitted", "R-4": "draft"}
    assert states(office, "--state", "draft", "--state", "returned") == {"R-2": "returned", "R-4": "draft"}
    assert states(office, "--site", "kz_uz_control", "--state", "accepted") == {"R-1": "accepted"}
    assert states(office, "--form", "visit") == {}
    row = office.do("record", "list", "--state", "accepted")["records"][0]
    assert {"id", "instrument", "state", "author", "updated"} <= set(row)
    assert (row["instrument"], row["author"], row["date"]) == ("interview_short", "O1", "2009-06-16")


def test_a_printed_id_is_a_draft_unless_submitted(own: Office) -> None:
    draft = own.do("record", "add", "--form", "interview_short", "--answers", ANSWERS)
    assert (draft["state"], draft["revision"]) == ("draft", "")
    submitted = own.do("record", "submit", draft["id"])
    assert submitted["id"] == draft["id"]
    assert submitted["state"] == "submitted"
    assert len(submitted["revision"]) == 64
    assert own.run("record", "submit", draft["id"]).refused == "record.not_a_draft"


def test_an_id_is_taken_once(office: Office) -> None:
    given = ("record", "add", "--form", "interview_short", "--answers", ANSWERS, "--id", "R-1")
    assert office.run(*given).refused == "record.exists"


def test_show_gives_questions_and_answers_in_words(office: Office) -> None:
    shown = office.do("record", "show", "R-1")
    items = {item["ref"]: item for section in shown["sections"] for item in section["items"]}
    assert items["/data/payment/pay_low"]["value"] == "1500"
    assert items["/data/person/site"]["privacy"] == "quasi"
    assert items["/data/person/citizenship"]["label"] == "Citizenship"
    russian = office.say("record", "show", "R-1", language="ru").out
    assert "Гражданство" in russian
    assert "kz_uz_control" not in russian


def test_history_tells_revisions_and_reviews(office: Office) -> None:
    events = office.do("record", "history", "R-2")["history"]
    assert [event["kind"] for event in events] == ["revision", "returned"]
    assert events[1]["note"] == "Which day was it?"
    assert events[1]["revision"] == events[0]["revision"]


def test_an_amended_record_waits_for_review_again(own: Office) -> None:
    own.add("R-1")
    own.do("review", "accept", "R-1")
    draft = own.do("record", "amend", "R-1")
    assert (draft["state"], draft["record"]) == ("draft", "R-1")
    assert own.do("record", "submit", draft["id"])["state"] == "submitted"
    assert len(own.do("record", "history", "R-1")["history"]) == 3


@pytest.mark.parametrize(("words", "found"), [("водитель очереди", 3), ("водителя", 3), ("корабль", 0)])
def test_search_finds_words_by_their_stems(office: Office, words: str, found: int) -> None:
    assert len(office.do("search", words)["records"]) == found


def test_decisions(own: Office) -> None:
    for record in ("A", "B", "C"):
        own.add(record)
    assert {row["id"] for row in own.do("review", "list")["records"]} == {"A", "B", "C"}
    assert own.do("review", "exclude", "A", "--reason", "Test") == {"id": "A", "state": "excluded"}
    assert own.do("review", "duplicate", "B", "--of", "C") == {"id": "B", "state": "duplicate"}
    assert own.do("review", "withdraw", "C") == {"id": "C", "state": "withdrawn"}
    assert states(own) == {"A": "excluded", "B": "duplicate", "C": "withdrawn"}
    assert own.do("record", "show", "C")["sections"] == []
    assert own.do("review", "list")["records"] == []
    assert own.run("review", "accept", "C").refused == "record.withdrawn"


@pytest.mark.parametrize("command", [("show",), ("history",), ("amend",), ("submit",)])
def test_unknown_records_are_refused(office: Office, command: tuple[str, ...]) -> None:
    assert office.run("record", *command, "nothing").refused in {"record.unknown", "record.not_a_draft"}


def test_a_draft_cannot_be_reviewed(office: Office) -> None:
    assert office.run("review", "accept", "R-4").refused == "record.not_submitted"


def test_incomplete_answers_stay_a_draft_and_are_counted(own: Office, tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text('{"safe_here": "safe"}', encoding="utf-8")
    assert own.run("record", "add", "--form", "interview_short", "--answers", path, "--submit").refused == (
        "answer.problems"
    )
    assert states(own) == {}
    draft = own.do("record", "add", "--form", "interview_short", "--answers", path)["id"]
    assert own.run("record", "submit", draft).refused == "answer.problems"
    assert states(own) == {draft: "draft"}


def test_a_record_moves_to_another_version_when_the_person_agrees(own: Office, tmp_path: Path) -> None:
    newer = form_file(tmp_path, "2").read_text("utf-8").replace("| story ", "| other ")
    own.do("project", "publish", form_file(tmp_path))
    (tmp_path / "answers").write_text('{"site": "kz_uz_control", "story": "A grey jacket"}', "utf-8")
    own.do("record", "add", "--form", "stop", "--answers", tmp_path / "answers", "--id", "R-9", "--submit")
    (tmp_path / "stop.md").write_text(newer, "utf-8")
    own.do("project", "publish", tmp_path / "stop.md")
    tried = own.run("record", "migrate", "R-9")
    assert tried.refused == "migration.loses"
    assert "A grey jacket" not in tried.err
    assert (tried.json["from"], tried.json["to"], tried.json["draft"]) == ("1", "2", None)
    assert tried.json["lost"] == [
        {"ref": "/stop/story", "label": "What was told", "value": "A grey jacket", "why": "question"}
    ]
    assert "other" in [new["ref"].rpartition("/")[2] for new in tried.json["new"]]
    told = own.say("record", "migrate", "R-9")
    assert told.code == 1
    assert "What was told: A grey jacket (not asked any more)" in told.out
    assert states(own) == {"R-9": "submitted"}
    draft = own.do("record", "migrate", "R-9", "--to", "2", "--yes")["draft"]
    own.do("record", "submit", draft)
    assert [event["version"] for event in own.do("record", "history", "R-9")["history"]] == ["1", "2"]
    assert own.run("record", "migrate", "R-9").refused == "record.on_version"
