"""`fieldkit identity`: decided by the officer, written without an argument, listed by code, opened for a reason."""

import io
import sys
from pathlib import Path

import pytest

from fieldkit.domain.consent import Use
from tests.command import Done, Office, opened
from tests.flow import talk

WORDS = "Зурнабекова через аптеку Квинзилат"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path / "office")
    made.do("form", "import", talk.form_file(tmp_path))
    return made


@pytest.fixture
def record(office: Office) -> str:
    with opened(office.vault) as workspace:
        return talk.tell(workspace, (*talk.AGREED, "again"))


def add(office: Office, record: str, typed: str, *more: str) -> Done:
    """What `echo … | fieldkit identity add` does."""
    before = sys.stdin
    sys.stdin = io.StringIO(typed)
    try:
        return office.run("identity", "add", record, "--use", "recontact", *more)
    finally:
        sys.stdin = before


def test_a_card_from_the_decision_to_its_opening(office: Office, record: str) -> None:
    assert office.do("identity", "policy") == {"allowed": False, "officers": [], "opens": False}
    assert add(office, record, WORDS).refused == "identity.not_allowed"
    office.do("identity", "policy", "allow")
    assert add(office, record, WORDS).refused == "identity.no_officers"
    assert office.do("identity", "officer", "O1") == {"allowed": True, "officers": ["O1"], "opens": True}

    done = add(office, record, WORDS + "\n")
    assert done.code == 0
    code = done.json["code"]
    assert done.json == {"id": record, "code": code, "use": Use.RECONTACT}
    assert add(office, record, "у соседки", "--code", code.lower()).json["code"] == code
    listed = office.do("identity", "list")
    assert [(each["code"], each["id"], each["opened"], each["draft"]) for each in listed["cards"]] == [
        (code, record, 0, False)
    ] * 2
    assert listed["people"] == 1
    said = office.say("identity", "list", language="ru").out
    assert code in said
    assert not {"Зурнабекова", "соседки"} & set((said + str(listed)).replace(",", " ").split())

    found = office.do("identity", "open", code, "--reason", "спросить о суде")["cards"]
    assert [each["words"] for each in found] == ["у соседки", WORDS]
    assert [each["opened"] for each in office.do("identity", "list")["cards"]] == [1, 1]
    told = office.say("identity", "open", code, "--reason", "ещё раз").out
    assert WORDS in told
    assert office.do("log", "verify")["ok"]


def test_what_is_refused(office: Office, record: str) -> None:
    office.do("identity", "policy", "allow")
    office.do("identity", "officer", "O1")
    assert add(office, record, " ").refused == "identity.bad_words"
    assert add(office, record, "x" * 20_000).refused == "identity.bad_words"
    assert add(office, record, WORDS, "--code", "P-1234567").refused == "identity.bad_code"
    assert add(office, "nothing", WORDS).refused == "record.unknown"
    name = office.run("identity", "add", record, "--use", "real_name")
    assert name.refused == "consent.missing"  # before anything is asked
    assert office.run("identity", "open", "P-0000000", "--reason", "why").refused == "identity.unknown"
    code = add(office, record, WORDS).json["code"]
    assert office.run("identity", "open", code, "--reason", " ").refused == "identity.no_reason"
    assert office.run("identity", "open", code).code == 2
    office.do("identity", "officer", "O1", "--end")
    assert office.run("identity", "open", code, "--reason", "why").refused == "identity.not_officer"
    office.do("identity", "policy", "forbid")
    assert add(office, record, WORDS).refused == "identity.not_allowed"
    assert "No identity officer yet" in office.say("identity", "policy").out


def test_the_words_of_a_card_are_no_argument_and_not_shown_while_typed(office: Office, record: str) -> None:
    """Arguments stay in the history of the shell: there is no option for them."""
    office.do("identity", "policy", "allow")
    office.do("identity", "officer", "O1")
    assert office.run("identity", "add", record, WORDS, "--use", "recontact").code == 2
