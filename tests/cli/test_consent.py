"""`fieldkit consent`: shown in words, taken back with a word of confirmation, and what was given out before."""

from pathlib import Path

from tests.command import Office


def test_what_was_agreed_to_is_shown_use_by_use(office: Office) -> None:
    shown = office.do("consent", "show", "R-1")
    assert shown["state"] == "accepted"
    assert shown["uses"]["statistics"] == "given"
    assert shown["uses"]["anonymous_quote"] == "not_asked"
    said = office.say("consent", "show", "R-1").out
    assert "counting it in statistics" in said
    assert office.run("consent", "show", "R-4").refused == "record.not_submitted"


def test_taking_back_needs_a_word_and_tells_what_was_given_out(own: Office, tmp_path: Path) -> None:
    own.add("R-1")
    own.do("review", "accept", "R-1")
    assert own.do("consent", "recall", "R-1")["given_out"] == []
    own.do("report", "pdf", "--kind", "summary", "--out", tmp_path / "june.pdf")
    own.do("stats", "--level", "partner")
    own.do("stats")
    asked = own.run("consent", "withdraw", "R-1", "--use", "statistics")
    assert asked.refused == "consent.not_confirmed"
    assert own.do("stats")["records"]["active"] == 1
    done = own.do("consent", "withdraw", "R-1", "--use", "statistics", "--yes")
    assert done["state"] == "accepted"
    assert own.do("consent", "show", "R-1")["uses"]["statistics"] == "withdrawn"
    assert own.do("stats")["records"]["active"] == 0
    given = [(each["kind"], each["level"], each["name"]) for each in done["given_out"]]
    assert given == [("figures", "partner", ""), ("report", "internal", "june.pdf")]
    assert own.do("consent", "recall")["given_out"] == done["given_out"]
    assert [event["kind"] for event in own.do("record", "history", "R-1")["history"]][-1] == "use_withdrawn"


def test_taking_everything_back_erases(own: Office) -> None:
    own.add("R-1")
    assert own.do("consent", "withdraw", "R-1", "--yes")["state"] == "withdrawn"
    assert own.do("record", "show", "R-1")["sections"] == []
    assert own.run("consent", "withdraw", "R-1", "--yes").refused == "record.withdrawn"
