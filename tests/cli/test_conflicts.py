"""`fieldkit review conflicts` and `resolve`: shapes, choices by number, refusals."""

from functools import partial

from tests.command import Office, opened
from tests.unit.services.helpers import part_ways

DAY = "/data/event/event_date"


def torn(office: Office) -> None:
    """R-1 with a note that two people wrote differently, and a day that one of them corrected."""
    office.add("R-1")
    with opened(office.vault) as workspace:
        row = workspace.store.records.row("R-1")
        assert row is not None
        revision = workspace.store.records.revision(row.head)
        assert revision is not None
        refs = {item.path.rpartition("/")[2]: item.ref for item in revision.answers.items}
        note = refs["monitor_note"]
        part_ways(workspace, "R-1", ((note, "one"), (refs["age_band"], "a18_29")), ((note, "two"),))


def test_a_conflict_is_listed_and_decided(own: Office) -> None:
    torn(own)
    (conflict,) = own.do("review", "conflicts")["conflicts"]
    (question,) = conflict["questions"]
    assert (conflict["id"], conflict["whole"], len(conflict["versions"])) == ("R-1", False, 2)
    assert sorted(question["values"]) == ["one", "two"]
    said = own.say("review", "conflicts")
    assert "R-1" in said.out
    assert question["ref"] in said.out
    number = question["values"].index("two") + 1
    done = own.do("review", "resolve", "R-1", "--take", f"{question['ref']}={number}")
    assert done == {"id": "R-1", "state": "submitted"}
    shown = own.do("record", "show", "R-1")
    told = {item["ref"]: item["value"] for section in shown["sections"] for item in section["items"]}
    assert told[question["ref"]] == "two"
    assert own.do("review", "conflicts") == {"conflicts": []}
    assert "No record is in conflict." in own.say("review", "conflicts").out


def test_refusals(own: Office) -> None:
    torn(own)
    resolve = partial(own.run, "review", "resolve", "R-1", "--take")
    assert resolve("3").refused == "resolve.unknown_version"
    assert resolve("x").refused == "resolve.unknown_version"
    assert resolve(f"{DAY}=1").refused == "resolve.undecided"
    assert own.run("review", "resolve", "R-0", "--take", "1").refused == "record.unknown"
    assert own.do("review", "resolve", "R-1", "--take", "1")["state"] == "submitted"
    assert resolve("1").refused == "record.no_conflict"
