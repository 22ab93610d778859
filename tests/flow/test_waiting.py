"""T29, T30: what a laptop sends before it is enrolled is kept sealed, counts for nothing, and comes in by itself later."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldkit.crypto import sealing, signing
from fieldkit.errors import Code, Refusal
from fieldkit.exchange import importer
from fieldkit.paths import VaultFiles
from fieldkit.services import backups, rotating, vaults, waiting
from fieldkit.services.bundling import Bundling
from fieldkit.services.projects import Projects
from fieldkit.services.travelling import Travelling
from fieldkit.services.vaults import check
from fieldkit.services.waiting import Room
from tests.flow.early import Early, early
from tests.flow.team import PHRASE, dump, unlock
from tests.unit.exchange import made
from tests.unit.exchange.made import Laptop


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Early]:
    with early(tmp_path) as team:
        team.send("O1", "S1")
        yield team


def test_t29_a_bundle_of_a_laptop_that_is_not_enrolled_is_kept_and_changes_nothing(team: Early) -> None:
    record = team.record("M2")
    [bundle] = team.write("M2")
    before = dump(team["S1"])
    for dry_run in (True, False, False):
        report = team.take_in("S1", bundle, dry_run=dry_run)
        assert report.refused == ()
        assert (report.new, report.updated, report.identical) == (0, 0, 0)
        [kept] = report.kept
        assert (kept.device, kept.member, kept.ready) == (team["M2"].identity.device, "M2", False)
        assert kept.fingerprint == Projects(team["M2"]).fingerprint()
        assert dump(team["S1"]) == before
        assert len(waiting.waiting(team["S1"])) == (0 if dry_run else 1)
    assert check(team["S1"]).ok
    assert team["S1"].store.records.row(record) is None


def test_t30_it_comes_in_by_itself_with_the_roster_that_names_the_laptop(team: Early) -> None:
    record = team.record("M2")
    [bundle] = team.write("M2")
    team.take_in("S1", bundle)
    bundle.unlink()
    team.enrol_again()
    report = team.send("O1", "S1")
    assert (report.new, report.released, report.kept, report.refused) == (1, 1, (), ())
    assert waiting.waiting(team["S1"]) == ()
    assert team["S1"].store.records.row(record) is not None
    assert not list(team["S1"].files.blobs.glob("*"))
    assert check(team["S1"]).ok


def test_the_officer_takes_in_what_waited_when_enrolling(team: Early) -> None:
    record = team.record("M2")
    team.take_in("O1", *team.write("M2"))
    asked = Projects(team["O1"]).read_request(team.request)
    assert asked.waiting == 1
    team.enrol_again()
    report = Bundling(team["O1"]).take_waiting()
    assert (report.new, report.released) == (1, 1)
    assert team["O1"].store.records.row(record) is not None
    assert Bundling(team["O1"]).take_waiting().released == 0


def test_a_supervisor_passes_on_a_log_of_an_unknown_laptop_and_the_rest_comes_at_once(tmp_path: Path) -> None:
    """S1 believed M2's roster; head office does not know M2 yet, and takes what else S1 brings."""
    with early(tmp_path) as team:
        known, unknown = team.record("M1"), team.record("M2")
        team.send("M2", "S1")
        team.send("M1", "S1")
        report = team.send("S1", "O1")
        office, device = team["O1"].store.records, team["M2"].identity.device
        assert (report.new, report.refused) == (1, ())
        [kept] = report.kept
        assert (kept.member, kept.passes_on, kept.awaited) == ("S1", True, (device,))
        assert office.row(known) is not None
        assert office.row(unknown) is None
        assert Projects(team["O1"]).read_request(team.request).waiting == 1
        team.enrol_again()
        report = Bundling(team["O1"]).take_waiting()
        assert (report.new, report.released, report.refused) == (1, 1, ())
        assert office.row(unknown) is not None
        assert check(team["O1"]).ok


@dataclass
class Story:
    """Bundles for S1, and S1's vault before any of them came."""

    team: Early
    vault: Path
    bundles: tuple[Path, ...]

    @cached_property
    def expected(self) -> dict[str, object]:
        """After all of them at once, in the order in which they were written."""
        return self.told(self.team.folder / "first", list(range(len(self.bundles))), len(self.bundles))

    def told(self, place: Path, order: list[int], cut: int) -> dict[str, object]:
        """What S1 sees after two sticks, the first with so many of them, and no bundle was left waiting."""
        shutil.copytree(self.vault, place)
        try:
            for part in (order[:cut], order[cut:]):
                with unlock(place, self.team.clock) as supervisor:  # as another day
                    Bundling(supervisor).import_files([self.bundles[number] for number in part])
            with unlock(place, self.team.clock) as supervisor:
                assert waiting.waiting(supervisor) == ()
                return dump(supervisor)
        finally:
            shutil.rmtree(place)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with early(tmp_path_factory.mktemp("orders")) as team:
        team.send("O1", "S1")
        bundles: list[Path] = []
        for code in ("M2", "M1", "M2", "M3"):
            team.record(code)
            bundles += team.write(code)
        team.enrol_again()
        bundles += team.write("O1")
        team["S1"].close()
        vault = Path(shutil.copytree(team.folder / "S1", team.folder / "S1 before"))
        team.vaults["S1"] = unlock(team.folder / "S1", team.clock)
        yield Story(team, vault, tuple(bundles))


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(5)), again=st.lists(st.integers(0, 4), max_size=2), cut=st.integers(0, 5))
def test_t30_sticks_and_enrolment_in_any_order_give_the_same(
    story: Story, order: list[int], again: list[int], cut: int
) -> None:
    assert story.told(story.team.folder / "another", [*order, *again], cut) == story.expected


def test_a_laptop_that_is_revoked_by_then_waits_for_somebody_who_asks_for_what_is_doubtful(team: Early) -> None:
    record = team.record("M2")
    team.take_in("S1", *team.write("M2"))
    team.enrol_again()
    team.revoke("M2")
    before = team["S1"].store.records.row(record)
    report = team.send("O1", "S1")
    assert [item.code for item in report.refused] == [Code.BUNDLE_REVOKED_DEVICE]
    [told] = waiting.waiting(team["S1"])
    assert told.code is Code.BUNDLE_REVOKED_DEVICE
    assert before is None
    assert Bundling(team["S1"]).take_waiting().released == 0  # told once, not tried at every import
    report = Bundling(team["S1"], doubtful=True).take_waiting(again=True)
    assert (report.new, report.released) == (1, 1)
    row = team["S1"].store.records.row(record)
    assert row is not None
    assert row.state == "doubtful"


def test_what_says_that_it_comes_from_the_enrolled_laptop_and_does_not_stays_until_it_is_discarded(team: Early) -> None:
    """Somebody sealed a bundle under M2's id with a key of their own."""
    forged = _stranger(team, Laptop("X", id=team["M2"].identity.device))
    team.take_in("O1", forged)
    assert Projects(team["O1"]).read_request(team.request).waiting == 0
    before = dump(team["O1"])
    team.enrol_again()
    enrolled = dump(team["O1"])
    report = Bundling(team["O1"]).take_waiting()
    assert [item.code for item in report.refused] == [Code.BUNDLE_BAD_SIGNATURE]
    [told] = waiting.waiting(team["O1"])
    assert told.code is Code.BUNDLE_BAD_SIGNATURE
    assert dump(team["O1"]) == enrolled != before
    waiting.discard(team["O1"], told.name[:12])
    assert waiting.waiting(team["O1"]) == ()
    assert not list(team["O1"].files.blobs.glob("*"))
    with pytest.raises(Refusal) as caught:
        waiting.discard(team["O1"], told.name[:12])
    assert caught.value.code is Code.BUNDLE_NOT_WAITING


def test_t29_strangers_can_neither_fill_the_disk_nor_keep_out_who_is_only_early(
    team: Early, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "ROOM", Room(files=4, size=2**20))
    monkeypatch.setattr(waiting, "SHARE", Room(files=2, size=2**19))
    reader, before = team["S1"], dump(team["S1"])
    flood = [_stranger(team, Laptop("X")) for _ in range(6)]
    report = team.take_in("S1", *flood)
    assert (len(report.kept), {item.code for item in report.refused}) == (2, {Code.BUNDLE_NO_ROOM})
    assert len(report.refused) == 4
    held = waiting.waiting(reader)
    team.record("M2")
    first, second = team.write("M2"), team.write("M2")
    assert len(team.take_in("S1", *first).kept) == 1
    anew = sealed_anew(team, first[0])
    assert anew.read_bytes() != first[0].read_bytes()
    team.take_in("S1", anew)  # the same bundle in another file is the same bundle
    assert len(waiting.waiting(reader)) == 3
    assert len(team.take_in("S1", *second).kept) == 1
    team.record("M2")
    third = team.take_in("S1", *team.write("M2"))
    assert [item.code for item in third.refused] == [Code.BUNDLE_NO_ROOM]
    assert waiting.waiting(reader)[: len(held)] == held
    assert len(list(reader.files.blobs.iterdir())) == 4
    assert dump(reader) == before


def _stranger(team: Early, who: Laptop) -> Path:
    """A bundle of somebody whom no roster names, sealed to O1 and S1 as anybody can who knows their keys."""
    team.record("M1")
    [path] = team.write("M1", "S1", "O1")
    inside = importer.unseal(path.read_bytes(), team["S1"].identity.age_identity)
    forged = made.rewrap(inside, who, device=who.id, signer=signing.public_key(who.seed))
    return _sealed(team, forged)


def sealed_anew(team: Early, path: Path) -> Path:
    """The same bundle in another file."""
    return _sealed(team, importer.unseal(path.read_bytes(), team["S1"].identity.age_identity))


def _sealed(team: Early, inside: bytes) -> Path:
    path = team.folder / f"{team.clock.new_id()}.fkb"
    recipients = tuple(sealing.recipient_of(team[code].identity.age_identity) for code in ("S1", "O1"))
    path.write_bytes(sealing.seal(inside, recipients))
    return path


def test_what_waits_is_noise_on_the_disk_and_follows_the_vault_through_backup_and_new_key(
    team: Early, tmp_path: Path
) -> None:
    team.record("M2")
    [bundle] = team.write("M2")
    team.take_in("S1", bundle)
    [blob] = team["S1"].files.blobs.iterdir()
    kept = blob.read_bytes()
    assert bundle.read_bytes()[:64] not in kept
    assert team["M2"].identity.device.encode() not in kept
    backups.write(team["S1"], tmp_path / "copy")
    team["S1"].close()
    rotating.rotate(VaultFiles(team.folder / "S1"), PHRASE, team.clock, cost=vaults.TEST_COST)
    team.vaults["S1"] = unlock(team.folder / "S1", team.clock)
    backups.restore(tmp_path / "copy", VaultFiles(tmp_path / "back"), PHRASE, team.clock, floor=vaults.TEST_COST)
    team.enrol_again()
    [news] = team.write("O1", "S1")
    team.vaults["back"] = unlock(tmp_path / "back", team.clock)
    for vault in ("S1", "back"):
        assert check(team[vault]).ok
        assert team.take_in(vault, news).released == 1


def test_a_kept_file_that_the_disk_lost_is_told_of(team: Early) -> None:
    team.record("M2")
    team.take_in("O1", *team.write("M2"))
    [blob] = team["O1"].files.blobs.iterdir()
    whole = blob.read_bytes()
    blob.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert check(team["O1"]).findings == ("waiting.damaged",)
    blob.unlink()
    assert check(team["O1"]).findings == ("waiting.missing",)
    team.enrol_again()
    report = Bundling(team["O1"]).take_waiting()
    assert [item.code for item in report.refused] == [Code.BUNDLE_DAMAGED]
    blob.write_bytes(whole)
    assert Bundling(team["O1"]).take_waiting(again=True).released == 1


def test_a_laptop_that_travels_takes_nothing_along_that_waits(team: Early) -> None:
    """What waits on a monitor's laptop came from the office, which hands it over again as long as nobody has confirmed."""
    team.record("M1")
    monitor = team["M1"]
    forged = _for(team, "M1", Laptop("X"))
    team.take_in("M1", forged)
    assert len(waiting.waiting(monitor)) == 1
    departed = Travelling(monitor).depart(team.folder / "way")
    assert departed.waiting == 1
    assert waiting.waiting(monitor) == ()
    assert not list(monitor.files.blobs.iterdir())


def _for(team: Early, code: str, who: Laptop) -> Path:
    [path] = team.write("O1", code)
    inside = importer.unseal(path.read_bytes(), team[code].identity.age_identity)
    forged = made.rewrap(inside, who, device=who.id, signer=signing.public_key(who.seed))
    path.write_bytes(sealing.seal(forged, (sealing.recipient_of(team[code].identity.age_identity),)))
    return path
