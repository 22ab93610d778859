"""Retention: what a monitor's laptop can still read once it handed its records over, and what reaches the office."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from fieldkit import canonical
from fieldkit.crypto import sealing
from fieldkit.domain.answers import Answers
from fieldkit.domain.bodies import Decision, Receipt
from fieldkit.domain.drafts import Draft
from fieldkit.domain.listing import RecordFilter
from fieldkit.domain.log import EntryKind, Line
from fieldkit.domain.people import Retention, Roster
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.payload import LogHeading
from fieldkit.services import backups, policies, retention, vaults
from fieldkit.services.browsing import Browsing
from fieldkit.services.bundling import Bundling
from fieldkit.services.confirmations import HandedOver, handed_over
from fieldkit.services.figures import FigureBoard
from fieldkit.services.journal import Journal
from fieldkit.services.parcels import Selection
from fieldkit.services.travelling import Travelling
from fieldkit.services.workspace import Workspace
from tests.flow.opened_pages import inflated, opened_pages
from tests.flow.team import Team, dump, new_vault, state
from tests.flow.traces import Sweep

WORDS = ("zebrafisch-quittung", "маршруткадерево")
"""Said in testimony and nowhere else."""


def words_in(workspace: Workspace) -> list[str]:
    """Where the words still are: in any file of the vault, in any page, used or free, in any value, in the search."""
    files, database = workspace.files, workspace.store._database
    sweep = Sweep(WORDS)
    found = sweep.below(files.folder)
    stores = [files.store, files.store.with_name(files.store.name + "-wal"), *files.backups.glob("*")]
    for path in stores:
        pages = b"".join(opened_pages(path, database.key))
        assert pages or path.name.endswith("-wal")
        found += [f"{path.name}, opened: {name}" for name in sweep.in_bytes(pages + inflated(pages))]
    for (table,) in database.rows(tuple[str], "SELECT name FROM sqlite_master WHERE type = 'table'"):
        for row in database._connection.execute(f'SELECT * FROM "{table}"'):
            for value in row:
                data = value if isinstance(value, bytes) else str(value).encode()
                found += [f"{table}: {name}" for name in sweep.in_bytes(data + inflated(data))]
    hits = sum(workspace.store.records.total(RecordFilter(text=word)) for word in WORDS)
    return found + ["search"] * hits


def decide(team: Team, policy: Retention, *codes: str) -> None:
    policies.set_retention(team["O1"], policy)
    for code in codes or ("M1",):
        team.send("O1", code, code)


def told(team: Team, code: str = "M1") -> str:
    return team.record(code, " ".join(WORDS))


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team.same(tmp_path, ("S1", "M1", "M2"))
    for code in ("S1", "M1", "M2"):
        made.send("O1", code, code)
    yield made
    made.close()


def test_a_roster_without_the_policy_keeps_its_bytes(team: Team) -> None:
    roster = team["O1"].require_roster()
    before = canonical.encode(roster)
    assert b"retention" not in before
    assert canonical.decode(before, Roster).keeps is Retention.KEEP
    policies.set_retention(team["O1"], Retention.SEAL_AT_SUBMIT)
    policies.set_retention(team["O1"], Retention.KEEP)
    after = team["O1"].require_roster()
    assert canonical.encode(msgspec.structs.replace(after, generation=roster.generation, at=roster.at)) == before
    assert after.generation == roster.generation + 2


def test_only_the_officer_decides_and_it_binds_monitors_only(team: Team) -> None:
    with pytest.raises(Refusal) as caught:
        policies.set_retention(team["S1"], Retention.SEAL_AT_SUBMIT)
    assert caught.value.code is Code.PROJECT_NOT_OFFICER
    decide(team, Retention.SEAL_AT_SUBMIT, "M1", "S1")
    assert retention.policy(team["M1"]) is Retention.SEAL_AT_SUBMIT
    assert retention.policy(team["S1"]) is retention.policy(team["O1"]) is Retention.KEEP
    assert retention.policy(team["M2"]) is Retention.KEEP  # not told yet
    record = told(team, "S1")
    assert team["S1"].store.records.revision(team["S1"].store.records.row(record).head)  # type: ignore[union-attr]


def test_what_is_submitted_under_seal_is_counted_and_cannot_be_read(team: Team) -> None:
    decide(team, Retention.SEAL_AT_SUBMIT)
    monitor = team["M1"]
    record = told(team)
    assert words_in(monitor) == []
    row = monitor.store.records.row(record)
    assert row is not None
    assert (row.form, row.version, row.state, row.author) == ("stop", "1", "submitted", "M1")
    assert (row.site, row.happened, row.sealed) == ("KZ", "2026-01", True)
    assert row.updated == f"{row.updated[:10]}T00:00:00Z"
    assert monitor.store.records.revision(row.head) is None
    assert Browsing(monitor).show(record).sections == ()
    assert [line.kind for line in Browsing(monitor).history(record)] == ["revision"]
    counted = FigureBoard(monitor).compute().records
    assert (counted.all, counted.active, counted.not_reviewed) == (1, 0, 1)
    assert vaults.check(monitor).ok
    before = dump(monitor)
    monitor.store.projection.rebuild()
    assert dump(monitor) == before


def test_no_key_of_the_open_vault_opens_what_it_sealed(team: Team) -> None:
    decide(team, Retention.SEAL_AT_SUBMIT)
    record = told(team)
    [line] = team["M1"].store.log.about(record)
    assert line.body is None
    with pytest.raises(sealing.NotForYou):
        sealing.open_sealed(line.sealed, team["M1"].identity.age_identity)
    for code in ("O1", "S1"):
        opened = sealing.open_sealed(line.sealed, team[code].identity.age_identity)
        assert WORDS[0].encode() in opened


def test_records_of_before_are_sealed_when_the_policy_arrives(team: Team) -> None:
    record = told(team)
    team.amend("M1", record, " ".join(WORDS), low="900")
    assert {"entry", "search", "store.db-wal, opened"} <= {name.partition(":")[0] for name in words_in(team["M1"])}
    decide(team, Retention.SEAL_AT_SUBMIT)
    assert words_in(team["M1"]) == []
    assert vaults.check(team["M1"]).ok
    assert team["M1"].store.records.row(record).sealed  # type: ignore[union-attr]
    assert [path.name.rpartition("-")[2] for path in team["M1"].files.backups.glob("*")] == ["forgotten.db"]
    team.send("M1", "O1")
    assert state(team["O1"], record) == "submitted"
    assert len(team["O1"].store.records.parents(record)) == 2


def test_the_office_reads_what_was_sealed_as_if_it_had_come_in_plain(team: Team) -> None:
    decide(team, Retention.SEAL_AT_SUBMIT)
    record = told(team)
    bundle = team.write("M1")
    assert Bundling(team["S1"]).inspect(bundle[0]).records == 1
    report = Bundling(team["S1"]).import_files(bundle)
    assert (report.new, report.refused) == (1, ())
    row = team["S1"].store.records.row(record)
    assert row is not None
    assert (row.site, row.happened, row.sealed) == ("kz_uz_control", "2026-01-05", False)
    assert [fact.value for fact in next(iter(team["S1"].store.facts.all())).facts][:1] == ["kz_uz_control"]
    assert vaults.check(team["S1"]).ok
    team.review("S1", record, Decision.ACCEPTED)
    team.send("S1", "M1", "M1")
    assert state(team["M1"], record) == "accepted"
    counted = FigureBoard(team["M1"]).compute().records
    assert (counted.active, counted.sealed, counted.without_consent) == (0, 1, 0)


def test_who_joined_later_keeps_and_forwards_what_only_others_can_open(team: Team) -> None:
    decide(team, Retention.SEAL_AT_SUBMIT)
    record = told(team)
    team.vaults["S2"] = new_vault(team.folder / "S2", team.clock)
    team.enrol("S2", team["S2"])
    team.send("O1", "M1", "M1")  # the roster with S2
    later = told(team)
    team.send("M1", "S2", "S2")
    assert (state(team["S2"], record), state(team["S2"], later)) == ("", "submitted")
    assert [bool(line.sealed) for line in team["S2"].store.log.about(record)] == [True]
    assert vaults.check(team["S2"]).ok
    team.send("S2", "O1", "O1")
    assert state(team["O1"], record) == "submitted"
    team.send("O1", "S2", "S2")
    assert state(team["S2"], record) == "submitted"
    assert [line.sealed for line in team["S2"].store.log.about(record)] == [b""]


def test_consent_taken_back_erases_what_is_sealed(team: Team) -> None:
    decide(team, Retention.SEAL_AT_SUBMIT)
    record = told(team)
    bundle = team.write("M1")
    team.withdraw("M1", record)
    [revision, _withdrawal] = team["M1"].store.log.about(record)
    assert (revision.sealed, revision.body) == (b"", None)
    assert team["M1"].store.stubs.count() == 0
    assert vaults.check(team["M1"]).ok
    team.send("M1", "O1")
    assert Bundling(team["O1"]).import_files(bundle).refused == ()
    assert state(team["O1"], record) == "withdrawn"
    assert all(
        line.body is None for line in team["O1"].store.log.about(record) if line.entry.kind is EntryKind.REVISION
    )


def test_a_receipt_lets_the_laptop_forget_what_it_confirms(team: Team) -> None:
    decide(team, Retention.UNTIL_RECEIPT)
    first, second = told(team), told(team)
    team.send("M1", "S1")
    third = told(team)
    assert handed_over(team["M1"]) == HandedOver(records=2, confirmed=0)
    report = team.send("S1", "M1", "M1")
    assert (report.put_away, report.refused) == (2, ())
    assert handed_over(team["M1"]) == HandedOver(records=2, confirmed=2)
    sealed = {record: row.sealed for record in (first, second, third) if (row := team["M1"].store.records.row(record))}
    assert sealed == {first: True, second: True, third: False}
    assert {name.partition(":")[0] for name in words_in(team["M1"])} >= {"entry"}  # of the third
    team.send("M1", "S1")
    team.send("S1", "M1", "M1")
    assert words_in(team["M1"]) == []
    assert [line.sealed for line in team["M1"].store.log.about(third)] == [b""]
    assert vaults.check(team["M1"]).ok
    before = dump(team["M1"])
    team["M1"].store.projection.rebuild()
    assert dump(team["M1"]) == before
    assert Bundling(team["O1"]).import_files([*team.write("S1"), *team.write("M1")]).refused == ()
    assert state(team["O1"], third) == "submitted"
    assert dump(team["O1"])["records"] == dump(team["S1"])["records"]


def test_what_came_back_for_correction_stays_readable_until_the_correction_is_confirmed(team: Team) -> None:
    decide(team, Retention.UNTIL_RECEIPT)
    record = told(team)
    team.send("M1", "S1")
    team.review("S1", record, Decision.RETURNED, "which day?")
    team.send("S1", "M1", "M1")
    assert words_in(team["M1"])
    team.amend("M1", record, " ".join(WORDS))
    team.send("M1", "S1")
    team.send("S1", "M1", "M1")
    assert words_in(team["M1"]) == []
    row = team["M1"].store.records.row(record)
    assert row is not None
    assert (row.state, row.sealed) == ("submitted", True)


def test_a_confirmed_record_needs_not_be_carried_any_more(team: Team) -> None:
    decide(team, Retention.SEAL_AT_SUBMIT)
    record = told(team)
    team.send("M1", "S1")
    team.send("S1", "M1", "M1")
    assert [(line.body, line.sealed) for line in team["M1"].store.log.about(record)] == [(None, b"")]
    team.send("M1", "O1", "O1")
    assert state(team["O1"], record) == ""  # nothing to read in it any more
    team.send("S1", "O1", "O1")
    assert state(team["O1"], record) == "submitted"
    assert vaults.check(team["O1"]).ok


def test_a_receipt_ends_before_what_its_writer_cannot_read(team: Team) -> None:
    decide(team, Retention.SEAL_AT_SUBMIT)
    record = told(team)
    team.vaults["S2"] = new_vault(team.folder / "S2", team.clock)
    team.enrol("S2", team["S2"])
    team.record("S2")
    team.send("O1", "M1", "M1")
    told(team)
    team.send("M1", "S2", "S2")
    team.send("S2", "M1", "M1")
    assert handed_over(team["M1"]) == HandedOver(records=2, confirmed=0)
    [line] = team["M1"].store.log.about(record)
    assert line.sealed
    team.send("M1", "O1")
    team.send("O1", "S2", "S2")
    team.send("S2", "M1", "M1")
    assert handed_over(team["M1"]) == HandedOver(records=2, confirmed=2)


def test_a_receipt_for_another_log_removes_nothing_and_is_told(team: Team) -> None:
    decide(team, Retention.UNTIL_RECEIPT)
    told(team)
    team.send("M1", "S1")
    identity, store = team["S1"].identity, team["M1"].store
    head = next(
        signed.head for signed in team["S1"].store.log.heads() if signed.head.device == team["M1"].identity.device
    )
    for wrong in (
        msgspec.structs.replace(head, hash="ab" * 32),
        msgspec.structs.replace(head, seq=head.seq + 5),
    ):
        receipt = Receipt(heads=(wrong,), at=team["S1"].now())
        Journal(team["S1"]).append(EntryKind.RECEIPT, head.device, receipt)
    [bundle] = team.write("S1", "M1")
    receipts = [line for line in team["S1"].store.log.about(head.device) if line.entry.device == identity.device]
    assert len(receipts) == 3  # the true one is written again, for the last one was not
    Bundling(team["M1"]).import_files([bundle])
    assert handed_over(team["M1"]) == HandedOver(records=1, confirmed=1, unfitting=2)
    assert store.stubs.count() == 1


def test_receipts_count_from_readers_in_good_standing_only_and_go_to_nobody_else(team: Team) -> None:
    decide(team, Retention.UNTIL_RECEIPT, "M1", "M2")
    record = told(team)
    team.send("M1", "S1")
    team.send("S1", "M2", "M2")
    own = team["M1"].identity.device
    assert [line.body for line in team["M2"].store.log.about(own)] == []  # S1 had written none for M1 yet
    team.write("S1", "M1")
    team.send("S1", "M2", "M2")
    assert [line.body for line in team["M2"].store.log.about(own)] == [None]
    head = next(signed.head for signed in team["S1"].store.log.heads() if signed.head.device == own)
    Journal(team["M1"]).append(EntryKind.RECEIPT, own, Receipt(heads=(head,), at=team["M1"].now()))
    retention.settle(team["M1"])
    assert not team["M1"].store.records.row(record).sealed  # type: ignore[union-attr]
    team.revoke("S1")
    [bundle] = team.write("O1", "M1")
    Bundling(team["M1"]).import_files([bundle, *team.write("S1", "M1")])
    assert not team["M1"].store.records.row(record).sealed  # type: ignore[union-attr]


def test_a_reader_writes_a_receipt_only_when_there_is_something_new_to_confirm(team: Team) -> None:
    told(team)
    team.send("M1", "S1")
    for _ in range(3):
        team.write("S1", "M1")
    assert confirmations(team, "S1", "M1") == 1
    told(team)
    team.send("M1", "S1")
    team.write("S1", "M1")
    assert confirmations(team, "S1", "M1") == 2


def confirmations(team: Team, reader: str, code: str) -> int:
    """How many receipts a reader wrote for a member."""
    lines = team[reader].store.log.about(team[code].identity.device)
    return sum(line.entry.device == team[reader].identity.device for line in lines)


def test_a_monitor_travels_with_a_vault_that_holds_nothing_of_what_was_told(team: Team) -> None:
    for record in (told(team), told(team)):
        team.amend("M1", record, " ".join(WORDS))
    monitor, stick = team["M1"], team.folder / "border"
    backups.automatic(monitor, "daily")
    assert any("opened" in name for name in words_in(monitor))
    done = Travelling(monitor).depart(stick)
    assert (done.records, done.left, done.discarded, done.compacted) == (2, 0, 0, True)
    assert words_in(monitor) == []
    assert [row.sealed for row in Browsing(monitor).page(RecordFilter()).rows] == [True, True]
    assert vaults.check(monitor).ok
    report = Bundling(team["S1"]).import_files(done.files)
    assert (report.new, report.refused) == (2, ())
    assert vaults.check(team["S1"]).ok


def test_travelling_asks_what_shall_become_of_drafts(team: Team) -> None:
    told(team)
    monitor, stick = team["M1"], team.folder / "border"
    draft = Draft(id="D1", updated=monitor.now(), answers=Answers(form="stop", version="1"))
    monitor.store.drafts.put(draft)
    with pytest.raises(Refusal) as caught:
        Travelling(monitor).depart(stick)
    assert caught.value.code is Code.TRAVEL_DRAFTS
    assert not stick.exists()
    assert [each.id for each in Travelling(monitor).plan().drafts] == ["D1"]
    Travelling(monitor).depart(stick, discard_drafts=False)
    assert monitor.store.drafts.get("D1") == draft
    assert Travelling(monitor).depart(stick, discard_drafts=True).discarded == 1
    assert monitor.store.drafts.count() == 0


def test_who_reads_does_not_travel_with_an_emptied_vault(team: Team) -> None:
    for code in ("S1", "O1"):
        with pytest.raises(Refusal) as caught:
            Travelling(team[code]).plan()
        assert caught.value.code is Code.TRAVEL_READER


def test_nothing_goes_before_the_bundle_is_proven(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    told(team)
    monitor = team["M1"]
    team.write("M1")  # with the receipt that goes along with the first bundle
    before = dump(monitor)
    lines = Selection.lines
    packed: list[Selection] = []

    def without_bodies_first(selection: Selection, headings: tuple[LogHeading, ...]) -> Iterator[Line]:
        packed.append(selection)
        found = lines(selection, headings)
        return found if len(packed) > 1 else (Line(entry=line.entry) for line in found)

    monkeypatch.setattr(Selection, "lines", without_bodies_first)
    with pytest.raises(Refusal) as caught:
        Travelling(monitor).depart(team.folder / "border")
    assert caught.value.code is Code.BUNDLE_DAMAGED
    monkeypatch.undo()
    assert dump(monitor) == before
    assert not list((team.folder / "border").glob("*.fkb"))
