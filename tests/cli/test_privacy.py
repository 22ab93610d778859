"""`fieldkit privacy risk`: six people, five of them alike but for their days, one alone by age and citizenship."""

import json
from pathlib import Path

import pytest

from fieldkit.services.risk import RiskMeter
from tests.command import ANSWERS, Office, opened

DAYS = ("2009-06-01", "2009-06-08", "2009-06-09", "2009-06-16", "2009-06-16")


@pytest.fixture(scope="module")
def six(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("six")
    office = Office(folder / "vault")
    people = [(f"R-{number}", day, "a30_45", "UZ") for number, day in enumerate(DAYS, 1)]
    for record, day, age, citizenship in [*people, ("R-6", DAYS[-1], "a60_plus", "TJ")]:
        answers = json.loads(ANSWERS.read_text(encoding="utf-8"))
        answers["person"] |= {"event_date": day, "age_band": age, "citizenship": citizenship}
        file = folder / "answers.json"
        file.write_text(json.dumps(answers), encoding="utf-8")
        office.do("record", "add", "--form", "interview_short", "--answers", file, "--id", record, "--submit")
        office.do("review", "accept", record)
    return office


def test_what_singles_people_out_and_what_would_help(six: Office) -> None:
    found = six.do("privacy", "risk")
    assert found["now"]["records"] == 6
    assert found["now"]["k"] == 1
    assert found["now"]["below"] == {"2": 4, "3": 6, "5": 6}
    assert found["uniques"][0] == {"variables": ["time"], "records": 3}
    assert {"variables": ["age"], "records": 1} in found["uniques"]
    assert {"variables": ["age", "citizenship"], "records": 1} not in found["uniques"]  # one of them is enough
    assert found["proposal"] == {"time": "month", "age": "left_out", "citizenship": "left_out"}
    assert found["then"]["k"] == 6


def test_one_record_among_all(six: Office) -> None:
    found = six.do("privacy", "risk", "--record", "R-6")
    assert (found["alike"], found["highest"]) == (1, 1)
    assert ["age"] in found["uniques"]
    assert ["age", "citizenship"] not in found["uniques"]
    said = six.say("privacy", "risk", "--record", "R-6").out
    assert "No other record is the same" in said
    assert "Whoever knows one of these can tell the record from all others:" in said
    assert "– citizenship" in said
    alike = six.do("privacy", "risk", "--record", "R-4")
    assert (alike["alike"], alike["highest"], alike["uniques"]) == (2, 0.5, [])
    assert "1 other record is the same" in six.say("privacy", "risk", "--record", "R-4").out
    assert six.run("privacy", "risk", "--record", "R-9").refused == "record.unknown"


def test_in_words(six: Office) -> None:
    said = six.say("privacy", "risk").out
    assert "date: known together, they single out 3 records." in said
    assert "citizenship: known together" in said
    assert "- Tell the month instead of the day." in said
    assert "- Leave the citizenship out." in said


def test_of_one_record(six: Office) -> None:
    with opened(six.vault) as workspace:
        alone, alike = RiskMeter(workspace).of("R-6"), RiskMeter(workspace).of("R-4")
    assert alone is not None
    assert alike is not None
    assert (alone.alike, alike.alike, alike.uniques) == (1, 2, ())
    assert {len(variables) for variables in alone.uniques} == {1}


def test_of_too_few_nothing_helps(office: Office) -> None:
    found = office.do("privacy", "risk")
    assert (found["now"]["records"], found["proposal"], found["then"]) == (1, None, None)
    assert "There is only 1 record" in office.say("privacy", "risk").out


def test_of_nobody(tmp_path: Path) -> None:
    empty = Office(tmp_path / "vault")
    assert "No record that counts tells of a person." in empty.say("privacy", "risk").out
    assert empty.do("privacy", "risk")["uniques"] == []
