"""Retention by command: sealed at submission, corrected by new records, confirmed by receipts, emptied for the way."""

from pathlib import Path

import pytest

from fieldkit.instruments import answers_json
from fieldkit.services.figures import FigureBoard
from fieldkit.services.recording import Recording
from tests.command import ANSWERS, Office, Person, opened


class Two:
    """An officer, and a monitor whose records are sealed at submission."""

    def __init__(self, folder: Path) -> None:
        self.stick = folder / "stick"
        self.stick.mkdir()
        self.office, self.monitor = Office(folder / "office"), Person(folder / "monitor")
        self.office.enrol(self.monitor, "M1", "monitor", folder)
        assert self.office.do("project", "retention")["retention"] == "keep"
        assert self.office.do("project", "retention", "seal")["retention"] == "seal_at_submit"
        self.bring(self.office, self.monitor, "--to", "M1")

    def bring(self, sender: Person, receiver: Person, *to: str) -> None:
        for path in sender.do("bundle", "write", "--out", self.stick, *to)["files"]:
            assert receiver.do("bundle", "import", path)["refused"] == []

    def correct(self, record: str) -> str:
        """A new record in the place of one that cannot be read any more."""
        draft = str(self.monitor.do("record", "amend", record)["id"])
        with opened(self.monitor.vault) as workspace:
            recording = Recording(workspace)
            session = recording.resume(draft)
            answers_json.fill(session, ANSWERS.read_bytes())
            recording.save(draft, session.draft())
        return str(self.monitor.do("record", "submit", draft)["id"])


@pytest.fixture
def two(tmp_path: Path) -> Two:
    return Two(tmp_path)


def test_a_sealed_record_is_listed_and_says_why_it_cannot_be_read(two: Two) -> None:
    record = two.monitor.add()
    [row] = two.monitor.do("record", "list")["records"]
    assert (row["id"], row["instrument"], row["state"], row["sealed"]) == (record, "interview_short", "submitted", True)
    assert (row["site"], row["date"]) == ("KZ", "2009-06")
    assert two.monitor.do("record", "show", record)["sections"] == []
    assert "can no longer read it" in two.monitor.say("record", "show", record).out
    assert "submitted, sealed" in two.monitor.say("record", "list").out
    assert two.monitor.run("record", "migrate", record).refused == "record.sealed"
    assert two.monitor.do("vault", "check")["ok"]
    assert two.monitor.run("project", "retention", "keep").refused == "project.not_officer"


def test_a_sealed_record_is_corrected_by_a_new_one_and_only_one_of_them_counts(two: Two) -> None:
    record = two.monitor.add()
    correction = two.correct(record)
    assert correction != record
    for person in (two.monitor, two.office):
        shown = {each: person.do("record", "show", each) for each in (record, correction)}
        assert (shown[record]["corrected_by"], shown[correction]["corrects"]) == ([correction], record)
        if person is two.monitor:
            two.bring(two.monitor, two.office)
            two.office.do("review", "accept", record)
    two.office.do("review", "accept", correction)
    states = {row["id"]: (row["state"], row["duplicate_of"]) for row in two.office.do("record", "list")["records"]}
    assert states == {record: ("duplicate", correction), correction: ("accepted", "")}
    with opened(two.office.vault) as workspace:
        counted = FigureBoard(workspace).compute().records
    assert (counted.all, counted.active, counted.duplicates) == (2, 1, 1)
    two.bring(two.office, two.monitor, "--to", "M1")
    assert {row["id"]: row["state"] for row in two.monitor.do("record", "list")["records"]} == {
        record: "duplicate",
        correction: "accepted",
    }


def test_amending_a_sealed_record_twice_goes_on_with_the_same_draft(two: Two) -> None:
    record = two.monitor.add()
    first = two.monitor.do("record", "amend", record)["id"]
    assert two.monitor.do("record", "amend", record)["id"] == first


def test_what_is_handed_over_and_confirmed_is_told_in_one_sentence(two: Two) -> None:
    two.monitor.add()
    two.bring(two.monitor, two.office)
    two.monitor.add()
    told = {"records": 1, "confirmed": 0, "unfitting": 0}
    assert two.monitor.do("record", "list")["handed_over"] == told
    two.bring(two.office, two.monitor, "--to", "M1")
    assert "Handed over: 1 of 1 confirmed" in two.monitor.say("record", "list").out
    assert "Handed over: 1 of 2 confirmed" in two.monitor.say("bundle", "write", "--out", two.stick).out
    assert "handed_over" not in two.office.do("record", "list")


def test_a_vault_is_emptied_for_the_way_and_gets_a_new_key(two: Two, tmp_path: Path) -> None:
    two.office.do("project", "retention", "keep")
    two.bring(two.office, two.monitor, "--to", "M1")
    record = two.monitor.add()
    two.monitor.add(submit=False)
    border = tmp_path / "border"
    assert two.monitor.run("vault", "travel", "--out", border).refused == "travel.drafts"
    assert two.monitor.run("vault", "travel", "--out", border, "--keep-drafts", "--discard-drafts").code == 2
    assert two.office.run("vault", "travel", "--out", border).refused == "travel.reader"
    assert two.monitor.do("record", "show", record)["sections"]
    done = two.monitor.do("vault", "travel", "--out", border, "--keep-drafts", "--new-key")
    assert (done["records"], done["left"], done["discarded"], done["compacted"]) == (1, 0, 0, True)
    assert done["recovery_code"] != two.monitor.recovery_code
    assert two.monitor.do("record", "show", record)["sections"] == []
    assert two.monitor.do("vault", "check")["ok"]
    [file] = done["files"]
    assert two.office.do("bundle", "import", file)["new"] == 1
    assert two.office.do("record", "show", record)["sections"]
