"""`fieldkit consent due`, `consent reconfirm` and `report pdf --names`: nobody is named in public who was not asked again."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fieldkit.domain.consent import Use
from fieldkit.domain.reconfirming import DAYS
from fieldkit.services.cards import Cards
from tests.command import Office, opened, run
from tests.flow import talk

CALLED = "Мирзобалтун Фаргозитова"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An identity officer's vault with an accepted record of somebody who agreed twice to be named."""
    made = Office(tmp_path / "office")
    made.do("form", "import", talk.form_file(tmp_path))
    made.do("identity", "policy", "allow")
    made.do("identity", "officer", "O1")
    with opened(made.vault) as workspace:
        agreed = (*talk.AGREED, "named", "named_again")
        record = talk.tell(workspace, agreed, words="cinnabar asked for paper")
        Cards(workspace).add(record, Use.REAL_NAME, CALLED)
    made.do("review", "accept", record)
    return made


def text_of(file: Path) -> str:
    return subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True).stdout.decode()


def test_a_name_into_a_public_report_takes_asking_again(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "june.pdf"
    report = ("report", "pdf", "--kind", "summary", "--out", out)
    [person] = office.do("consent", "due")["people"]
    record, code = person["id"], person["code"]
    assert (person["said"], person["named"], person["why"]) == ("", False, "to_ask")
    assert office.run(*report, "--names").refused == "report.names_inside"

    done = office.do(*report, "--level", "public", "--names")
    assert (done["named"], done["unnamed"]["to_ask"]) == (0, 1)
    assert "Фаргозитова" not in text_of(out)
    said = office.say(*report, "--level", "public").out
    assert "1 person who agreed to be named is not named" in said
    assert "fieldkit consent due" in said

    old = (datetime.now(UTC) - timedelta(days=DAYS + 2)).date().isoformat()
    office.do("consent", "reconfirm", record, "--said", "agrees", "--on", old)
    assert office.do("consent", "due")["people"][0] | {"named": False} == person | {
        "said": "agrees",
        "on": old,
        "by": "O1",
    }
    assert office.do(*report, "--level", "public", "--names")["named"] == 0
    assert (
        office.run("consent", "reconfirm", record, "--said", "agrees", "--on", "2999-01-01").refused
        == "consent.bad_day"
    )

    assert office.do("consent", "reconfirm", record, "--said", "agrees")["real_name"] == "reconfirmed"
    shown = office.say("consent", "due").out
    assert "may be named" in shown
    assert code in shown
    assert office.do("consent", "due", "--site", "kz_uz_control", "--period", "2009")["people"] == []
    assert office.do(*report, "--level", "public", "--names")["named"] == 1
    assert "Фаргозитова" in text_of(out)
    assert office.do(*report, "--level", "public")["unnamed"] == {"to_ask": 0, "without_names": 1, "other": 0}
    assert office.do("identity", "list")["cards"][0]["opened"] == 1

    no = ("consent", "reconfirm", record, "--said", "no_longer")
    assert office.run(*no).refused == "consent.not_confirmed"
    done = office.do(*no, "--yes")
    assert done["real_name"] == "withdrawn"
    assert [(each["name"], each["uses"]) for each in done["given_out"]] == [("june.pdf", ["real_name"])]
    assert office.run(*no, "--yes").refused == "consent.not_named"
    assert office.do("consent", "due") == {"people": [], "waiting": 0}
    assert office.do(*report, "--level", "public", "--names")["named"] == 0
    assert "Фаргозитова" not in text_of(out)
    kinds = [event["kind"] for event in office.do("record", "history", record)["history"]]
    assert kinds[-2:] == ["reconfirmation_no_longer", "use_withdrawn"]


def test_commands_say_how_long_an_answer_holds() -> None:
    for command in (("consent", "due"), ("report", "pdf")):
        assert f"{DAYS} days" in " ".join(run("--lang", "en", *command, "--help").out.split())
