"""Entries of a laptop in wrong hands: marked as doubtful, never dropped, without effect until somebody accepts them."""

import itertools
import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.domain.bodies import Decision
from fieldkit.domain.listing import RecordFilter
from fieldkit.errors import Code, Refusal
from fieldkit.services.bundling import Bundling
from fieldkit.services.figures import FigureBoard
from fieldkit.services.intake import take
from fieldkit.services.reviewing import Reviewing
from fieldkit.services.revoking import Revoking
from fieldkit.services.vaults import check
from fieldkit.services.workspace import Workspace
from tests.flow.team import Team, dump, state
from tests.flow.test_exchange_orders import open_parcels, outcome


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team.same(tmp_path, codes=("S1", "M1"))
    made.send("O1", "S1")
    yield made
    made.close()


def doubt(workspace: Workspace, record: str) -> str:
    row = workspace.store.records.row(record)
    assert row is not None
    return row.doubt


def send_doubtful(team: Team, sender: str, receiver: str) -> None:
    assert Bundling(team[receiver], doubtful=True).import_files(team.write(sender)).refused == ()


def test_what_a_seized_laptop_signs_is_refused_unless_it_is_asked_for(team: Team) -> None:
    before = team.record("M1")
    team.send("M1", "O1")
    team.revoke("M1")
    forged = team.record("M1", "forged")
    held = dump(team["O1"])
    report = team.send("M1", "O1")
    assert [item.code for item in report.refused] == [Code.BUNDLE_REVOKED_DEVICE]
    assert dump(team["O1"]) == held
    send_doubtful(team, "M1", "O1")
    assert (state(team["O1"], before), doubt(team["O1"], before)) == ("submitted", "")
    assert (state(team["O1"], forged), doubt(team["O1"], forged)) == ("doubtful", "revoked")
    assert [row.id for row in team["O1"].store.records.all(RecordFilter(doubtful=True))] == [forged]
    assert forged in {row.id for row in Reviewing(team["O1"]).queue()}
    assert FigureBoard(team["O1"]).compute().records.doubtful == 1
    assert check(team["O1"]).ok
    Reviewing(team["O1"]).accept(forged)
    assert (state(team["O1"], forged), doubt(team["O1"], forged)) == ("accepted", "")
    team.send("O1", "S1")
    assert state(team["S1"], forged) == "accepted"
    assert check(team["S1"]).ok


def test_an_acceptance_that_knew_nothing_of_the_seizure_does_not_count(team: Team) -> None:
    forged = team.record("M1")
    team.send("M1", "S1")
    team.review("S1", forged)
    assert state(team["S1"], forged) == "accepted"
    team.revoke("M1")  # the officer holds nothing of it yet
    team.send("O1", "S1")
    assert state(team["S1"], forged) == "doubtful"
    assert FigureBoard(team["S1"]).compute().records.active == 0
    Reviewing(team["S1"]).exclude(forged, "forged")
    assert state(team["S1"], forged) == "excluded"
    assert check(team["S1"]).ok


def test_a_forged_correction_does_not_touch_the_good_record(team: Team) -> None:
    record = team.record("M1")
    team.send("M1", "S1")
    team.review("S1", record)
    team.send("S1", "O1")
    team.revoke("M1")
    team.send("O1", "S1")
    team.amend("M1", record, "forged")
    send_doubtful(team, "M1", "S1")
    assert (state(team["S1"], record), doubt(team["S1"], record)) == ("accepted", "revoked")
    [version] = set(team["S1"].store.records.parents(record)) - {team["S1"].store.records.row(record).head}
    assert FigureBoard(team["S1"]).compute().records.active == 1
    with pytest.raises(Refusal):
        Reviewing(team["S1"]).accept(record, version="f" * 64)
    Reviewing(team["S1"]).accept(record, version=version)
    row = team["S1"].store.records.row(record)
    assert (row.state, row.head, row.doubt) == ("accepted", version, "")
    assert check(team["S1"]).ok


def test_what_a_reader_confirmed_before_the_moment_is_good_whatever_the_officer_held(team: Team) -> None:
    team.send("O1", "M1", "M1")
    confirmed = team.record("M1")
    team.send("M1", "S1")
    team.write("S1", "M1")  # with the receipt
    late = team.record("M1")
    team.send("M1", "S1")
    team.revoke("M1")
    team.send("O1", "S1")
    assert (state(team["S1"], confirmed), state(team["S1"], late)) == ("submitted", "doubtful")
    team.send("S1", "O1")
    assert (state(team["O1"], confirmed), state(team["O1"], late)) == ("submitted", "doubtful")


def test_entries_held_but_claimed_after_the_moment_are_in_doubt(team: Team) -> None:
    before = team.record("M1")
    since = team.clock.now().isoformat()
    after = team.record("M1")
    team.clock.set(team.clock.now() - timedelta(days=400))
    turned_back = team.record("M1")
    team.clock.set(team.clock.now() + timedelta(days=401))
    team.send("M1", "O1")
    Revoking(team["O1"]).revoke("M1", since)
    assert [state(team["O1"], each) for each in (before, after, turned_back)] == ["submitted", "doubtful", "doubtful"]


def test_a_laptop_that_turns_out_to_be_lost_earlier_is_revoked_again_from_then_on(team: Team) -> None:
    good = team.record("M1")
    earlier = team.clock.now().isoformat()
    since_then = team.record("M1")
    team.send("M1", "O1")
    team.send("M1", "S1")
    team.revoke("M1")
    team.send("O1", "S1")
    team.clock.set(team.clock.now() - timedelta(days=400))
    forged = team.record("M1")  # whoever holds the laptop turns its clock back
    team.clock.set(team.clock.now() + timedelta(days=401))
    send_doubtful(team, "M1", "O1")
    send_doubtful(team, "M1", "S1")
    for code in ("O1", "S1"):
        assert [state(team[code], each) for each in (good, since_then, forged)] == [
            "submitted",
            "submitted",
            "doubtful",
        ]
    Revoking(team["O1"]).revoke("M1", earlier)
    team.send("O1", "S1")
    for code in ("O1", "S1"):
        assert [state(team[code], each) for each in (good, since_then, forged)] == ["submitted", "doubtful", "doubtful"]
        assert check(team[code]).ok


def test_a_seized_supervisor_decides_nothing_more_but_a_withdrawal_holds(team: Team) -> None:
    accepted, gone = team.record("M1"), team.record("M1")
    team.send("M1", "S1")
    team.send("M1", "O1")
    team.send("S1", "O1")
    team.revoke("S1")
    team.review("S1", accepted)
    team.withdraw("S1", gone)
    send_doubtful(team, "S1", "O1")
    assert (state(team["O1"], accepted), state(team["O1"], gone)) == ("submitted", "withdrawn")
    assert check(team["O1"]).ok


@given(seed=st.integers(0, 2**32))
@settings(max_examples=2, deadline=None)
def test_no_order_of_bundles_decides_what_is_in_doubt(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Bundles of the laptop before and after, of a supervisor who passes it on, of the office with the revocation."""
    chance = random.Random(seed)
    team = Team.same(tmp_path_factory.mktemp("doubts"), codes=("S9", "S1", "M1"))
    try:
        for code in ("S9", "S1", "M1"):
            team.send("O1", code, code)
        bundles: list[Path] = []
        records: list[str] = []

        def write_some() -> None:
            for _ in range(chance.randrange(1, 4)):
                if records and chance.random() < 0.3:
                    team.amend("M1", chance.choice(records), str(chance.random()), low=str(chance.randrange(900)))
                else:
                    records.append(team.record("M1"))

        write_some()
        team.send("M1", chance.choice(("S1", "O1")))
        if chance.random() < 0.7:
            team.write("S1", "M1")
        bundles += team.write("M1", "S9")
        write_some()
        if chance.random() < 0.5:
            team.send("M1", "O1")
        Revoking(team["O1"]).revoke("M1", chance.choice(("", team.clock.now().isoformat())))
        write_some()
        Bundling(team["S1"], doubtful=True).import_files(team.write("M1"))
        for record in records:
            if team["S1"].store.records.row(record) and chance.random() < 0.5:
                team.review("S1", record, chance.choice((Decision.ACCEPTED, Decision.EXCLUDED)), "why")
        bundles += [*team.write("S1", "S9"), *team.write("O1", "S9")]
        if chance.random() < 0.5:
            team.send("O1", "S1")
            for row in Reviewing(team["S1"]).queue():
                Reviewing(team["S1"]).accept(row.id)
            bundles += team.write("S1", "S9")
        bundles += team.write("M1", "S9")

        judge = team["S9"]
        parcels = open_parcels(judge, bundles)
        known = {parcel.manifest.bundle_id: parcel for parcel in parcels}
        orders = list(itertools.permutations(known.values()))
        expected = outcome(judge, parcels, doubtful=True)
        for order in chance.sample(orders, min(12, len(orders))):
            assert outcome(judge, order, doubtful=True) == expected
        with judge.store.transaction():
            for parcel in (*parcels, *parcels):
                take(judge, parcel, doubtful=True)
        assert check(judge).ok
        judge.store.projection.rebuild()
        assert dump(judge) | {"figures": FigureBoard(judge).compute()} == expected
    finally:
        team.close()
