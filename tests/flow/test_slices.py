"""A bundle holds what its receivers lack, by their own receipts: never less than that, whatever got lost on the way."""

import contextlib
import functools
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.domain.bodies import Decision, Receipt, Scope
from fieldkit.domain.log import EntryKind
from fieldkit.domain.people import Retention, Role
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import backups, epochs, receipts, vaults
from fieldkit.services.bundling import Bundling
from fieldkit.services.confirmations import HandedOver, handed_over
from fieldkit.services.dispatch import Written
from fieldkit.services.intake import take
from fieldkit.services.journal import Journal
from fieldkit.services.policies import set_retention
from fieldkit.services.retention import settle
from tests.flow.enclosed import file_of, read
from tests.flow.team import PHRASE, Team, dump, state, unlock
from tests.flow.test_exchange_orders import open_parcels


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team.same(tmp_path, ("S1", "M1", "M2"))
    yield made
    made.close()


def slices(team: Team, sender: str, receiver: str, *to: str, full: bool = False) -> dict[str, tuple[int, int]]:
    """What a bundle brings, by the member whose log it is; it is imported."""
    written = Bundling(team[sender]).write(team.folder / "stick", to, full=full)
    found: dict[str, tuple[int, int]] = {}
    for path in written.files:
        found |= {log.member: (log.first, log.last) for log in Bundling(team[receiver]).inspect(path).logs}
        report = Bundling(team[receiver]).import_files([path])
        assert report.refused == ()
    return found


def length(team: Team, code: str) -> int:
    head = team[code].store.log.head(team[code].identity.device, team[code].identity.epoch)
    return head.head.seq if head else 0


def test_only_what_came_since_the_receipt_goes_again(team: Team) -> None:
    for _ in range(3):
        team.record("M1")
    assert slices(team, "M1", "S1", "S1") == {"M1": (1, 3)}
    team.record("M1")
    assert slices(team, "M1", "S1", "S1") == {"M1": (1, 4)}  # written is not arrived
    slices(team, "S1", "M1", "M1")
    team.record("M1")
    assert slices(team, "M1", "S1", "S1") == {"M1": (5, 6)}  # the record, and the word on what S1 brought
    assert slices(team, "M1", "O1", "O1") == {"M1": (1, 6)}
    assert slices(team, "M1", "S1", "S1", full=True) == {"M1": (1, 6)}
    report = Bundling(team["S1"]).import_files(team.write("M1"))
    assert (report.new, report.identical) == (0, 5)  # for both readers goes what one of them may lack


def test_who_has_nothing_new_for_anybody_is_told_so(team: Team) -> None:
    team.record("M1")
    slices(team, "M1", "S1", "S1")
    slices(team, "S1", "M1", "M1")
    team.record("M1")
    slices(team, "M1", "S1", "S1")
    slices(team, "S1", "M1", "M1")
    with pytest.raises(Refusal) as caught:
        team.write("M1", "S1")
    assert caught.value.code is Code.BUNDLE_NOTHING_TO_SEND
    assert slices(team, "M1", "S1", "S1", full=True)["M1"][0] == 1


def test_two_devices_with_nothing_to_tell_come_to_rest(team: Team) -> None:
    """Receipts are news for nobody: after the last record each side writes at most one more."""
    pairs = (("S1", "O1"), ("M1", "S1"))
    for one, other in pairs:
        team.record(one)
        team.record(other)
    quiet = 0
    for _ in range(6):
        for one, other in (*pairs, *(pair[::-1] for pair in pairs)):
            before = {code: length(team, code) for code in team.vaults}
            with contextlib.suppress(Refusal):
                team.send(one, other, other)
            quiet = 0 if before != {code: length(team, code) for code in team.vaults} else quiet + 1
    assert quiet >= 2 * 2 * len(pairs)
    lengths = [length(team, code) for code in team.vaults]
    team.record("M1")
    for _ in range(4):
        for one, other in (*pairs, *(pair[::-1] for pair in pairs)):
            with contextlib.suppress(Refusal):
                team.send(one, other, other)
    grown = sum(length(team, code) for code in team.vaults) - sum(lengths)
    assert grown <= 1 + 3  # the record; S1 confirms it, M1 takes note of S1's log, and O1 confirms it


def test_a_new_roster_travels_though_nothing_else_is_new(team: Team) -> None:
    """Of a seized laptop everybody has to hear by the next stick, not by the next record."""
    team.send("O1", "S1", "S1")
    team.send("S1", "O1", "O1")
    team.record("S1")
    for one, other in (("S1", "O1"), ("O1", "S1"), ("S1", "O1")):
        team.send(one, other, other)
    with pytest.raises(Refusal) as caught:
        team.write("O1", "S1")
    assert caught.value.code is Code.BUNDLE_NOTHING_TO_SEND
    for change in (team.revoke, functools.partial(team.change_role, role=Role.SUPERVISOR)):
        change("M2")
        team.write("O1", "S1")  # this stick is lost
        for one, other in (("O1", "S1"), ("S1", "M1")):
            team.send(one, other, other)
            assert team[other].require_roster() == team["O1"].require_roster()


def test_a_log_of_receipts_grows_by_one_entry_for_all_readers_logs_together(team: Team) -> None:
    for code in ("O1", "S1", "M1", "M2"):
        team.record(code)
    for code in ("O1", "M1", "M2"):
        team.send(code, "S1", "S1")
    before = length(team, "S1")
    team.write("S1", "O1")
    receipts = [line for line in team["S1"].store.log.all_lines() if line.entry.kind is EntryKind.RECEIPT]
    own = team["S1"].identity.device
    assert length(team, "S1") == before + 3
    subjects = [line.entry.subject for line in receipts if line.entry.device == own]
    assert sorted(subjects) == sorted([own, team["M1"].identity.device, team["M2"].identity.device])
    team.write("S1", "O1")
    assert length(team, "S1") == before + 3


def back_up(team: Team, code: str) -> Path:
    path = team.folder / f"{code}-{team.clock.new_id()}.backup"
    backups.write(team[code], path)
    return path


def restored(team: Team, code: str, source: Path) -> None:
    """The laptop was lost; its vault lives on in a new folder, from a backup."""
    team[code].close()
    folder = team.folder / f"{code}-{team.clock.new_id()}"
    backups.restore(source, VaultFiles(folder), PHRASE, team.clock, floor=vaults.TEST_COST)
    team.vaults[code] = unlock(folder, team.clock)


def test_what_a_reader_confirmed_before_its_restore_counts_no_more(team: Team) -> None:
    team.record("M1")
    slices(team, "M1", "S1", "S1")
    saved = back_up(team, "S1")
    lost = team.record("M1")
    slices(team, "M1", "S1", "S1")
    slices(team, "S1", "M1", "M1")
    restored(team, "S1", saved)
    team.record("M1")
    report = team.send("M1", "S1", "S1")  # M1 cannot know yet
    assert [item.code for item in report.refused] == [Code.BUNDLE_GAP]
    assert state(team["S1"], lost) == ""
    slices(team, "S1", "M1", "M1")
    assert epochs.newest(team["M1"].store, team["S1"].identity.device) == team["S1"].identity.epoch
    assert slices(team, "M1", "S1", "S1")["M1"][0] <= 2
    assert state(team["S1"], lost) == "submitted"


def test_a_device_restored_twice_from_the_same_day_gets_everything(team: Team) -> None:
    """Which of its two later epochs is the last one nobody can know, so neither counts."""
    team.record("M1")
    slices(team, "M1", "S1", "S1")
    saved = back_up(team, "S1")
    for _ in range(2):
        restored(team, "S1", saved)
        team.record("S1")
        slices(team, "S1", "M1", "M1")
    assert epochs.newest(team["M1"].store, team["S1"].identity.device) == ""
    assert slices(team, "M1", "S1", "S1")["M1"][0] == 1


def test_who_becomes_a_reader_gets_the_bodies_that_were_held_back(team: Team) -> None:
    record = team.record("M1")
    for one, other in (("O1", "S1"), ("M1", "S1"), ("S1", "M2"), ("M2", "S1")):
        team.send(one, other, other)
    team.review("S1", record)
    for one, other in (("S1", "M2"), ("M2", "S1"), ("S1", "O1")):
        team.send(one, other, other)
    assert state(team["M2"], record) == ""
    team.change_role("M2", Role.SUPERVISOR)
    team.send("O1", "S1", "S1")
    assert slices(team, "S1", "M2", "M2")["S1"][0] == 1
    assert state(team["M2"], record) == "accepted"
    assert dump(team["M2"])["facts"] == dump(team["S1"])["facts"]
    team.record("M2")
    slices(team, "M2", "S1", "S1")
    team.record("S1")
    assert slices(team, "S1", "M2", "M2")["S1"][0] > 1


def test_a_file_that_the_readers_disk_lost_is_not_confirmed(team: Team) -> None:
    team.record("S1")
    record, name = file_of(team, "M1", b"some content")
    team.send("M1", "S1", "S1")
    row = team["S1"].store.attachments.get(name, record)
    assert row is not None
    team["S1"].files.blob(row.blob).unlink()
    team.send("S1", "M1", "M1")
    assert team.send("M1", "S1", "S1").attachments == 1
    assert read(team["S1"], record, name) == b"some content"
    team.send("S1", "M1", "M1")
    team.record("M1")
    assert team.send("M1", "S1", "S1").new == 1
    [path] = Bundling(team["M1"]).write(team.folder / "stick", ("S1",)).files
    assert Bundling(team["S1"]).inspect(path).attachments == 0


def test_a_receipt_of_another_history_counts_for_nothing(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    team.record("M1")
    slices(team, "M1", "S1", "S1")
    slices(team, "S1", "M1", "M1")
    device = team["M1"].identity.device
    head = next(signed.head for signed in team["S1"].store.log.heads() if signed.head.device == device)
    wrong = msgspec.structs.replace(head, hash="ab" * 32)
    Journal(team["S1"]).append(EntryKind.RECEIPT, device, Receipt(heads=(wrong,), at=team["S1"].now(), scope=Scope.ALL))
    with monkeypatch.context() as patch:
        patch.setattr(receipts, "write", lambda *_: None)  # which would set it right
        slices(team, "S1", "M1", "M1")
    assert slices(team, "M1", "S1", "S1")["M1"][0] == 1
    slices(team, "S1", "M1", "M1")
    team.record("M1")
    assert slices(team, "M1", "S1", "S1")["M1"][0] > 1


def test_a_head_office_confirms_to_the_monitor_through_the_supervisor(team: Team) -> None:
    """Three levels: the office's receipt comes in its own log and under its own signature, over the supervisor."""
    set_retention(team["O1"], Retention.UNTIL_RECEIPT)
    for code in ("S1", "M1"):
        team.send("O1", code, code)
    record = team.record("M1")
    slices(team, "M1", "S1", "S1")
    slices(team, "S1", "O1", "O1")
    assert state(team["O1"], record) == "submitted"
    slices(team, "O1", "S1", "S1")
    before = length(team, "S1")
    [path] = Bundling(team["S1"]).write(team.folder / "stick", ("M1",)).files
    Bundling(team["M1"]).import_files([path])
    assert length(team, "S1") == before  # S1 had told of it already, when it wrote to O1
    about = [line for line in team["M1"].store.log.about(team["M1"].identity.device) if line.body]
    writers = {line.entry.device for line in about if line.entry.device != team["M1"].identity.device}
    assert writers == {team["O1"].identity.device, team["S1"].identity.device}
    assert handed_over(team["M1"]) == HandedOver(records=1, confirmed=1)
    assert team["M1"].store.stubs.count() == 1
    team.revoke("S1")
    team.send("O1", "M1", "M1")
    assert handed_over(team["M1"]) == HandedOver(records=1, confirmed=1)  # the office's word is enough


WRITERS = ("O1", "S1", "M1", "M2")


class _Back(Exception):  # noqa: N818  not an error
    """Takes back what was only tried."""


class Exchanges:
    """Random work and sticks, of which many are lost; each is compared with one that holds everything."""

    def __init__(self, team: Team, seed: int) -> None:
        self.team = team
        self.chance = random.Random(seed)
        self.records: list[str] = []
        self.saved: dict[str, Path] = {}
        self.shorter = 0
        """Bundles that held less than everything."""
        self.gaps = 0

    def play(self, steps: list[int]) -> None:
        operations: tuple[Callable[[], None], ...] = (
            self.record,
            self.record,
            self.exchange,
            self.exchange,
            self.exchange,
            self.exchange,
            self.review,
            self.withdraw,
            self.change_role,
            self.change_retention,
            self.save,
            self.restore,
        )
        for step in steps:
            operations[step % len(operations)]()

    def record(self) -> None:
        self.records.append(self.team.record(self.chance.choice(WRITERS)))

    def review(self) -> None:
        code = self.chance.choice(("O1", "S1"))
        if record := self._known(code):
            self.team.review(code, record, self.chance.choice((Decision.ACCEPTED, Decision.EXCLUDED)), "why")

    def withdraw(self) -> None:
        code = self.chance.choice(WRITERS)
        if self.chance.random() < 0.3 and (record := self._known(code)):
            self.team.withdraw(code, record)

    def change_role(self) -> None:
        self.team.change_role("M2", self.chance.choice((Role.SUPERVISOR, Role.MONITOR)))

    def change_retention(self) -> None:
        set_retention(self.team["O1"], self.chance.choice(tuple(Retention)))

    def save(self) -> None:
        code = self.chance.choice(WRITERS[1:])
        self.saved[code] = back_up(self.team, code)

    def restore(self) -> None:
        if self.saved:
            code = self.chance.choice(sorted(self.saved))
            restored(self.team, code, self.saved[code])

    def exchange(self) -> None:
        sender, receiver = self.chance.sample(WRITERS, 2)
        sliced = self._written(sender, receiver, full=False)
        whole = self._written(sender, receiver, full=True)
        if whole is None:
            return
        lacking = self.outcome(receiver, sliced)
        if self._is_known(sender, receiver):
            assert lacking == self.outcome(receiver, whole)
        self.shorter += sliced is None or sliced.entries < whole.entries
        if self.chance.random() < 0.7:
            self.take_in(receiver, sliced)

    def outcome(self, receiver: str, written: Written | None) -> dict[str, object]:
        """What the receiver would hold."""
        seen: dict[str, object] = {}
        workspace = self.team[receiver]
        with contextlib.suppress(_Back), workspace.store.transaction():
            self._take(receiver, written)
            seen = dump(workspace)
            raise _Back
        return seen

    def take_in(self, receiver: str, written: Written | None) -> None:
        with self.team[receiver].store.transaction():
            self._take(receiver, written)
        settle(self.team[receiver])

    def _take(self, receiver: str, written: Written | None) -> None:
        for parcel in open_parcels(self.team[receiver], written.files if written else ()):
            taken = take(self.team[receiver], parcel)
            assert {item.code for item in taken.refused} <= {Code.BUNDLE_GAP}
            self.gaps += bool(taken.refused)

    def _written(self, sender: str, receiver: str, *, full: bool) -> Written | None:
        try:
            return Bundling(self.team[sender]).write(self.team.folder / "stick", (receiver,), full=full)
        except Refusal as refusal:
            if refusal.code not in {Code.BUNDLE_NOTHING_TO_SEND, Code.PROJECT_MEMBER_UNKNOWN}:
                raise
            return None

    def _is_known(self, sender: str, receiver: str) -> bool:
        """Whether the sender has heard of the receiver since that was restored."""
        identity = self.team[receiver].identity
        epoch = epochs.newest(self.team[sender].store, identity.device)
        return epoch in {"", identity.epoch}

    def _known(self, code: str) -> str:
        rows = [self.team[code].store.records.row(record) for record in self.records]
        usable = [row.id for row in rows if row is not None and row.state != "withdrawn"]
        return self.chance.choice(usable) if usable else ""


def played(seed: int, steps: list[int]) -> Exchanges:
    with TemporaryDirectory() as folder:
        team = Team.same(Path(folder), WRITERS[1:])
        try:
            exchanges = Exchanges(team, seed)
            exchanges.play(steps)
        finally:
            team.close()
    return exchanges


@given(seed=st.integers(0, 2**32), steps=st.lists(st.integers(0, 11), min_size=10, max_size=50))
@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
def test_t30_a_slice_brings_what_everything_would_bring(seed: int, steps: list[int]) -> None:
    played(seed, steps)


def test_t30_slices_through_restores_and_changed_roles() -> None:
    """A long story with all of it: it has bundles that are shorter, and a gap after a restore."""
    exchanges = played(3, [0, 1, 2, 3, 4, 5, 6, 2, 3, 10, 4, 5, 7, 2, 3, 8, 4, 5, 9, 2, 3, 11, 4, 5] * 4)
    assert exchanges.shorter > 10
    assert exchanges.gaps > 0
