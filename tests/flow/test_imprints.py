"""Imprints make a check quick and hide nothing: what they stand for is drawn anew as soon as anything of it differs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldkit.domain.bodies import Decision
from fieldkit.domain.people import Role
from fieldkit.services import soundness, vaults
from fieldkit.services.workspace import Workspace
from fieldkit.store.agreement import compare
from fieldkit.store.database import Value
from fieldkit.store.projection import Projection
from tests.flow.team import Team

_OF_ONE = {
    "record": "number = ?",
    "facts": "record = ?",
    "record_facet": "record = ?",
}
"""Tables that keep something of a record, and how its rows are found by its number."""


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team.same(tmp_path, ("S1", "M1"))
    for code in ("S1", "M1"):  # without its questionnaire a record has no facts
        made.send("O1", code, code)
    yield made
    made.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Team]:
    """One vault is enough where nothing travels."""
    made = Team.same(tmp_path, ())
    yield made
    made.close()


def imprints(workspace: Workspace) -> dict[str, bytes]:
    return {kept.id: imprint for kept, imprint in workspace.store.imprints.all()}


def drawn(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The records that a check, with which all is well, draws anew."""
    closely: list[str] = []
    whole = Projection.shown
    with monkeypatch.context() as patch:
        patch.setattr(Projection, "shown", lambda self, *records: closely.extend(records) or whole(self, *records))
        assert vaults.check(workspace).ok
    return closely


def kept(workspace: Workspace, record: str) -> dict[str, list[tuple[Value, ...]]]:
    """Every row that is kept of a record."""
    rows = workspace.store._database._connection
    [(number,)] = rows.execute("SELECT number FROM record WHERE id = ?", (record,)).fetchall()
    return {
        table: rows.execute(f"SELECT * FROM {table} WHERE {where}", (number,)).fetchall()
        for table, where in _OF_ONE.items()
    }


def put_back(workspace: Workspace, tables: dict[str, list[tuple[Value, ...]]]) -> None:
    """Rows of an earlier hour in place of those of today, as an older page has them."""
    database = workspace.store._database
    database.run("PRAGMA foreign_keys=OFF")
    for table, rows in tables.items():
        for row in rows:
            database.run(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", *row)


def test_only_what_follows_from_more_than_revisions_and_reviews_is_drawn_anew(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, amended, reviewed, gone = (team.record("M1", words) for words in ("one", "two", "three", "four"))
    team.amend("M1", amended)
    team.withdraw("M1", gone)
    team.send("M1", "S1", "S1")
    team.review("S1", reviewed)
    for workspace in (team["M1"], team["S1"]):
        assert {record for record, imprint in imprints(workspace).items() if imprint} == {plain, amended, reviewed}
        assert drawn(workspace, monkeypatch) == [gone]


@pytest.mark.parametrize("before", ["x''", "x'00ff'"], ids=["none", "by other rules"])
def test_records_of_an_older_program_get_their_imprints_from_the_first_check(
    office: Team, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    workspace = office["O1"]
    records = {office.record("O1", words) for words in ("one", "two")}
    expected = imprints(workspace)
    workspace.store._database.run(f"UPDATE record SET imprint = {before}")
    assert set(drawn(workspace, monkeypatch)) == records
    assert imprints(workspace) == expected
    assert drawn(workspace, monkeypatch) == []


def test_a_record_that_is_wrong_gets_no_imprint(office: Team) -> None:
    workspace = office["O1"]
    record = office.record("O1")
    workspace.store._database.run("UPDATE record SET imprint = x'', site = 'elsewhere'")
    assert vaults.check(workspace).findings == (soundness.DIFFERS,)
    assert imprints(workspace) == {record: b""}


@pytest.mark.parametrize(
    "stray",
    [
        "INSERT INTO facts SELECT 0, body FROM facts",
        "INSERT INTO facts SELECT 99, body FROM facts",
        "INSERT INTO record_facet SELECT 99, standing, kind, author, time, money, price, visit, wait, stay FROM record_facet",
        "UPDATE revision SET entry = 'of no line'",
        "DELETE FROM record",
    ],
)
def test_rows_that_belong_to_nothing_are_found(office: Team, stray: str) -> None:
    workspace = office["O1"]
    office.record("O1")
    database = workspace.store._database
    database.run("PRAGMA foreign_keys=OFF")
    database.run(stray)
    assert vaults.check(workspace).findings == (soundness.DIFFERS,)


@pytest.mark.parametrize(
    "change",
    [
        lambda team, record: team.amend("O1", record),
        lambda team, record: team.review("O1", record),
        lambda team, record: team.review("O1", record, Decision.EXCLUDED, "a trial"),
        lambda team, record: team.withdraw("O1", record),
    ],
    ids=["amended", "accepted", "excluded", "withdrawn"],
)
def test_t10_rows_of_an_earlier_hour_with_their_imprint_are_found(
    office: Team, change: Callable[[Team, str], None]
) -> None:
    record = office.record("O1")
    office.record("O1", "another")
    earlier = kept(office["O1"], record)
    change(office, record)
    assert vaults.check(office["O1"]).ok
    put_back(office["O1"], earlier)
    assert soundness.DIFFERS in vaults.check(office["O1"]).findings


@pytest.mark.parametrize("table", sorted(_OF_ONE))
def test_t10_a_single_row_of_an_earlier_hour_is_found(office: Team, table: str) -> None:
    record = office.record("O1")
    earlier = kept(office["O1"], record)
    office.amend("O1", record)
    put_back(office["O1"], {table: earlier[table]})
    assert soundness.DIFFERS in vaults.check(office["O1"]).findings


def test_a_reviewer_who_is_one_no_more_makes_an_imprint_stand_for_nothing(team: Team) -> None:
    """A roster that came without what follows from it being written: its page is new, those of the records are old."""
    record = team.record("M1")
    team.send("M1", "S1", "S1")
    team.review("S1", record)
    team.send("S1", "O1", "O1")
    office = team["O1"]
    earlier = kept(office, record)
    assert compare(office.store).wrong == 0
    team.change_role("S1", Role.MONITOR)
    assert compare(office.store).wrong == 0
    put_back(office, earlier)
    assert compare(office.store).wrong > 0
