"""Parts of one writing may come in any order; what did not come is listed, with the stick that would bring it."""

import itertools
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import msgspec
import pytest

from fieldkit import i18n
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.importer import Parcel
from fieldkit.exchange.readers import Readers
from fieldkit.messages import missing as sentences
from fieldkit.services import arrivals, importing, parting
from fieldkit.services.bundling import Bundling
from fieldkit.services.missing import MissingList, missing
from fieldkit.services.parting import Room
from fieldkit.services.workspace import Workspace
from fieldkit.store import log
from tests.flow.team import Team, state
from tests.flow.test_slices import back_up, length, restored, slices

NOTHING = MissingList(entries=(), bundles=())


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team.same(tmp_path, ("S1", "M1", "M2"))
    yield made
    made.close()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bundles with room for four entries, and logs that can be parted after every second one."""
    monkeypatch.setattr(log, "_WAY", 2)
    monkeypatch.setattr(parting, "parts", partial(parting.parts, room=Room(entries=4, bytes=1 << 20, logs=2)))


def said(team: Team, code: str) -> list[str]:
    return list(sentences.lines(missing(team[code]), i18n.load("en")))


@pytest.mark.usefixtures("small")
def test_t30_parts_given_together_import_in_any_order(team: Team) -> None:
    for _ in range(10):
        team.record("M1")
    written = Bundling(team["M1"]).write(team.folder / "stick")
    assert (len(written.files), written.entries, written.records) == (3, 10, 10)
    reader = Bundling(team["S1"])
    for order in itertools.permutations(written.files):
        tried = reader.import_files(order, dry_run=True)
        assert (tried.new, tried.refused, tried.missing) == (10, (), ())
    report = reader.import_files(reversed(written.files))
    assert (report.new, report.refused, report.missing, report.left) == (10, (), (), 0)
    assert missing(team["S1"]) == NOTHING
    Bundling(team["O1"]).import_files(written.files)
    assert team["O1"].store.log.reached(team["M1"].identity.device, team["M1"].identity.epoch) == 10


@pytest.mark.usefixtures("small")
def test_a_part_that_came_too_early_is_told_remembered_and_taken_when_given_again(team: Team) -> None:
    for _ in range(10):
        team.record("M1")
    first, second, third = Bundling(team["M1"]).write(team.folder / "stick").files
    reader = Bundling(team["S1"])
    report = reader.import_files([third])
    assert [item.code for item in report.refused] == [Code.BUNDLE_GAP]
    assert [(gap.first, gap.last) for gap in report.missing] == [(1, 7)]
    reader.import_files([first])
    [entries] = missing(team["S1"]).entries
    assert (entries.member, entries.first, entries.last, entries.holders) == ("M1", 4, 7, ("M1",))
    [bundles] = missing(team["S1"]).bundles
    assert (bundles.member, bundles.numbers) == ("M1", (2,))
    [arrival] = [each for each in arrivals.received(team["S1"]) if each.member == "M1"]
    assert arrival.missing == (4, 7)
    told = said(team, "S1")
    assert told[0].startswith("4 entries of the laptop of M1 have not come: numbers 4 to 7.")
    assert "Bring the stick of Jan 5, 2026." in told[0]
    assert told[1] == "Bundle 2 of the laptop of M1 never came. Bring the stick of Jan 5, 2026."
    reader.import_files([second])
    assert [(each.first, each.last) for each in missing(team["S1"]).entries] == []
    assert reader.import_files([third]).new == 3
    assert missing(team["S1"]) == NOTHING


@pytest.mark.usefixtures("small")
def test_a_later_bundle_makes_up_for_parts_that_never_came(team: Team) -> None:
    for _ in range(6):
        team.record("M1")
    _, lost = Bundling(team["M1"]).write(team.folder / "stick").files
    reader = Bundling(team["S1"])
    reader.import_files([lost])
    assert [each.numbers for each in missing(team["S1"]).bundles] == [(1,)]
    team.clock.set(team.clock.now() + timedelta(days=3))
    reader.import_files(team.write("M1"))
    assert missing(team["S1"]) == NOTHING
    assert length(team, "M1") == 6


def test_what_others_say_they_hold_is_missed(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    record = team.record("M1")
    team.send("M1", "S1", "S1")
    team.record("S1")
    [stick] = team.write("S1", "O1")
    parcel = Bundling(team["O1"]).inspect(stick)
    assert {each.member for each in parcel.logs} >= {"M1", "S1"}
    device = team["M1"].identity.device
    with monkeypatch.context() as refusing:
        only_own(team, stick, refusing)
    [entries] = missing(team["O1"]).entries
    assert (entries.member, entries.first, entries.last, entries.holders) == ("M1", 1, 1, ("S1",))
    assert "S1 has more of that log" in said(team, "O1")[0]
    assert team["O1"].store.log.reached(device, team["M1"].identity.epoch) == 0
    team.send("S1", "O1", "O1")
    assert missing(team["O1"]) == NOTHING
    assert state(team["O1"], record) == "submitted"


def only_own(team: Team, stick: Path, refusing: pytest.MonkeyPatch) -> None:
    """Take a bundle of S1 in as if the log of M1 in it had been refused."""
    monitor, opened = team["M1"].identity.device, importing.open_file

    def without(workspace: Workspace, sealed: bytes, readers: Readers) -> Parcel:
        parcel = opened(workspace, sealed, readers)
        kept = tuple(log for log in parcel.logs if log.head.head.device != monitor)
        return msgspec.structs.replace(parcel, logs=kept)

    refusing.setattr(importing, "open_file", without)
    Bundling(team["O1"]).import_files([stick])


def test_a_reader_that_was_restored_misses_what_it_wrote_itself(team: Team) -> None:
    team.record("S1")
    saved = back_up(team, "S1")
    team.record("S1")
    team.record("S1")
    team.send("S1", "O1", "O1")
    restored(team, "S1", saved)
    team.send("O1", "S1", "S1")  # of its own log only the last line: it holds the others, as far as O1 knows
    [entries] = missing(team["S1"]).entries
    assert entries.own
    told = said(team, "S1")[0]
    assert told.startswith("2 entries that this laptop wrote before its vault was restored")
    assert told.endswith("O1 has them. Ask there for a bundle with everything and take it in: it brings them back.")
    assert "stick" not in told
    assert "hand your own bundle" not in told
    asked = Bundling(team["O1"]).write(team.folder / "asked", ("S1",), full=True)
    assert Bundling(team["S1"]).import_files(asked.files, dry_run=True).new == 2
    team.record("S1")
    slices(team, "S1", "O1", "O1")
    slices(team, "O1", "S1", "S1")
    assert missing(team["S1"]) == NOTHING


def test_for_whom_nothing_is_written_is_told(team: Team) -> None:
    team.record("M1")
    for _ in range(3):
        with suppress(Refusal):
            team.send("M1", "O1")
        with suppress(Refusal):
            team.send("O1", "M1", "M1")
    written = Bundling(team["O1"]).write(team.folder / "both", ("M1", "M2"))
    assert (written.held, len(written.files), written.recipients) == (("M1",), 1, 1)
    told = "Nothing was written for M1, who already holds everything."
    assert list(sentences.held(written.held, i18n.load("en"))) == [told]
    assert Bundling(team["O1"]).write(team.folder / "all", ("M1", "M2"), full=True).held == ()
